"""One line process, driven over its unix socket by a tiny exchange, with real phones."""
