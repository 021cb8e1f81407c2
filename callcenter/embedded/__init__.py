"""PostgreSQL and NATS from their wheels, and the supervisor. Pipe room."""
