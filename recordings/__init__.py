"""Recordings: what must be in one, how it is made, where it lies, when it may be erased.

`session` and `retention` think; `track`, `mixdown`, `waveform` and `archive` are pipes to the disk.
"""
