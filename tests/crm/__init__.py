"""Customers without a database: numbers and matching."""
