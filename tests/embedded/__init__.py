"""PostgreSQL, NATS and the supervisor, all real."""
