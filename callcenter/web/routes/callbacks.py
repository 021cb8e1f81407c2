"""Open callbacks: who is to be called, by when, and that nobody is to be called any more.

What becomes of each afterwards is in its call's timeline and in the reports.
"""

from typing import Annotated

from fastapi import APIRouter, Query

from acd.facts import WithdrawCallbackPressed
from acd.ids import CallId
from callcenter.clock import now
from callcenter.outbound.callback import Callback, Phase
from callcenter.web.access import LEADERS, SignedIn, require_role
from callcenter.web.callback_shapes import CallbackRow
from callcenter.web.problems import Problem
from callcenter.web.routes.session import TheWeb
from callcenter.web.told import pair, pair_of
from callcenter.web.web import Web

router = APIRouter(tags=["callbacks"])


@router.get("/callbacks")
async def callbacks(
    viewer: SignedIn, web: TheWeb, queue: Annotated[str, Query(max_length=64)] = ""
) -> list[CallbackRow]:
    """All that are open, the oldest promise first."""
    require_role(viewer, LEADERS)
    every = web.replica.house.callbacks.open()
    return [_row(web, one) for one in every if not queue or one.queue == queue]


@router.delete("/callbacks/{callback}", status_code=204)
async def withdraw(callback: str, viewer: SignedIn, web: TheWeb) -> None:
    """Call nobody. A customer who has answered stays connected; the callback is then no more."""
    require_role(viewer, LEADERS)
    name = CallId(callback)
    if web.replica.house.callbacks.one(name) is None:
        raise Problem("not_found", "there is no such open callback")
    pressed = WithdrawCallbackPressed(at=now(), callback=name, agent=viewer.account.agent)
    await web.desks.tell(pressed)


def _row(web: Web, one: Callback) -> CallbackRow:
    live = web.replica.house.acd.call(one.call)
    agent = live.agent if live is not None else None
    return CallbackRow(
        callback=one.id,
        call=one.call or None,
        number=web.naming.number(one.party),
        customer_name=web.callers.known_name(one.call) or web.callers.known_name(one.id),
        queue=one.queue,
        queue_name=pair(web.naming.queue(one.queue)),
        entered_at=one.entered_at,
        asked_at=one.requested_at,
        promised_until=one.promised_until,
        due_at=one.due_at,
        state="offered" if one.phase is Phase.IN_LINE and agent else one.phase.value,
        agent=agent,
        agent_name=pair_of(web.naming, agent),
        tries=one.tries,
        again_at=one.again_at,
        closed=not web.replica.house.acd.is_open(one.queue),
    )
