"""The node that goes on by a queue's hours: each of them, and what it is when nothing is said."""

import pytest

from acd.ids import QueueId
from ivr import facts as f
from ivr.dialogues import Dialogues
from ivr.errors import FlowInvalid
from ivr.flow_file import read
from ivr.surroundings import HOURS, Nowhere, QueueNow
from tests.bench.flows import CALL, enters
from tests.bench.rooms import Bench, Carrying

pytestmark = pytest.mark.thinking

FILE = """\
flow: day
languages: [english]
start: hours
default_queue: flights
nodes:
  hours:
    hours: hotels
    open: agent
    closed: night
    holiday: feast
    emergency: fire
  agent: {queue: flights}
  night: {hang_up: true}
  feast: {queue: feast}
  fire: {queue: fire}
"""
SHORT = FILE.replace("    holiday: feast\n    emergency: fire\n", "").partition("  feast:")[0]


class Sign(Nowhere):
    """On the door of the hotels' queue; all others are open."""

    def __init__(self, hours: str) -> None:
        self.hours = hours

    def queue(self, queue: QueueId) -> QueueNow:
        """Read when somebody stands before it."""
        return QueueNow(hours=self.hours if queue == "hotels" else "open")


def came(sign: Sign, file: str, carrying: Carrying = Carrying.TOGETHER) -> Bench:
    bench = Bench(Dialogues(sign), carrying=carrying)
    enters(bench, file)
    return bench


@pytest.mark.parametrize("carrying", Carrying)
@pytest.mark.parametrize(
    ("hours", "file", "node", "queue"),
    [
        ("open", FILE, "agent", "flights"),
        ("closed", FILE, "night", None),
        ("holiday", FILE, "feast", "feast"),
        ("emergency", FILE, "fire", "fire"),
        ("open", SHORT, "agent", "flights"),
        ("closed", SHORT, "night", None),
        ("holiday", SHORT, "night", None),
        ("emergency", SHORT, "night", None),
    ],
)
def test_each_has_its_way(
    hours: str, file: str, node: str, queue: str | None, carrying: Carrying
) -> None:
    bench = came(Sign(hours), file, carrying)
    [taken] = [one for one in bench.journal if isinstance(one, f.BranchTaken)]
    assert (taken.node, taken.by) == ("hours", hours)
    entered = [one.node for one in bench.journal if isinstance(one, f.NodeEntered)]
    assert entered == ["hours", node]
    ended = bench.journal[-1]
    assert isinstance(ended, f.DialogueEnded)
    assert ended.queue == queue


def test_a_room_by_itself_finds_every_queue_open() -> None:
    bench = Bench(Dialogues())
    enters(bench, FILE)
    assert [one.by for one in bench.journal if isinstance(one, f.BranchTaken)] == ["open"]


@pytest.mark.parametrize("then", HOURS)
def test_replay_asks_nothing(then: str) -> None:
    sign = Sign("closed")
    told = FILE.replace("{hang_up: true}", "{hang_up: true, say: {english: Good night.}}")
    bench = came(sign, told)
    sign.hours = then
    replica = Dialogues(sign)
    for fact in bench.journal:
        replica.apply(fact)
    assert replica.dump() == bench.rooms[0].dump()
    assert replica.card(CALL)


BROKEN = [
    ("    closed: night\n", "", "node hours: closed is missing or no name; write closed: <name>"),
    ("holiday: feast", "holiday: fest", "node hours: leads to fest by holiday, which is no node; "),
    ("hours: hotels", "hours: hotel", "node hours: there is no queue hotel; did you mean hotels?"),
    ("hours: hotels", "hours: true", "node hours: hours is missing or no name"),
    ("closed: night", "shut: night", "node hours: shut is not known here"),
    (
        "{hang_up: true}",
        "{say: {english: Please wait.}, next: hours}",
        "node hours: a caller who presses no key goes round for ever (hours → night → hours)",
    ),
]


@pytest.mark.parametrize(("right", "wrong", "message"), BROKEN)
def test_a_broken_node_is_refused_with_place_and_cure(right: str, wrong: str, message: str) -> None:
    assert right in FILE
    queues = {QueueId(one) for one in ("flights", "hotels", "feast", "fire")}
    read(FILE, queues=queues)
    with pytest.raises(FlowInvalid) as refused:
        read(FILE.replace(right, wrong, 1), queues=queues)
    assert message in str(refused.value)
