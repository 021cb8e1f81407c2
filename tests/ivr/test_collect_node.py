"""The node that takes digits: every key in every state, every time-out, both orders of a race."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acd.ids import FlowName, NodeName, PromptId
from acd.step import Fact
from ivr import facts as f
from ivr.commands import Say
from ivr.dialogue import Dialogue
from ivr.dialogues import Dialogues
from ivr.digits import Entered
from ivr.errors import FlowInvalid
from ivr.flow import CollectNode
from ivr.flow_file import read
from ivr.prompts import every_text
from tests.bench.flows import CALL, LEG, enters
from tests.bench.rooms import Bench, Carrying, at

pytestmark = pytest.mark.thinking

FILE = """\
flow: ask
languages: [english]
start: booking
default_queue: flights
nodes:
  booking:
    collect: {english: Enter your booking number.}
    variable: booking
    min_digits: 3
    max_digits: 5
    patience: 6
    key_patience: 2
    retries: 1
    too_few: {english: Too short.}
    no_key: {english: We heard nothing.}
    next: menu
    otherwise: agent
  menu:
    menu: {english: 'Changes, 1. Something else, hash.'}
    keys: {1: changes, '#': agent}
    otherwise: agent
  changes:
    queue: flights
  agent:
    queue: hotels
"""


class Caller:
    """Of the flow above; what the line does is told as the line tells it."""

    def __init__(self, file: str = FILE, carrying: Carrying = Carrying.TOGETHER) -> None:
        self.room = Dialogues()
        self.bench = Bench(self.room, carrying=carrying)
        self.seconds = 0.0
        enters(self.bench, file)

    def presses(self, keys: str, apart: float = 0.3) -> None:
        for key in keys:
            self.seconds += apart
            self.bench.told(
                f.DigitPressed(at=at(self.seconds), call=CALL, leg=LEG, digit=key),
            )

    def hears(self, prompt: int, how: str = "finished", after: float = 0.0) -> None:
        self.seconds += after
        self.bench.told(
            f.PromptEnded(
                at=at(self.seconds), call=CALL, leg=LEG, prompt=PromptId(f"c1:p{prompt}"), how=how
            )
        )

    def waits(self, seconds: float) -> None:
        self.seconds += seconds
        self.bench.passes_until(at(self.seconds))

    @property
    def dialogue(self) -> Dialogue:
        return msgspec.msgpack.decode(self.room.card(CALL), type=Dialogue)

    def all(self, kind: type[Fact]) -> list[Fact]:
        return [one for one in self.bench.journal if isinstance(one, kind)]

    @property
    def way(self) -> list[str]:
        entered = [one for one in self.bench.journal if isinstance(one, f.NodeEntered)]
        return [f"{one.node}{one.attempt if one.attempt > 1 else ''}" for one in entered]

    @property
    def said(self) -> list[str]:
        words = [one for one in self.bench.commands if isinstance(one, Say)]
        return [" ".join(text for _, text in one.texts) for one in words]


@pytest.mark.parametrize("carrying", Carrying)
@pytest.mark.parametrize(
    ("keys", "digits"),
    [
        ("123#", "123"),
        ("1234#", "1234"),
        ("12345#", "12345"),
        ("1*2*3#", "123"),
        ("1234*#", "1234"),
    ],
)
def test_an_entry_ends_with_its_end_key(keys: str, digits: str, carrying: Carrying) -> None:
    caller = Caller(carrying=carrying)
    caller.presses(keys)
    assert caller.dialogue.collected == {"booking": digits}
    assert caller.dialogue.keys == ""
    assert caller.way == ["booking", "menu"]


def test_the_first_key_ends_the_words_whether_it_is_told_before_or_after_their_end() -> None:
    for order in ("key first", "end first", "as they end by themselves"):
        caller = Caller()
        if order == "key first":
            caller.presses("1")
            caller.hears(1, "barged")
        else:
            caller.hears(1, "barged" if order == "end first" else "finished")
            caller.presses("1", apart=0.0)
        assert caller.dialogue.saying is None
        caller.waits(1.9)
        caller.presses("2", apart=0.0)
        caller.waits(1.9)
        caller.presses("3#", apart=0.0)
        assert caller.dialogue.collected == {"booking": "123"}, order
        assert caller.said == ["Enter your booking number.", "Changes, 1. Something else, hash."]


def test_with_the_last_possible_digit_an_end_key_is_still_awaited_for_a_second() -> None:
    caller = Caller()
    caller.presses("12345")
    caller.waits(0.9)
    assert caller.way == ["booking"]
    caller.presses("#", apart=0.0)
    assert caller.way == ["booking", "menu"]
    assert caller.dialogue.keys == ""
    slow = Caller()
    slow.presses("12345")
    slow.waits(1.0)
    assert slow.way == ["booking", "menu"]


def test_a_digit_too_many_is_for_the_next_menu() -> None:
    caller = Caller()
    caller.presses("123451")
    ended = caller.bench.journal[-1]
    assert isinstance(ended, f.DialogueEnded)
    assert (ended.queue, ended.path) == ("flights", ("menu:1",))


def test_without_an_end_key_it_is_over_with_the_last_digit() -> None:
    caller = Caller(FILE.replace("    patience: 6", "    end_key: none\n    patience: 6"))
    caller.presses("12#345")
    assert caller.dialogue.collected == {"booking": "12345"}


def test_enough_digits_and_then_silence_are_an_entry() -> None:
    caller = Caller()
    caller.presses("1234")
    caller.waits(2)
    assert caller.dialogue.collected == {"booking": "1234"}


@pytest.mark.parametrize(
    ("keys", "wait", "words"),
    [
        ("", 6.0, "We heard nothing. Enter your booking number."),
        ("12", 2.0, "Too short. Enter your booking number."),
        ("12#", 0.0, "Too short. Enter your booking number."),
        ("#", 0.0, "Too short. Enter your booking number."),
        ("**", 6.0, "We heard nothing. Enter your booking number."),
    ],
)
def test_too_few_or_none_are_asked_for_again_and_then_it_goes_otherwise(
    keys: str, wait: float, words: str
) -> None:
    caller = Caller()
    caller.hears(1, after=3)
    caller.presses(keys, apart=0.1)
    caller.waits(wait)
    assert caller.way == ["booking", "booking2"]
    assert caller.said[-1] == words
    caller.hears(2, after=3)
    caller.presses(keys, apart=0.1)
    caller.waits(wait)
    assert caller.way == ["booking", "booking2", "agent"]
    assert not caller.all(f.DigitsCollected)
    ended = caller.bench.journal[-1]
    assert isinstance(ended, f.DialogueEnded)
    assert (ended.queue, ended.path) == ("hotels", ())


def test_patience_to_the_first_key_begins_with_the_end_of_the_words() -> None:
    caller = Caller()
    caller.waits(30)
    caller.hears(1)
    caller.waits(5.9)
    assert caller.way == ["booking"]
    caller.waits(0.1)
    assert caller.way == ["booking", "booking2"]


def test_a_key_at_the_very_instant_at_which_patience_is_over_counts() -> None:
    caller = Caller()
    caller.presses("12")
    caller.presses("3", apart=2.0)
    assert caller.way == ["booking"]
    late = Caller()
    late.presses("12")
    late.waits(2.0)
    late.presses("345", apart=0.0)
    assert late.way == ["booking", "booking2"]
    assert late.dialogue.keys == "345"


def test_keys_into_words_that_must_be_heard_count_after_them() -> None:
    caller = Caller(FILE.replace("    patience: 6", "    barge_in: false\n    patience: 6"))
    caller.presses("1234#")
    assert caller.way == ["booking"]
    caller.hears(1)
    assert caller.dialogue.collected == {"booking": "1234"}


def test_who_knows_the_way_types_ahead() -> None:
    file = FILE.replace("start: booking", "start: hello").replace(
        "nodes:\n", "nodes:\n  hello:\n    say: {english: Hello.}\n    next: booking\n"
    )
    caller = Caller(file)
    caller.presses("*4711#1")
    caller.hears(1)
    assert caller.said == ["Hello."]
    ended = caller.bench.journal[-1]
    assert isinstance(ended, f.DialogueEnded)
    assert ended.queue == "flights"


def test_no_fact_but_the_keys_themselves_holds_masked_digits() -> None:
    caller = Caller()
    caller.presses("90210#1")
    told = [one for one in caller.bench.journal if not isinstance(one, f.DigitPressed)]
    assert "90210" not in repr(told) + repr(caller.bench.commands)
    [collected] = caller.all(f.DigitsCollected)
    assert isinstance(collected, f.DigitsCollected)
    assert (collected.variable, collected.count, collected.digits) == ("booking", 5, "")
    masked = [one.masked for one in told if isinstance(one, f.NodeEntered)]
    assert masked == [True, False, False]
    assert caller.room.card(CALL) == b""


def test_digits_that_are_nobody_s_secret_may_be_told() -> None:
    caller = Caller(FILE.replace("    patience: 6", "    masked: false\n    patience: 6"))
    caller.presses("4711#")
    [collected] = caller.all(f.DigitsCollected)
    assert isinstance(collected, f.DigitsCollected)
    assert collected.digits == "4711"
    assert not any(one.masked for one in caller.bench.journal if isinstance(one, f.NodeEntered))


def test_a_caller_is_taken_over_by_card_in_the_middle_of_an_entry() -> None:
    caller = Caller()
    caller.presses("12")
    again = Bench(found := Dialogues())
    again.told(f.FlowsPublished(at=at(0), version=1, flows=(read(FILE),), numbers={}))
    found.adopt(CALL, caller.room.card(CALL))
    again.told(f.DigitPressed(at=at(1), call=CALL, leg=LEG, digit="3"))
    again.passes_until(at(3))
    dialogue = msgspec.msgpack.decode(found.card(CALL), type=Dialogue)
    assert dialogue.collected == {"booking": "123"}


def test_its_words_are_made_ahead() -> None:
    texts = {text for _, text in every_text(read(FILE))}
    assert {"Enter your booking number.", "Too short.", "We heard nothing."} <= texts


@pytest.mark.parametrize(
    ("keys", "digits", "is_over"),
    [
        ("", 0, False),
        ("12", 2, False),
        ("#", 0, True),
        ("12#", 2, True),
        ("12#3", 2, True),
        ("12345", 5, False),
        ("12345#", 5, True),
        ("123456", 5, True),
        ("123456#", 5, True),
    ],
)
def test_what_a_line_of_keys_comes_to(keys: str, digits: int, is_over: bool) -> None:
    node = read(FILE).nodes[0]
    assert isinstance(node, CollectNode)
    assert Entered.of(node, keys) == (digits, is_over)


BROKEN = [
    ("    variable: booking\n", "", "node booking: variable is missing or no name"),
    ("variable: booking", "variable: My-Booking", "node booking: My-Booking is no name for a"),
    ("    max_digits: 5\n", "", "node booking: max_digits is missing; use a whole number from 1"),
    ("max_digits: 5", "max_digits: 40", "node booking: max_digits is 40; use a whole number"),
    ("max_digits: 5", "max_digits: 2", "min_digits 3 are more than max_digits 2; let max_digits"),
    ("retries: 1", "retries: 1\n    end_key: #", 'end_key is None; write "#" or "*", in quotes'),
    ("retries: 1", "retries: 1\n    end_key: '5'", "node booking: end_key is '5'; write"),
    ("key_patience: 2", "key_patience: 0", "node booking: key_patience is 0; use a whole number"),
    ("next: menu", "next: meny", "node booking: leads to meny by next, which is no node; did you"),
    ("    otherwise: agent\n  menu", "  menu", "node booking: otherwise is missing or no name"),
    ("    otherwise: agent\n  menu", "    otherwise: booking\n  menu", "round for ever (booking"),
    ("{english: Too short.}", "{german: Zu kurz.}", "node booking: says nothing in english"),
    ("    collect: {english: Enter your booking number.}", "    collect: {}", "says nothing in en"),
]


@pytest.mark.parametrize(("right", "wrong", "message"), BROKEN)
def test_a_broken_node_is_refused_with_place_and_cure(right: str, wrong: str, message: str) -> None:
    assert right in FILE
    with pytest.raises(FlowInvalid) as refused:
        read(FILE.replace(right, wrong, 1))
    assert message in str(refused.value)


# -- nobody is ever stuck ------------------------------------------------------------------------

_deed = st.one_of(
    st.sampled_from("0123456789*#").map(lambda key: ("press", key)),
    st.integers(1, 6).map(lambda prompt: ("hear", str(prompt))),
    st.sampled_from(("0.5", "1", "2", "6", "70")).map(lambda seconds: ("wait", seconds)),
)


@settings(max_examples=200, deadline=None)
@given(
    deeds=st.lists(_deed, max_size=40),
    carrying=st.sampled_from(Carrying),
    barge_in=st.booleans(),
    end_key=st.sampled_from(('"#"', '"*"', "none")),
)
def test_whatever_is_pressed_the_caller_gets_on(
    deeds: list[tuple[str, str]], carrying: Carrying, barge_in: bool, end_key: str
) -> None:
    more = f"    barge_in: {str(barge_in).lower()}\n    end_key: {end_key}\n    patience: 6"
    caller = Caller(FILE.replace("    patience: 6", more), carrying)
    for deed, what in deeds:
        match deed:
            case "press":
                caller.presses(what)
            case "hear":
                caller.hears(int(what))
            case _:
                caller.waits(float(what))
        assert caller.room.card(CALL) == b"" or caller.room.next_deadline() is not None
    caller.waits(3600)
    [ended] = caller.all(f.DialogueEnded)
    assert isinstance(ended, f.DialogueEnded)
    assert ended.queue in {"flights", "hotels"}
    collected = caller.all(f.DigitsCollected)
    assert len(collected) <= 1
    assert all(isinstance(one, f.DigitsCollected) and 3 <= one.count <= 5 for one in collected)
    assert caller.way.count("booking2") <= 1
    replica = Dialogues()
    for fact in caller.bench.journal:
        replica.apply(fact)
    assert replica.dump() == caller.room.dump()
    assert caller.room.next_deadline() is None


def test_an_old_snapshot_is_read() -> None:
    caller = Caller()
    state = msgspec.msgpack.decode(caller.room.dump())
    assert "collected" not in state["dialogues"][0]
    fresh = Dialogues()
    fresh.load(msgspec.msgpack.encode(state))
    assert fresh.dump() == caller.room.dump()
    assert fresh.library.node(1, FlowName("ask"), NodeName("booking")) is not None
