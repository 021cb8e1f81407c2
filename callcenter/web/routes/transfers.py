"""Handing a caller over: to whom, the press of an agent without a desk socket, and outside."""

from typing import Annotated

from fastapi import APIRouter, Query

from acd.answered_acts import ActAnswer
from acd.facts import Act, TransferPressed
from acd.ids import AgentId, CallId, QueueId
from callcenter.clock import now
from callcenter.crm.calling_rules import CallingNo
from callcenter.web.access import SignedIn
from callcenter.web.act_shapes import ActDone
from callcenter.web.problems import Problem
from callcenter.web.routes.session import TheWeb
from callcenter.web.routes.waiting import answered
from callcenter.web.sign_in import Viewer
from callcenter.web.transfer_shapes import OutsideWanted, TransferTargets, TransferWanted
from callcenter.web.web import Web

router = APIRouter(tags=["transfers"])


@router.get("/transfer-targets")
async def targets(
    viewer: SignedIn, web: TheWeb, sought: Annotated[str, Query(max_length=64)] = ""
) -> TransferTargets:
    """Queues and signed-in agents whose name or number has `sought` in it; who is free first."""
    return web.handing_over.targets(sought, viewer.agent)


@router.post("/calls/{call}/transfer")
async def transfer(call: str, wanted: TransferWanted, viewer: SignedIn, web: TheWeb) -> ActDone:
    """Hand one's own caller over; refused, nothing has changed and one speaks on."""
    pressed = TransferPressed(
        at=now(),
        press=wanted.press,
        call=CallId(call),
        by=AgentId(viewer.agent),
        queue=QueueId(wanted.queue) if wanted.queue else None,
        agent=AgentId(wanted.agent) if wanted.agent else None,
    )
    return await answered(web, viewer, pressed, Act.TRANSFER)


@router.post("/calls/{call}/outside")
async def outside(call: str, wanted: OutsideWanted, viewer: SignedIn, web: TheWeb) -> ActDone:
    """Call somebody outside about one's own caller, or hand him over to them. Refused, nobody was
    called and one speaks on.
    """
    answer = web.acts.answer(wanted.press) or await _called(call, wanted, viewer, web)
    if (answer.act, answer.call, answer.by) != (Act.OUTSIDE, call, viewer.agent):
        raise Problem("key_reused", "this press was used for something else")
    if answer.reason is not None:
        raise Problem(answer.reason.value, answer.detail)
    return ActDone(press=wanted.press, act=Act.OUTSIDE.value, call=answer.call)


async def _called(call: str, wanted: OutsideWanted, viewer: Viewer, web: Web) -> ActAnswer:
    """Pressed for the first time: whether the number may be called is looked at before."""
    if not web.settings.every_trunk:
        raise Problem("no_trunk", "no trunk is set, so nobody outside can be called")
    to = web.outbound.judge(wanted.number, viewer.account.role)
    if isinstance(to, CallingNo):
        raise Problem(to.value)
    return await web.outbound.ask_outside(wanted.press, viewer.agent, call, to, wanted.hand_over)
