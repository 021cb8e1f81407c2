"""The dialogue with the caller before the queue. Thinking room."""
