"""The automatic call distributor: who takes which waiting call. Thinking room."""
