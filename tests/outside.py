"""Customers outside: telephones that the trunk leads to, and who ask to be called back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import acd.facts as a
from acd.ids import CallId
from callcenter.lab.desk import Desk
from callcenter.lab.phone import Phone, phone
from tests.centre import Centre
from tests.played import CALLER

CUSTOMER = "+8614100000317"
NUMBER = "8300"
_FLOW = """\
flow: callback
languages: [english]
start: back
default_queue: flights
nodes:
  back:
    callback: flights
    say:
      english: You keep your place, and we will call you back at this number. Goodbye.
    otherwise: agent
  agent:
    queue: flights
"""


@asynccontextmanager
async def outside(
    centre: Centre, number: str = CUSTOMER, *, answers: int = 180
) -> AsyncIterator[Phone]:
    """A customer's telephone; it answers calls with this status, or only rings."""
    async with phone(number, port=centre.running.trunk_port) as made:
        await made.hum(CALLER)
        await made.answer_calls(answers)
        yield made


async def asks_for_callback(centre: Centre, customer: Phone) -> CallId:
    """Call, ask to be called back, hang up while it is still being promised; the callback."""
    number = await centre.number_with(NUMBER, "callback", _FLOW)
    before = centre.position
    await customer.call(f"sip:{number}@{centre.sip}")
    await customer.wait_for("up", within=10)
    asked = await centre.fact(a.CallbackRequested, after=before)
    await customer.hang_up()
    await customer.wait_for("over")
    return asked.call


def press() -> str:
    """A name for one press of a button."""
    return uuid4().hex


async def dials(desk: Desk, to: str = CUSTOMER, **more: str) -> CallId:
    """An agent calls a number out of the queue `flights`; the call."""
    wanted = {"press": press(), "queue": "flights", "number": to, **more}
    done = await desk.who.post(f"/agents/{desk.agent}/dial", wanted)
    return CallId(done["call"])


async def withdraw(centre: Centre, callback: CallId) -> None:
    """Leave no callback behind for the next test."""
    await centre.tell(a.WithdrawCallbackPressed, callback=callback)
    await centre.fact(a.CallbackWithdrawn, callback=callback)
