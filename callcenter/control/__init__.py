"""The switchboard: carries facts to rooms and commands to pipes, decides nothing."""
