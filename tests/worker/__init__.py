"""The worker, against a real bus and a real PostgreSQL."""
