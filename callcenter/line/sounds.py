"""Prompts and tunes: what the house itself plays to a leg.

A prompt is a queue of files that ends; a tune goes round until something else is wanted. A tune
that was interrupted goes on where it was.
"""

from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

import pjsua2 as pj

from acd.ids import LegId, PromptId
from callcenter.line.telephone import Sound, Telephone

BEEPS = "beeps"
"""Stands in for a tune whose file is missing or broken."""


@dataclass(slots=True)
class Prompt:
    """One playing of one prompt."""

    id: PromptId | None
    """None for words the line says by itself."""
    barge_in: bool
    files: deque[str] = field(default_factory=deque)
    player: Sound | None = None
    whispered: bool = False
    """For this leg's ear alone; it goes on when the leg is joined."""


@dataclass(slots=True)
class Tune:
    """Music, comfort words or ringback, going round."""

    name: str
    player: Sound


class Sounds:
    """Makes players, and keeps those of tunes."""

    def __init__(self, telephone: Telephone, folder: Path) -> None:
        self._telephone = telephone
        self._folder = folder
        self._tunes: dict[tuple[LegId, str], Sound] = {}

    def file_of(self, tune: str) -> str:
        """Where a tune's file is, whether or not it is there."""
        return str(self._folder / f"{tune}.wav")

    def next_file(self, prompt: Prompt) -> bool:
        """Go on to the prompt's next playable file; False when there is none."""
        prompt.player = None
        while prompt.files:
            path = prompt.files.popleft()
            try:
                prompt.player = self._telephone.player(path, loop=False)
            except pj.Error:
                # No audio file, or none the library can read: the caller hears the rest.
                continue
            return True
        return False

    def tune(self, leg: LegId, name: str, path: str) -> Tune:
        """The tune for this leg; soft beeps when the file cannot be played."""
        key = (leg, name)
        if key not in self._tunes:
            self._tunes[key] = self._looping(path)
        return Tune(name, self._tunes[key])

    def forget(self, leg: LegId) -> None:
        """The leg is gone: release its players."""
        for key in [each for each in self._tunes if each[0] == leg]:
            del self._tunes[key]

    def _looping(self, path: str) -> Sound:
        try:
            return self._telephone.player(path, loop=True)
        except pj.Error:
            return self._telephone.beeps()
