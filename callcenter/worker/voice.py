"""The default voice: espeak-ng through ctypes, Mandarin and English, without any download.

The prompt maker asks it to say a text and gets samples. The library is one per process and not
made for threads, so `Voice` says one text at a time. It must not know where prompts are kept.
"""

import ctypes
import functools
import threading
from pathlib import Path
from typing import Any, Final, NamedTuple

import espeakng_loader
import numpy as np

from callcenter.errors import Unavailable
from callcenter.worker.sound import Samples

_RETRIEVAL: Final = 1  # AUDIO_OUTPUT_RETRIEVAL: samples come to the callback
_DONT_EXIT: Final = 0x8000  # espeakINITIALIZE_DONT_EXIT: a missing file is an error code
_UTF8: Final = 1  # espeakCHARS_UTF8
_RATE, _PITCH, _RANGE, _WORD_GAP = 1, 3, 4, 7  # espeak_PARAMETER

_Take = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


class Manner(NamedTuple):
    """How a language is spoken. `rate` is words a minute; pitch and its range are 0-100."""

    voice: str
    rate: int
    pitch: int
    range: int
    gap: int = 0
    """Extra pause between words, in 10 ms."""


MANNERS: Final[dict[str, Manner]] = {
    "mandarin": Manner("cmn+f2", rate=180, pitch=52, range=58),
    "english": Manner("en-us+f2", rate=150, pitch=50, range=60, gap=1),
}
"""Language to manner; another language is spoken in the English one."""


@functools.cache
def the_voice() -> "Voice":
    """This process's voice: the library hangs when it is initialised a second time.

    Raises Unavailable when the library or its data cannot be loaded.
    """
    return Voice()


class Voice:
    """The loaded espeak-ng; made by `the_voice` only."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pieces: list[Samples] = []
        self._library: Any = _load()
        self.rate: int = self._library.espeak_Initialize(
            _RETRIEVAL, 0, str(Path(espeakng_loader.get_data_path())).encode(), _DONT_EXIT
        )
        if self.rate <= 0:
            raise Unavailable("espeak-ng does not find its data: install espeakng-loader again")
        # The library keeps the pointer only, so the callback must live as long as we do.
        self._callback = _Take(self._take)
        self._library.espeak_SetSynthCallback(self._callback)

    def say(self, text: str, language: str) -> Samples:
        """The text as samples at `self.rate`; empty when there is nothing to say in it."""
        manner = MANNERS.get(language, MANNERS["english"])
        raw = text.replace("\0", " ").encode()
        with self._lock:
            self._pieces.clear()
            self._choose(manner)
            self._library.espeak_Synth(
                raw, ctypes.c_size_t(len(raw) + 1), 0, 1, 0, _UTF8, None, None
            )
            self._library.espeak_Synchronize()
            return np.concatenate(self._pieces) if self._pieces else np.zeros(0)

    def _choose(self, manner: Manner) -> None:
        if self._library.espeak_SetVoiceByName(manner.voice.encode()) != 0:
            raise Unavailable(f"espeak-ng has no voice {manner.voice}")
        for parameter, value in (
            (_RATE, manner.rate),
            (_PITCH, manner.pitch),
            (_RANGE, manner.range),
            (_WORD_GAP, manner.gap),
        ):
            self._library.espeak_SetParameter(parameter, value, 0)

    def _take(self, wave: Any, count: int, _: Any) -> int:
        if count > 0 and wave:
            piece = np.ctypeslib.as_array(wave, (count,)).astype(np.float64) / 32768
            self._pieces.append(piece)
        return 0


def _load() -> Any:
    try:
        return ctypes.CDLL(str(espeakng_loader.get_library_path()))
    except OSError as wrong:
        raise Unavailable("espeak-ng cannot be loaded: install espeakng-loader again") from wrong
