"""A caller on hold is told now and then that nobody has forgotten her; one who is back is not."""

import pytest
from msgspec.structs import replace

import acd.facts as a
import callcenter.calls.facts as c
import callcenter.calls.presses as p
from acd.ids import CommandId
from acd.step import CommandClosed
from callcenter.house import House
from ivr.commands import Say
from ivr.facts import PromptEnded
from ivr.words import every_fixed_text
from tests.bench.rooms import at
from tests.calls.story import CALL, CALLER, CONFIGURATION, MARIA, Story

pytestmark = pytest.mark.thinking


def on_hold(comfort_after: int = 90) -> Story:
    """Maria holds the caller, at second 10."""
    story = Story(replace(CONFIGURATION, hold_comfort_after=comfort_after))
    story.connected()
    story.wait(10)
    story.tell(p.HoldPressed(at=at(10), call=CALL, agent=MARIA, hold=True))
    story.tell(c.LegHeld(at=at(10), call=CALL, leg=CALLER))
    return story


def words(story: Story) -> list[Say]:
    return [one for one in story.commands if isinstance(one, Say) and one.only_held]


def told_at(story: Story) -> list[float]:
    return [(one.at - at(0)).total_seconds() for one in story.all(c.HoldComforted)]


def back(story: Story) -> None:
    story.tell(c.LegRetrieved(at=at(story.seconds), call=CALL, leg=CALLER))


def words_end(story: Story, how: str = "finished") -> None:
    said = words(story)[-1]
    instant = at(story.seconds)
    story.tell(PromptEnded(at=instant, call=CALL, leg=CALLER, prompt=said.prompt, how=how))


def test_she_is_told_again_and_again_and_never_into_the_words_before() -> None:
    story = on_hold()
    story.wait(89)
    assert words(story) == []
    story.wait(1)
    for _ in range(2):
        story.wait(5)
        words_end(story)
        story.wait(90)
    assert told_at(story) == [100, 195, 290]
    story.wait(400)
    assert len(words(story)) == 3, "the third goes on, as far as anybody knows"
    said = words(story)
    assert len({one.id for one in said}) == len({one.prompt for one in said}) == 3
    assert {text for one in said for text in one.texts} <= set(every_fixed_text())
    assert {(one.leg, one.barge_in) for one in said} == {(CALLER, False)}


def test_nobody_is_told_where_the_house_does_not_want_it() -> None:
    story = on_hold(comfort_after=0)
    story.wait(3000)
    assert told_at(story) == []


@pytest.mark.parametrize("after", [89, 91])
def test_back_in_the_conversation_she_is_told_nothing_more(after: int) -> None:
    story = on_hold()
    story.wait(after)
    told = told_at(story)
    back(story)
    story.wait(600)
    assert told_at(story) == told == ([] if after < 90 else [100])


def test_each_hold_begins_anew() -> None:
    story = on_hold()
    story.wait(60)
    back(story)
    story.tell(c.LegHeld(at=at(story.seconds), call=CALL, leg=CALLER))
    story.wait(89)
    assert told_at(story) == []
    story.wait(1)
    assert told_at(story) == [160]


def test_nothing_is_said_to_one_who_is_gone() -> None:
    story = on_hold()
    story.wait(50)
    story.ends(CALLER)
    story.wait(300)
    assert told_at(story) == []
    assert story.house.calls.next_deadline() is None


def test_an_agent_who_is_held_by_her_own_telephone_hears_no_words() -> None:
    story = Story(replace(CONFIGURATION, hold_comfort_after=90))
    leg = story.connected()
    story.tell(c.LegHeld(at=at(1), call=CALL, leg=leg))
    story.wait(300)
    assert words(story) == []


def test_in_line_again_she_is_on_hold_no_more() -> None:
    """The agent's audio is lost while she holds: back in line the place is told, not this."""
    story = on_hold()
    story.tell(a.AudioLost(at=at(11), agent=MARIA, because="gone"))
    story.wait(300)
    assert len(story.all(a.CallRequeued)) == 1
    assert told_at(story) == []


@pytest.mark.parametrize("how", ["finished", "stopped"])
def test_after_the_words_the_line_plays_on_by_itself(how: str) -> None:
    story = on_hold()
    story.wait(90)
    before = len(story.commands)
    words_end(story, how)
    assert story.commands[before:] == []


def test_words_that_came_too_late_change_nothing() -> None:
    """She was back before they came to the line, which refuses them."""
    story = on_hold()
    story.wait(90)
    back(story)
    before = len(story.commands)
    refused = CommandClosed(
        at=at(101), command=CommandId(words(story)[0].id), outcome="refused", reason="wrong_state"
    )
    story.tell(refused)
    assert story.commands[before:] == []


def test_the_time_goes_on_over_a_dump() -> None:
    story = on_hold()
    story.wait(80)
    again = House()
    again.load(story.house.dump())
    assert again.next_deadline() == story.house.next_deadline()
    story.house = again
    story.wait(10)
    assert told_at(story) == [100]
