"""Prompts: everything that can be said, and own recordings in place of the voice."""

import asyncio
from pathlib import Path
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import FileResponse
from ulid import ULID

from callcenter.clock import now
from callcenter.prompts_wanted import UPLOADS
from callcenter.web.access import LEADERS, SignedIn, require_role
from callcenter.web.problems import Problem
from callcenter.web.prompt_shapes import PromptRow
from callcenter.web.routes.session import TheWeb
from callcenter.web.settings_asked import ADMINISTRATORS
from callcenter.web.web import Web
from callcenter.wire import Done, PromptRecorded

router = APIRouter(tags=["prompts"])


UPLOAD_MOST: Final = 20 << 20
"""Bytes of one recording."""
NAME_MOST: Final = 120
MADE_WITHIN: Final = 45.0
"""Seconds; the worker gives a file fewer."""


@router.get("/prompts")
async def prompts(viewer: SignedIn, web: TheWeb) -> list[PromptRow]:
    """All words that flows, queues and the house can say, and how each is heard."""
    require_role(viewer, LEADERS)
    return await web.prompts.rows()


@router.get("/prompts/{key}/audio")
async def audio(key: str, viewer: SignedIn, web: TheWeb) -> FileResponse:
    """As callers hear it: 8 kHz, mono, WAV."""
    require_role(viewer, LEADERS)
    path = web.prompts.audio(_known(web, key))
    if not path.is_file():
        raise Problem("not_found", "its audio is not made yet")
    return FileResponse(path, media_type="audio/wav")


@router.put("/prompts/{key}/recording", status_code=204)
async def record(
    key: str,
    request: Request,
    viewer: SignedIn,
    web: TheWeb,
    name: Annotated[str, Query(max_length=NAME_MOST)] = "",
) -> None:
    """The body is a sound file of any kind that libsndfile reads (WAV, FLAC, OGG, MP3 …), at most
    20 MB and three minutes. From the answer on it is what callers hear.
    """
    require_role(viewer, ADMINISTRATORS)
    _known(web, key)
    file = str(ULID())
    path = web.prompts.folder / UPLOADS / file
    try:
        await _laid_down(request, path)
        recorded = PromptRecorded(key=key, file=file, name=name, by=viewer.agent, at=now())
        await _told(web, recorded)
    finally:
        path.unlink(missing_ok=True)


@router.delete("/prompts/{key}/recording", status_code=204)
async def forget(key: str, viewer: SignedIn, web: TheWeb) -> None:
    """The voice says it again."""
    require_role(viewer, ADMINISTRATORS)
    _known(web, key)
    await _told(web, PromptRecorded(key=key, by=viewer.agent, at=now()))


async def _told(web: Web, recorded: PromptRecorded) -> None:
    done = await web.bus.request("cc.worker.prompt", recorded, Done, within=MADE_WITHIN)
    if done.error:
        raise Problem(done.error)


def _known(web: Web, key: str) -> str:
    if key not in web.prompts.wanted():
        raise Problem("not_found", "nobody says such words")
    return key


async def _laid_down(request: Request, path: Path) -> None:
    """The body, as it comes; raises Problem where it is too large."""
    path.parent.mkdir(parents=True, exist_ok=True)
    size = 0
    with path.open("xb") as file:
        async for piece in request.stream():
            size += len(piece)
            if size > UPLOAD_MOST:
                raise Problem("too_large")
            await asyncio.to_thread(file.write, piece)
