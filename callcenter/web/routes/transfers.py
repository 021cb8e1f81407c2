"""Handing a caller over: to whom, and the press of an agent without a desk socket."""

from typing import Annotated

from fastapi import APIRouter, Query

from acd.facts import Act, TransferPressed
from acd.ids import AgentId, CallId, QueueId
from callcenter.clock import now
from callcenter.web.access import SignedIn
from callcenter.web.act_shapes import ActDone
from callcenter.web.routes.session import TheWeb
from callcenter.web.routes.waiting import answered
from callcenter.web.transfer_shapes import TransferTargets, TransferWanted

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
