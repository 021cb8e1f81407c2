"""A caller enters a number: by RFC 4733 and SIP INFO, into the words, too short, and not at all."""

from __future__ import annotations

import json

import pytest

from acd.facts import CallQueued
from acd.ids import CallId
from callcenter.lab.phone import Phone
from callcenter.lab.visitor import Visitor
from ivr.facts import DialogueEnded, DigitPressed, DigitsCollected, NodeEntered, PromptEnded
from tests.centre import Centre
from tests.played import call_in, hears_speech

pytestmark = pytest.mark.telephone

NUMBER = "8210"
FLOW = """\
flow: booking
languages: [english]
start: booking
default_queue: flights
nodes:
  booking:
    collect:
      english: For English, press 2.
    variable: booking
    min_digits: 4
    max_digits: 8
    patience: 1
    key_patience: 2
    retries: 1
    too_few:
      english: That is not one of the choices. Please try again.
    no_key:
      english: We did not hear a choice.
    next: found
    otherwise: agent
  found:
    queue: hotels
  agent:
    queue: complaints
"""


async def test_a_number_is_entered_while_the_house_is_speaking_and_shown_to_nobody(
    centre: Centre, wang: Phone, mira: Visitor
) -> None:
    call = await asked_for_a_number(centre, wang)
    await hears_speech(wang)
    await wang.press("471108#")
    await centre.fact(PromptEnded, call=call, how="barged")
    collected = await centre.fact(DigitsCollected, call=call)
    assert (collected.variable, collected.count, collected.digits) == ("booking", 6, "")
    queued = await centre.fact(CallQueued, call=call)
    assert queued.queue == "hotels"
    pressed = [one.digit for _, one in centre.all(DigitPressed, call=call)]
    assert "".join(pressed) == "471108#"
    await centre.until(
        lambda: bool(centre.all(DialogueEnded, call=call)), "the dialogue is told to be over"
    )
    await wang.hang_up()
    await centre.record(call, lambda one: one.is_over)
    facts = (await mira.get(f"/calls/{call}/timeline"))["facts"]
    keys = [one for one in facts if one["kind"] == "DigitPressed"]
    assert len(keys) == 7
    assert all(one["body"]["digit"] == "•" for one in keys)
    told = {one["kind"]: [words["en"] for words in one["told"]] for one in facts}
    assert told["DigitsCollected"] == ["booking", "6 digits"]
    assert told["DigitPressed"] == ["•"]
    logs = "".join(
        one.read_text(encoding="utf-8", errors="replace")
        for one in centre.running.run.glob("*.log")
    )
    assert "471108" not in json.dumps(facts) + logs


async def test_too_few_keys_are_forgiven_once_and_sip_info_will_do(
    centre: Centre, wang: Phone
) -> None:
    call = await asked_for_a_number(centre, wang)
    await wang.press("47#")
    await centre.fact(NodeEntered, call=call, node="booking", attempt=2)
    await wang.press("4711", info=True)
    collected = await centre.fact(DigitsCollected, call=call)
    assert collected.count == 4
    assert (await centre.fact(CallQueued, call=call)).queue == "hotels"


async def test_who_enters_nothing_is_asked_again_and_then_served(
    centre: Centre, wang: Phone
) -> None:
    call = await asked_for_a_number(centre, wang)
    assert (await centre.fact(CallQueued, call=call)).queue == "complaints"
    attempts = [one.attempt for _, one in centre.all(NodeEntered, call=call, node="booking")]
    assert attempts == [1, 2]
    await wang.hang_up()


async def asked_for_a_number(centre: Centre, caller: Phone) -> CallId:
    """A call in which a number of four to eight digits is asked for."""
    return await call_in(centre, caller, await centre.number_with(NUMBER, "booking", FLOW))
