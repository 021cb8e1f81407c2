"""A whole centre as a user starts it, and processes killed in it."""
