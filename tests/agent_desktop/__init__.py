"""The desk and the wallboard as tables of facts."""
