"""From facts to figures: call records, agents' time, intervals, service level. Thinking room."""
