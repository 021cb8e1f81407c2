"""A flow's directory: by number, by name, several, none, too many, too slow; and its replay."""

from collections.abc import Iterable

import msgspec
import pytest

from acd.ids import AgentId, NodeName
from acd.step import DeadlineReached, Fact
from ivr import facts as f
from ivr.colleagues import MOST_TOLD, Colleague, Colleagues
from ivr.commands import Say
from ivr.dialogue import Dialogue
from ivr.dialogues import Dialogues
from ivr.errors import FlowInvalid
from ivr.flow_file import read
from ivr.surroundings import Nowhere
from tests.bench.flows import CALL, LEG, enters
from tests.bench.rooms import Bench, Carrying, at

pytestmark = pytest.mark.thinking

FILE = """\
flow: ask
languages: [english]
start: find
default_queue: flights
nodes:
  find:
    directory: {english: Whom do you want}
    queue: hotels
    wait_for: 30
    priority: 1
    patience: 5
    key_patience: 2
    retries: 2
    otherwise: agent
  agent:
    queue: flights
"""
WITH_ABSENT = FILE.replace("    otherwise", "    absent: away\n    otherwise", 1) + (
    "  away:\n    voicemail: hotels\n    otherwise: agent\n"
)


def colleague(number: str, *keypad: str) -> Colleague:
    return Colleague(AgentId(number), keypad, {"english": f"name {number}"})


LIN_WEI = colleague("1001", "546934", "934546")
LIN_YU = colleague("1002", "54698", "98546")
OTHER_LIN_WEI = colleague("1003", "546934", "934546")
GRACE = colleague("2222", "4722326624", "2662447223")
MANY = tuple(colleague(f"{n}", f"2{n}", f"{n}2") for n in range(3000, 3000 + MOST_TOLD + 2))
HOUSE = (LIN_WEI, LIN_YU, OTHER_LIN_WEI, GRACE, *MANY)
AWAY = AgentId("1002")


class Listed(Nowhere):
    """All but one of them take calls."""

    def __init__(self, listed: Iterable[Colleague]) -> None:
        self._known = Colleagues(listed)

    def colleagues(self) -> Colleagues:
        return self._known

    def works(self, agent: AgentId) -> bool:
        return agent != AWAY


class Caller:
    """Of the flow above; the line's part is told as the line tells it."""

    def __init__(self, file: str = FILE, carrying: Carrying = Carrying.TOGETHER) -> None:
        self.room = Dialogues(Listed(HOUSE))
        self.bench = Bench(self.room, carrying=carrying)
        self.seconds = 0.0
        enters(self.bench, file)

    def does(self, keys: str) -> "Caller":
        """Keys; `.` waits out her patience or the pause, `~` hears the words to their end."""
        for key in keys:
            if key == "~":
                self.hears()
            elif key == ".":
                self.waits()
            else:
                self.seconds += 0.2
                self.bench.told(f.DigitPressed(at=at(self.seconds), call=CALL, leg=LEG, digit=key))
        return self

    def hears(self) -> None:
        prompt = self.dialogue.saying
        assert prompt is not None, "nothing is being said"
        self.seconds += 1.0
        ended = f.PromptEnded(
            at=at(self.seconds), call=CALL, leg=LEG, prompt=prompt, how="finished"
        )
        self.bench.told(ended)

    def waits(self) -> None:
        due = self.room.next_deadline()
        assert due is not None
        self.seconds = (due.at - at(0)).total_seconds()
        self.bench.passes_until(due.at)

    @property
    def dialogue(self) -> Dialogue:
        return msgspec.msgpack.decode(self.room.card(CALL), type=Dialogue)

    def all(self, kind: type[Fact]) -> list[Fact]:
        return [one for one in self.bench.journal if isinstance(one, kind)]

    @property
    def end(self) -> f.DialogueEnded:
        (ended,) = [one for one in self.bench.journal if isinstance(one, f.DialogueEnded)]
        return ended

    @property
    def missed(self) -> list[str]:
        return [one.because for one in self.bench.journal if isinstance(one, f.ColleagueMissed)]

    @property
    def found(self) -> list[tuple[str, ...]]:
        facts = [one for one in self.bench.journal if isinstance(one, f.ColleaguesFound)]
        return [one.colleagues for one in facts]

    @property
    def chosen(self) -> list[str]:
        facts = [one for one in self.bench.journal if isinstance(one, f.ColleagueChosen)]
        return [one.colleague for one in facts]

    @property
    def said(self) -> list[str]:
        words = [one for one in self.bench.commands if isinstance(one, Say)]
        return [" ".join(text for _, text in one.texts) for one in words]


@pytest.mark.parametrize("carrying", Carrying)
@pytest.mark.parametrize(
    ("keys", "agent"),
    [
        ("1001", "1001"),
        ("~1001", "1001"),
        ("~.1001", "1001"),
        ("1001#", "1001"),
        ("2222", "2222"),
        ("546*934#1", "1001"),
        ("546934#2", "1003"),
        ("546934.2", "1003"),
        ("98#1", "1002"),
        ("4722#1", "2222"),
        ("266#1", "2222"),
        ("4722326624.1", "2222"),
        ("54698#~~1", "1002"),
        ("7777#266#1", "2222"),
        ("266#*1001", "1001"),
        ("266#47#1", "2222"),
    ],
)
def test_a_colleague_is_reached_by_number_or_by_name(
    keys: str, agent: str, carrying: Carrying
) -> None:
    caller = Caller(carrying=carrying)
    caller.does(keys.replace("~~", ""))
    assert caller.chosen == [agent]
    caller.hears()
    end = caller.end
    assert (end.queue, end.priority, end.asked_for, end.wait_for) == ("hotels", 1, agent, 30)
    assert end.path[-1] == f"find:{agent}"


def test_a_number_is_enough_without_a_question_and_a_name_is_confirmed() -> None:
    by_number = Caller().does("2222")
    assert (by_number.found, by_number.said[-1]) == ([], "You are being connected to name 2222")
    by_name = Caller().does("~266#")
    assert by_name.chosen == []
    assert by_name.said[-1] == (
        "We found name 2222 To be connected, press 1. To search again, press star."
    )
    by_name.does("1")
    assert by_name.said[-1] == "You are being connected to name 2222"


def test_of_several_each_has_her_key_and_those_who_sound_alike_their_numbers() -> None:
    caller = Caller().does("546.")
    assert caller.found == [("1001", "1003", "1002")]
    assert caller.said[-1] == (
        "For name 1001 1 0 0 1 press 1. For name 1003 1 0 0 3 press 2. For name 1002 press 3. "
        "To search again, press star."
    )
    assert caller.does("9").chosen == [], "no key of anybody"
    assert caller.does("3").chosen == ["1002"]


def test_too_many_are_narrowed_by_more_letters_or_by_beginning_anew() -> None:
    for more in ("3003", "23003"):
        caller = Caller().does("2").does(".")
        assert caller.missed == ["too_many"]
        assert caller.said[-1] == "Several colleagues match. Please go on with the next letters."
        caller.does(f"{more}.")
        assert caller.found or caller.chosen, more
        assert {*sum(caller.found, ()), *caller.chosen} == {"3003"}, more


def test_keys_that_were_typed_before_many_were_found_stay_over_a_silence() -> None:
    caller = Caller().does("2.").does("~.")
    assert caller.missed == ["too_many", "no_key"]
    assert caller.does("3004#").found == [("3004",)]


@pytest.mark.parametrize("carrying", Carrying)
@pytest.mark.parametrize(
    ("keys", "missed"),
    [
        ("777#888#999#", ["nobody"] * 3),
        ("777.888.999.", ["nobody"] * 3),
        ("~.~.~.", ["no_key"] * 3),
        ("#~.100#", ["no_key", "no_key", "nobody"]),
        ("266#*266#*266#*", ["star"] * 3),
        ("266#~.~.~.", ["no_key"]),
        ("2.~.~.", ["too_many", "no_key", "no_key"]),
    ],
)
def test_after_the_last_try_it_goes_where_the_flow_says(
    keys: str, missed: list[str], carrying: Carrying
) -> None:
    caller = Caller(carrying=carrying).does(keys)
    assert caller.missed == missed
    assert (caller.end.queue, caller.end.asked_for, caller.end.wait_for) == ("flights", None, 0)


def test_why_it_is_asked_again_is_said_before_the_question() -> None:
    caller = Caller().does("777#~.")
    assert caller.said == [
        "Whom do you want",
        "We did not find anybody. Whom do you want",
        "We did not hear a key. Whom do you want",
    ]


def test_who_says_nothing_to_a_choice_hears_it_again() -> None:
    caller = Caller().does("266#~.")
    assert caller.found == [("2222",), ("2222",)]
    assert caller.said[-1] == caller.said[-2]
    assert caller.does("1").chosen == ["2222"]


def test_who_is_slow_from_letter_to_letter_is_taken_at_her_word() -> None:
    caller = Caller().does("5")
    caller.seconds += 1.7
    caller.does("4")
    caller.seconds += 1.7
    caller.does("69")
    assert caller.found == []
    caller.waits()
    assert caller.found == [("1001", "1003", "1002")]


def test_one_who_takes_no_calls_is_named_and_the_queue_has_the_call() -> None:
    caller = Caller().does("1002")
    assert caller.said[-1] == "name 1002 cannot take your call now. Somebody else will."
    caller.hears()
    assert (caller.end.queue, caller.end.asked_for) == ("hotels", "1002")


def test_a_flow_may_lead_elsewhere_when_she_takes_no_calls() -> None:
    away, there = Caller(WITH_ABSENT).does("1002"), Caller(WITH_ABSENT).does("1001")
    assert [one.node for one in away.bench.journal if isinstance(one, f.NodeEntered)] == [
        "find",
        "away",
    ]
    assert (away.end.because, away.end.asked_for) == ("voicemail", None)
    there.hears()
    assert there.end.asked_for == "1001"


@pytest.mark.parametrize(
    ("by", "keys", "found"),
    [
        ("number", "546#", False),
        ("number", "1001", True),
        ("name", "1001#", False),
        ("name", "546#", True),
    ],
)
def test_a_directory_may_know_numbers_or_names_only(by: str, keys: str, found: bool) -> None:
    caller = Caller(FILE.replace("queue: hotels", f"queue: hotels\n    by: {by}"))
    caller.does(keys)
    assert bool(caller.found or caller.chosen) is found


def test_a_number_that_another_goes_on_from_waits_for_the_pause() -> None:
    known = Colleagues([colleague("10"), colleague("100"), colleague("23", "5"), colleague("55")])
    assert [known.find(keys).is_whole for keys in ("10", "100", "23", "5")] == [
        False,
        True,
        True,
        False,
    ]
    assert known.find("5").colleagues == ("23",)
    assert known.find("").colleagues == ()


def test_words_that_must_be_heard_keep_the_keys_for_later() -> None:
    caller = Caller(FILE.replace("patience: 5", "patience: 5\n    barge_in: false", 1))
    caller.does("266#")
    assert caller.found == []
    caller.hears()
    assert caller.found == [("2222",)]


@pytest.mark.parametrize("carrying", Carrying)
@pytest.mark.parametrize("keys", ["546.3", "2.3003#1", "777#266#~.1", "~.~.~.", "1001"])
def test_replay_comes_to_the_same_and_asks_nobody(keys: str, carrying: Carrying) -> None:
    """In a house where nobody is listed: what was decided is in the facts."""
    caller = Caller(carrying=carrying).does(keys)
    again = Dialogues()
    for fact in caller.bench.journal:
        again.apply(fact)
    assert again.dump() == caller.room.dump()
    loaded = Dialogues()
    loaded.load(again.dump())
    assert loaded.next_deadline() == caller.room.next_deadline()


def test_both_orders_of_the_last_letter_and_the_pause() -> None:
    late = Caller().does("98")
    due = late.room.next_deadline()
    assert due is not None
    late.bench.told(DeadlineReached(at=due.at, deadline=due.id))
    late.seconds = (due.at - at(0)).total_seconds()
    late.does("5")
    assert late.found == [("1002",)]
    early = Caller().does("985")
    assert early.found == []
    early.waits()
    assert early.found == [("1002",)]


BROKEN = {
    "a way there is not": ("by: any", "by: mail", "node find: by is 'mail'; use one of any, "),
    "no queue": ("queue: hotels\n", "\n", "node find: queue is missing or no name"),
    "a queue that is none": ("queue: hotels", "queue: hotel", "node find: there is no queue hotel"),
    "a wait without end": ("wait_for: 30", "wait_for: 601", "node find: wait_for is 601; use a "),
    "no way out": ("    otherwise: agent\n", "", "node find: otherwise is missing or no name"),
    "a way that leads nowhere": (
        "otherwise: agent",
        "absent: message\n    otherwise: agent",
        "node find: leads to message by absent, which is no node",
    ),
    "round and round": (
        "otherwise: agent",
        "otherwise: find",
        "node find: a caller who presses no key goes round for ever (find → find)",
    ),
    "no words": ("directory: {english:", "directory: {french:", "node find: says nothing in eng"),
    "an unknown key": ("patience: 5", "patients: 5", "node find: patients is not known here"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_directory_is_refused_with_place_and_cure(name: str) -> None:
    right, wrong, message = BROKEN[name]
    good = FILE.replace("    queue: hotels\n", "    queue: hotels\n    by: any\n", 1)
    assert right in good
    with pytest.raises(FlowInvalid) as refused:
        read(good.replace(right, wrong, 1), queues=("flights", "hotels"))  # type: ignore[arg-type]
    assert message in str(refused.value)


def test_a_directory_is_a_way_to_a_queue() -> None:
    text = FILE.replace("  agent:\n    queue: flights\n", "  agent:\n    hang_up: true\n")
    assert read(text).nodes[0].name == NodeName("find")
