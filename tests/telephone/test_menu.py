"""The caller and the IVR: words by ear, keys by RFC 4733 and SIP INFO, and every wrong turn."""

from __future__ import annotations

import pytest

from acd.facts import CallQueued
from acd.ids import CallId
from callcenter.calls.facts import RecordingLost
from callcenter.history.call_record import RecordingState
from callcenter.lab.phone import Phone
from ivr.facts import (
    ChoiceMade,
    DialogueEnded,
    DigitPressed,
    LanguageChosen,
    NodeEntered,
    PromptEnded,
)
from tests.centre import Centre
from tests.played import call_in, hears_speech

pytestmark = pytest.mark.telephone

SHORT = "8200"
SHORT_FLOW = """\
flow: short
languages: [english]
start: menu
default_queue: complaints
nodes:
  menu:
    menu:
      english: For English, press 2.
    keys:
      2: agent
    bad_key:
      english: That is not one of the choices. Please try again.
    no_key:
      english: We did not hear a choice.
    patience: 1
    retries: 2
    otherwise: agent
  agent:
    queue: hotels
"""


async def test_a_caller_chooses_english_and_hotels_while_the_house_is_speaking(
    centre: Centre, wang: Phone
) -> None:
    call = await call_in(centre, wang)
    await hears_speech(wang)
    await wang.press("2")
    barged = await centre.fact(PromptEnded, call=call, how="barged")
    key = await centre.fact(DigitPressed, call=call, digit="2")
    assert key.method == "rfc4733"
    assert barged.at >= key.at
    await centre.fact(LanguageChosen, call=call, language="english")
    await centre.fact(NodeEntered, call=call, node="notice")
    await wang.press("3")
    queued = await centre.fact(CallQueued, call=call)
    assert (queued.queue, queued.language) == ("hotels", "english")
    assert [one.choice for _, one in centre.all(ChoiceMade, call=call)] == ["2", "3"]


async def test_a_key_by_sip_info_is_a_key(centre: Centre, wang: Phone) -> None:
    call = await into_the_short_menu(centre, wang)
    await wang.press("2", info=True)
    await centre.fact(DigitPressed, call=call, digit="2", method="info")
    assert (await centre.fact(CallQueued, call=call)).queue == "hotels"


async def test_three_wrong_keys_lead_to_an_agent(centre: Centre, wang: Phone) -> None:
    call = await into_the_short_menu(centre, wang)
    before = 0
    for attempt in (1, 2, 3):
        before, _ = await centre.fact_at(
            NodeEntered, call=call, node="menu", attempt=attempt, after=before
        )
        await wang.press("7")
        await centre.fact(DigitPressed, call=call, digit="7", after=before)
    queued = await centre.fact(CallQueued, call=call)
    assert queued.queue == "hotels"


async def test_a_wrong_key_is_forgiven(centre: Centre, wang: Phone) -> None:
    call = await into_the_short_menu(centre, wang)
    await wang.press("7")
    await centre.fact(NodeEntered, call=call, node="menu", attempt=2)
    await wang.press("2")
    ended = await centre.fact(DialogueEnded, call=call)
    assert ended.queue == "hotels"
    assert not centre.all(NodeEntered, call=call, node="menu", attempt=3)


async def test_a_silent_caller_is_asked_three_times_and_then_served(
    centre: Centre, wang: Phone
) -> None:
    call = await into_the_short_menu(centre, wang)
    queued = await centre.fact(CallQueued, call=call)
    assert queued.queue == "hotels"
    attempts = [one.attempt for _, one in centre.all(NodeEntered, call=call, node="menu")]
    assert attempts == [1, 2, 3]
    assert not centre.all(DigitPressed, call=call)


async def test_who_declines_is_served_and_not_recorded(centre: Centre, wang: Phone) -> None:
    call = await call_in(centre, wang)
    await wang.press("1")
    await centre.fact(NodeEntered, call=call, node="notice")
    await wang.press("8")
    position, _ = await centre.fact_at(NodeEntered, call=call, node="menu")
    notice = [one.how for at, one in centre.all(PromptEnded, call=call) if at < position][-1]
    assert notice == "finished"
    await wang.press("1")
    await centre.fact(CallQueued, call=call, queue="flights")
    await centre.fact(RecordingLost, call=call)
    await wang.hang_up()
    record = await centre.record(call, lambda one: one.is_over)
    assert record.recording is RecordingState.DECLINED
    tracks = centre.running.data / "spool" / call / "caller.wav"
    await centre.until(lambda: not tracks.exists(), "nothing is kept of the tracks")
    archive = centre.running.data / "archive"
    assert not list(archive.rglob(f"{call}*"))


async def into_the_short_menu(centre: Centre, caller: Phone) -> CallId:
    """A call in a menu that waits one second for a key."""
    return await call_in(centre, caller, await centre.number_with(SHORT, "short", SHORT_FLOW))
