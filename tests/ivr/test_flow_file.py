"""Broken flows: each is refused with the node's name and a cure."""

import pytest

from acd.ids import NodeName, QueueId
from ivr.errors import FlowInvalid
from ivr.flow import (
    DeclineRecordingNode,
    HangUpNode,
    MenuNode,
    QueueNode,
    SayNode,
    SetLanguageNode,
)
from ivr.flow_file import MAIN_FLOW, read

pytestmark = pytest.mark.thinking

GOOD = """
flow: small
languages: [mandarin, english]
start: hello
default_queue: flights
nodes:
  hello:
    say: {mandarin: 您好。, english: Hello.}
    next: ask
  ask:
    menu: {mandarin: 请按 1。, english: Press 1.}
    keys: {1: english, 2: bye, 8: silent}
    otherwise: flights
  english:
    language: english
    next: flights
  silent:
    decline_recording: true
    next: flights
  bye:
    hang_up: true
    say: {mandarin: 再见。, english: Goodbye.}
  flights:
    queue: flights
"""

BROKEN = {
    "a target that is no node": (
        ("next: ask", "next: aks"),
        "node hello: leads to aks by next, which is no node; did you mean ask?",
    ),
    "a key's target that is no node": (
        ("2: bye", "2: by"),
        "node ask: leads to by by key 2, which is no node; did you mean bye?",
    ),
    "a target like no other": (
        ("otherwise: flights", "otherwise: xyz"),
        "use one of ask, bye, english, flights, hello, silent",
    ),
    "a start that is no node": (
        ("start: hello", "start: helo"),
        "flow: leads to helo at the start, which is no node; did you mean hello?",
    ),
    "a language without words": (
        (", english: Hello.", ""),
        "node hello: says nothing in english; give the words in english",
    ),
    "blank words": (("english: Hello.", "english: ' '"), "node hello: says nothing in english"),
    "a last word in one language only": (
        (", english: Goodbye.", ""),
        "node bye: says nothing in english",
    ),
    "words in a language the flow does not speak": (
        ("english: Hello.", "english: Hello., germn: Hallo."),
        "node hello: speaks germn, which the flow does not",
    ),
    "a language the flow does not speak": (
        ("language: english", "language: englsh"),
        "node english: sets the language englsh, which the flow does not speak; "
        "did you mean english?",
    ),
    "a node nobody comes to": (
        ("8: silent", "8: bye"),
        "node silent: cannot be reached; lead to it, or take it out",
    ),
    "a key no telephone has": (
        ("2: bye", "22: bye"),
        "node ask: '22' is no key of a telephone; use one of 0-9, * and #, in quotes",
    ),
    "a letter as key": (("2: bye", "a: bye"), "node ask: 'a' is no key of a telephone"),
    "a menu without keys": (
        ("keys: {1: english, 2: bye, 8: silent}", "keys: {}"),
        "node ask: has no keys; give at least one",
    ),
    "a loop without a key": (
        ("otherwise: flights", "otherwise: hello"),
        "node hello: a caller who presses no key goes round for ever (hello → ask → hello); "
        "lead out of it, to a queue in the end",
    ),
    "a menu that waits for ever": (
        ("otherwise: flights", "otherwise: ask"),
        "node ask: a caller who presses no key goes round for ever (ask → ask)",
    ),
    "no way to a queue": (
        ("    queue: flights\n", "    hang_up: true\n"),
        "flow: no way leads to a queue; add a queue node and lead to it",
    ),
    "no way out": (
        ("decline_recording: true\n    next: flights", "decline_recording: true\n    next: silent"),
        "node silent: there is no way to an end from here; lead to a queue or hang_up node",
    ),
    "a queue that does not exist": (
        ("    queue: flights\n", "    queue: fligths\n"),
        "node flights: there is no queue fligths; did you mean flights?",
    ),
    "a default queue that does not exist": (
        ("default_queue: flights", "default_queue: trains"),
        "flow: default_queue trains does not exist; use one of flights, hotels",
    ),
    "a misspelt key of a node": (
        ("otherwise: flights", "otherwise: flights\n    patiense: 3"),
        "node ask: patiense is not known here; did you mean patience?",
    ),
    "a misspelt key of the flow": (
        ("start: hello", "start: hello\nstep_budgt: 5"),
        "flow: step_budgt is not known here; did you mean step_budget?",
    ),
    "a node that does two things": (
        ("hang_up: true", "hang_up: true\n    queue: flights"),
        "node bye: hang_up is not known here",
    ),
    "a node that does nothing known": (
        ("hang_up: true\n    say: {", "words: {"),
        "node bye: does nothing known; give it one of directory, queue, hang_up, menu",
    ),
    "an empty node": (
        ("  flights:\n    queue: flights\n", "  flights:\n"),
        "node flights: is empty; say what it does: directory, queue, hang_up, menu",
    ),
    "a missing next": (
        ("    next: ask\n", ""),
        "node hello: next is missing or no name; write next: <name>",
    ),
    "a missing name of the flow": (("flow: small", "flow: 7"), "flow: flow is missing or no name"),
    "patience that is no number": (
        ("otherwise: flights", "otherwise: flights\n    patience: long"),
        "node ask: patience is 'long'; use a whole number from 1 to 60",
    ),
    "patience without end": (
        ("otherwise: flights", "otherwise: flights\n    patience: 600"),
        "node ask: patience is 600; use a whole number from 1 to 60",
    ),
    "retries that are a truth": (
        ("otherwise: flights", "otherwise: flights\n    retries: true"),
        "node ask: retries is True; use a whole number from 0 to 9",
    ),
    "barge-in that is a word": (
        ("next: ask", "next: ask\n    barge_in: maybe"),
        "node hello: barge_in is 'maybe'; use true or false",
    ),
    "words without a language": (
        ("say: {mandarin: 您好。, english: Hello.}", "say: Hello."),
        "node hello: say is not a table; write <language>: <words>, one a line",
    ),
    "languages that are no list": (
        ("languages: [mandarin, english]", "languages: mandarin"),
        "flow: languages is no list; write languages: [mandarin, english]",
    ),
    "a node that is there twice": (
        ("  flights:\n    queue: flights\n", "  hello:\n    queue: flights\n"),
        "hello is there twice; take one out",
    ),
    "a label in one language only": (
        ("    queue: flights\n", "    queue: flights\n    label: {english: Flights}\n"),
        "node flights: has no label in mandarin; give the label in mandarin, or none at all",
    ),
    "a label in a language the flow does not speak": (
        (
            "    queue: flights\n",
            "    queue: flights\n    label: {mandarin: 机票, english: Flights, french: Vols}\n",
        ),
        "node flights: has a label in french, which the flow does not speak",
    ),
    "a label that is a word": (
        ("    queue: flights\n", "    queue: flights\n    label: Flights\n"),
        "node flights: label is not a table; write <language>: <words>, one a line",
    ),
    "a need that is a number": (
        ("    queue: flights\n", "    queue: flights\n    need: 7\n"),
        "node flights: need is 7; write need: <word>",
    ),
    "no YAML": (("start: hello", "start: [hello"), "no YAML"),
    "a character YAML does not allow": (("Hello.", "He\x07llo."), "no YAML"),
    "no nodes": (("nodes:", "nods:"), "flow: nodes are missing; write nodes:"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_flow_is_refused_with_place_and_cure(name: str) -> None:
    (right, wrong), message = BROKEN[name]
    assert right in GOOD
    with pytest.raises(FlowInvalid) as refused:
        read(GOOD.replace(right, wrong, 1), queues={QueueId("flights"), QueueId("hotels")})
    assert message in str(refused.value)


@pytest.mark.parametrize("text", ["", "just words", "- a\n- list\n"])
def test_what_is_no_flow_at_all(text: str) -> None:
    with pytest.raises(FlowInvalid, match="the file holds no flow; begin with flow: <name>"):
        read(text)


def test_every_problem_is_told_at_once() -> None:
    text = GOOD.replace("2: bye", "2: by").replace(", english: Hello.", "")
    with pytest.raises(FlowInvalid) as refused:
        read(text)
    assert [problem.where for problem in refused.value.problems] == ["node ask", "node hello"]


def test_good_flow() -> None:
    flow = read(GOOD)
    assert flow.name == "small"
    assert [type(node) for node in flow.nodes] == [
        SayNode,
        MenuNode,
        SetLanguageNode,
        DeclineRecordingNode,
        HangUpNode,
        QueueNode,
    ]
    ask = flow.nodes[1]
    assert isinstance(ask, MenuNode)
    assert ask.choices == {"1": "english", "2": "bye", "8": "silent"}
    assert (ask.patience, ask.retries, ask.barge_in) == (5, 2, True)


def test_label_and_need_of_any_node() -> None:
    added = "language: english\n    label: {mandarin: 英语, english: English}\n    need: booking"
    flow = read(GOOD.replace("language: english", added, 1))
    english = next(node for node in flow.nodes if node.name == "english")
    assert (english.label, english.need) == ({"mandarin": "英语", "english": "English"}, "booking")
    assert all(not node.label and not node.need for node in flow.nodes if node is not english)


def test_first_language_is_said_first() -> None:
    assert read(GOOD, first_language="english").languages == ("english", "mandarin")
    assert read(GOOD, first_language="mandarin").languages == ("mandarin", "english")


def test_main_flow_is_good_and_leads_where_it_says() -> None:
    queues = {QueueId("flights"), QueueId("hotels"), QueueId("complaints")}
    flow = read(MAIN_FLOW.read_text(encoding="utf-8"), queues=queues)
    nodes = {node.name: node for node in flow.nodes}
    menu = nodes[NodeName("menu")]
    assert isinstance(menu, MenuNode)
    leads = {
        key: node.queue if isinstance(node := nodes[target], QueueNode) else node.name
        for key, target in menu.choices.items()
    }
    assert leads == {
        "1": "flights",
        "2": "flights",
        "3": "hotels",
        "5": "complaints",
        "6": "colleague",
        "0": "flights",
        "*": "menu",
    }
    assert all(node.label.keys() == {"mandarin", "english"} for node in flow.nodes)
