"""Supervisors: hear an agent's calls, whisper to her, or speak with both.

One's own phone must be signed in (`POST /agents/{own}/sign-in`). Only those one may see are heard.
"""

from fastapi import APIRouter

from acd.agent import Agent
from acd.facts import (
    ListenPressed,
    ListenStopPressed,
    TakeOverPressed,
    Voice,
    VoicePressed,
)
from acd.ids import AgentId
from acd.step import Fact
from callcenter.clock import now
from callcenter.web.access import LEADERS, SignedIn, require_agent, require_role
from callcenter.web.monitor_shapes import MonitorView, MonitorWanted, TakeOverWanted, VoiceWanted
from callcenter.web.problems import Problem
from callcenter.web.routes.session import TheWeb
from callcenter.web.told import pair
from callcenter.web.web import Web

router = APIRouter(tags=["monitoring"])


@router.get("/monitor")
async def monitor(viewer: SignedIn, web: TheWeb) -> MonitorView:
    """Whom one hears now, and how one is heard."""
    require_role(viewer, LEADERS)
    return _view(web, AgentId(viewer.agent))


@router.post("/agents/{agent}/monitor")
async def begin(agent: str, wanted: MonitorWanted, viewer: SignedIn, web: TheWeb) -> MonitorView:
    """Hear her calls, the present one included, until it is stopped; logged with the reason."""
    require_role(viewer, LEADERS)
    require_agent(viewer, web.naming, agent)
    pressed = ListenPressed(
        at=now(),
        press=wanted.press,
        by=AgentId(viewer.agent),
        agent=AgentId(agent),
        supervises=True,
        because=wanted.because,
        voice=Voice(wanted.voice),
    )
    return await _answered(web, pressed, wanted.press, AgentId(viewer.agent))


@router.post("/monitor/voice")
async def voice(wanted: VoiceWanted, viewer: SignedIn, web: TheWeb) -> MonitorView:
    """Be heard by nobody, by the agent alone, or by both; without a new call."""
    require_role(viewer, LEADERS)
    by = AgentId(viewer.agent)
    pressed = VoicePressed(at=now(), press=wanted.press, by=by, voice=Voice(wanted.voice))
    return await _answered(web, pressed, wanted.press, by)


@router.post("/monitor/take-over")
async def take_over(wanted: TakeOverWanted, viewer: SignedIn, web: TheWeb) -> MonitorView:
    """Have the caller whose conversation one hears; her agent is in wrap-up then."""
    require_role(viewer, LEADERS)
    by = AgentId(viewer.agent)
    pressed = TakeOverPressed(at=now(), press=wanted.press, by=by)
    return await _answered(web, pressed, wanted.press, by)


@router.delete("/monitor", status_code=204)
async def stop(viewer: SignedIn, web: TheWeb) -> None:
    """Hear her no more."""
    require_role(viewer, LEADERS)
    await web.desks.tell(ListenStopPressed(at=now(), by=AgentId(viewer.agent)))


async def _answered(web: Web, pressed: Fact, press: str, by: AgentId) -> MonitorView:
    def answer() -> Agent | None:
        known = web.replica.house.acd.agent(by)
        return known if known is not None and known.listen_press == press else None

    known = await web.acts.ask(pressed, press, answer)
    if known.listen_no is not None:
        raise Problem("refused", known.listen_no.value)
    return _view(web, by)


def _view(web: Web, by: AgentId) -> MonitorView:
    known = web.replica.house.acd.agent(by)
    calls = web.replica.house.calls.state
    listens = known.listens if known is not None else None
    listener, ear = calls.listeners.get(by), calls.ears.get(by)
    return MonitorView(
        device=known.device if known is not None and known.signed_in else "",
        agent=listens.agent if listens is not None else "",
        name=pair(web.naming.person_name(listens.agent)) if listens is not None else None,
        voice=listens.voice.value if listens is not None else Voice.SILENT.value,
        call=ear.call if ear is not None and not ear.dropped else "",
        hears_since=ear.heard_since if ear is not None and not ear.dropped else None,
        trouble=listener.trouble if listener is not None else "",
    )
