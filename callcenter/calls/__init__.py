"""A call and its legs: answer, hold, join, end. Thinking room."""
