"""The agent's desk and the wallboard: sessions, wire messages, sockets, and the page itself."""
