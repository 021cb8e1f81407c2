"""The conference bridge: makes the connections that `hearing` asks for.

It knows names and their audio media, and which connections stand. It must not know why.
"""

from collections.abc import Iterable

import pjsua2 as pj

from callcenter.line.hearing import Edge
from callcenter.line.telephone import Sound


class Bridge:
    """Named sounds, and who hears whom among them."""

    def __init__(self) -> None:
        self._sounds: dict[str, Sound] = {}
        self._standing: set[Edge] = set()

    def put(self, name: str, sound: Sound) -> None:
        """Name a sound; an earlier one of that name is unplugged first."""
        self.take(name)
        self._sounds[name] = sound

    def take(self, name: str) -> None:
        """Unplug a sound and forget it."""
        if name not in self._sounds:
            return
        for edge in [each for each in self._standing if name in each]:
            self._unplug(edge)
        del self._sounds[name]

    def rewire(self, wanted: Iterable[Edge]) -> None:
        """Make exactly the wanted connections, as far as their sounds are here."""
        possible = {edge for edge in wanted if all(name in self._sounds for name in edge)}
        for edge in self._standing - possible:
            self._unplug(edge)
        for edge in possible - self._standing:
            self._plug(edge)

    def _plug(self, edge: Edge) -> None:
        try:
            self._sounds[edge.source].startTransmit(self._sounds[edge.sink])
        except pj.Error:
            # The stream has just gone with its dialog; MediaChanged or StateChanged is on its way.
            return
        self._standing.add(edge)

    def _unplug(self, edge: Edge) -> None:
        self._standing.discard(edge)
        try:
            self._sounds[edge.source].stopTransmit(self._sounds[edge.sink])
        except pj.Error:
            # Gone with its dialog, and every connection with it.
            return
