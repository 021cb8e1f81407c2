"""Whole calls over real SIP and RTP through a centre as a user starts it, judged by ear."""
