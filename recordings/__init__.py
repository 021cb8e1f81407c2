"""Recordings: session and retention think; mixdown, archive and waveform are pipes."""
