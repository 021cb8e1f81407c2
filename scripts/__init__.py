"""Scripts of the house: checks and generated files."""
