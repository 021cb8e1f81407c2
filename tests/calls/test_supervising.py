"""A supervisor in a call: heard as she wants to be, and with the caller when she takes over."""

import pytest

import acd.facts as a
import callcenter.calls.facts as c
from acd.step import Command
from callcenter.calls.commands import DialLeg, VoiceLeg
from tests.bench.rooms import at
from tests.calls.story import CALL, CALLER, MARIA, Story
from tests.calls.test_listening import FIRST, LIN, hears, house

pytestmark = pytest.mark.thinking


def supervises(story: Story, voice: a.Voice = a.Voice.SILENT) -> None:
    pressed = a.ListenPressed(
        at=at(story.seconds),
        press="s1",
        by=LIN,
        agent=MARIA,
        supervises=True,
        because="coaching",
        voice=voice,
    )
    story.tell(pressed)


def speaks(story: Story, voice: a.Voice, press: str) -> list[Command]:
    before = len(story.commands)
    story.tell(a.VoicePressed(at=at(story.seconds), press=press, by=LIN, voice=voice))
    return story.commands[before:]


def test_her_voice_goes_to_the_leg_she_has_and_changes_without_a_new_one() -> None:
    story = house()
    story.connected()
    supervises(story)
    assert not speaks(story, a.Voice.WHISPER, "v0"), "she hears nothing yet"
    before = len(story.commands)
    hears(story)
    [voice] = [one for one in story.commands[before:] if isinstance(one, VoiceLeg)]
    assert (voice.call, voice.leg, voice.voice) == (CALL, FIRST, a.Voice.WHISPER)
    for number, wanted in enumerate((a.Voice.BARGE, a.Voice.SILENT)):
        [wish] = speaks(story, wanted, f"v{number + 1}")
        assert isinstance(wish, VoiceLeg)
        assert wish.voice is wanted
    assert len([one for one in story.commands if isinstance(one, DialLeg)]) == 2, "hers and one"


def test_a_silent_listener_asks_the_line_for_nothing() -> None:
    story = house()
    story.connected()
    supervises(story)
    hears(story)
    assert not [one for one in story.commands if isinstance(one, VoiceLeg)]


def test_who_takes_over_is_recorded_though_it_was_paused_and_hears_a_caller_on_hold() -> None:
    story = house()
    leg = story.connected()
    supervises(story)
    hears(story)
    story.tell(c.RecordingPaused(at=at(story.seconds), call=CALL))
    story.tell(c.LegHeld(at=at(story.seconds), call=CALL, leg=CALLER))
    before = len(story.commands)
    story.tell(a.TakeOverPressed(at=at(story.seconds), press="t1", by=LIN))
    names = [type(one).__name__ for one in story.commands[before:]]
    assert names == ["PromoteLeg", "RetrieveLeg", "JoinLegs", "EndLeg", "ResumeRecording"]
    call = story.house.calls.on(CALL)
    assert call is not None
    assert (call.agent, call.wrapping, call.transfers) == (LIN, (MARIA,), 1)
    story.ends(leg, c.Side.HOUSE)
    assert story.state_of(LIN) is a.AgentState.ON_CALL
