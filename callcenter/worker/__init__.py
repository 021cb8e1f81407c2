"""Jobs: facts into rows, recordings, look-ups, prompts. Pipe room."""
