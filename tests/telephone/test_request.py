"""A caller enters an order's number, a real web service is asked, and she hears what it says."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from acd.facts import CallQueued
from acd.ids import CallId
from callcenter.calls.facts import MusicStarted
from callcenter.lab.phone import Phone
from callcenter.lab.visitor import Visitor
from ivr.facts import (
    AnswerAwaited,
    BranchTaken,
    DialogueEnded,
    NodeEntered,
    PromptEnded,
    WebAnswered,
)
from ivr.prompts import prompt_key
from tests.centre import Centre
from tests.little_web import HANGS, LittleWeb, json_of, little_web
from tests.played import call_in, hears_music, hears_speech

pytestmark = pytest.mark.telephone

NUMBER = "8230"
FLOW = """\
flow: orders
languages: [english]
start: order
default_queue: flights
nodes:
  order:
    collect:
      english: For English, press 2.
    variable: order
    max_digits: 8
    next: ask
    otherwise: agent
  ask:
    request: {origin}/status
    give: {{order: order, language: language, line: dialled, customer: customer}}
    take: {{status: order.status}}
    within: {within}
    ok: which
    failed: agent
  which:
    branch:
      - {{variable: status, equals: lost, next: lost}}
    otherwise: tell
  tell:
    say:
      english: "Welcome to Qinglu Travel. {{status}}. Connecting you to an agent."
    next: flights
  flights:
    queue: flights
  lost:
    queue: complaints
  agent:
    queue: hotels
"""
UNREADABLE = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>"
BROKEN = b"HTTP/1.1 500 Oh\r\nContent-Length: 2\r\n\r\n{}"


@pytest.fixture
async def orders(centre: Centre) -> AsyncIterator[LittleWeb]:
    """What flows of this centre may ask."""
    async with little_web(centre.running.service_port) as one:
        yield one


async def ordered(centre: Centre, caller: Phone, number: str = NUMBER, within: float = 8) -> CallId:
    """A call in which an order's number has been entered."""
    origin = f"http://127.0.0.1:{centre.running.service_port}"
    flow = f"orders{number}"
    yaml = FLOW.format(origin=origin, within=within).replace("flow: orders", f"flow: {flow}")
    call = await call_in(centre, caller, await centre.number_with(number, flow, yaml))
    await centre.fact(NodeEntered, call=call, node="order")
    await caller.press("471108#")
    return call


async def test_she_hears_what_the_service_says_and_what_she_entered_is_shown_to_nobody(
    centre: Centre, wang: Phone, mira: Visitor, orders: LittleWeb
) -> None:
    orders.answer = json_of({"order": {"status": "your order is on its way"}})
    call = await ordered(centre, wang)
    answered = await centre.fact(WebAnswered, call=call)
    assert (answered.ok, answered.values) == (True, {"status": "your order is on its way"})
    [heard] = orders.heard
    given = msgspec.json.decode(heard.body)
    assert given.pop("customer")
    assert given == {"order": "471108", "line": NUMBER}
    assert heard.headers["idempotency-key"] == answered.request
    key = prompt_key("english", "your order is on its way")
    assert await centre.until((centre.running.data / "prompts" / f"{key}.wav").is_file, "audio")
    await hears_speech(wang)
    assert (await centre.fact(CallQueued, call=call)).queue == "flights"
    said = [one.how for _, one in centre.all(PromptEnded, call=call)]
    assert said[-1] == "finished"
    await wang.hang_up()
    await centre.record(call, lambda one: one.is_over)
    facts = (await mira.get(f"/calls/{call}/timeline"))["facts"]
    told = {one["kind"]: [words["en"] for words in one["told"]] for one in facts}
    assert told["WebAnswered"] == ["status"]
    written = json.dumps(facts) + logs_of(centre.running.run)
    assert "471108" not in written
    assert "on its way" not in written


@pytest.mark.parametrize(
    ("answer", "because"), [(UNREADABLE, "unreadable"), (BROKEN, "status"), (None, "unreachable")]
)
async def test_a_service_that_answers_nonsense_or_is_not_there_stops_nobody(
    centre: Centre, wang: Phone, answer: bytes | None, because: str
) -> None:
    async with little_web(centre.running.service_port if answer else 0) as orders:
        orders.answer = answer or HANGS
        call = await ordered(centre, wang)
        answered = await centre.fact(WebAnswered, call=call)
        assert (answered.ok, answered.because) == (False, because)
        assert (await centre.fact(CallQueued, call=call)).queue == "hotels"
    await wang.hang_up()


async def test_she_hears_music_until_the_time_is_over_and_goes_on(
    centre: Centre, wang: Phone, orders: LittleWeb
) -> None:
    orders.answer = HANGS
    call = await ordered(centre, wang, "8231", within=2.5)
    awaited = await centre.fact(AnswerAwaited, call=call)
    await centre.fact(MusicStarted, call=call)
    await hears_music(wang)
    ended = await centre.fact(DialogueEnded, call=call)
    assert ended.queue == "hotels"
    assert 2.4 < (ended.at - awaited.at).total_seconds() < 3.5
    await centre.fact(WebAnswered, call=call, because="too_late")
    [taken] = [one.by for _, one in centre.all(BranchTaken, call=call)]
    assert taken == "failed"
    await wang.hang_up()
    await centre.record(call, lambda one: one.is_over)


def logs_of(run: Path) -> str:
    """Everything that the processes have written down for a reader."""
    return "".join(one.read_text(encoding="utf-8", errors="replace") for one in run.glob("*.log"))
