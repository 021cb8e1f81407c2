"""A call that is answered by itself, from the offer to two voices."""

import msgspec
import pytest

import acd.facts as a
from callcenter.calls.commands import DialLeg
from tests.bench.rooms import at
from tests.calls.story import CALLER, CONFIGURATION, MARIA, Story

pytestmark = pytest.mark.thinking

QUEUES = tuple(
    msgspec.structs.replace(one, auto_answer=True, spoken_name={"mandarin": "机票预订"})
    for one in CONFIGURATION.queues
)


def test_nobody_presses_and_she_is_told_which_queue_it_is() -> None:
    story = Story(msgspec.structs.replace(CONFIGURATION, queues=QUEUES))
    story.ready()
    story.arrives()
    story.presses()
    [dial] = story.wished("DialLeg")
    assert isinstance(dial, DialLeg)
    assert (dial.uri, dial.join, dial.beep) == (f"sip:{MARIA}@soft", CALLER, True)
    assert dial.announce == (("mandarin", "机票预订"),)
    assert story.all(a.AcceptPressed) == []
    story.joins(story.dialled())
    assert story.state_of() is a.AgentState.ON_CALL
    assert len(story.all(a.CallConnected)) == 1


def test_a_pressed_call_has_neither_beep_nor_name() -> None:
    story = Story()
    story.connected()
    [dial] = story.wished("DialLeg")
    assert isinstance(dial, DialLeg)
    assert (dial.beep, dial.announce) == (False, ())


def test_audio_that_comes_back_in_the_call_has_no_beep() -> None:
    story = Story(msgspec.structs.replace(CONFIGURATION, queues=QUEUES))
    story.ready()
    story.arrives()
    story.presses()
    story.joins(story.dialled())
    story.tell(a.AudioLost(at=at(0), agent=MARIA))
    story.tell(a.AudioReady(at=at(0), agent=MARIA, uri="sip:anew@soft"))
    again = story.wished("DialLeg")[-1]
    assert isinstance(again, DialLeg)
    assert (again.uri, again.beep) == ("sip:anew@soft", False)
