"""Agents and queues live, and what an agent may do without a desk socket.

Agents with a desk phone, and test tools, sign in and set their state here, under the same rules as
at the desk: the same room judges.
"""

from fastapi import APIRouter

from acd.agent import Agent
from acd.configuration import AgentProfile
from acd.expiry import day_at, soon
from acd.facts import Intent
from acd.ids import AgentId, QueueId
from agent_desktop import commands as do
from agent_desktop.wire import Answer, Refusal
from callcenter.clock import now
from callcenter.errors import Unavailable
from callcenter.web.access import LEADERS, SignedIn, require_agent, visible_agents
from callcenter.web.act_shapes import ListenWanted
from callcenter.web.acts import ANSWERED_WITHIN
from callcenter.web.desk_session import DeskSession
from callcenter.web.problems import Problem
from callcenter.web.queue_shapes import QueueState, foreseen_shape
from callcenter.web.routes.session import TheWeb
from callcenter.web.shapes import (
    AgentView,
    DeviceWanted,
    ExpiringSkill,
    NotReadyWanted,
    OfferState,
    OfferWanted,
    OutcomeWanted,
    RedialWanted,
)
from callcenter.web.sign_in import Viewer
from callcenter.web.told import pair
from callcenter.web.web import Web

router = APIRouter(tags=["agents"])

SIP_URI_MOST = 200


@router.get("/queues")
async def queues(_: SignedIn, web: TheWeb) -> list[QueueState]:
    """Every queue, live, in the order of the configuration."""
    return [_queue(web, queue) for queue in web.replica.house.acd.queues()]


def _queue(web: Web, queue: QueueId) -> QueueState:
    figures = web.replica.house.acd.queue_figures(queue)
    profile = web.floor.queue_profile(queue)
    recent, today = web.day.figures_now(queue), web.day.figures(queue)
    wait = web.replica.house.acd.expected_wait(queue, now())
    return QueueState(
        queue=queue,
        name=pair(web.naming.queue(queue)),
        waiting=figures.waiting if figures is not None else 0,
        longest_entered_at=figures.oldest_entry if figures is not None else None,
        idle=figures.idle if figures is not None else 0,
        signed_in=figures.staffed if figures is not None else 0,
        service_level_now=recent.service_level,
        service_level_today=today.service_level,
        answer_rate_now=recent.answer_rate,
        answer_rate_today=today.answer_rate,
        answer_within=profile.answer_within,
        service_target=profile.service_target,
        answer_target=profile.answer_target,
        wait_p50=None if wait is None else wait.p50,
        wait_p80=None if wait is None else wait.p80,
        foreseen=foreseen_shape(today),
        opening=web.floor.openings.shape(queue),
    )


@router.get("/agents")
async def agents(viewer: SignedIn, web: TheWeb) -> list[AgentView]:
    """Those one may see who take calls, live."""
    visible = visible_agents(viewer, web.naming)
    known = {agent.id: agent for agent in web.replica.house.acd.agents()}
    return [
        _agent(web, known[agent]) for agent in sorted(known) if visible is None or agent in visible
    ]


@router.get("/agents/{agent}")
async def one_agent(agent: str, viewer: SignedIn, web: TheWeb) -> AgentView:
    """One agent, live."""
    visible = visible_agents(viewer, web.naming)
    if visible is not None and agent not in visible:
        raise Problem("forbidden", "this agent is outside your scope")
    known = web.replica.house.acd.agent(AgentId(agent))
    if known is None:
        raise Problem("not_found", "no such agent takes calls")
    return _agent(web, known)


def _agent(web: Web, agent: Agent) -> AgentView:
    person = web.naming.person(agent.id)
    profile = web.floor.profile(agent.id)
    return AgentView(
        agent=agent.id,
        work_number=agent.id,
        name=pair(web.naming.person_name(agent.id)),
        role=web.floor.roles.get(agent.id, "agent"),
        team=person.team,
        site=person.site,
        employer=person.employer,
        queues=list(profile.queues) if profile is not None else [],
        state=agent.state.value,
        reason=agent.reason,
        since=agent.since,
        until=agent.until,
        intent=agent.intent.value,
        device=agent.device if agent.signed_in else web.floor.device_of(agent.id),
        call=agent.call,
        offer=agent.offer,
        reachable=agent.is_reachable,
        expiring=_expiring(web, profile),
    )


def _expiring(web: Web, profile: AgentProfile | None) -> list[ExpiringSkill]:
    """Skills of hers that run out within 14 days, or have."""
    told = web.replica.configuration
    if profile is None or told is None:
        return []
    return [
        ExpiringSkill(skill=skill, name=pair(web.naming.skill(skill)), expires=day)
        for skill, day in soon(profile, day_at(told, now()))
    ]


# -- what she does -------------------------------------------------------------------------------


async def _session(web: Web, viewer: Viewer, agent: str) -> DeskSession:
    """The desk of an agent one may act for; raises Problem."""
    require_agent(viewer, web.naming, agent)
    # Who leads has a phone of her own, to hear with.
    leads = agent == viewer.agent and viewer.account.role in LEADERS
    if not leads and not web.floor.takes_calls(agent):
        raise Problem("not_found", "no such agent takes calls")
    return await web.desks.session(agent)


def _taken(answer: Answer) -> None:
    """Raises Problem when the desk refused."""
    if answer.ok:
        return
    if answer.reason is Refusal.AWAY:
        raise Unavailable(answer.detail)
    code = answer.reason.value if answer.reason is not None else ""
    raise Problem("refused", answer.detail, errors=[{"place": "desk", "message": code}])


async def _press(web: Web, viewer: Viewer, agent: str, command: do.AnyCommand) -> None:
    session = await _session(web, viewer, agent)
    _taken(await session.press(command))


@router.post("/agents/{agent}/sign-in", status_code=204)
async def sign_in(agent: str, wanted: DeviceWanted, viewer: SignedIn, web: TheWeb) -> None:
    """Begin her session, not ready; `device` takes the place of the directory's. With the answer it
    has begun: whatever she presses next finds her there.
    """
    if wanted.device not in ("", "browser") and not _is_sip(wanted.device):
        raise Problem("invalid", "device is `browser`, a sip: URI, or empty")
    session = await _session(web, viewer, agent)
    await session.arrive(wanted.device)

    def is_here() -> bool:
        known = web.replica.house.acd.agent(AgentId(agent))
        if known is None or not known.signed_in:
            return False
        return wanted.device in ("", known.device)

    if not await web.replica.shows(is_here, ANSWERED_WITHIN):
        raise Unavailable("no answer yet; sign in again")


def _is_sip(device: str) -> bool:
    plain = device.isascii() and device.isprintable() and " " not in device
    return device.startswith("sip:") and len(device) <= SIP_URI_MOST and plain


@router.post("/agents/{agent}/ready", status_code=204)
async def ready(agent: str, viewer: SignedIn, web: TheWeb) -> None:
    """She wants calls."""
    await _press(web, viewer, agent, do.SetIntent(intent=Intent.AVAILABLE))


@router.post("/agents/{agent}/not-ready", status_code=204)
async def not_ready(agent: str, wanted: NotReadyWanted, viewer: SignedIn, web: TheWeb) -> None:
    """She wants none, for a reason of the list."""
    command = do.SetIntent(intent=Intent.NOT_READY, reason=wanted.reason)
    await _press(web, viewer, agent, command)


@router.post("/agents/{agent}/listen", status_code=204)
async def listen(agent: str, wanted: ListenWanted, viewer: SignedIn, web: TheWeb) -> None:
    """She hears her mentor's calls and is heard by nobody; not ready while it lasts."""
    await _press(web, viewer, agent, do.Listen(press=wanted.press))


@router.post("/agents/{agent}/stop-listening", status_code=204)
async def stop_listening(agent: str, viewer: SignedIn, web: TheWeb) -> None:
    """She hears them no more."""
    await _press(web, viewer, agent, do.StopListening())


@router.post("/agents/{agent}/sign-out", status_code=204)
async def sign_out(agent: str, viewer: SignedIn, web: TheWeb) -> None:
    """End her session; refused during a call."""
    await _press(web, viewer, agent, do.SignOut())


@router.post("/agents/{agent}/hang-up", status_code=204)
async def hang_up(agent: str, viewer: SignedIn, web: TheWeb) -> None:
    """End her call."""
    session = await _session(web, viewer, agent)
    session.look()
    call = session.desk.seen.call
    _taken(await session.press(do.HangUp(call=call.call if call is not None else "")))


@router.post("/agents/{agent}/redial", status_code=204)
async def redial(agent: str, wanted: RedialWanted, viewer: SignedIn, web: TheWeb) -> None:
    """Call back at once the caller whose conversation broke; from its wrap-up."""
    await _press(web, viewer, agent, do.Redial(call=wanted.call))


@router.post("/agents/{agent}/outcome", status_code=204)
async def outcome(agent: str, wanted: OutcomeWanted, viewer: SignedIn, web: TheWeb) -> None:
    """Finish her wrap-up."""
    command = do.GiveOutcome(
        call=wanted.call, outcome=wanted.outcome, need=wanted.need, needs=tuple(wanted.needs)
    )
    await _press(web, viewer, agent, command)


@router.get("/agents/{agent}/offer")
async def offer(agent: str, viewer: SignedIn, web: TheWeb) -> OfferState | None:
    """The offer that stands for her; null when there is none."""
    session = await _session(web, viewer, agent)
    session.look()
    seen = session.desk.seen.offer
    if seen is None:
        return None
    return OfferState(
        offer=seen.offer,
        call=seen.call,
        queue=seen.queue,
        until=seen.until,
        entered_at=seen.entered_at,
    )


@router.post("/offers/accept", status_code=204)
async def accept(wanted: OfferWanted, viewer: SignedIn, web: TheWeb) -> None:
    """Take an offered call at the browser; a desk phone is answered, not pressed."""
    agent = wanted.agent or viewer.agent
    await _press(web, viewer, agent, do.Accept(offer=wanted.offer))


@router.post("/offers/decline", status_code=204)
async def decline(wanted: OfferWanted, viewer: SignedIn, web: TheWeb) -> None:
    """Leave an offered call to others."""
    agent = wanted.agent or viewer.agent
    await _press(web, viewer, agent, do.Decline(offer=wanted.offer))
