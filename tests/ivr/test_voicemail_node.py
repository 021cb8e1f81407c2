"""The node that asks for a message: the way ends there, and the call takes it."""

import pytest

from acd.ids import CallId
from ivr import facts as f
from ivr.dialogues import Dialogues
from ivr.errors import FlowInvalid
from ivr.flow import Flow, VoicemailNode
from ivr.flow_file import read
from ivr.flow_picture import picture
from ivr.prompts import every_text
from ivr.surroundings import CallerNow, Nowhere
from ivr.words import every_fixed_text, voicemail_kept_texts, voicemail_texts
from tests.bench.flows import CALL, LEG, enters
from tests.bench.rooms import Bench, Carrying, at

pytestmark = pytest.mark.thinking

FILE = """\
flow: late
languages: [english]
start: menu
default_queue: flights
nodes:
  menu:
    menu: {english: "Press 1 to leave a message, 8 not to be recorded."}
    keys: {1: message, 8: quiet}
    otherwise: agent
  quiet:
    decline_recording: true
    next: message
  message:
    voicemail: flights
    say: {english: Speak after the tone.}
    seconds: 60
    otherwise: agent
  agent:
    queue: flights
"""


class NotRecorded(Nowhere):
    """The line could not begin a recording."""

    def caller(self, call: CallId) -> CallerNow:
        """As the call has it."""
        return CallerNow(recorded=False)


def flow(text: str = FILE) -> Flow:
    return read(text)


def told(key: str, room: Dialogues | None = None, carrying: Carrying = Carrying.TOGETHER) -> Bench:
    """A caller who has pressed a key of the menu."""
    bench = Bench(room or Dialogues(), carrying=carrying)
    enters(bench, FILE, "")
    bench.told(f.DigitPressed(at=at(1), call=CALL, leg=LEG, digit=key))
    return bench


@pytest.mark.parametrize("carrying", Carrying)
def test_the_way_ends_at_a_message_also_of_a_withheld_number(carrying: Carrying) -> None:
    bench = told("1", carrying=carrying)
    [chosen] = [one for one in bench.journal if isinstance(one, f.VoicemailChosen)]
    assert (chosen.queue, chosen.seconds, chosen.words) == (
        "flights",
        60,
        {"english": "Speak after the tone."},
    )
    ended = bench.journal[-1]
    assert isinstance(ended, f.DialogueEnded)
    assert (ended.queue, ended.because, ended.path) == (None, "voicemail", ("menu:1",))
    assert len(bench.commands) == 1  # the menu's words: the call says the others


@pytest.mark.parametrize(
    ("key", "room"), [("8", Dialogues()), ("1", Dialogues(NotRecorded()))], ids=["declined", "lost"]
)
def test_who_is_not_recorded_is_not_asked(key: str, room: Dialogues) -> None:
    bench = told(key, room)
    assert not [one for one in bench.journal if isinstance(one, f.VoicemailChosen)]
    ended = bench.journal[-1]
    assert isinstance(ended, f.DialogueEnded)
    assert ended.queue == "flights"


def test_its_words_are_made_ahead_its_own_and_the_usual_ones() -> None:
    assert ("english", "Speak after the tone.") in set(every_text(flow()))
    fixed = set(every_fixed_text())
    assert {*voicemail_texts("", {}), *voicemail_kept_texts("")} <= fixed
    assert len(voicemail_texts("", {})) == 2
    assert [spoken for spoken, _ in voicemail_texts("mandarin", {})] == ["mandarin"]


def test_without_words_and_length_it_has_the_usual_ones() -> None:
    short = FILE.replace("    say: {english: Speak after the tone.}\n    seconds: 60\n", "")
    [node] = [one for one in flow(short).nodes if isinstance(one, VoicemailNode)]
    assert (node.texts, node.seconds) == ({}, 120)


def test_it_is_drawn_as_an_end() -> None:
    drawn = picture(flow())
    assert 'class="node voicemail"' in drawn
    assert "up to 60 s" in drawn


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("    otherwise: agent\n  agent", "  agent", "node message: otherwise is missing"),
        ("{english: Speak", "{french: Speak", "node message: says nothing in english"),
        ("voicemail: flights", "voicemail: trains", "node message: there is no queue trains"),
        ("seconds: 60", "seconds: 4", "node message: seconds is 4"),
        ("seconds: 60", "seconds: 601", "node message: seconds is 601"),
        ("seconds: 60", "most: 60", "node message: most is not known here"),
        ("otherwise: agent\n  agent", "otherwise: message\n  agent", "goes round for ever"),
    ],
)
def test_a_broken_node_is_refused_with_place_and_cure(right: str, wrong: str, message: str) -> None:
    assert right in FILE
    with pytest.raises(FlowInvalid) as refused:
        read(FILE.replace(right, wrong), queues={flow().default_queue})
    assert message in str(refused.value)
