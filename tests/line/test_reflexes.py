"""What a line does when nobody tells it to."""

import os
import signal
from pathlib import Path

import pytest

from acd.ids import PromptId
from callcenter.calls.commands import EndLeg
from callcenter.calls.facts import (
    LegAnswered,
    LegEnded,
    LegMediaBack,
    LegMediaLost,
    LegMediaUp,
    LegRang,
    MusicStarted,
    Reason,
    ReflexTaken,
    Side,
)
from callcenter.lab.phone import Phone
from ivr.commands import Say
from ivr.facts import PromptEnded
from tests.line.bench import Bench, Zygote, bench
from tests.line.conftest import tone_file

pytestmark = pytest.mark.telephone


async def reflex(line: Bench, name: str, within: float = 6.0) -> ReflexTaken:
    return await line.wait_for(ReflexTaken, lambda fact: fact.reflex == name, within)


async def test_a_caller_nobody_thinks_about_is_answered_and_hears_please_hold(
    line: Bench, maria: Phone
) -> None:
    tone_file(line.folder / "prompts" / "please_hold.wav", 1500, 0.8)
    tone_file(line.folder / "prompts" / "music.wav", 900)
    line.acknowledging = False
    await maria.call(line.uri)
    await line.wait_for(LegRang)
    await maria.wait_for("up")
    await reflex(line, "answered")
    await line.wait_for(LegAnswered)
    await reflex(line, "recorded")
    await maria.hears(1500)
    await maria.hears(900)
    await reflex(line, "music")
    assert not line.of(PromptEnded)


async def test_music_follows_a_prompt_only_when_control_is_silent(
    line: Bench, maria: Phone
) -> None:
    tone_file(line.folder / "prompts" / "music.wav", 900)
    words = tone_file(line.folder / "words.wav", 1500, 0.3)
    await line.answered(maria)
    say = Say(id=line.id(), call=line.call, leg=line.leg(1), prompt=PromptId("p1"), texts=())
    await line.do(say, words)
    ended = await line.wait_for(PromptEnded)
    await maria.stops_hearing(1500)
    line.acknowledging = False
    say = Say(id=line.id(), call=line.call, leg=line.leg(1), prompt=PromptId("p2"), texts=())
    await line.do(say, words)
    taken = await reflex(line, "music")
    await maria.hears(900)
    [music] = line.of(MusicStarted)
    assert music.tune == "music"
    second = line.of(PromptEnded)[1]
    assert 0.4 < (taken.at - second.at).total_seconds() < 1.5
    assert (second.at - ended.at).total_seconds() > 0.3


async def test_the_caller_is_comforted_when_her_agent_is_gone(
    line: Bench, maria: Phone, omar: Phone
) -> None:
    tone_file(line.folder / "prompts" / "comfort.wav", 900)
    await line.talking(maria, omar)
    await omar.hang_up()
    await reflex(line, "comfort")
    await maria.hears(900)


async def test_the_caller_is_comforted_while_the_agents_audio_is_lost(
    line: Bench, maria: Phone, omar: Phone
) -> None:
    tone_file(line.folder / "prompts" / "comfort.wav", 900)
    await line.talking(maria, omar)
    await maria.hears(700)
    os.kill(omar.pid, signal.SIGSTOP)
    try:
        lost = await line.wait_for(LegMediaLost)
        assert lost.leg == line.leg(2)
        await reflex(line, "comfort")
        await maria.hears(900)
    finally:
        os.kill(omar.pid, signal.SIGCONT)
    await line.wait_for(LegMediaBack)
    await maria.hears(700)
    await maria.stops_hearing(900)


async def test_the_others_are_sent_home_three_seconds_after_the_caller_left(
    line: Bench, maria: Phone, omar: Phone
) -> None:
    await line.talking(maria, omar)
    await maria.hang_up()
    left = await line.wait_for(LegEnded, lambda fact: fact.leg == line.leg(1))
    await omar.wait_for("over", within=6)
    await reflex(line, "ended")
    sent = await line.wait_for(LegEnded, lambda fact: fact.leg == line.leg(2))
    assert (sent.ending.side, sent.ending.reason) == (Side.HOUSE, Reason.HANGUP)
    assert 2.9 < (sent.at - left.at).total_seconds() < 4.5


async def test_a_caller_who_sends_nothing_any_more_is_gone(
    zygote: Zygote, tmp_path: Path, shared_memory: Path, maria: Phone
) -> None:
    async with bench(zygote, tmp_path, shared_memory, caller_silent_for=1.0) as line:
        await line.answered(maria)
        await line.wait_for(LegMediaUp)
        os.kill(maria.pid, signal.SIGSTOP)
        try:
            ended = await line.wait_for(LegEnded)
        finally:
            os.kill(maria.pid, signal.SIGCONT)
        assert (ended.ending.side, ended.ending.reason) == (Side.NETWORK, Reason.MEDIA_LOST)
        await maria.wait_for("over")


async def test_a_line_without_legs_ends_itself_once_everything_is_acknowledged(
    line: Bench, maria: Phone
) -> None:
    await line.answered(maria)
    await line.do(EndLeg(id=line.id(), call=line.call, leg=line.leg(1)))
    await line.until_gone()
    assert not list((line.folder / "run").glob("line-*.json"))


async def test_a_line_that_is_told_to_stop_says_goodbye(
    line: Bench, maria: Phone, omar: Phone
) -> None:
    await line.talking(maria, omar)
    os.kill(line.pid, signal.SIGTERM)
    await maria.wait_for("over")
    await omar.wait_for("over")
    await line.until_gone()
