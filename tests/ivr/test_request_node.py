"""The node that asks a web service: what it asks, each answer, none, and both orders of a race."""

import msgspec
import pytest

from acd.ids import CallId, CommandId, PromptId
from acd.step import CommandClosed, Fact
from ivr import facts as f
from ivr.commands import AskWeb, Say
from ivr.dialogue import Dialogue
from ivr.dialogues import Dialogues
from ivr.errors import FlowInvalid
from ivr.flow_file import read
from ivr.prompts import every_text
from ivr.surroundings import CallerNow, Nowhere
from ivr.web_answer import AnswerUnfit, values_of
from tests.bench.flows import CALL, LEG, enters
from tests.bench.rooms import Bench, Carrying, at

pytestmark = pytest.mark.thinking

FILE = """\
flow: orders
languages: [english]
start: order
default_queue: flights
nodes:
  order:
    collect: {english: Your order number.}
    variable: order
    max_digits: 4
    masked: false
    next: pin
    otherwise: agent
  pin:
    collect: {english: Your PIN.}
    variable: pin
    max_digits: 4
    next: ask
    otherwise: agent
  ask:
    request: https://orders.example.com/v1/status
    give: {order: order, secret: pin, lang: language, customer: customer, line: dialled}
    take: {status: order.status, day: order.days.0}
    within: 2.5
    say: {english: One moment.}
    ok: which
    failed: agent
  which:
    branch:
      - {variable: status, one_of: [lost, late], next: agent}
    otherwise: tell
  tell:
    say: {english: "Order {order} is {status}. It comes on {day}."}
    next: agent
  agent:
    queue: hotels
"""
SILENT = FILE.replace("    say: {english: One moment.}\n", "")
GOOD = {"status": "on its way", "day": "Monday"}


class Known(Nowhere):
    """A house that knows the caller."""

    def caller(self, call: CallId) -> CallerNow:
        """Known, but for the number that was dialled."""
        return CallerNow(customer="7")


class Caller:
    """Who has entered 1234 as her order and 9876 as her PIN."""

    def __init__(self, file: str = FILE, carrying: Carrying = Carrying.TOGETHER) -> None:
        self.room = Dialogues(Known())
        self.bench = Bench(self.room, carrying=carrying)
        enters(self.bench, file)
        for key in "1234#9876#":
            self.bench.told(f.DigitPressed(at=at(1), call=CALL, leg=LEG, digit=key))

    @property
    def asked(self) -> AskWeb:
        [asked] = [one for one in self.bench.commands if isinstance(one, AskWeb)]
        return asked

    @property
    def dialogue(self) -> Dialogue:
        return msgspec.msgpack.decode(self.room.card(CALL), type=Dialogue)

    def all(self, kind: type[Fact]) -> list[Fact]:
        return [one for one in self.bench.journal if isinstance(one, kind)]

    @property
    def way(self) -> list[str]:
        return [str(one.node) for one in self.bench.journal if isinstance(one, f.NodeEntered)][2:]

    @property
    def said(self) -> list[list[str]]:
        words = [one for one in self.bench.commands if isinstance(one, Say)]
        return [[text for _, text in one.texts] for one in words][2:]

    def answered(self, seconds: float, **values: str) -> None:
        self.bench.told(
            f.WebAnswered(
                at=at(seconds),
                call=CALL,
                request=self.asked.id,
                ok=bool(values),
                because="" if values else "status",
                values=values,
            )
        )

    def words_end(self, seconds: float, after: int = 0) -> None:
        say = [one for one in self.bench.commands if isinstance(one, Say)][-1 - after]
        self.bench.told(
            f.PromptEnded(
                at=at(seconds), call=CALL, leg=LEG, prompt=PromptId(say.prompt), how="finished"
            )
        )

    def passes(self, seconds: float) -> None:
        self.bench.passes_until(at(seconds))


@pytest.mark.parametrize("carrying", Carrying)
def test_it_gives_what_is_known_and_says_what_was_answered(carrying: Carrying) -> None:
    caller = Caller(carrying=carrying)
    asked = caller.asked
    assert (asked.method, asked.url, asked.within) == (
        "POST",
        "https://orders.example.com/v1/status",
        2.5,
    )
    assert asked.given == {"order": "1234", "secret": "9876", "customer": "7"}
    assert asked.taken == {"status": "order.status", "day": "order.days.0"}
    assert (asked.spoken, asked.languages) == (("status", "day"), ("english",))
    caller.words_end(2)
    assert [one for one in caller.all(f.AnswerAwaited)]
    caller.answered(2.5, **GOOD)
    assert caller.way == ["ask", "which", "tell"]
    assert caller.said == [
        ["One moment."],
        ["Order ", *"1234", " is ", "on its way", ". It comes on ", "Monday"],
    ]
    replica = Dialogues()
    for fact in caller.bench.journal:
        replica.apply(fact)
    assert replica.dump() == caller.room.dump()


def test_what_is_entered_stands_in_no_fact_but_its_keys_and_the_card_ends_with_the_dialogue() -> (
    None
):
    caller = Caller()
    caller.answered(2, **GOOD)
    others = [one for one in caller.bench.journal if not isinstance(one, f.DigitPressed)]
    assert "9876" not in repr(others)
    caller.words_end(3)
    caller.words_end(4)
    assert caller.room.card(CALL) == b""


@pytest.mark.parametrize("carrying", Carrying)
@pytest.mark.parametrize(
    ("story", "way", "by"),
    [
        ("answer, words", ["ask", "which", "tell"], "ok"),
        ("words, answer", ["ask", "which", "tell"], "ok"),
        ("words, bad", ["ask", "agent"], "failed"),
        ("bad, words", ["ask", "agent"], "failed"),
        ("words, time", ["ask", "agent"], "failed"),
        ("time, words", ["ask", "agent"], "failed"),
        ("words, time, answer", ["ask", "agent"], "failed"),
        ("time, answer, words", ["ask", "agent"], "failed"),
        ("words, answer, time", ["ask", "which", "tell"], "ok"),
        ("answer, time, words", ["ask", "which", "tell"], "ok"),
        ("words, bad, answer", ["ask", "agent"], "failed"),
        ("answer, bad, words", ["ask", "which", "tell"], "ok"),
        ("words, answer, answer", ["ask", "which", "tell"], "ok"),
        ("words, refused", ["ask", "agent"], "failed"),
        ("refused, words", ["ask", "agent"], "failed"),
        ("words, answer, refused", ["ask", "which", "tell"], "ok"),
        ("time, refused, words", ["ask", "agent"], "failed"),
    ],
)
def test_the_first_of_answer_and_deadline_has_it(
    story: str, way: list[str], by: str, carrying: Carrying
) -> None:
    caller = Caller(carrying=carrying)
    for number, what in enumerate(story.split(", "), 1):
        moment = 1 + number / 10 + (5 if "time" in story.split(", ")[:number] else 0)
        match what:
            case "words":
                say = PromptId("c1:p4")
                ended = f.PromptEnded(at=at(moment), call=CALL, leg=LEG, prompt=say, how="finished")
                caller.bench.told(ended)
            case "answer":
                caller.answered(moment, **GOOD)
            case "bad":
                caller.answered(moment)
            case "refused":
                closed = CommandClosed(at=at(moment), command=caller.asked.id, outcome="refused")
                caller.bench.told(closed)
            case _:
                caller.passes(moment)
    assert caller.way == way
    taken = [one.by for one in caller.bench.journal if isinstance(one, f.BranchTaken)]
    assert taken[0] == by
    if by == "ok":
        assert caller.dialogue.told == GOOD


@pytest.mark.parametrize(("moment", "by"), [(3.49, "ok"), (3.5, "failed"), (3.6, "failed")])
def test_the_deadline_is_counted_from_the_node_to_the_instant(moment: float, by: str) -> None:
    caller = Caller(SILENT)
    assert caller.all(f.AnswerAwaited)
    caller.passes(moment)
    caller.answered(moment, **GOOD)
    [first, *_] = [one.by for one in caller.bench.journal if isinstance(one, f.BranchTaken)]
    assert first == by
    assert caller.room.next_deadline() is None or "web:" not in str(caller.room.next_deadline())


@pytest.mark.parametrize(("status", "end"), [("lost", "agent"), ("fine", "tell")])
def test_a_branch_goes_by_what_was_answered(status: str, end: str) -> None:
    caller = Caller(SILENT)
    caller.answered(2, status=status, day="x")
    assert caller.way[-1] == end


def test_a_caller_taken_over_in_the_middle_still_gets_on() -> None:
    caller = Caller(SILENT)
    house = Dialogues()
    bench = Bench(house)
    bench.told(f.FlowsPublished(at=at(0), version=1, flows=(read(SILENT),), numbers={}))
    house.adopt(CALL, caller.room.card(CALL))
    bench.passes_until(at(4))
    assert [one.node for one in bench.journal if isinstance(one, f.NodeEntered)] == ["agent"]


def test_a_dialogue_that_is_over_or_another_one_is_not_touched() -> None:
    caller = Caller(SILENT)
    before = caller.room.dump()
    for request in (CommandId("c1:w1:ask"), CommandId("c2:w3:ask")):
        stray = f.WebAnswered(at=at(1.1), call=CALL, request=request, ok=True, values=GOOD)
        assert caller.bench.told(stray) == []
    assert caller.room.dump() == before
    caller.bench.told(f.DialogueDropped(at=at(1.2), call=CALL))
    caller.answered(1.3, **GOOD)
    assert caller.room.next_deadline() is None


def test_only_what_stands_between_the_variables_is_spoken_ahead_of_a_call() -> None:
    said = [text for _, text in every_text(read(FILE))]
    assert said == [
        "Your order number.",
        "Your PIN.",
        "One moment.",
        "Order ",
        " is ",
        ". It comes on ",
    ]


ASK = "node ask: "
BROKEN = [
    ("https://orders", "ftp://orders", f"{ASK}ftp://orders.example.com/v1/status cannot be asked"),
    ("https://orders", "https://me:x@orders", "cannot be asked; write https://<host>/<path>, wit"),
    ("v1/status", "v1?a=b", "cannot be asked"),
    ("example.com/", "example.com:x/", "cannot be asked"),
    ("    give", "    method: PUT\n    give", f"{ASK}method is 'PUT'; use GET or POST"),
    ("    give", "    method: GET\n    give", f"{ASK}pin is personal, and would stand in the add"),
    ("secret: pin", "secret: pim", f"{ASK}gives pim, which is no variable here; did you mean pin?"),
    ("{status: order", "{Status: order", f"{ASK}Status is no name for a variable; use lower case"),
    ("{status: order", "{language: order", f"{ASK}takes language, which is another variable"),
    ("{status: order", "{order: order", f"{ASK}takes order, which is another variable already"),
    ("day: order.days.0", "day: order..days", f"{ASK}takes day from 'order..days', which leads no"),
    ("within: 2.5", "within: 0.4", f"{ASK}within is 0.4; use seconds from 0.5 to 10"),
    ("within: 2.5", "within: 11", f"{ASK}within is 11; use seconds from 0.5 to 10"),
    ("{english: One", "{french: One", f"{ASK}says nothing in english"),
    ("ok: which", "ok: witch", f"{ASK}leads to witch by ok, which is no node; did you mean which?"),
    ("    failed: agent\n", "", f"{ASK}failed is missing or no name"),
    ("failed: agent", "failed: tell", "node tell: says {day}, which is not known on every way th"),
    ("is {status}", "is {state}", "node tell: says {state}, which is no variable here; did you m"),
    ("Order {order}", "PIN {pin}", "node tell: says {pin}, which is personal; write masked: false"),
    ("variable: status", "variable: stats", "condition 1: no node collects stats; did you mean st"),
    ("failed: agent", "failed: ask", "goes round for ever (ask → ask)"),
    (
        "{status: order.status",
        "{a: a, b: b, c: c, d: d, e: e, status: order.status",
        f"{ASK}takes 7 values; take 6 at most",
    ),
]


@pytest.mark.parametrize(("right", "wrong", "message"), BROKEN)
def test_a_broken_node_is_refused_with_place_and_cure(right: str, wrong: str, message: str) -> None:
    assert right in FILE
    with pytest.raises(FlowInvalid) as refused:
        read(FILE.replace(right, wrong, 1))
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("answer", "path", "value"),
    [
        ({"a": {"b": "x"}}, "a.b", "x"),
        ({"a": [{"b": 7}]}, "a.0.b", "7"),
        ({"a": 1.5}, "a", "1.5"),
        ({"a": True}, "a", "true"),
        ({"a": " x "}, "a", "x"),
        ({"a": "x" * 100}, "a", "x" * 100),
        ({"a": "x" * 101}, "a", None),
        ({"a": ""}, "a", None),
        ({"a": None}, "a", None),
        ({"a": {}}, "a", None),
        ({"a": []}, "a.0", None),
        ({"a": "x"}, "a.b", None),
        ([], "a", None),
        ("x", "a", None),
        ({"b": "x"}, "a", None),
    ],
)
def test_a_value_is_taken_where_it_stands(answer: object, path: str, value: str | None) -> None:
    if value is None:
        with pytest.raises(AnswerUnfit):
            values_of(answer, {"v": path})
    else:
        assert values_of(answer, {"v": path}) == {"v": value}
