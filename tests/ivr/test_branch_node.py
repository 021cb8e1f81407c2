"""The node that goes on by conditions: each of them where it is so, is not so, and is not known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acd.ids import CallId, FlowName, NodeName, PartyId, QueueId
from ivr import facts as f
from ivr.branching import holds, way_on
from ivr.dialogue import Dialogue
from ivr.dialogues import Dialogues
from ivr.errors import FlowInvalid
from ivr.flow import BranchNode, Condition
from ivr.flow_file import read
from ivr.surroundings import CallerNow, Nowhere, QueueNow
from tests.bench.flows import CALL, LEG, enters
from tests.bench.rooms import Bench, Carrying, at

pytestmark = pytest.mark.thinking

FILE = """\
flow: who
languages: [mandarin, english]
start: booking
default_queue: flights
nodes:
  booking:
    collect: {mandarin: 请输入。, english: Please enter.}
    variable: booking
    max_digits: 8
    next: who
    otherwise: who
  who:
    branch:
      - {variable: booking, equals: "0471", next: a}
      - {variable: booking, one_of: ["11", "22"], next: b}
      - {variable: booking, length: 6, next: c}
      - {tier: [gold, company], travels_soon: true, next: d}
      - {queue: flights, waiting_at_least: 3, next: e}
    otherwise: g
  a: {queue: a}
  b: {queue: b}
  c: {queue: c}
  d: {queue: d}
  e: {queue: e}
  g: {queue: g}
"""


class Known(Nowhere):
    """A house in which this is so."""

    def __init__(self, caller: CallerNow, queue: QueueNow) -> None:
        self._caller, self._queue = caller, queue

    def queue(self, queue: QueueId) -> QueueNow:
        """Of flights; every other is empty and deserted."""
        return self._queue if queue == "flights" else QueueNow()

    def caller(self, call: CallId) -> CallerNow:
        """Of this call."""
        return self._caller if call == CALL else CallerNow()


GOLD = CallerNow(dialled="8001", tier="gold", travels_soon=True)
BUSY = QueueNow(waiting=3, staffed=2)
X = NodeName("x")
FLIGHTS = QueueId("flights")


def test_what_holds() -> None:
    told = Dialogue(
        call=CALL,
        leg=LEG,
        flow=FlowName("who"),
        flows_version=1,
        language="english",
        party=PartyId("p"),
        collected={"booking": "0471", "room": "12"},
    )
    unknown = Dialogue(call=CALL, leg=LEG, flow=FlowName("who"), flows_version=1)
    house, nothing = Known(GOLD, BUSY), Known(CallerNow(), QueueNow())
    table = [
        (Condition(next=X, dialled=("8000", "8001")), True, False),
        (Condition(next=X, dialled=("8000",)), False, False),
        (Condition(next=X, withheld=True), False, True),
        (Condition(next=X, withheld=False), True, False),
        (Condition(next=X, languages=("english",)), True, False),
        (Condition(next=X, languages=("mandarin",)), False, False),
        (Condition(next=X, tiers=("silver", "gold")), True, False),
        (Condition(next=X, tiers=("silver",)), False, False),
        (Condition(next=X, travels_soon=True), True, False),
        (Condition(next=X, travels_soon=False), False, True),
        (Condition(next=X, variable="booking", one_of=("0471",)), True, False),
        (Condition(next=X, variable="booking", one_of=("471",)), False, False),
        (Condition(next=X, variable="booking", length=4), True, False),
        (Condition(next=X, variable="booking", length=3), False, False),
        (Condition(next=X, variable="other", length=4), False, False),
        (Condition(next=X, variable="room", one_of=("12",), length=4), False, False),
        (Condition(next=X, queue=FLIGHTS, nobody_there=True), False, True),
        (Condition(next=X, queue=FLIGHTS, nobody_there=False), True, False),
        (Condition(next=X, queue=FLIGHTS, waiting_at_least=3), True, False),
        (Condition(next=X, queue=FLIGHTS, waiting_at_least=4), False, False),
        (Condition(next=X, queue=QueueId("gone"), nobody_there=True), True, True),
        (Condition(next=X, tiers=("gold",), languages=("mandarin",)), False, False),
        (Condition(next=X, tiers=("gold",), languages=("english",)), True, False),
    ]
    for condition, of_known, of_unknown in table:
        assert holds(condition, told, house) is of_known, condition
        assert holds(condition, unknown, nothing) is of_unknown, condition


@pytest.mark.parametrize("carrying", Carrying)
@pytest.mark.parametrize(
    ("keys", "caller", "queue", "by", "to"),
    [
        ("0471#", GOLD, BUSY, "1", "a"),
        ("22#", GOLD, BUSY, "2", "b"),
        ("123456#", GOLD, BUSY, "3", "c"),
        ("1234#", GOLD, BUSY, "4", "d"),
        ("1234#", GOLD._replace(travels_soon=False), BUSY, "5", "e"),
        ("1234#", GOLD._replace(tier=""), BUSY._replace(waiting=2), "otherwise", "g"),
        ("", CallerNow(), QueueNow(), "otherwise", "g"),
    ],
)
def test_the_first_that_holds_has_it(
    keys: str, caller: CallerNow, queue: QueueNow, by: str, to: str, carrying: Carrying
) -> None:
    bench = Bench(Dialogues(Known(caller, queue)), carrying=carrying)
    enters(bench, FILE)
    for key in keys:
        bench.told(f.DigitPressed(at=at(1), call=CALL, leg=LEG, digit=key))
    bench.passes_until(at(600))
    [taken] = [one for one in bench.journal if isinstance(one, f.BranchTaken)]
    assert (taken.node, taken.by) == ("who", by)
    ended = bench.journal[-1]
    assert isinstance(ended, f.DialogueEnded)
    assert ended.queue == to
    replica = Dialogues()
    for fact in bench.journal:
        replica.apply(fact)
    assert replica.dump() == bench.rooms[0].dump()


@given(
    st.lists(st.sampled_from(("english", "mandarin", "german")), max_size=6),
    st.sampled_from(("", "english", "mandarin")),
)
def test_exactly_one_way_is_taken(asked: list[str], chosen: str) -> None:
    conditions = tuple(
        Condition(next=NodeName(str(n)), languages=(one,)) for n, one in enumerate(asked, 1)
    )
    node = BranchNode(name=NodeName("who"), conditions=conditions, otherwise=NodeName("otherwise"))
    dialogue = Dialogue(call=CALL, leg=LEG, flow=FlowName("who"), flows_version=1, language=chosen)
    by, to = way_on(node, dialogue, Known(GOLD, BUSY))
    assert by == to == (str(asked.index(chosen) + 1) if chosen in asked else "otherwise")


WHO = "node who, condition"
BROKEN = [
    ('equals: "0471"', "equals: 0471", f"{WHO} 1: equals is 313; write equals: <word>"),
    ('equals: "0471"', 'equals: "AB1"', f"{WHO} 1: 'AB1' can never be entered; write digits only"),
    ('{variable: booking, equals: "0471"', '{equals: "0471"', "equals is asked of no variable"),
    (', equals: "0471"', "", f"{WHO} 1: asks nothing of its variable; give it one of equals,"),
    (
        "{variable: booking, length",
        "{variable: bocking, length",
        "3: no node collects bocking; did",
    ),
    ("length: 6", "length: 33", f"{WHO} 3: length is 33; use a whole number from 1 to 32"),
    ("tier: [gold, company], travels_soon: true, ", "", f"{WHO} 4: asks nothing; give it one of"),
    ("tier: [gold, company]", "tier: [7]", f"{WHO} 4: tier is [7]; write tier: <word>, or"),
    ("tier: [gold, company]", "teir: gold", f"{WHO} 4: teir is not known here; did you mean tier?"),
    ("travels_soon: true", "travels_soon: maybe", f"{WHO} 4: travels_soon is 'maybe'; use true"),
    ("tier: [gold, company]", "language: german", f"{WHO} 4: asks for the language german, which"),
    ("tier: [gold, company]", "number: hidden", f"{WHO} 4: number is 'hidden'; use known or with"),
    ("waiting_at_least: 3", "waiting_at_least: 0", f"{WHO} 5: waiting_at_least is 0; use a whole"),
    ("queue: flights, waiting", "queue: flight, waiting", f"{WHO} 5: there is no queue flight; di"),
    (", waiting_at_least: 3", "", f"{WHO} 5: asks nothing of its queue; give it one of nobody_"),
    (", next: e}", "}", f"{WHO} 5: next is missing or no name; write next: <name>"),
    ("next: e}", "next: f}", "node who: leads to f by condition 5, which is no node"),
    ("    otherwise: g\n", "", "node who: otherwise is missing or no name"),
    ("      - {variable: booking, length: 6, next: c}\n", "      - c\n", f"{WHO} 3: is no table"),
    ("otherwise: g", "otherwise: who", "goes round for ever (who → who)"),
]


@pytest.mark.parametrize(("right", "wrong", "message"), BROKEN)
def test_a_broken_node_is_refused_with_place_and_cure(right: str, wrong: str, message: str) -> None:
    assert right in FILE
    queues = {QueueId(one) for one in ("flights", "a", "b", "c", "d", "e", "g")}
    read(FILE, queues=queues)
    with pytest.raises(FlowInvalid) as refused:
        read(FILE.replace(right, wrong, 1), queues=queues)
    assert message in str(refused.value)


def test_a_branch_of_nothing_is_refused() -> None:
    text = FILE[: FILE.index("      - {var")] + FILE[FILE.index("    otherwise: g") :]
    with pytest.raises(FlowInvalid, match="node who: branch is no list; write one condition after"):
        read(text)


CAMPAIGN = """\
flow: who
languages: [english]
start: who
default_queue: flights
nodes:
  who:
    branch:
      - {variable: x_campaign, one_of: [spring, summer], next: a}
      - {variable: diversion, equals: "4008001234", next: b}
    otherwise: g
  a: {queue: a}
  b: {queue: b}
  g: {queue: g}
"""


@pytest.mark.parametrize(
    ("brought", "queue"),
    [
        ({"x_campaign": "summer"}, "a"),
        ({"x_campaign": "winter", "diversion": "4008001234"}, "b"),
        ({"x_campaign": "winter"}, "g"),
        ({}, "g"),
    ],
)
def test_a_caller_goes_by_what_her_call_brought_along(brought: dict[str, str], queue: str) -> None:
    bench = Bench(Dialogues(Known(CallerNow(brought=brought), QueueNow())))
    enters(bench, CAMPAIGN, "")
    [ended] = [one for one in bench.journal if isinstance(one, f.DialogueEnded)]
    assert ended.queue == queue


def test_a_field_that_no_call_can_bring_is_no_variable() -> None:
    with pytest.raises(FlowInvalid, match="no node collects campaign"):
        read(CAMPAIGN.replace("x_campaign", "campaign"))
