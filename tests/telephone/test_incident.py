"""An incident on real calls: the caller hears its words in line, and what ends them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

import acd.facts as a
from acd.facts import Heard
from acd.ids import CallId
from callcenter.clock import now
from callcenter.lab.phone import Phone
from callcenter.lab.visitor import NotAllowed, Visitor
from ivr.facts import PromptEnded
from ivr.prompts import prompt_key
from tests.centre import Centre
from tests.desks import desk_at
from tests.played import AGENT, call_in, hears_music, hears_speech

pytestmark = pytest.mark.telephone

ENGLISH = "Because of the typhoon flights are cancelled."
MANDARIN = "受台风影响，航班取消。"
TEXTS = {"english": ENGLISH, "mandarin": MANDARIN}
SENTENCE = "受台风影响，今天全部航班取消，我们会尽快为您办理改签和退票。"
LONG = SENTENCE * 4
"""Nobody lets it come to its end."""


@asynccontextmanager
async def incident(centre: Centre, mira: Visitor, **more: Any) -> AsyncIterator[str]:
    """Callers of flights are told it meanwhile; its name."""
    wanted = {
        "press": uuid4().hex,
        "what": "weather",
        "texts": TEXTS,
        "queues": ["flights"],
        "ends": (now() + timedelta(hours=1)).isoformat(),
    }
    made = await mira.post("/incidents", {**wanted, **more})
    name = str(made["incident"])
    await centre.fact(a.IncidentBegan, incident=name)
    try:
        yield name
    finally:
        await mira.post(f"/incidents/{name}/end", {"press": uuid4().hex})
        await centre.fact(a.IncidentEnded, incident=name)


async def hears_it(centre: Centre, who: Phone) -> CallId:
    """She calls flights, is in line, and hears the message."""
    call = await call_in(centre, who, await centre.straight_number())
    await centre.fact(a.IncidentMet, call=call)
    await hears_speech(who)
    return call


async def test_a_caller_hears_the_words_in_line_then_her_place_and_music(
    centre: Centre, wang: Phone, mira: Visitor
) -> None:
    async with incident(centre, mira) as name:
        prompts = centre.running.data / "prompts"
        for language, text in TEXTS.items():
            assert (prompts / f"{prompt_key(language, text)}.wav").is_file()
        call = await hears_it(centre, wang)
        assert not centre.all(PromptEnded, call=call), "nothing was said before it"
        heard = await centre.fact(a.IncidentHeard, call=call)
        assert (heard.incident, heard.how) == (name, Heard.WHOLE)
        place = await centre.fact(PromptEnded, call=call, prompt=f"{call}:place1")
        assert place.how == "finished"
        await hears_music(wang)
        queued, told = await centre.fact(a.CallQueued, call=call), centre.all(a.PlaceTold)
        assert [one.ahead for _, one in told if one.call == call] == [0]
        record = await centre.record(call, lambda one: one.queued_at is not None)
        assert record.queued_at == queued.at
        facts = (await mira.get(f"/calls/{call}/timeline"))["facts"]
        [line] = [one for one in facts if one["kind"] == "IncidentHeard"]
        assert line["told"][0] == {"zh": "完整播放", "en": "to the end"}


async def test_a_key_ends_it_and_the_caller_waits_on_where_she_stood(
    centre: Centre, wang: Phone, mira: Visitor
) -> None:
    async with incident(centre, mira, texts={"mandarin": LONG}):
        call = await hears_it(centre, wang)
        await wang.press("0")
        heard = await centre.fact(a.IncidentHeard, call=call)
        assert heard.how is Heard.KEY
        await centre.fact(a.PlaceTold, call=call)
        await centre.fact(PromptEnded, call=call, prompt=f"{call}:place1")
        await hears_music(wang)
        assert not centre.all(a.CallDiverted, call=call)


async def test_an_agent_who_comes_free_has_the_caller_at_once_in_the_middle_of_it(
    centre: Centre, wang: Phone, mira: Visitor
) -> None:
    async with incident(centre, mira, texts={"mandarin": LONG}):
        call = await hears_it(centre, wang)
        async with desk_at(centre, "1001", AGENT, first="on_call"):
            await centre.fact(a.CallConnected, call=call, agent="1001")
            await wang.hears(AGENT, within=10)
            heard = await centre.fact(a.IncidentHeard, call=call)
            assert heard.how is Heard.CUT
            assert not centre.all(a.PlaceTold, call=call)
            await wang.hang_up()


async def test_who_hangs_up_in_the_middle_of_it_has_abandoned(
    centre: Centre, wang: Phone, mira: Visitor
) -> None:
    async with incident(centre, mira, texts={"mandarin": LONG}):
        call = await hears_it(centre, wang)
        await wang.hang_up()
        await centre.fact(a.CallAbandoned, call=call)
        heard = await centre.fact(a.IncidentHeard, call=call)
        assert heard.how is Heard.CUT


async def test_it_is_kept_when_control_dies_and_is_heard_on_meanwhile(
    centre: Centre, wang: Phone, mira: Visitor
) -> None:
    async with incident(centre, mira, texts={"mandarin": SENTENCE * 2}):
        call = await hears_it(centre, wang)
        await centre.back(centre.kill("control"))
        heard = await centre.fact(a.IncidentHeard, call=call)
        assert heard.how is Heard.WHOLE
        await centre.fact(a.PlaceTold, call=call)
        await wang.hang_up()
        await centre.finished(call)
        again = await hears_it(centre, wang)
        await wang.hang_up()
        await centre.finished(again)


async def test_callers_of_other_queues_hear_none_and_nobody_does_when_it_is_over(
    centre: Centre, wang: Phone, mira: Visitor
) -> None:
    async with incident(centre, mira, queues=["hotels"]):
        call = await call_in(centre, wang, await centre.straight_number())
        await centre.fact(a.PlaceTold, call=call)
        await hears_speech(wang)
        await wang.hang_up()
        await centre.finished(call)
    async with incident(centre, mira) as name:
        with pytest.raises(NotAllowed, match="texts: .*; ends: "):
            await mira.post("/incidents", {"press": uuid4().hex, **wrong()})
    call = await call_in(centre, wang, await centre.straight_number())
    await centre.fact(a.PlaceTold, call=call)
    await hears_speech(wang)
    assert not centre.all(a.IncidentMet, incident=name)
    await wang.hang_up()
    await centre.finished(call)


def wrong() -> dict[str, Any]:
    """There is nothing to say, and it is over."""
    return {"what": "other", "texts": {}, "ends": (now() - timedelta(hours=1)).isoformat()}
