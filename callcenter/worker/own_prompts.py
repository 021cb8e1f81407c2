"""Own recordings of prompts: what was uploaded is judged, made ready and put where it wins.

Web has laid the file down and asks; the answer says what became of it. Beside each recording stands
who uploaded it and when (`<key>.json`). What was uploaded is deleted in any case.
"""

import asyncio
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec
import structlog

from callcenter.prompts_wanted import OWN, UPLOADS
from callcenter.records import OwnPrompt
from callcenter.wire import Done, PromptRecorded
from callcenter.worker.sound import write_whole
from callcenter.worker.sound_job import CODES, NO_SOUND

log = structlog.get_logger()

_WITHIN: Final = 40.0
"""Seconds for one file; its process has fewer seconds of CPU."""
_KEY: Final = re.compile(r"[0-9a-f]{40}")
_FILE: Final = re.compile(r"[0-9A-Za-z]{1,64}")


class OwnPrompts:
    """Keeps one folder of prompts' own recordings."""

    def __init__(self, folder: Path, changed: Callable[[], None]) -> None:
        self._folder = folder
        self._changed = changed
        self._one_at_a_time = asyncio.Lock()

    async def take(self, recorded: PromptRecorded) -> Done:
        """Put it in place, or take it away; what stands against it is the answer's error."""
        if not _KEY.fullmatch(recorded.key) or not _FILE.fullmatch(recorded.file or "none"):
            return Done(error=NO_SOUND)
        if not recorded.file:
            await asyncio.to_thread(self._remove, recorded.key)
            self._changed()
            log.info("prompts.own_removed", key=recorded.key)
            return Done()
        upload = self._folder / UPLOADS / recorded.file
        try:
            async with self._one_at_a_time:
                return await self._made(recorded, upload)
        finally:
            upload.unlink(missing_ok=True)

    async def _made(self, recorded: PromptRecorded, upload: Path) -> Done:
        ready = upload.with_suffix(".wav")
        code, told = await _run(upload, ready)
        if code != 0 or not ready.is_file():
            ready.unlink(missing_ok=True)
            log.info("prompts.own_refused", key=recorded.key, because=told)
            return Done(error=told if told in CODES else NO_SOUND)
        own = OwnPrompt(
            key=recorded.key,
            by=recorded.by,
            at=recorded.at,
            name=recorded.name,
            seconds=float(told),
        )
        await asyncio.to_thread(self._place, own, ready)
        self._changed()
        log.info("prompts.own_taken", key=recorded.key, seconds=own.seconds)
        return Done()

    def _place(self, own: OwnPrompt, ready: Path) -> None:
        folder = self._folder / OWN
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(
            folder / f"{own.key}.json", lambda fresh: _write(fresh, msgspec.json.encode(own))
        )
        ready.replace(folder / f"{own.key}.wav")

    def _remove(self, key: str) -> None:
        for kind in ("wav", "json"):
            (self._folder / OWN / f"{key}.{kind}").unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


async def _run(upload: Path, ready: Path) -> tuple[int, str]:
    """The job's exit status, and what it says."""
    job = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "callcenter.worker.sound_job", str(upload), str(ready)),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(_WITHIN):
            said, _ = await job.communicate()
    except TimeoutError:
        job.kill()
        await job.wait()
        return 1, NO_SOUND
    return job.returncode or 0, said.decode(errors="replace").strip()
