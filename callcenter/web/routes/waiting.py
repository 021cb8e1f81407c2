"""Waiting calls: what a supervisor sees of them and does with one, and what an agent may pull.

An act is answered when it is done or refused; a refusal's code says why, and nothing has changed.
"""

from fastapi import APIRouter

from acd.answered_acts import ActAnswer
from acd.facts import (
    Act,
    AssignPressed,
    MovePressed,
    PrioritisePressed,
    PullPressed,
    WithdrawPressed,
)
from acd.ids import AgentId, CallId, QueueId
from callcenter.clock import now
from callcenter.web.access import LEADERS, SignedIn, require_agent, require_role, visible_agents
from callcenter.web.act_shapes import (
    ActDone,
    AssignWanted,
    FloorView,
    MoveWanted,
    PriorityWanted,
    PullView,
    PullWanted,
    WithdrawWanted,
)
from callcenter.web.acts import Pressed
from callcenter.web.problems import Problem
from callcenter.web.routes.session import TheWeb
from callcenter.web.sign_in import Viewer
from callcenter.web.web import Web

router = APIRouter(tags=["waiting calls"])


@router.get("/floor")
async def floor(viewer: SignedIn, web: TheWeb) -> FloorView:
    """Calls in order of service over all queues, then those that ring; agents beside them."""
    require_role(viewer, LEADERS)
    return await web.floor_look.view(visible_agents(viewer, web.naming))


@router.get("/waiting")
async def waiting(viewer: SignedIn, web: TheWeb) -> PullView:
    """Calls of one's own queues that one may pull; none where no queue allows it."""
    return await web.floor_look.for_agent(AgentId(viewer.agent))


@router.post("/waiting/{call}/move")
async def move(call: str, wanted: MoveWanted, viewer: SignedIn, web: TheWeb) -> ActDone:
    """To another queue; first entry, promise and place in the order of service stay."""
    require_role(viewer, LEADERS)
    pressed = MovePressed(
        at=now(),
        press=wanted.press,
        call=CallId(call),
        by=AgentId(viewer.agent),
        seen=wanted.seen,
        queue=QueueId(wanted.queue),
    )
    return await answered(web, viewer, pressed, Act.MOVE)


@router.post("/waiting/{call}/priority")
async def prioritise(call: str, wanted: PriorityWanted, viewer: SignedIn, web: TheWeb) -> ActDone:
    """Set its priority as a whole, 0 to 10."""
    require_role(viewer, LEADERS)
    pressed = PrioritisePressed(
        at=now(),
        press=wanted.press,
        call=CallId(call),
        by=AgentId(viewer.agent),
        seen=wanted.seen,
        priority=wanted.priority,
    )
    return await answered(web, viewer, pressed, Act.PRIORITISE)


@router.post("/waiting/{call}/withdraw")
async def withdraw(call: str, wanted: WithdrawWanted, viewer: SignedIn, web: TheWeb) -> ActDone:
    """Out of the queue: the caller hears good-bye and is let go; nobody is called back."""
    require_role(viewer, LEADERS)
    pressed = WithdrawPressed(
        at=now(),
        press=wanted.press,
        call=CallId(call),
        by=AgentId(viewer.agent),
        seen=wanted.seen,
        because=wanted.because,
    )
    return await answered(web, viewer, pressed, Act.WITHDRAW)


@router.post("/waiting/{call}/assign")
async def assign(call: str, wanted: AssignWanted, viewer: SignedIn, web: TheWeb) -> ActDone:
    """Hold it out to one agent who is free; a skill she lacks has to be confirmed."""
    require_role(viewer, LEADERS)
    require_agent(viewer, web.naming, wanted.agent)
    pressed = AssignPressed(
        at=now(),
        press=wanted.press,
        call=CallId(call),
        by=AgentId(viewer.agent),
        seen=wanted.seen,
        agent=AgentId(wanted.agent),
        confirmed=wanted.confirmed,
    )
    return await answered(web, viewer, pressed, Act.ASSIGN)


@router.post("/waiting/{call}/pull")
async def pull(call: str, wanted: PullWanted, viewer: SignedIn, web: TheWeb) -> ActDone:
    """Take a call of one's own queue, where the queue allows it: it rings at once."""
    pressed = PullPressed(
        at=now(),
        press=wanted.press,
        call=CallId(call),
        by=AgentId(viewer.agent),
        seen=wanted.seen,
        confirmed=wanted.confirmed,
    )
    return await answered(web, viewer, pressed, Act.PULL)


async def answered(web: Web, viewer: Viewer, pressed: Pressed, act: Act) -> ActDone:
    """Press, and say what came of it; raises Problem with the code of a refusal."""
    known = web.acts.answer(pressed.press)
    if known is None and web.replica.house.calls.on(pressed.call) is None:
        raise Problem("call_gone", "there is no such call any more")
    answer = known or await web.acts.press(pressed)
    if not _is_of(answer, viewer, pressed, act):
        raise Problem("key_reused", "this press was used for something else")
    if answer.reason is not None:
        raise Problem(answer.reason.value, answer.detail)
    return ActDone(press=pressed.press, act=act.value, call=pressed.call)


def _is_of(answer: ActAnswer, viewer: Viewer, pressed: Pressed, act: Act) -> bool:
    return (answer.act, answer.call, answer.by) == (act, pressed.call, viewer.agent)
