"""A real exchange with real lines, a real bus, and a control that does what the test says."""
