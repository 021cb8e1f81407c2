"""Calls that the house places: callbacks. Thinking room."""
