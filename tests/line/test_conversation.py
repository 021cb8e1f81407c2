"""Who hears whom, and keys in both directions."""

import asyncio

import pytest

from callcenter.calls.commands import (
    HoldLeg,
    JoinLegs,
    MuteLeg,
    PartLegs,
    RetrieveLeg,
    SendDigits,
)
from callcenter.calls.facts import (
    DigitsSent,
    LegHeld,
    LegMuted,
    LegRetrieved,
    LegsParted,
    Role,
)
from callcenter.lab.phone import Phone
from ivr.facts import DigitPressed, PromptEnded
from tests.line.bench import Bench
from tests.line.conftest import tone_file
from tests.line.test_sounds import say

pytestmark = pytest.mark.telephone


async def test_a_held_caller_hears_music_and_nobody_hears_him(
    line: Bench, maria: Phone, omar: Phone
) -> None:
    tone_file(line.folder / "prompts" / "hold.wav", 2000)
    await line.talking(maria, omar)
    await maria.hears(700)
    await line.do(HoldLeg(id=line.id(), call=line.call, leg=line.leg(1)))
    assert (await line.wait_for(LegHeld)).leg == line.leg(1)
    await maria.hears(2000)
    await maria.stops_hearing(700)
    await omar.stops_hearing(440)

    await line.do(RetrieveLeg(id=line.id(), call=line.call, leg=line.leg(1)))
    await line.wait_for(LegRetrieved)
    await maria.hears(700)
    await omar.hears(440)
    await maria.stops_hearing(2000)


async def test_after_words_on_hold_the_music_plays_on(
    line: Bench, maria: Phone, omar: Phone
) -> None:
    """Whether or not anybody knows that they are over; words that come too late are not said."""
    tone_file(line.folder / "prompts" / "hold.wav", 2000)
    words = tone_file(line.folder / "words.wav", 1500, 0.8)
    await line.talking(maria, omar)
    await line.do(HoldLeg(id=line.id(), call=line.call, leg=line.leg(1)))
    await maria.hears(2000)

    await line.do(say(line, "w1", only_held=True), words)
    await maria.hears(1500)
    assert (await line.wait_for(PromptEnded)).how == "finished"
    await maria.hears(2000)
    await omar.stops_hearing(440)

    await line.do(say(line, "w2", only_held=True), words)
    await maria.hears(1500)
    await line.do(RetrieveLeg(id=line.id(), call=line.call, leg=line.leg(1)))
    ended = await line.wait_for(PromptEnded, lambda fact: fact.prompt == "w2")
    assert ended.how == "stopped"
    await maria.hears(700)
    await maria.stops_hearing(2000)
    closed = await line.do(say(line, "w3", only_held=True), words)
    assert (closed.outcome, closed.reason) == ("refused", "wrong_state")
    await omar.hears(440)


async def test_a_phone_that_holds_and_comes_back_is_heard_again(
    line: Bench, maria: Phone, omar: Phone
) -> None:
    await line.talking(maria, omar)
    await maria.hears(700)
    await omar.hold()
    await maria.stops_hearing(700)
    await omar.hold(False)
    await maria.hears(700)
    await omar.hears(440)


async def test_a_muted_agent_hears_but_is_not_heard(line: Bench, maria: Phone, omar: Phone) -> None:
    await line.talking(maria, omar)
    await maria.hears(700)
    await line.do(MuteLeg(id=line.id(), call=line.call, leg=line.leg(2), muted=True))
    await line.wait_for(LegMuted, lambda fact: fact.muted)
    await maria.stops_hearing(700)
    await omar.hears(440)
    await line.do(MuteLeg(id=line.id(), call=line.call, leg=line.leg(2), muted=False))
    await maria.hears(700)


async def test_three_speak_together_and_part_again(
    line: Bench, maria: Phone, omar: Phone, lina: Phone
) -> None:
    await line.talking(maria, omar)
    await line.dialled(3, lina.uri, join=False, role=Role.AGENT)
    await lina.wait_for("up")
    await line.do(JoinLegs(id=line.id(), call=line.call, a=line.leg(2), b=line.leg(3)))
    await lina.hears(700)
    await maria.stops_hearing(1100)
    await line.do(JoinLegs(id=line.id(), call=line.call, a=line.leg(1), b=line.leg(3)))
    await maria.hears(1100)
    await maria.hears(700)
    await lina.hears(440)
    await line.do(PartLegs(id=line.id(), call=line.call, a=line.leg(1), b=line.leg(2)))
    await line.wait_for(LegsParted)
    await maria.stops_hearing(700)
    await maria.hears(1100)
    again = PartLegs(id=line.id(), call=line.call, a=line.leg(1), b=line.leg(2))
    assert (await line.do(again)).reason == "wrong_state"


async def test_keys_come_in_by_both_ways_and_go_out(line: Bench, maria: Phone, omar: Phone) -> None:
    await line.talking(maria, omar)
    await maria.press("1*")
    await line.wait_for(DigitPressed, lambda fact: fact.digit == "*")
    await maria.press("5", info=True)
    await line.wait_for(DigitPressed, lambda fact: fact.method == "info")
    pressed = line.of(DigitPressed)
    assert [(fact.digit, fact.method, fact.leg) for fact in pressed] == [
        ("1", "rfc4733", line.leg(1)),
        ("*", "rfc4733", line.leg(1)),
        ("5", "info", line.leg(1)),
    ]
    await maria.press("7")
    await line.wait_for(DigitPressed, lambda fact: fact.digit == "7")
    await maria.press("8866", info=True)
    await maria.press("9")
    await line.wait_for(DigitPressed, lambda fact: fact.digit == "9")
    pressed = line.of(DigitPressed)
    assert "".join(fact.digit for fact in pressed if fact.method == "info") == "58866"
    assert "".join(fact.digit for fact in pressed if fact.method == "rfc4733") == "1*79"
    omar.events.clear()
    send = SendDigits(id=line.id(), call=line.call, leg=line.leg(2), digits="42#")
    await line.do(send)
    assert (await line.wait_for(DigitsSent)).count == 3
    await omar.wait_for_keys("42#")
    wrong = SendDigits(id=line.id(), call=line.call, leg=line.leg(2), digits="4x")
    assert (await line.do(wrong)).outcome == "refused"


async def test_audio_goes_on_without_a_gap_while_things_change(
    line: Bench, maria: Phone, omar: Phone
) -> None:
    tone_file(line.folder / "prompts" / "hold.wav", 2000)
    await line.talking(maria, omar)
    before = await maria.listen()
    began = asyncio.get_running_loop().time()
    for _ in range(3):
        await line.do(HoldLeg(id=line.id(), call=line.call, leg=line.leg(1)))
        await maria.hears(2000)
        await line.do(RetrieveLeg(id=line.id(), call=line.call, leg=line.leg(1)))
        await maria.hears(700)
    after = await maria.listen()
    expected = (asyncio.get_running_loop().time() - began) / 0.02
    assert after.lost == 0
    assert after.packets - before.packets >= expected - 10
