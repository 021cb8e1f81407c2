"""Customers: who is calling, found by number. Thinking room."""
