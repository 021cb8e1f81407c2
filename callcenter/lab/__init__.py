"""Virtual callers and agents, and benchmarks."""
