"""Calls: lists, one call, its timeline, its recording and waveform, notes and customer."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from callcenter.clock import now
from callcenter.history.call_record import CallRecord
from callcenter.history.silence import silences
from callcenter.records import CallsWanted, Notes
from callcenter.web.access import SignedIn, visible_agents
from callcenter.web.problems import Problem
from callcenter.web.recorded import asked_span, recorded_file, stored_recording
from callcenter.web.recording_shapes import Peaks
from callcenter.web.routes.session import TheWeb
from callcenter.web.shapes import (
    CallDetail,
    CallRow,
    CustomerChosen,
    NotesText,
    Page,
    Timeline,
)
from callcenter.web.sign_in import Viewer
from callcenter.web.told import span
from callcenter.web.web import Web

router = APIRouter(tags=["calls"])

LIMIT_MOST = 200
PIECE = 256 * 1024


class _Waveform(msgspec.Struct, frozen=True, kw_only=True):
    """The worker's peaks: -127 to 127, low, high, low, high … for each side."""

    per_second: int = 10
    caller: tuple[int, ...] = ()
    agent: tuple[int, ...] = ()


class CallsQuery(BaseModel):
    """What a list of calls may be filtered by; empty is: no matter."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    from_at: datetime | None = Field(None, alias="from")
    to_at: datetime | None = Field(None, alias="to")
    queue: str = ""
    agent: str = ""
    customer: str = ""
    result: Literal[
        "",
        "answered",
        "abandoned",
        "short_abandoned",
        "called_back",
        "turned_away",
        "voicemail",
        "withdrawn",
        "waiting",
        "lost",
    ] = ""
    need: str = ""
    outcome: str = ""
    within: bool | None = None
    recorded: bool | None = None
    live: bool | None = None
    cursor: str = ""
    limit: int = Field(50, ge=1, le=LIMIT_MOST)

    def to_records(self) -> CallsWanted:
        """As the store is asked."""
        return CallsWanted(
            since=_aware(self.from_at),
            until=_aware(self.to_at),
            queue=self.queue,
            agents=(self.agent,) if self.agent else (),
            customer=self.customer,
            results=(self.result,) if self.result else (),
            need=self.need,
            outcome=self.outcome,
            within=self.within,
            recorded=self.recorded,
            live=self.live,
            after=self.cursor,
            limit=self.limit,
        )


def _aware(at: datetime | None) -> datetime | None:
    """An instant without an offset is UTC."""
    return at.replace(tzinfo=UTC) if at is not None and at.tzinfo is None else at


@router.get("/calls")
async def calls(
    viewer: SignedIn, web: TheWeb, wanted: Annotated[CallsQuery, Query()]
) -> Page[CallRow]:
    """Newest first, as far as one may see them."""
    visible = visible_agents(viewer, web.naming)
    asked = wanted.to_records()
    if visible is None:
        return await web.calls.page(asked)
    if viewer.account.role == "agent":
        mine = (viewer.agent,)
        if asked.agents and asked.agents != mine:
            return Page(items=[], next=None)
        return await web.calls.page(msgspec.structs.replace(asked, agents=mine))

    def may_see(record: CallRecord) -> bool:
        """Her people's calls, and those that nobody took."""
        spoke = {str(one.agent) for one in record.agents}
        return not spoke or bool(spoke & visible)

    return await web.calls.page(asked, may_see)


@router.get("/calls/{call}")
async def one_call(call: str, viewer: SignedIn, web: TheWeb) -> CallDetail:
    """One call whole."""
    await visible_call(web, viewer, call)
    return await web.calls.whole(call)


@router.get("/calls/{call}/timeline")
async def timeline(call: str, viewer: SignedIn, web: TheWeb) -> Timeline:
    """Every fact of the call, in order."""
    record = await visible_call(web, viewer, call)
    return Timeline(call=call, facts=await web.calls.timeline(record))


@router.get("/calls/{call}/notes")
async def notes(call: str, viewer: SignedIn, web: TheWeb) -> NotesText:
    """What was written about the call."""
    await visible_call(web, viewer, call)
    kept = await web.ports.notes.of_call(call)
    mine = [one.text for one in kept if one.agent == viewer.agent]
    return NotesText(text=mine[-1] if mine else "\n\n".join(one.text for one in kept))


@router.put("/calls/{call}/notes")
async def write_notes(call: str, wanted: NotesText, viewer: SignedIn, web: TheWeb) -> NotesText:
    """Replace one's own notes about the call."""
    await visible_call(web, viewer, call)
    kept = [one for one in await web.ports.notes.of_call(call) if one.agent == viewer.agent]
    before = kept[-1] if kept else Notes(call=call, agent=viewer.agent)
    fresh = msgspec.structs.replace(before, text=wanted.text, saved_at=now())
    await web.ports.notes.save(fresh)
    return wanted


@router.put("/calls/{call}/customer", status_code=204)
async def choose_customer(call: str, wanted: CustomerChosen, viewer: SignedIn, web: TheWeb) -> None:
    """This customer is the caller."""
    await visible_call(web, viewer, call)
    if not await web.ports.customers.choose(call, wanted.customer):
        raise Problem("not_found", "there is no such customer")
    web.callers.want(call)


@router.get("/calls/{call}/recording")
async def recording(call: str, request: Request, viewer: SignedIn, web: TheWeb) -> Response:
    """The stereo recording, caller left; `Range` is honoured (RFC 9110 §14)."""
    await visible_call(web, viewer, call)
    stored = await stored_recording(web, call)
    path = recorded_file(web, stored)
    size = path.stat().st_size
    headers = {"Accept-Ranges": "bytes", "ETag": f'"{stored.sha256}"'}
    span = asked_span(request.headers.get("range"), size)
    if span is None:
        headers["Content-Length"] = str(size)
        pieces = _pieces(path, 0, size)
        return StreamingResponse(pieces, media_type="audio/wav", headers=headers)
    first, last = span
    headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    headers["Content-Length"] = str(last - first + 1)
    pieces = _pieces(path, first, last - first + 1)
    return StreamingResponse(pieces, status_code=206, media_type="audio/wav", headers=headers)


@router.get("/calls/{call}/recording/peaks")
async def peaks(call: str, viewer: SignedIn, web: TheWeb) -> Peaks:
    """The waveform of both sides, and where neither was heard for long."""
    record = await visible_call(web, viewer, call)
    stored = await stored_recording(web, call)
    wave = msgspec.msgpack.decode(stored.peaks, type=_Waveform)
    sides = _loudest(wave.caller), _loudest(wave.agent)
    began = record.answered_at
    quiet = silences(record, began, sides, wave.per_second) if began is not None else ()
    return Peaks(
        seconds=stored.seconds,
        per_second=wave.per_second,
        caller=sides[0],
        agent=sides[1],
        silences=[span("silence", one) for one in quiet],
    )


async def visible_call(web: Web, viewer: Viewer, call: str) -> CallRecord:
    """The call's record; raises Problem when it is not hers to see."""
    record = await web.calls.record(call)
    visible = visible_agents(viewer, web.naming)
    if visible is None:
        return record
    spoke = {str(one.agent) for one in record.agents}
    live = web.replica.house.calls.on(call)
    if live is not None:
        spoke |= {str(one) for one in (live.agent, live.offer and live.offer.agent) if one}
    if spoke & visible or (not spoke and viewer.account.role != "agent"):
        return record
    raise Problem("forbidden", "this call is outside your scope")


def _pieces(path: Path, first: int, length: int) -> Iterator[bytes]:
    """Read in a thread, piece by piece."""
    with path.open("rb") as file:
        file.seek(first)
        while length > 0:
            piece = file.read(min(PIECE, length))
            if not piece:
                return
            length -= len(piece)
            yield piece


def _loudest(pairs: tuple[int, ...]) -> list[float]:
    """0-1 for each step: the louder of its lowest and highest sample."""
    steps = zip(pairs[::2], pairs[1::2], strict=False)
    return [round(max(abs(low), abs(high)) / 127, 3) for low, high in steps]
