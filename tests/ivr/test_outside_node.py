"""The node that gives a caller to a number outside: the way ends there, and the call dials it."""

from __future__ import annotations

import pytest

from acd.ids import PromptId
from ivr import facts as f
from ivr.dialogues import Dialogues
from ivr.errors import FlowInvalid
from ivr.flow_file import read
from ivr.flow_picture import picture
from ivr.prompts import every_text
from tests.bench.flows import CALL, LEG, enters
from tests.bench.rooms import Bench, Carrying, at

pytestmark = pytest.mark.thinking

FILE = """\
flow: hotel
languages: [english]
start: desk
default_queue: hotels
nodes:
  desk:
    outside: "+862012345678"
    say: {english: We are calling the hotel.}
    ring_for: 25
    otherwise: agent
  agent:
    queue: hotels
"""


def told(carrying: Carrying = Carrying.TOGETHER, text: str = FILE) -> Bench:
    """A caller at the flow's beginning."""
    bench = Bench(Dialogues(), carrying=carrying)
    enters(bench, text, "")
    return bench


@pytest.mark.parametrize("carrying", Carrying)
def test_the_words_are_heard_and_the_way_ends_at_the_number(carrying: Carrying) -> None:
    bench = told(carrying)
    assert not [one for one in bench.journal if isinstance(one, f.OutsideChosen)]
    [said] = bench.commands
    prompt = PromptId(str(said.id).removesuffix(":say"))
    bench.told(f.PromptEnded(at=at(2), call=CALL, leg=LEG, prompt=prompt, how="finished"))
    [chosen] = [one for one in bench.journal if isinstance(one, f.OutsideChosen)]
    assert (chosen.number, chosen.ring_for) == ("+862012345678", 25)
    assert (chosen.flow, chosen.otherwise) == ("hotel", "agent")
    ended = bench.journal[-1]
    assert isinstance(ended, f.DialogueEnded)
    assert (ended.queue, ended.because) == (None, "outside")


def test_without_words_it_is_dialled_at_once() -> None:
    bench = told(text=FILE.replace("    say: {english: We are calling the hotel.}\n", ""))
    assert bench.commands == []
    assert isinstance(bench.journal[-1], f.DialogueEnded)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"+862012345678"', "862012345678", "in quotes"),
        ('"+862012345678"', '"hotel"', "no number that can be called"),
        ('"+862012345678"', '"+1 555"', "no number that can be called"),
        ("ring_for: 25", "ring_for: 4", "from 5 to 180"),
        ("    otherwise: agent\n", "", "otherwise is missing"),
        ("otherwise: agent", "otherwise: agents", "which is no node"),
        ("{english: We are calling the hotel.}", "{french: Bonjour}", "speaks french"),
    ],
)
def test_what_is_wrong_is_said_at_the_node(old: str, new: str, said: str) -> None:
    with pytest.raises(FlowInvalid, match="node desk") as wrong:
        read(FILE.replace(old, new))
    assert said in str(wrong.value)


def test_it_is_drawn_and_its_words_are_made_ahead() -> None:
    drawn = picture(read(FILE))
    assert 'class="node outside"' in drawn
    assert "+862012345678, 25 s" in drawn
    assert ("english", "We are calling the hotel.") in set(every_text(read(FILE)))
