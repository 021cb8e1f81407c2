"""The web process over real sockets, a real bus and a real database."""
