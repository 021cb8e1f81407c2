"""The running service: the hall, the pipes and the command line."""
