"""Broken SIP messages from seeds, thrown at a front door."""
