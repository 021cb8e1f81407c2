"""The whole test suite; thinking rooms mirrored, pipes tried against the real thing."""
