"""The message of an incident in a call: what the line is told to say, and what ends it."""

import msgspec
import pytest

import acd.facts as a
import callcenter.calls.facts as c
import ivr.facts as i
from acd.configuration import Configuration
from acd.facts import Heard
from acd.ids import AgentId, CommandId, IncidentId, PromptId, SkillName
from acd.step import CommandClosed
from acd.targets import Target
from callcenter.calls.commands import SpeakTexts
from callcenter.house import House
from ivr.commands import Say
from ivr.words import every_fixed_text, incident_texts
from tests.bench.rooms import at
from tests.calls.story import CALL, CALLER, CONFIGURATION, FLIGHTS, MARIA, Story

pytestmark = pytest.mark.thinking

TYPHOON = IncidentId("01TYPHOON")
MESSAGE = PromptId(f"{CALL}:incident")
TEXTS = {SkillName("mandarin"): "航班取消。", SkillName("english"): "Flights are cancelled."}


def is_pressed(story: Story, texts: dict[SkillName, str] = TEXTS) -> SpeakTexts:
    """For the whole house, for an hour; what the worker is told to speak."""
    story.tell(
        a.IncidentPressed(
            at=at(story.seconds),
            press="p1",
            incident=TYPHOON,
            texts=texts,
            begins=at(0),
            ends=at(3600),
            by=AgentId("9001"),
        )
    )
    wish = story.wished("SpeakTexts")[-1]
    assert isinstance(wish, SpeakTexts)
    return wish


def closes(story: Story, command: CommandId, outcome: str = "done") -> None:
    story.tell(CommandClosed(at=at(story.seconds), command=command, outcome=outcome))


def hears(configuration: Configuration = CONFIGURATION, *, free: bool = False) -> Story:
    """A caller has come into line, and hears it."""
    story = Story(configuration)
    closes(story, is_pressed(story).id)
    if free:
        story.ready()
    story.arrives()
    story.presses()
    assert said(story)[-1] == MESSAGE
    return story


def prompt_ends(story: Story, how: str) -> tuple[object, ...]:
    return story.tell(
        i.PromptEnded(at=at(story.seconds), call=CALL, leg=CALLER, prompt=MESSAGE, how=how)
    )


def said(story: Story) -> list[PromptId]:
    """The prompts that the line was told to say."""
    return [one.prompt for one in story.wished("Say") if isinstance(one, Say)]


def heard(story: Story) -> list[tuple[Heard, float]]:
    return [(one.how, one.seconds) for one in story.all(a.IncidentHeard)]


def music_after(story: Story, commands: int) -> bool:
    return any(type(one).__name__ == "PlayMusic" for one in story.commands[commands:])


def test_its_words_are_spoken_before_anybody_hears_them_and_kept_until_it_is_over() -> None:
    story = Story()
    wish = is_pressed(story)
    assert wish.texts == (("mandarin", "航班取消。"), ("english", "Flights are cancelled."))
    assert wish.until == at(3600)
    assert story.all(a.IncidentBegan) == []
    closes(story, wish.id)
    assert [one.ok for one in story.all(a.IncidentSpoken)] == [True]
    assert len(story.all(a.IncidentBegan)) == 1


@pytest.mark.parametrize("outcome", ["refused", "expired"])
def test_what_cannot_be_spoken_is_told_and_heard_by_nobody(outcome: str) -> None:
    story = Story()
    closes(story, is_pressed(story).id, outcome)
    assert [one.ok for one in story.all(a.IncidentSpoken)] == [False]
    story.arrives()
    story.presses()
    assert story.all(a.IncidentMet) == []
    assert said(story)[-1] == f"{CALL}:place1"


def test_heard_to_its_end_music_and_the_place_follow_and_the_entry_is_the_first() -> None:
    story = hears()
    entered = story.all(a.CallQueued)[0].at
    story.wait(12)
    before = len(story.commands)
    prompt_ends(story, "finished")
    assert heard(story) == [(Heard.WHOLE, 12.0)]
    assert music_after(story, before)
    assert said(story)[-1] == f"{CALL}:place1"
    found = story.house.acd.call(CALL)
    assert found is not None
    assert found.entered_at == entered


def test_a_key_ends_it_and_is_no_wish_to_leave_the_line() -> None:
    queues = tuple(
        msgspec.structs.replace(one, exit_keys={"0": Target(callback=True)})
        for one in CONFIGURATION.queues
    )
    story = hears(msgspec.structs.replace(CONFIGURATION, queues=queues))
    story.wait(3)
    story.presses("0")
    prompt_ends(story, "barged")
    assert heard(story) == [(Heard.KEY, 3.0)]
    assert story.all(a.ExitKeyPressed) == []
    story.presses("0")
    assert [one.key for one in story.all(a.ExitKeyPressed)] == ["0"]


@pytest.mark.parametrize("accept_first", [True, False])
def test_an_agent_who_accepts_cuts_it_short(accept_first: bool) -> None:
    story = hears(free=True)
    story.wait(2)
    story.accepts()
    leg = story.dialled()
    if accept_first:
        prompt_ends(story, "stopped")
        story.joins(leg)
    else:
        story.joins(leg)
        prompt_ends(story, "stopped")
    assert heard(story) == [(Heard.CUT, 2.0)]
    assert [one.agent for one in story.all(a.CallConnected)] == [MARIA]
    assert story.all(a.PlaceTold) == []


@pytest.mark.parametrize("prompt_first", [True, False])
def test_a_caller_who_leaves_while_she_hears_it_has_abandoned(prompt_first: bool) -> None:
    story = hears()
    story.wait(4)
    if prompt_first:
        prompt_ends(story, "stopped")
        story.ends(CALLER)
    else:
        story.ends(CALLER)
        prompt_ends(story, "stopped")
    assert len(story.all(a.CallAbandoned)) == 1
    assert story.all(a.PlaceTold) == []
    assert heard(story) in ([(Heard.CUT, 4.0)], [])


def test_an_offer_that_runs_out_meanwhile_puts_no_music_over_it() -> None:
    story = hears(free=True)
    before = len(story.commands)
    story.wait(11)
    assert story.all(a.CallRequeued)
    assert not music_after(story, before)
    prompt_ends(story, "finished")
    assert music_after(story, before)


def test_it_ends_while_it_is_heard_and_is_heard_out() -> None:
    story = hears()
    story.tell(a.IncidentEndPressed(at=at(1), press="p2", incident=TYPHOON, by=AgentId("9001")))
    story.wait(12)
    prompt_ends(story, "finished")
    assert heard(story) == [(Heard.WHOLE, 12.0)]
    assert [one.languages for one in story.all(a.IncidentHeard)] == [("mandarin", "english")]


def test_a_line_that_cannot_play_it_lets_her_wait_as_ever() -> None:
    story = hears()
    closes(story, CommandId(f"{MESSAGE}:say"), "refused")
    assert heard(story) == [(Heard.UNSAID, 0.0)]
    assert said(story)[-1] == f"{CALL}:place1"


def test_a_call_that_is_answered_at_once_is_told_nothing() -> None:
    agents = tuple(msgspec.structs.replace(one, auto_answer=True) for one in CONFIGURATION.agents)
    queues = tuple(msgspec.structs.replace(one, auto_answer=True) for one in CONFIGURATION.queues)
    story = Story(msgspec.structs.replace(CONFIGURATION, queues=queues, agents=agents))
    closes(story, is_pressed(story).id)
    story.ready()
    story.arrives()
    story.presses()
    assert story.all(a.OfferAccepted)
    assert MESSAGE not in said(story)
    assert heard(story) == [(Heard.UNSAID, 0.0)]


@pytest.mark.parametrize(
    ("language", "texts", "expected"),
    [
        ("english", TEXTS, ["english"]),
        ("mandarin", TEXTS, ["mandarin"]),
        ("", TEXTS, ["mandarin", "english"]),
        ("english", {SkillName("mandarin"): "航班取消。"}, ["mandarin"]),
    ],
)
def test_it_is_said_in_the_callers_language_if_it_has_that(
    language: str, texts: dict[SkillName, str], expected: list[str]
) -> None:
    story = Story()
    closes(story, is_pressed(story, texts).id)
    story.arrives()
    if language:
        story.tell(i.LanguageChosen(at=at(0), call=CALL, language=language))
    story.presses()
    words = story.wished("Say")[-1]
    assert isinstance(words, Say)
    assert words.barge_in
    assert [spoken for spoken, _ in words.texts[::2]] == expected
    assert [text for _, text in words.texts[::2]] == [texts[SkillName(one)] for one in expected]


def test_how_to_go_on_is_among_the_words_that_lie_ready() -> None:
    for language in ("mandarin", "english"):
        _, keys = incident_texts(language, TEXTS)
        assert keys in set(every_fixed_text())


def test_control_that_dies_while_it_is_heard_goes_on_where_it_was() -> None:
    story = hears()
    again = House()
    again.load(story.house.dump())
    assert again.dump() == story.house.dump()
    replica = House()
    for fact in story.facts:
        replica.apply(fact)
    assert replica.dump() == story.house.dump()
    story.house = again
    story.wait(9)
    prompt_ends(story, "finished")
    assert heard(story) == [(Heard.WHOLE, 9.0)]
    assert len(again.card(CALL)) <= 4096


def test_a_call_that_is_adopted_by_its_card_hears_no_second_one() -> None:
    story = hears()
    card = story.house.card(CALL)
    other = Story()
    closes(other, is_pressed(other).id)
    other.tell(
        c.CallAdopted(
            at=at(1),
            call=CALL,
            line=story.house.calls.state.calls[CALL].line,
            exchange="one",
            card=card,
        )
    )
    other.wait(3)
    found = other.house.acd.call(CALL)
    assert found is not None
    assert (found.incident, found.queue) == (TYPHOON, FLIGHTS)
    assert other.all(a.IncidentMet) == []
