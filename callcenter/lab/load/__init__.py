"""`callcenter lab load`: many calls over real SIP, timed, and every recording compared."""
