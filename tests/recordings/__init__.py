"""Recordings: real tracks in, real files out, the damaged ones too."""
