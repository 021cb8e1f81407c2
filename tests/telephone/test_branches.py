"""Flows that part by themselves, on real calls: by an emergency, and by who calls."""

from __future__ import annotations

import pytest

from acd.facts import CallQueued, CustomerIdentified, EmergencyPressed
from callcenter.lab.phone import Phone
from callcenter.lab.visitor import Visitor
from ivr.facts import BranchTaken, DialogueEnded, NodeEntered
from tests.centre import Centre
from tests.played import call_in

pytestmark = pytest.mark.telephone

NUMBER = "8220"
FLOW = """\
flow: parting
languages: [english]
start: hours
default_queue: flights
nodes:
  hours:
    hours: hotels
    open: menu
    closed: away
    emergency: fire
  menu:
    menu:
      english: For English, press 2.
    keys:
      2: who
    patience: 30
    otherwise: away
  who:
    branch:
      - {dialled: "8000", next: away}
      - {tier: gold, number: known, next: gold}
    otherwise: away
  gold:
    queue: hotels
  fire:
    queue: complaints
  away:
    hang_up: true
"""


async def test_a_gold_customer_is_known_by_the_time_she_has_pressed_a_key(
    centre: Centre, wang: Phone, mira: Visitor
) -> None:
    call = await call_in(centre, wang, await centre.number_with(NUMBER, "parting", FLOW))
    await centre.fact(NodeEntered, call=call, node="menu")
    identified = await centre.fact(CustomerIdentified, call=call)
    assert identified.tier == "gold"
    await wang.press("2")
    assert (await centre.fact(CallQueued, call=call)).queue == "hotels"
    taken = [(one.node, one.by) for _, one in centre.all(BranchTaken, call=call)]
    assert taken == [("hours", "open"), ("who", "2")]
    await wang.hang_up()
    await centre.record(call, lambda one: one.is_over)
    facts = (await mira.get(f"/calls/{call}/timeline"))["facts"]
    told = [[words["en"] for words in one["told"]] for one in facts if one["kind"] == "BranchTaken"]
    assert told == [["hours", "open"], ["who", "condition 2"]]


async def test_in_an_emergency_callers_go_the_way_that_the_flow_has_for_it(
    centre: Centre, wang: Phone, mira: Visitor
) -> None:
    number = await centre.number_with(NUMBER, "parting", FLOW)
    pressed = {"queue": "hotels", "reason": "drill"}
    await mira.post("/opening/emergency", {**pressed, "on": True})
    try:
        await centre.fact(EmergencyPressed, on=True)
        call = await call_in(centre, wang, number)
        assert (await centre.fact(DialogueEnded, call=call)).queue == "complaints"
        [(_, taken)] = centre.all(BranchTaken, call=call)
        assert taken.by == "emergency"
    finally:
        await mira.post("/opening/emergency", {**pressed, "on": False})
    await centre.fact(EmergencyPressed, on=False)
    await wang.hang_up()
