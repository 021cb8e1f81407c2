"""The exchange's pieces that need no telephone."""

from dataclasses import replace
from pathlib import Path

from acd.ids import AgentId, CallId, LegId, LineId, PartyId
from callcenter.calls.facts import (
    Ending,
    FoundLeg,
    LegAnswered,
    LegDialled,
    LegEnded,
    LegHeld,
    LegMuted,
    LegRang,
    LegsJoined,
    Role,
)
from callcenter.clock import now
from callcenter.exchange.demand import Demand
from callcenter.exchange.dialogs import DialogBook
from callcenter.exchange.door_ports import DialogEnded, DialogLearnt, DialogRecord
from callcenter.exchange.kept_facts import KeptFacts
from callcenter.exchange.lines import Seen
from callcenter.exchange.slots import RESTING, Slots
from callcenter.spool import read_facts
from callcenter.wire import Stamped

CALL = CallId("c")


def test_a_slot_rests_for_a_minute_after_its_line() -> None:
    slots = Slots(20000, 30000, 30039)
    assert slots.count == 2
    first, second = slots.take(0.0), slots.take(0.0)
    assert (first, second, slots.take(0.0)) == (0, 1, None)
    assert (slots.sip_port(1), slots.rtp_port(1)) == (20001, 30020)
    slots.release(0, 10.0)
    assert slots.take(10.0 + RESTING - 1) is None
    assert slots.take(10.0 + RESTING) == 0


def test_a_line_of_an_earlier_exchange_keeps_its_ports() -> None:
    slots = Slots(20000, 30000, 30039)
    assert slots.occupy(20000) == 0
    assert slots.occupy(19000) == -1
    assert (slots.take(0.0), slots.take(0.0)) == (1, None)


def test_the_burst_of_the_last_minute_says_how_many_lines_to_keep_warm() -> None:
    demand = Demand()
    for at in (0.0, 0.5, 1.0, 1.9, 10.0):
        demand.note(at)
    assert demand.burst(10.0) == 4
    assert demand.burst(65.0) == 1
    assert demand.burst(100.0) == 0


def stamped(seq: int) -> Stamped:
    return Stamped(id=str(seq), source="line", seq=seq, body=b"")


def test_facts_are_kept_until_acknowledged_and_forgotten_after_their_line() -> None:
    kept = KeptFacts()
    assert [kept.keep(stamped(seq)) for seq in (1, 2, 2, 3)] == [True, True, False, True]
    [outstanding] = kept.outstanding(0.0, 2)
    assert [each.seq for each in outstanding] == [1, 2]
    kept.acknowledge("line", 2)
    assert not kept.keep(stamped(1))
    [outstanding] = kept.outstanding(0.0, 10)
    assert [each.seq for each in outstanding] == [3]
    assert kept.last_numbers() == {"line": 3}
    kept.of("line").gone = True
    last = kept.acknowledge("line", 3)
    assert last is not None
    assert last.is_settled
    assert "line" not in kept
    assert kept.acknowledge("line", 3) is None


def record(call_id: str) -> DialogRecord:
    return DialogRecord(call_id, "line-1", 20000, "127.0.0.1", 5060, "udp", True)


def test_dialogs_are_found_again_by_the_next_exchange(tmp_path: Path) -> None:
    book = DialogBook(tmp_path)
    book.note(DialogLearnt(record("a")))
    book.note(DialogLearnt(record("b")))
    book.note(DialogLearnt(replace(record("b"), confirmed=True)))
    book.note(DialogEnded("line-1", "a"))
    after = DialogBook(tmp_path)
    assert after.read() == [replace(record("b"), confirmed=True)]
    assert after.lines() == {"line-1"}
    after.forget("line-1")
    assert DialogBook(tmp_path).read() == []


def test_a_long_dialogs_file_is_written_anew(tmp_path: Path) -> None:
    book = DialogBook(tmp_path)
    for number in range(500):
        book.note(DialogLearnt(replace(record("a"), peer_port=number)))
    [file] = (tmp_path / "dialogs").iterdir()
    assert file.stat().st_size < 250 * 300
    [found] = DialogBook(tmp_path).read()
    assert found.peer_port == 499


def test_the_legs_of_a_call_are_folded_from_passing_facts() -> None:
    caller, agent, at = LegId("c.1"), LegId("c.2"), now()
    seen = Seen()
    for fact in (
        LegRang(
            at=at,
            call=CALL,
            leg=caller,
            line=LineId("line"),
            exchange="one",
            party=PartyId("p"),
            dialled="8000",
        ),
        LegAnswered(at=at, call=CALL, leg=caller),
        LegDialled(at=at, call=CALL, leg=agent, role=Role.AGENT, agent=AgentId("1001")),
        LegsJoined(at=at, call=CALL, a=caller, b=agent),
        LegHeld(at=at, call=CALL, leg=caller),
        LegMuted(at=at, call=CALL, leg=agent, muted=True),
    ):
        seen.apply(fact)
    assert (seen.call, seen.party, seen.dialled) == (CALL, "p", "8000")
    assert list(seen.legs.values()) == [
        FoundLeg(leg=caller, role=Role.CALLER, answered=True, joined=agent, held=True),
        FoundLeg(
            leg=agent,
            role=Role.AGENT,
            answered=False,
            agent=AgentId("1001"),
            joined=caller,
            muted=True,
        ),
    ]
    seen.apply(LegEnded(at=at, call=CALL, leg=caller, ending=Ending()))
    assert list(seen.legs) == [agent]


def test_a_facts_file_that_was_cut_short_is_read_up_to_the_cut(tmp_path: Path) -> None:
    from callcenter.frames import frame

    file = tmp_path / "facts.mp"
    file.write_bytes(frame(stamped(1)) + frame(stamped(2))[:-3])
    assert [each.seq for each in read_facts(file)] == [1]
    assert read_facts(tmp_path / "missing") == []
