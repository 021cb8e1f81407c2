"""Listeners on a real line: they hear both, nobody hears them, and nothing depends on them."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from acd.step import CommandClosed
from callcenter.calls.commands import DialLeg, EndLeg, HoldLeg, RetrieveLeg
from callcenter.calls.facts import (
    LegAnswered,
    LegEnded,
    LegMediaUp,
    LegsJoined,
    Reason,
    RecordingEnded,
    Role,
    Side,
)
from callcenter.calls.refusals import Refusal
from callcenter.lab.phone import Phone, phone
from callcenter.spool import TRACKS
from tests.line.bench import Bench
from tests.line.test_recording import heard_for, tenths, track

pytestmark = pytest.mark.telephone

CALLER, AGENT, EAR = 440, 700, 1000
"""What each hums, in hertz."""


@pytest.fixture
async def nora() -> AsyncIterator[Phone]:
    """A listener's phone; answers at once and hums."""
    async with phone("nora") as made:
        await made.hum(EAR)
        await made.answer_calls()
        yield made


async def listens(line: Bench, number: int, ear: Phone) -> None:
    """She is in the call."""
    closed = await line.dialled(number, ear.uri, join=False, role=Role.LISTENER)
    assert closed.outcome == "done"
    await line.wait_for(LegMediaUp, lambda fact: fact.leg == line.leg(number))


async def ended(line: Bench, number: int) -> LegEnded:
    return await line.wait_for(LegEnded, lambda fact: fact.leg == line.leg(number))


async def hear_each_other(maria: Phone, omar: Phone) -> None:
    await maria.hears(AGENT)
    await omar.hears(CALLER)


async def test_she_hears_both_and_neither_of_them_nor_a_track_has_her(
    line: Bench, maria: Phone, omar: Phone, nora: Phone, shared_memory: Path
) -> None:
    await line.talking(maria, omar)
    await listens(line, 3, nora)
    await nora.hears(CALLER)
    await nora.hears(AGENT)
    await hear_each_other(maria, omar)
    await heard_for(1.0)
    await asyncio.gather(maria.stops_hearing(EAR), omar.stops_hearing(EAR))
    assert [(fact.a, fact.b) for fact in line.of(LegsJoined)] == [(line.leg(1), line.leg(2))]
    await maria.hang_up()
    await line.wait_for(RecordingEnded)
    tracks = [track(shared_memory / line.call, name) for name in TRACKS]
    assert all("#" not in tenths(each, EAR) for each in tracks)
    assert "#####" in tenths(tracks[0], CALLER)
    assert "#####" in tenths(tracks[1], AGENT)
    # The agent's leg and hers end by the line's own reflex: nobody thinks here.
    assert (await ended(line, 3)).ending.side is Side.HOUSE
    await line.until_gone()


async def test_held_and_retrieved_she_hears_who_speaks(
    line: Bench, maria: Phone, omar: Phone, nora: Phone
) -> None:
    await line.talking(maria, omar)
    await listens(line, 3, nora)
    await nora.hears(CALLER)
    await line.do(HoldLeg(id=line.id(), call=line.call, leg=line.leg(1)))
    await nora.stops_hearing(CALLER)
    await nora.hears(AGENT)
    await maria.stops_hearing(AGENT)
    await line.do(RetrieveLeg(id=line.id(), call=line.call, leg=line.leg(1)))
    await nora.hears(CALLER)
    await hear_each_other(maria, omar)


async def test_she_comes_and_goes_and_the_conversation_has_no_gap(
    line: Bench, maria: Phone, omar: Phone, nora: Phone
) -> None:
    await line.talking(maria, omar)
    await hear_each_other(maria, omar)
    before = [(await one.listen(CALLER)).lost for one in (maria, omar)]
    await listens(line, 3, nora)
    await nora.hears(CALLER)
    await line.do(EndLeg(id=line.id(), call=line.call, leg=line.leg(3), reason="hangup"))
    assert (await ended(line, 3)).ending.side is Side.HOUSE
    await listens(line, 4, nora)
    await nora.hears(AGENT)
    await nora.hang_up()
    gone = await ended(line, 4)
    assert gone.ending.reason is Reason.HANGUP
    await hear_each_other(maria, omar)
    assert [(await one.listen(CALLER)).lost for one in (maria, omar)] == before


async def fills(line: Bench, two: tuple[Phone, Phone], ear: Phone, third: Phone) -> None:
    """Three legs of the call and a listener: the line has no more. A second one has no leg."""
    await line.talking(*two)
    await listens(line, 3, ear)
    refused = await line.dialled(4, third.uri, join=False, role=Role.LISTENER)
    assert (refused.outcome, refused.reason) == ("refused", Refusal.NO_FREE_LEG)
    assert (await line.dialled(5, third.uri, join=False)).outcome == "done"
    await line.wait_for(LegAnswered, lambda fact: fact.leg == line.leg(5))


def one_more(line: Bench, agent: Phone) -> DialLeg:
    leg = line.leg(6)
    return DialLeg(id=line.id(), call=line.call, leg=leg, role=Role.AGENT, uri=agent.uri)


async def test_a_leg_of_the_call_waits_for_the_slot_of_a_listener_who_is_slow_to_go(
    line: Bench, maria: Phone, omar: Phone, nora: Phone
) -> None:
    """Her telephone does not answer the BYE before the other one is wanted."""
    async with phone("lea") as lea, phone("ida") as ida:
        for one in (lea, ida):
            await one.answer_calls()
        await fills(line, (maria, omar), nora, lea)
        wanted = one_more(line, ida)
        os.kill(nora.pid, signal.SIGSTOP)
        try:
            line.send(line.order(wanted))
            assert (await ended(line, 3)).ending.reason is Reason.REPLACED
            await heard_for(0.5)
            assert not [one for one in line.of(CommandClosed) if one.command == wanted.id]
        finally:
            os.kill(nora.pid, signal.SIGCONT)
        taken = await line.closing_of(wanted)
        assert (taken.outcome, taken.reason) == ("done", "")
        await line.wait_for(LegAnswered, lambda fact: fact.leg == line.leg(6))
        await hear_each_other(maria, omar)


async def test_she_leaves_a_leg_free_and_gives_hers_up(
    line: Bench, maria: Phone, omar: Phone, nora: Phone
) -> None:
    async with phone("lea") as lea, phone("ida") as ida:
        for one in (lea, ida):
            await one.answer_calls()
        await fills(line, (maria, omar), nora, lea)
        taken = await line.do(one_more(line, ida))
        assert (taken.outcome, taken.reason) == ("done", "")
        assert (await ended(line, 3)).ending.reason is Reason.REPLACED
        await line.wait_for(LegAnswered, lambda fact: fact.leg == line.leg(6))
        full = await line.dialled(7, nora.uri, join=False)
        assert (full.outcome, full.reason) == ("refused", Refusal.NO_FREE_LEG)
        await hear_each_other(maria, omar)
