"""Real SIP and RTP against a whole centre."""
