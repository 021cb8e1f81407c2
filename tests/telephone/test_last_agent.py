"""A customer who calls again speaks with the same agent, where her queue says so."""

from __future__ import annotations

import pytest

import acd.facts as a
from acd.ids import CallId
from callcenter.lab.desk import Desk
from callcenter.lab.phone import Phone
from callcenter.lab.visitor import Visitor
from tests.centre import Centre
from tests.played import AGENT, OTHER_AGENT, call_in

pytestmark = pytest.mark.telephone

GREETING = """\
flow: greeting
languages: [mandarin, english]
start: welcome
default_queue: flights
nodes:
  welcome:
    say: {mandarin: 您好, english: Good day}
    next: queue
  queue:
    queue: flights
"""
"""While the caller hears it, it is found out who calls."""


async def speaks(centre: Centre, who: Phone, desk: Desk, agent: str, tone: int) -> CallId:
    """From dialling to the end of wrap-up; the call."""
    number = await centre.number_with("8107", "greeting", GREETING)
    call = await call_in(centre, who, number)
    await centre.fact(a.CallConnected, call=call, agent=agent)
    await who.hears(tone)
    await who.hang_up()
    await desk.is_in("wrap_up")
    await desk.give_outcome(call)
    await desk.is_in("idle")
    await centre.finished(call)
    return call


async def test_the_next_call_is_for_the_agent_of_the_last_one(
    centre: Centre, lin: Desk, zhou: Desk, wang: Phone, mira: Visitor
) -> None:
    """After the first call 1002 has been idle for longer; he gets the third, without the rule."""
    async with centre.rules("flights", last_agent_within=24):
        first = await speaks(centre, wang, lin, "1001", AGENT)
        again = await speaks(centre, wang, lin, "1001", AGENT)
    known = await centre.fact(a.CustomerIdentified, call=again)
    connected = await centre.fact(a.CallConnected, call=first)
    assert (known.last_agent, known.last_talk_at) == ("1001", connected.at)
    offer = await centre.fact(a.OfferMade, call=again)
    assert (offer.agent, offer.strategy) == ("1001", "preferred")
    (why,) = (await mira.get(f"/calls/{again}/offers"))["offers"]
    assert why["strategy"] == "preferred"
    third = await speaks(centre, wang, zhou, "1002", OTHER_AGENT)
    assert (await centre.fact(a.OfferMade, call=third)).strategy == "longest_idle"
