"""The node that promises a call back: asked at its door, kept though nobody hears it out."""

import pytest

from acd.ids import PromptId
from ivr import facts as f
from ivr.commands import Say
from ivr.dialogues import Dialogues
from ivr.errors import FlowInvalid
from ivr.flow import Flow
from ivr.flow_file import read
from ivr.prompts import every_text
from tests.bench.flows import CALL, LEG, enters
from tests.bench.rooms import Bench, at

pytestmark = pytest.mark.thinking

FILE = """\
flow: back
languages: [english]
start: menu
default_queue: flights
nodes:
  menu:
    menu: {english: Press 1 to be called back.}
    keys: {1: back}
    otherwise: agent
  back:
    callback: flights
    say: {english: We will call you back.}
    priority: 2
    otherwise: agent
  agent:
    queue: flights
"""


def flow(text: str = FILE) -> Flow:
    return read(text)


def told(party: str = "p") -> Bench:
    """A caller who has pressed 1."""
    bench = Bench(Dialogues())
    enters(bench, FILE, party)
    bench.told(f.DigitPressed(at=at(1), call=CALL, leg=LEG, digit="1"))
    return bench


def test_the_wish_counts_at_once_and_the_call_ends_after_the_words() -> None:
    bench = told()
    [chosen] = [one for one in bench.journal if isinstance(one, f.CallbackChosen)]
    assert (chosen.queue, chosen.priority, chosen.path) == ("flights", 2, ("menu:1",))
    say = bench.commands[-1]
    assert isinstance(say, Say)
    assert say.texts == (("english", "We will call you back."),)
    over = f.PromptEnded(at=at(4), call=CALL, leg=LEG, prompt=PromptId(say.prompt), how="finished")
    [ended] = bench.told(over)
    assert isinstance(ended, f.DialogueEnded)
    assert ended.queue is None


def test_who_hangs_up_while_it_is_said_has_asked_all_the_same() -> None:
    bench = told()
    bench.told(f.DialogueDropped(at=at(2), call=CALL))
    assert len([one for one in bench.journal if isinstance(one, f.CallbackChosen)]) == 1


def test_who_withholds_the_number_goes_the_other_way_and_hears_no_promise() -> None:
    bench = told(party="")
    assert not [one for one in bench.journal if isinstance(one, f.CallbackChosen)]
    ended = bench.journal[-1]
    assert isinstance(ended, f.DialogueEnded)
    assert ended.queue == "flights"
    assert len(bench.commands) == 1  # the menu's words


def test_its_words_are_made_ahead() -> None:
    assert ("english", "We will call you back.") in set(every_text(flow()))


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("    otherwise: agent\n  agent", "  agent", "node back: otherwise is missing"),
        ("    say: {english: We will call you back.}\n", "", "node back: says nothing in english"),
        ("callback: flights", "callback: trains", "node back: there is no queue trains"),
        ("otherwise: agent\n  agent", "otherwise: agnt\n  agent", "node back: leads to agnt"),
        (
            "otherwise: agent\n  agent",
            "otherwise: back\n  agent",
            "goes round for ever (back",
        ),
    ],
)
def test_a_broken_node_is_refused_with_place_and_cure(right: str, wrong: str, message: str) -> None:
    assert right in FILE
    with pytest.raises(FlowInvalid) as refused:
        read(FILE.replace(right, wrong), queues={flow().default_queue})
    assert message in str(refused.value)
