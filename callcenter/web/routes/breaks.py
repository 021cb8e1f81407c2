"""Breaks for team leaders: who is out since when, and what is asked for."""

from fastapi import APIRouter

from acd.facts import BreakGranted, BreakRefused
from acd.ids import AgentId
from callcenter.clock import now
from callcenter.web.access import LEADERS, SignedIn, require_agent, require_role, visible_agents
from callcenter.web.break_shapes import BreakAnswer, BreakList
from callcenter.web.problems import Problem
from callcenter.web.routes.session import TheWeb

router = APIRouter(tags=["breaks"])


@router.get("/breaks")
async def breaks(viewer: SignedIn, web: TheWeb) -> BreakList:
    """Who is out, will be after a call, or asks to be, of those one leads."""
    require_role(viewer, LEADERS)
    return web.floor.absences.told(visible_agents(viewer, web.naming))


@router.post("/breaks/{agent}", status_code=204)
async def answer(agent: str, said: BreakAnswer, viewer: SignedIn, web: TheWeb) -> None:
    """Grant or refuse what she asks for, whatever the quota says."""
    require_role(viewer, LEADERS)
    require_agent(viewer, web.naming, agent)
    known = web.replica.house.acd.agent(AgentId(agent))
    if known is None or known.asked is None or known.asked.reason != said.reason:
        raise Problem("refused", "she does not ask for this any more")
    kind = BreakGranted if said.granted else BreakRefused
    session = await web.desks.session(agent)
    fact = kind(at=now(), agent=known.id, reason=said.reason, by=AgentId(viewer.agent))
    await session.tell(fact)
