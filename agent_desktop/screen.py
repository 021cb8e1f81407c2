"""A screen that is sent in pieces: sequence numbers, what changed, and the last 500 changes.

`desk.py` gives it each new `DeskView`; the socket sends what comes back. A browser that was away
asks for what it missed by its last number. It must not know what the parts mean.
"""

from collections import deque
from datetime import datetime
from typing import Any

from agent_desktop.views import PARTS, DeskView
from agent_desktop.wire import Changes, OfferGone, Patch, Snapshot

RING = 500
"""Patches kept for those who come back."""


class Screen:
    """One agent's screen as of a sequence number; 0 is the first snapshot."""

    def __init__(self, first: DeskView) -> None:
        self.seq = 0
        self.view = first
        self._ring: deque[Patch] = deque(maxlen=RING)

    def show(self, view: DeskView, at: datetime, gone: OfferGone | None = None) -> Patch | None:
        """Take the new view; the patch that leads to it, or None when nothing changed."""
        changed: dict[str, Any] = {
            part: getattr(view, part)
            for part in PARTS
            if getattr(view, part) != getattr(self.view, part)
        }
        if not changed and gone is None:
            return None
        self.seq += 1
        self.view = view
        patch = Patch(seq=self.seq, server_time=at, changes=Changes(**changed), offer_gone=gone)
        self._ring.append(patch)
        return patch

    def snapshot(self, at: datetime) -> Snapshot:
        """The whole screen now."""
        return Snapshot(seq=self.seq, server_time=at, desk=self.view)

    def missed_since(self, seq: int) -> tuple[Patch, ...] | None:
        """The patches after `seq`, in order; None when they are no longer all here."""
        if seq > self.seq or seq < 0:
            return None
        missed = self.seq - seq
        if missed > len(self._ring):
            return None
        return tuple(self._ring)[len(self._ring) - missed :]
