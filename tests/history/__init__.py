"""History: stories of calls as tables of facts, and the figures they must give."""
