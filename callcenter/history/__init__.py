"""Facts folded into call records, agent time, intervals and service level. Thinking room."""
