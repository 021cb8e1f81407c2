"""The room of all dialogues: editions, cards, budgets, and that nobody is ever stuck."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acd.ids import (
    CallId,
    CommandId,
    DeadlineId,
    FlowName,
    LegId,
    NodeName,
    PartyId,
    PromptId,
    QueueId,
)
from acd.step import NOTHING, CommandClosed, DeadlineReached, Fact
from ivr import facts as f
from ivr.commands import Say
from ivr.dialogues import Dialogues
from ivr.flow import Flow, HangUpNode, MenuNode, QueueNode, SayNode, SetLanguageNode
from ivr.flow_file import MAIN_FLOW, read
from tests.bench.rooms import Bench, Carrying, at

pytestmark = pytest.mark.thinking

CALL, LEG = CallId("c1"), LegId("c1.1")
MAIN = read(MAIN_FLOW.read_text(encoding="utf-8"))


def _published(*flows: Flow, version: int = 1) -> f.FlowsPublished:
    return f.FlowsPublished(at=at(0), version=version, flows=flows, numbers={})


def _started(flow: str = "main", version: int = 1, call: CallId = CALL) -> f.DialogueStarted:
    return f.DialogueStarted(
        at=at(0),
        call=call,
        leg=LegId(f"{call}.1"),
        party=PartyId("p"),
        flow=FlowName(flow),
        flows_version=version,
    )


def _over(prompt: int, seconds: float = 1) -> f.PromptEnded:
    return f.PromptEnded(
        at=at(seconds), call=CALL, leg=LEG, prompt=PromptId(f"c1:p{prompt}"), how="finished"
    )


def _key(digit: str, seconds: float = 1) -> f.DigitPressed:
    return f.DigitPressed(at=at(seconds), call=CALL, leg=LEG, digit=digit)


def _flow(*nodes: object, **more: int) -> Flow:
    return msgspec.convert(
        {
            "name": "small",
            "start": getattr(nodes[0], "name", ""),
            "nodes": [msgspec.to_builtins(node) for node in nodes],
            "default_queue": "flights",
            **more,
        },
        Flow,
    )


def _texts(words: str) -> dict[str, str]:
    return {"mandarin": words, "english": words}


def test_caller_finishes_in_the_edition_the_call_began_in() -> None:
    bench = Bench(room := Dialogues())
    bench.told(_published(MAIN))
    bench.told(_started())
    welcome = SayNode(name=NodeName("w"), texts=_texts("Hi."), next=NodeName("q"))
    new = _flow(welcome, QueueNode(name=NodeName("q"), queue=QueueId("flights")))
    bench.told(_published(msgspec.structs.replace(new, name=FlowName("main")), version=2))
    followed = bench.told(_over(1))
    assert [type(fact).__name__ for fact in followed] == ["NodeEntered"]
    bench.told(_started(version=2, call=CallId("c2")))
    assert [command.texts[0][1] for command in bench.commands if isinstance(command, Say)] == [
        "您好，欢迎致电青橹旅行。",
        "普通话服务请按 1。",
        "Hi.",
    ]
    bench.told(f.DialogueDropped(at=at(2), call=CALL))
    bench.told(_published(MAIN, version=3))
    assert room.card(CALL) == b""


def test_goodbye_ends_without_a_queue_and_cannot_be_interrupted() -> None:
    bench = Bench(Dialogues())
    bye = HangUpNode(name=NodeName("bye"), texts=_texts("Goodbye."))
    bench.told(_published(_flow(bye)))
    bench.told(_started("small"))
    [say] = bench.commands
    assert isinstance(say, Say)
    assert say.barge_in is False
    [ended] = bench.told(_over(1))
    assert isinstance(ended, f.DialogueEnded)
    assert ended.queue is None


def test_queue_without_words_is_entered_at_once() -> None:
    bench = Bench(Dialogues())
    bench.told(
        _published(_flow(QueueNode(name=NodeName("q"), queue=QueueId("hotels"), priority=2)))
    )
    [_, ended] = bench.told(_started("small"))
    assert isinstance(ended, f.DialogueEnded)
    assert (ended.queue, ended.priority, ended.because) == ("hotels", 2, "flow")
    assert bench.commands == []


@pytest.mark.parametrize("carrying", Carrying)
def test_flow_that_goes_round_ends_in_the_default_queue(carrying: Carrying) -> None:
    bench = Bench(Dialogues(), carrying=carrying)
    round_and_round = (
        SetLanguageNode(name=NodeName("a"), language="english", next=NodeName("b")),
        SetLanguageNode(name=NodeName("b"), language="mandarin", next=NodeName("a")),
    )
    bench.told(_published(_flow(*round_and_round, step_budget=10)))
    followed = bench.told(_started("small"))
    assert sum(isinstance(fact, f.NodeEntered) for fact in followed) == 11
    ended = followed[-1]
    assert isinstance(ended, f.DialogueEnded)
    assert (ended.queue, ended.because) == ("flights", "budget")


def test_node_that_does_not_exist_leads_to_the_default_queue() -> None:
    bench = Bench(Dialogues())
    bench.told(
        _published(_flow(SayNode(name=NodeName("a"), texts=_texts("Hi."), next=NodeName("x"))))
    )
    bench.told(_started("small"))
    [_, ended] = bench.told(_over(1))
    assert isinstance(ended, f.DialogueEnded)
    assert (ended.queue, ended.because) == ("flights", "no_node")


def _optional(barge_in: bool) -> Flow:
    return _flow(
        MenuNode(
            name=NodeName("maybe"),
            texts=_texts("Press 8 if you like."),
            choices={"8": NodeName("yes")},
            otherwise=NodeName("ask"),
            retries=0,
            barge_in=barge_in,
        ),
        SayNode(name=NodeName("yes"), texts=_texts("Well."), next=NodeName("ask")),
        MenuNode(
            name=NodeName("ask"),
            texts=_texts("Press 1."),
            choices={"1": NodeName("q")},
            otherwise=NodeName("q"),
        ),
        QueueNode(name=NodeName("q"), queue=QueueId("hotels")),
    )


def test_key_that_an_optional_menu_does_not_know_is_for_the_next_one() -> None:
    bench = Bench(Dialogues())
    bench.told(_published(_optional(barge_in=True)))
    bench.told(_started("small"))
    followed = bench.told(_key("1"))
    assert [type(fact).__name__ for fact in followed] == [
        "NodeEntered",
        "ChoiceMade",
        "NodeEntered",
        "DialogueEnded",
    ]
    ended = followed[-1]
    assert isinstance(ended, f.DialogueEnded)
    assert ended.path == ("ask:1",)


def test_key_in_words_that_cannot_be_interrupted_is_used_after_them() -> None:
    bench = Bench(Dialogues())
    bench.told(_published(_optional(barge_in=False)))
    bench.told(_started("small"))
    assert bench.told(_key("8")) == []
    assert isinstance(bench.told(_over(1))[0], f.ChoiceMade)


def test_words_in_a_language_that_is_missing_are_said_in_all() -> None:
    bench = Bench(Dialogues())
    only_english = SayNode(name=NodeName("b"), texts={"english": "Hi."}, next=NodeName("q"))
    bench.told(
        _published(
            _flow(
                SetLanguageNode(name=NodeName("a"), language="mandarin", next=NodeName("b")),
                only_english,
                QueueNode(name=NodeName("q"), queue=QueueId("hotels")),
            )
        )
    )
    bench.told(_started("small"))
    [say] = bench.commands
    assert isinstance(say, Say)
    assert say.texts == (("english", "Hi."),)


def test_menu_without_words_still_waits_for_its_key() -> None:
    bench = Bench(Dialogues())
    silent = MenuNode(
        name=NodeName("ask"),
        texts={},
        choices={"1": NodeName("q")},
        otherwise=NodeName("q"),
        patience=3,
        retries=1,
    )
    queue = QueueNode(name=NodeName("q"), queue=QueueId("hotels"))
    bench.told(_published(_flow(silent, queue)))
    bench.told(_started("small"))
    followed = bench.passes_until(at(6))
    assert [type(fact).__name__ for fact in followed] == [
        "NodeEntered",
        "NodeEntered",
        "DialogueEnded",
    ]


def test_caller_is_taken_over_by_card_in_the_middle_of_a_prompt() -> None:
    bench = Bench(room := Dialogues())
    bench.told(_published(MAIN))
    bench.told(_started())
    bench.told(_over(1))
    card = room.card(CALL)
    again = Bench(found := Dialogues())
    again.told(_published(MAIN, version=9))
    found.adopt(CALL, b"")
    found.adopt(CALL, card)
    found.adopt(CALL, b"known already")
    assert found.card(CALL) == card
    again.told(_over(2))
    followed = again.told(_key("2", 3))
    assert isinstance(followed[0], f.ChoiceMade)


def test_taken_over_without_its_flow_the_caller_is_sent_on_in_a_minute() -> None:
    bench = Bench(room := Dialogues())
    bench.told(_published(MAIN))
    bench.told(_started())
    again = Bench(found := Dialogues())
    found.adopt(CALL, room.card(CALL))
    [ended] = again.passes_until(at(60))
    assert isinstance(ended, f.DialogueEnded)
    assert ended.because == "no_node"


def test_what_is_not_of_this_room_changes_nothing() -> None:
    room = Dialogues()
    room.apply(_published(MAIN))
    before = room.dump()
    nobody = CallId("nobody")
    strangers: list[Fact] = [
        f.NodeEntered(at=at(1), call=nobody, node=NodeName("menu")),
        f.LanguageChosen(at=at(1), call=nobody, language="english"),
        f.ChoiceMade(at=at(1), call=nobody, node=NodeName("menu"), choice="1"),
        f.DialogueDropped(at=at(1), call=nobody),
        _key("1"),
        _over(1),
        CommandClosed(at=at(1), command=CommandId("c9:p1:say"), outcome="refused"),
        CommandClosed(at=at(1), command=CommandId("c9.1:answer"), outcome="done"),
        DeadlineReached(at=at(1), deadline=DeadlineId("key:c9")),
        DeadlineReached(at=at(1), deadline=DeadlineId("offer:c9/1")),
        Fact(at=at(1)),
    ]
    for fact in strangers:
        room.apply(fact)
        assert room.handle(fact) == NOTHING
    assert room.dump() == before


def test_old_facts_of_this_room_lead_nowhere() -> None:
    bench = Bench(room := Dialogues())
    bench.told(_published(MAIN))
    bench.told(_started())
    bench.told(_over(1))
    bench.told(_over(2, 2))
    for old in (
        f.ChoiceMade(at=at(3), call=CALL, node=NodeName("language"), choice="7"),
        DeadlineReached(at=at(3), deadline=DeadlineId("key:c1")),
        DeadlineReached(at=at(3), deadline=DeadlineId("prompt:c1")),
    ):
        assert room.handle(old) == NOTHING


# -- nobody is ever stuck ------------------------------------------------------------------------

_happening = st.one_of(
    st.builds(_key, st.sampled_from("0123456789*#")),
    st.builds(_over, st.integers(1, 12)),
    st.builds(
        lambda n, outcome: CommandClosed(
            at=at(0), command=CommandId(f"c1:p{n}:say"), outcome=outcome
        ),
        st.integers(1, 12),
        st.sampled_from(("done", "refused", "expired")),
    ),
    st.just(_started()),
)


@settings(max_examples=150, deadline=None)
@given(
    happenings=st.lists(st.tuples(_happening, st.sampled_from((0.0, 0.5, 3.0, 70.0))), max_size=40),
    carrying=st.sampled_from(Carrying),
)
def test_whatever_is_pressed_the_caller_gets_to_a_queue(
    happenings: list[tuple[Fact, float]], carrying: Carrying
) -> None:
    bench = Bench(room := Dialogues(), carrying=carrying)
    bench.told(_published(MAIN))
    bench.told(_started())
    seconds = 0.0
    for happening, pause in happenings:
        if _ends(bench.journal):
            break
        seconds += pause
        bench.passes_until(at(seconds), also=False)
        if not _ends(bench.journal):
            bench.told(msgspec.structs.replace(happening, at=at(seconds)))
        assert _ends(bench.journal) or room.next_deadline() is not None
    bench.passes_until(at(seconds + 3600))
    [end] = _ends(bench.journal)
    assert end.queue in {"flights", "hotels", "complaints"}
    prompts = [command.id for command in bench.commands]
    assert len(set(prompts)) == len(prompts)
    replica = Dialogues()
    for fact in bench.journal:
        replica.apply(fact)
    assert replica.dump() == room.dump()
    assert room.next_deadline() is None


def _ends(journal: list[Fact]) -> list[f.DialogueEnded]:
    return [fact for fact in journal if isinstance(fact, f.DialogueEnded)]
