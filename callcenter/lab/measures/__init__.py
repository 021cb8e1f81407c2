"""What `callcenter lab bench` measures, each kind in its own file, on a centre of its own."""
