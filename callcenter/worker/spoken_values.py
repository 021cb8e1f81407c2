"""Audio of words that nobody knew beforehand: what a web service answered, made before the dialogue
hears of the answer, and what callers are told of an incident.

It lies among the prompts, under the key by which the exchange finds any text. An answer may be
personal: after an hour it is gone, for by then no dialogue says it any more. Words about an
incident are kept for an hour beyond its end.
"""

import asyncio
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import structlog

from acd.step import CommandClosed
from callcenter.calls.commands import SpeakTexts
from callcenter.calls.refusals import Refusal
from callcenter.clock import now
from callcenter.errors import Unavailable
from callcenter.worker.sound import framed, levelled, to_telephone, trimmed, write_wav
from callcenter.worker.voice import Voice, the_voice
from ivr.prompts import prompt_key

log = structlog.get_logger()

KEPT_FOR: Final = 3600.0
"""Seconds."""
_LOOK_EVERY: Final = 60.0
_MARK: Final = ".once"
"""Beside the audio of a text that is kept for a while: its time of change is when it was wanted, or
until when.
"""


class SpokenValues:
    """Makes the audio, and takes it away."""

    def __init__(self, folder: Path, voice: Callable[[], Voice] = the_voice) -> None:
        self._folder = folder
        self._voice = voice

    async def make(self, languages: Iterable[str], values: Sequence[str]) -> None:
        """Make what is missing; without a voice the caller hears the rest of the sentence."""
        wanted = [(language, value) for language in languages for value in values]
        try:
            await asyncio.to_thread(self._make_all, wanted)
        except (Unavailable, OSError) as wrong:
            log.error("values.unspoken", because=type(wrong).__name__)

    async def speak(self, wish: SpeakTexts) -> CommandClosed:
        """Make what is missing and keep it until the wish's instant; refused without a voice."""
        refused = ""
        try:
            await asyncio.to_thread(self._make_all, wish.texts, wish.until.timestamp())
        except (Unavailable, OSError) as wrong:
            log.error("texts.unspoken", because=type(wrong).__name__)
            refused = Refusal.NO_AUDIO_FILE
        return CommandClosed(
            at=now(),
            command=wish.id,
            outcome="refused" if refused else "done",
            reason=refused,
        )

    def _make_all(self, wanted: Iterable[tuple[str, str]], until: float = 0.0) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        for language, value in wanted:
            path = self._folder / f"{prompt_key(language, value)}.wav"
            mark = path.with_suffix(_MARK)
            if path.is_file():
                # A prompt of the flows stays without a mark.
                if mark.is_file():
                    _keep(mark, until)
                continue
            _keep(mark, until)
            voice = self._voice()
            samples = to_telephone(voice.say(value, language), voice.rate)
            write_wav(path, framed(levelled(trimmed(samples))))

    async def run(self) -> None:
        """Take away what was made long ago, for the process's life."""
        while True:
            await asyncio.to_thread(self.forget_old, now().timestamp())
            await asyncio.sleep(_LOOK_EVERY)

    def forget_old(self, at: float) -> None:
        """Of an instant as the file system tells it."""
        for mark in self._old(at):
            mark.with_suffix(".wav").unlink(missing_ok=True)
            mark.unlink(missing_ok=True)

    def _old(self, at: float) -> Iterator[Path]:
        for mark in self._folder.glob(f"*{_MARK}"):
            if at - mark.stat().st_mtime > KEPT_FOR:
                yield mark


def _keep(mark: Path, until: float) -> None:
    """From now on, or until an instant as the file system tells it; never shorter than before."""
    before = mark.stat().st_mtime if mark.is_file() else 0.0
    mark.touch()
    wanted = max(mark.stat().st_mtime, until, before)
    os.utime(mark, (wanted, wanted))
