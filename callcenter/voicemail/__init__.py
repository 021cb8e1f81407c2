"""Messages that callers have left, as work of their queues. Thinking room."""
