"""Every prompt and tune as a file that a line can play, made before anybody asks for it.

The worker runs it at its start and when flows are published; the exchange finds the file of a text
by the same key. A company's own recording wins over the voice: one that was uploaded for these very
words (`own/<key>.wav`), else one of the node, put into `own/<node>.<language>.wav`; taken away, the
voice is back. What is there already is not made again. It must not know which caller hears what.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
import structlog

from callcenter.errors import PeerMisbehaved, Unavailable
from callcenter.prompts_wanted import OWN, Prompt
from callcenter.worker import tunes
from callcenter.worker.sound import (
    RATE,
    Samples,
    framed,
    levelled,
    read_any,
    to_telephone,
    trimmed,
    write_wav,
)
from callcenter.worker.voice import Voice, the_voice
from ivr.words import Said, comfort_texts, please_hold_texts

log = structlog.get_logger()

LOOK_EVERY: Final = 5.0
"""Seconds between two looks into the folder of own recordings."""
_MARK: Final = ".own"
"""Beside a prompt that was made from an own recording."""
_GAP: Final = 0.3
"""Seconds between spoken words and music."""


class PromptMaker:
    """Keeps one folder of prompts filled."""

    def __init__(self, folder: Path, voice: Callable[[], Voice] = the_voice) -> None:
        self._folder = folder
        self._voice = voice
        self._wanted: dict[str, Prompt] = {}
        self._changed = asyncio.Event()
        self._refused: dict[Path, float] = {}
        self._stopping = False

    def want(self, prompts: Iterable[Prompt]) -> None:
        """From here on these are wanted too, in this order."""
        for prompt in prompts:
            known = self._wanted.get(prompt.key)
            if known is None or prompt.node:
                self._wanted[prompt.key] = prompt
        self._changed.set()

    def look(self) -> None:
        """An own recording has come or gone: not at the next look, but at once."""
        self._changed.set()

    async def run(self) -> None:
        """Make what is missing, for the process's life."""
        try:
            await self._keep_making()
        finally:
            self._stopping = True

    async def _keep_making(self) -> None:
        while True:
            self._changed.clear()
            try:
                made = await asyncio.to_thread(self.make_all)
            except (Unavailable, OSError) as wrong:
                log.error("prompts.failed", because=str(wrong))
            else:
                if made:
                    log.info("prompts.made", count=made)
            try:
                async with asyncio.timeout(LOOK_EVERY):
                    await self._changed.wait()
            except TimeoutError:
                continue

    def make_all(self) -> int:
        """Make every file that is missing or out of date: how many that were."""
        wanted = list(self._wanted.values())
        jobs = [partial(self._make, prompt) for prompt in wanted]
        jobs += [partial(self._make_tune, *tune) for tune in self._tunes().items()]
        # A process that ends must not wait until hundreds of prompts are spoken.
        return sum(job() for job in jobs if not self._stopping)

    # -- prompts -----------------------------------------------------------------------------------

    def _make(self, prompt: Prompt) -> bool:
        path = self._folder / f"{prompt.key}.wav"
        mark = path.with_suffix(_MARK)
        for own in self._own_of(prompt):
            if own.is_file() and self._is_good(own):
                return self._make_from_own(own, path, mark)
        if path.is_file() and not mark.is_file():
            return False
        write_wav(path, self._said(prompt.language, prompt.words))
        mark.unlink(missing_ok=True)
        return True

    def _own_of(self, prompt: Prompt) -> Iterator[Path]:
        """Where an own recording of it may be, the one that wins first."""
        yield self._folder / OWN / f"{prompt.key}.wav"
        if prompt.node:
            yield self._folder / OWN / f"{prompt.node}.{prompt.language}.wav"

    def _make_from_own(self, own: Path, path: Path, mark: Path) -> bool:
        if path.is_file() and _is_of(mark, own):
            return False
        samples, rate = read_any(own)
        write_wav(path, framed(levelled(trimmed(to_telephone(samples, rate)))))
        mark.write_text(own.name, encoding="utf-8")
        return True

    def _is_good(self, own: Path) -> bool:
        """Whether an own recording can be read; a bad one is named once, until it changes."""
        changed_at = own.stat().st_mtime
        if self._refused.get(own) == changed_at:
            return False
        try:
            samples, _ = read_any(own)
            if len(samples) == 0:
                raise PeerMisbehaved(f"{own.name} has no sound in it")
        except PeerMisbehaved as wrong:
            log.error("prompts.own_refused", because=str(wrong))
            self._refused[own] = changed_at
            return False
        return True

    def _said(self, language: str, words: str) -> Samples:
        """Spoken and ready for the telephone; a moment of silence when there is nothing to say."""
        voice = self._voice()
        samples = to_telephone(voice.say(words, language), voice.rate)
        return framed(levelled(trimmed(samples)))

    # -- tunes -------------------------------------------------------------------------------------

    def _tunes(self) -> Mapping[str, Callable[[], Samples]]:
        return {
            "ringback": tunes.ringback,
            "beep": tunes.beep,
            "music": tunes.waiting_music,
            "hold": tunes.hold_music,
            "please_hold": lambda: np.concatenate(list(self._spoken(please_hold_texts("")))),
            "comfort": self._comfort,
        }

    def _make_tune(self, name: str, make: Callable[[], Samples]) -> bool:
        """A tune, or the company's own `own/<name>.wav` in its place."""
        path = self._folder / f"{name}.wav"
        mark = path.with_suffix(_MARK)
        own = self._folder / OWN / f"{name}.wav"
        if own.is_file() and self._is_good(own):
            return self._make_from_own(own, path, mark)
        if path.is_file() and not mark.is_file():
            return False
        write_wav(path, make())
        mark.unlink(missing_ok=True)
        return True

    def _comfort(self) -> Samples:
        """The words in both languages, then music; it loops, so they come again."""
        words = np.concatenate(list(self._spoken(comfort_texts(""))))
        return np.concatenate([words, np.zeros(int(_GAP * RATE)), tunes.hold_music()])

    def _spoken(self, texts: Said) -> Iterator[Samples]:
        for language, words in texts:
            yield self._said(language, words)
            yield np.zeros(int(_GAP * RATE))


def _is_of(mark: Path, own: Path) -> bool:
    """The prompt beside this mark was made from this recording, as it is."""
    if not mark.is_file() or mark.read_text(encoding="utf-8") != own.name:
        return False
    return mark.stat().st_mtime >= own.stat().st_mtime
