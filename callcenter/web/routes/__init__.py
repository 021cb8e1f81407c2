"""The REST surface and the sockets, one module a subject."""
