"""The FastAPI application: sign-in, REST, pages. Pipe room."""
