"""What a load's calls add up to, and how it is told."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from callcenter.lab.load.calls import AgentSide, CallerSide, Calls, Ended
from callcenter.lab.load.comparing import Compared
from callcenter.lab.load.costs import Cost
from callcenter.lab.load.outcome import (
    Costing,
    Outcome,
    call_seconds,
    happened,
    kept,
    packets,
    pairs,
    times,
)
from callcenter.lab.load.packets import Arrivals
from callcenter.lab.load.recordings import Recording, Side
from callcenter.lab.load.report import lines
from callcenter.lab.load.sound import Leg
from callcenter.lab.load.voice import Voice

pytestmark = pytest.mark.thinking


def leg(own: int, hears: int, heard_at: float) -> Leg:
    arrivals = Arrivals()
    for sequence, at in enumerate((100.06, 100.08, 100.17)):
        arrivals.take(sequence, at)
    return Leg(Voice(1, own), 0, arrivals=arrivals, hears=hears, heard_at=heard_at)


def good(number: int = 0) -> tuple[CallerSide, AgentSide]:
    """A call that went well: planned at 100, sent a little late."""
    caller = CallerSide(
        number=number,
        caller="",
        scheduled=100.0,
        leg=leg(2 * number, 2 * number + 1, 101.30),
        sent=100.01,
        trying=100.02,
        answered=100.05,
        over=121.0,
        ended=Ended.WELL,
    )
    agent = AgentSide("99000001", leg(2 * number + 1, 2 * number, 101.28), rang=100.2)
    agent.answered, agent.over = 101.2, 121.1
    return caller, agent


def calls_of(*sides: tuple[CallerSide, AgentSide | None]) -> Calls:
    return Calls(
        callers=[caller for caller, _ in sides],
        agents=[agent for _, agent in sides if agent is not None],
    )


def test_times_begin_when_the_call_was_planned() -> None:
    told = times(calls_of(good()), [0.1], [], straight=2.0)

    assert (told.trying.p50, told.answered.p50, told.first_sound.p50) == (20.0, 50.0, 10.0)
    assert (told.rang.p50, told.joined.p50, told.offered.p50) == (200.0, 100.0, 100.0)
    assert (told.gaps.count, told.gaps.most) == (4, 90.0)


def test_sound_before_the_200_counts_as_at_once() -> None:
    caller, agent = good()
    caller.answered = 100.5
    assert times(calls_of((caller, agent)), [], [], straight=2.0).first_sound.most == 0.0


def test_who_had_to_wait_for_an_agent_is_not_in_the_time_to_the_ringing() -> None:
    caller, agent = good()
    agent.rang = 110.0
    assert times(calls_of((caller, agent)), [], [], straight=2.0).rang.count == 0


@pytest.mark.parametrize(("status", "seer"), [(503, 50.0), (404, 50.0), (486, 100.0), (603, 100.0)])
def test_a_refusal_is_told_with_its_status_and_counts_as_effective_or_not(
    status: int, seer: float
) -> None:
    refused = replace(good(1)[0], answered=0.0, ended=Ended.REFUSED, status=status)

    told = happened(calls_of(good(), (refused, None)), 3)

    assert (told.attempted, told.answered, told.connected, told.well) == (2, 1, 1, 1)
    assert told.others == {f"refused with {status}": 1}
    assert (told.seer, told.repeated) == (seer, 3)


def test_a_caller_whom_the_agent_never_heard_is_not_well() -> None:
    caller, agent = good()
    agent.leg.hears = -1
    calls = calls_of((caller, agent))

    assert pairs(calls) == []
    assert happened(calls, 0).others == {"the agent never heard the caller": 1}


def test_packets_that_came_late_are_counted() -> None:
    assert msgspec.to_builtins(packets(calls_of(good()))) == {
        "received": 6,
        "lost": 0,
        "late": 2,
    }


def outcome(*recordings: Recording) -> Outcome:
    calls = calls_of(good())
    return Outcome(
        happened=happened(calls, 0),
        times=times(calls, [], [], straight=2.0),
        packets=packets(calls),
        kept=kept(recordings),
        costing=Costing(
            seconds=21.0,
            call_seconds=call_seconds(calls),
            at_most=1,
            processes={"line": Cost(cpu=0.2, memory=9.0, processes=1)},
            cores=0.01,
            core_per_call=1.0,
            line_memory=9.0,
            generator=0.1,
            load_before=1.5,
        ),
    )


def test_a_load_that_went_well_says_so() -> None:
    side = Side(there=Compared(equal=1600, begins=0, ends=1600, first=0, last=9))
    told = outcome(Recording(call=0, seconds=20.95, caller=side, agent=side))

    said = list(lines(told))

    assert told.is_well
    assert said[-1] == "all well"
    assert "recordings: 1 of 1 there, 1 right, 1 without a single seam" in said
    assert "| INVITE → 200 | 50.0 ms | 50.0 ms | 50.0 ms | 50.0 ms | 1 |" in said


def test_a_wrong_recording_is_named_and_nothing_is_well() -> None:
    told = outcome(Recording(call=0, seconds=20.95, faults=("1 samples of the caller are wrong",)))

    said = list(lines(told))

    assert not told.is_well
    assert "  call 0: 1 samples of the caller are wrong" in said
    assert said[-1] == "0 calls lost, 1 recordings wrong"
