"""Incidents: the message that callers hear, set, set anew, and ended before its time.

What is pressed is answered when it is done or refused; a refusal's code says why, and nothing has
changed.
"""

from datetime import UTC, datetime

from fastapi import APIRouter

from acd.facts import IncidentEndPressed, IncidentNo, IncidentPressed
from acd.ids import AgentId, IncidentId, QueueId, SkillName
from acd.incidents import Incident, IncidentFault, faults_of
from callcenter.clock import now
from callcenter.web.access import LEADERS, SignedIn, led_by, require_role
from callcenter.web.incident_shapes import (
    IncidentEndWanted,
    IncidentList,
    IncidentShape,
    IncidentWanted,
)
from callcenter.web.problems import Problem
from callcenter.web.routes.session import TheWeb
from callcenter.web.sign_in import Viewer
from callcenter.web.web import Web
from ivr.words import LANGUAGES

router = APIRouter(tags=["incidents"])

REFUSALS = {
    IncidentNo.OVER: "incident_over",
    IncidentNo.CHANGED_MEANWHILE: "changed_meanwhile",
    IncidentNo.QUEUE_UNKNOWN: "queue_unknown",
    IncidentNo.TOO_MANY: "incident_full",
    IncidentNo.TOO_LATE: "incident_invalid",
}


@router.get("/incidents")
async def incidents(viewer: SignedIn, web: TheWeb) -> IncidentList:
    """Those that run or are planned, and the last ones that are over; everybody may look."""
    return web.incidents.told(led_by(viewer, web.naming), now())


@router.post("/incidents", status_code=201)
async def new(wanted: IncidentWanted, viewer: SignedIn, web: TheWeb) -> IncidentShape:
    """Tell callers of one from now on, or from its beginning on."""
    if wanted.seen:
        raise Problem("incident_invalid", "a new one replaces no version: leave out seen")
    return await _set(IncidentId(wanted.press), wanted, viewer, web)


@router.put("/incidents/{incident}")
async def anew(
    incident: str, wanted: IncidentWanted, viewer: SignedIn, web: TheWeb
) -> IncidentShape:
    """Set it anew as a whole: other words, scope or hours. `seen` is the version it replaces."""
    if not wanted.seen:
        raise Problem("incident_invalid", "say with seen which version is replaced")
    return await _set(_may(IncidentId(incident), viewer, web).id, wanted, viewer, web)


@router.post("/incidents/{incident}/end", status_code=204)
async def end(incident: str, wanted: IncidentEndWanted, viewer: SignedIn, web: TheWeb) -> None:
    """End it now; who hears it just now hears it out."""
    name = IncidentId(incident)
    if web.replica.house.acd.incidents.answer(wanted.press) is None:
        _may(name, viewer, web)
    pressed = IncidentEndPressed(
        at=now(), press=wanted.press, incident=name, by=AgentId(viewer.agent)
    )
    await _answered(web, pressed)


async def _set(
    incident: IncidentId, wanted: IncidentWanted, viewer: Viewer, web: Web
) -> IncidentShape:
    require_role(viewer, LEADERS)
    at, led = now(), led_by(viewer, web.naming)
    queues = _scope(wanted, web)
    if not web.incidents.may_press(queues, led) and wanted.queues != []:
        raise Problem("forbidden", "this scope is beyond yours: choose queues of those you lead")
    begins, ends = _utc(wanted.begins) or at, _utc(wanted.ends) or at
    texts = {one: " ".join(text.split()) for one, text in wanted.texts.items() if text.strip()}
    faults = faults_of(texts, begins, ends, LANGUAGES, at)
    if wanted.queues is not None and not queues:
        faults.append(IncidentFault("queues", "no_queue", "choose one, or null for the house"))
    if faults:
        raise Problem(
            "incident_invalid",
            "; ".join(f"{one.place}: {one.message}" for one in faults),
            errors=[one._asdict() for one in faults],
        )
    pressed = IncidentPressed(
        at=at,
        press=wanted.press,
        incident=incident,
        seen=wanted.seen,
        what=wanted.what,
        texts={SkillName(one): texts[one] for one in LANGUAGES if one in texts},
        queues=queues,
        begins=begins,
        ends=ends,
        by=AgentId(viewer.agent),
    )
    await _answered(web, pressed)
    known = web.replica.house.acd.incidents.known(incident)
    if known is None:
        raise Problem("incident_over")
    return web.incidents.shape(known, led, now())


def _scope(wanted: IncidentWanted, web: Web) -> tuple[QueueId, ...]:
    """In the order of the configuration; raises Problem for a queue that is none."""
    there, chosen = web.replica.house.acd.queues(), wanted.queues
    if chosen is None:
        return ()
    for queue in chosen:
        if queue not in there:
            raise Problem("queue_unknown", f"queues: there is no queue {queue!r}")
    return tuple(queue for queue in there if queue in chosen)


def _may(incident: IncidentId, viewer: Viewer, web: Web) -> Incident:
    """The one that is open; raises Problem when it is not hers to touch."""
    require_role(viewer, LEADERS)
    known = web.replica.house.acd.incidents.known(incident)
    if known is None:
        raise Problem("incident_over", "it has ended, or there is none of this name")
    if not web.incidents.may_press(known.queues, led_by(viewer, web.naming)):
        raise Problem("forbidden", "this incident is outside your scope")
    return known


async def _answered(web: Web, pressed: IncidentPressed | IncidentEndPressed) -> None:
    """Told, and answered; raises Problem for what is refused."""
    room = web.replica.house.acd.incidents
    answer = await web.acts.ask(pressed, pressed.press, lambda: room.answer(pressed.press))
    if answer.because is not None:
        raise Problem(REFUSALS[answer.because])


def _utc(at: datetime | None) -> datetime | None:
    return at.astimezone(UTC) if at is not None else None
