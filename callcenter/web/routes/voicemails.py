"""Messages that callers left for a queue: listened to, taken, done, or called back.

Seen by the agents of the queue, and by who leads. What is pressed is answered when it is done or
refused; a refusal's code says why, and nothing has changed.
"""

import asyncio
from typing import Annotated

import msgspec
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

import callcenter.calls.voicemail_facts as v
from acd.ids import AgentId, CallId
from callcenter.clock import now
from callcenter.records import Notes, StoredVoicemail
from callcenter.voicemail.voicemail import Voicemail
from callcenter.web.access import LEADERS, SignedIn
from callcenter.web.problems import Problem
from callcenter.web.recorded import asked_span, recorded_file, stored_recording
from callcenter.web.routes.session import TheWeb
from callcenter.web.sign_in import Viewer
from callcenter.web.voicemail_shapes import (
    VoicemailCount,
    VoicemailFinish,
    VoicemailPress,
    VoicemailRow,
)
from callcenter.web.web import Web
from recordings.excerpt import said_by_caller

router = APIRouter(tags=["voicemails"])

Pressed = (
    v.TakeVoicemailPressed
    | v.ReturnVoicemailPressed
    | v.FinishVoicemailPressed
    | v.CallBackVoicemailPressed
)

REFUSALS = {
    v.No.GONE: "voicemail_gone",
    v.No.TAKEN: "voicemail_taken",
    v.No.NOT_YOURS: "not_her_voicemail",
    v.No.WITHHELD: "number_withheld",
    v.No.ON_LINE: "still_on_line",
}


@router.get("/voicemails")
async def voicemails(
    viewer: SignedIn, web: TheWeb, done: Annotated[bool, Query()] = False
) -> list[VoicemailRow]:
    """Those that wait or are worked on, the oldest first; or those done within a week."""
    queues = _seen_by(web, viewer)
    return await (web.voicemails.done(queues) if done else web.voicemails.open(queues))


@router.get("/voicemails/count")
async def count(viewer: SignedIn, web: TheWeb) -> VoicemailCount:
    """How many there are."""
    return web.voicemails.count(_seen_by(web, viewer), viewer.agent)


@router.get("/voicemails/{call}/audio")
async def audio(call: str, request: Request, viewer: SignedIn, web: TheWeb) -> Response:
    """What the caller said, mono WAV; `Range` is honoured (RFC 9110 §14)."""
    one = await _visible(web, viewer, call)
    stored = await stored_recording(web, call)
    path = recorded_file(web, stored)
    try:
        sound = await asyncio.to_thread(said_by_caller, path, one.since, one.seconds)
    except (OSError, ValueError) as wrong:
        raise Problem("no_recording", "the file cannot be read") from wrong
    headers = {"Accept-Ranges": "bytes", "ETag": f'"{stored.sha256}-message"'}
    span = asked_span(request.headers.get("range"), len(sound))
    if span is None:
        return Response(sound, media_type="audio/wav", headers=headers)
    first, last = span
    headers["Content-Range"] = f"bytes {first}-{last}/{len(sound)}"
    return Response(sound[first : last + 1], 206, headers, "audio/wav")


@router.post("/voicemails/{call}/take", status_code=204)
async def take(call: str, wanted: VoicemailPress, viewer: SignedIn, web: TheWeb) -> None:
    """Work on it: nobody else can from here on."""
    await _visible(web, viewer, call)
    agent = AgentId(viewer.agent)
    pressed = v.TakeVoicemailPressed(at=now(), call=CallId(call), agent=agent, press=wanted.press)
    await _answered(web, pressed)


@router.post("/voicemails/{call}/return", status_code=204)
async def give_back(call: str, wanted: VoicemailPress, viewer: SignedIn, web: TheWeb) -> None:
    """It is anybody's again; a leader may say so of any."""
    await _visible(web, viewer, call)
    pressed = v.ReturnVoicemailPressed(
        at=now(),
        call=CallId(call),
        agent=AgentId(viewer.agent),
        press=wanted.press,
        anyones=viewer.account.role in LEADERS,
    )
    await _answered(web, pressed)


@router.post("/voicemails/{call}/done", status_code=204)
async def finish(call: str, wanted: VoicemailFinish, viewer: SignedIn, web: TheWeb) -> None:
    """Done with it; a note is kept with those about the call."""
    await _visible(web, viewer, call)
    agent = AgentId(viewer.agent)
    pressed = v.FinishVoicemailPressed(
        at=now(),
        call=CallId(call),
        agent=agent,
        press=wanted.press,
        outcome=v.Outcome(wanted.outcome),
    )
    await _answered(web, pressed)
    if wanted.note.strip():
        await _note(web, viewer, call, wanted.note.strip())


@router.post("/voicemails/{call}/call-back", status_code=204)
async def call_back(call: str, wanted: VoicemailPress, viewer: SignedIn, web: TheWeb) -> None:
    """Call its caller back, by a callback that is rather for her who pressed; and it is done."""
    await _visible(web, viewer, call)
    agent = AgentId(viewer.agent)
    pressed = v.CallBackVoicemailPressed(
        at=now(), call=CallId(call), agent=agent, press=wanted.press
    )
    await _answered(web, pressed)


def _seen_by(web: Web, viewer: Viewer) -> frozenset[str] | None:
    leads = viewer.account.role in LEADERS
    if not leads and viewer.account.role != "agent":
        raise Problem("forbidden", f"role {viewer.account.role} may not do this")
    return web.voicemails.queues_of(viewer.agent, leads=leads)


async def _visible(web: Web, viewer: Viewer, call: str) -> Voicemail | StoredVoicemail:
    """The message; raises Problem when it is not hers to see."""
    queues = _seen_by(web, viewer)
    one = await web.voicemails.where(call)
    if one is None:
        raise Problem("not_found", "no message was left in this call")
    if queues is not None and one.queue not in queues:
        raise Problem("forbidden", "this message is of a queue of others")
    return one


async def _answered(web: Web, pressed: Pressed) -> None:
    """Told, and answered; raises Problem for what is refused."""
    room = web.replica.house.voicemails
    answer = await web.acts.ask(pressed, pressed.press, lambda: room.answer(pressed.press))
    if answer.because is not None:
        raise Problem(REFUSALS[answer.because])


async def _note(web: Web, viewer: Viewer, call: str, text: str) -> None:
    kept = [one for one in await web.ports.notes.of_call(call) if one.agent == viewer.agent]
    before = kept[-1] if kept else Notes(call=call, agent=viewer.agent)
    text = f"{before.text}\n{text}" if before.text else text
    await web.ports.notes.save(msgspec.structs.replace(before, text=text, saved_at=now()))
