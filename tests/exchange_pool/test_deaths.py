"""Processes are killed in the middle of calls."""

import os
import signal
from pathlib import Path

import msgspec
import pytest

from callcenter.calls.commands import AnswerLeg, DialLeg, EndLeg
from callcenter.calls.facts import (
    LegEnded,
    LegRang,
    LegsJoined,
    LineGone,
    Reason,
    RecordingStarted,
    Role,
    Side,
)
from callcenter.lab.phone import Phone
from callcenter.settings import Settings
from callcenter.spool import DONE_FILE, TRACKS, Ended
from ivr.facts import DigitPressed
from tests.exchange_pool.exchange_process import ExchangeProcess, until
from tests.exchange_pool.small_control import SmallControl

pytestmark = [pytest.mark.telephone, pytest.mark.nats, pytest.mark.faults]


async def talking(settings: Settings, control: SmallControl, maria: Phone, omar: Phone) -> None:
    """Maria and Omar hear each other."""
    await maria.call(f"sip:8000@127.0.0.1:{settings.sip_port}")
    await control.wait_for(LegRang)
    await control.do(AnswerLeg(id=control.id(), call=control.call, leg=control.leg(1)))
    dial = DialLeg(
        id=control.id(),
        call=control.call,
        leg=control.leg(2),
        role=Role.AGENT,
        uri=omar.uri,
        join=control.leg(1),
    )
    await control.do(dial, card=b"their card")
    await control.wait_for(LegsJoined)
    await maria.hears(700)
    await omar.hears(440)


async def test_calls_survive_the_exchange_and_the_next_one_takes_them_over(
    running: ExchangeProcess,
    settings: Settings,
    control: SmallControl,
    maria: Phone,
    omar: Phone,
) -> None:
    await talking(settings, control, maria, omar)
    before = await maria.listen(700)
    running.kill()
    await maria.press("5")
    await running.start()
    after = await maria.listen(700)
    assert after.lost == 0
    assert after.levels[0] > 1000
    assert after.packets > before.packets + 20
    assert (await control.wait_for(DigitPressed)).digit == "5"
    inventory = await control.fence("8000")
    [found] = inventory.lines
    assert (found.call, found.card) == (control.call, b"their card")
    assert [(leg.role, leg.joined) for leg in found.legs] == [
        (Role.CALLER, control.leg(2)),
        (Role.AGENT, control.leg(1)),
    ]
    await maria.hang_up()
    left = await control.wait_for(LegEnded, lambda fact: fact.leg == control.leg(1))
    assert (left.ending.side, left.ending.reason) == (Side.CALLER, Reason.HANGUP)
    await control.do(EndLeg(id=control.id(), call=control.call, leg=control.leg(2)))
    await omar.wait_for("over")
    done = settings.spool / control.call / DONE_FILE
    await until(done.exists, "the recording")


async def test_a_killed_line_costs_its_own_call_and_is_spoken_for(
    running: ExchangeProcess,
    settings: Settings,
    control: SmallControl,
    maria: Phone,
    omar: Phone,
) -> None:
    await talking(settings, control, maria, omar)
    await control.wait_for(RecordingStarted)
    call = control.call
    folder = settings.spool / call
    await until(lambda: has_grown(folder / TRACKS[0]), "half a second of recording")
    os.kill(running.line_with_call().pid, signal.SIGKILL)
    gone = await control.wait_for(LineGone)
    assert (gone.how, gone.call) == ("died", call)
    ends = control.of(LegEnded)
    assert {fact.leg for fact in ends} == {control.leg(1), control.leg(2)}
    assert {fact.ending.reason for fact in ends} == {Reason.LINE_DIED}
    await maria.wait_for("over")
    await omar.wait_for("over")
    await until((folder / DONE_FILE).exists, "the recording")
    told = msgspec.json.decode((folder / DONE_FILE).read_bytes(), type=Ended)
    assert told.died
    for name in TRACKS:
        raw = (folder / name).read_bytes()
        start = raw.index(b"data") + 8
        assert int.from_bytes(raw[start - 4 : start], "little") == len(raw) - start
    omar.events.clear()
    await maria.call(f"sip:8000@127.0.0.1:{settings.sip_port}")
    await control.wait_for(LegRang, lambda fact: fact.call != call)


async def test_a_line_that_died_while_no_exchange_was_there_is_found_and_ended(
    running: ExchangeProcess,
    settings: Settings,
    control: SmallControl,
    maria: Phone,
    omar: Phone,
) -> None:
    await talking(settings, control, maria, omar)
    line = running.line_with_call()
    running.kill()
    os.kill(line.pid, signal.SIGKILL)
    await running.start()
    assert (await control.wait_for(LineGone)).how == "died"
    assert {fact.leg for fact in control.of(LegEnded)} == {control.leg(1), control.leg(2)}
    await maria.wait_for("over")
    await omar.wait_for("over")
    await until((settings.spool / control.call / DONE_FILE).exists, "the recording")


async def test_lines_are_born_again_after_the_zygote_was_killed(
    running: ExchangeProcess,
    settings: Settings,
    control: SmallControl,
    maria: Phone,
    omar: Phone,
) -> None:
    await talking(settings, control, maria, omar)
    busy = running.line_with_call().pid
    parent = parent_of(busy)
    os.kill(parent, signal.SIGKILL)
    first = control.call
    for line in running.lines():
        if line.pid != busy:
            os.kill(line.pid, signal.SIGKILL)
    await until(lambda: len(running.lines()) >= 4, "three new warm lines", 15)
    assert (await maria.listen(700)).levels[0] > 1000
    assert running.line_with_call().pid == busy
    assert control.call == first


async def test_an_exchange_told_to_stop_leaves_calls_and_ends_warm_lines(
    running: ExchangeProcess,
    settings: Settings,
    control: SmallControl,
    maria: Phone,
    omar: Phone,
) -> None:
    await talking(settings, control, maria, omar)
    assert running.stop() == 0
    await until(lambda: len(running.lines()) == 1, "the end of the warm lines")
    before = await maria.listen(700)
    await maria.hears(700)
    await running.start()
    assert (await maria.listen(700)).packets > before.packets
    await omar.hang_up()
    await control.wait_for(LegEnded, lambda fact: fact.leg == control.leg(2))


def has_grown(track: Path) -> bool:
    """The library writes 4 kB at a time: a killed line loses at most half a second."""
    return track.exists() and track.stat().st_size > 4096


def parent_of(pid: int) -> int:
    with open(f"/proc/{pid}/stat") as stat:
        return int(stat.read().rpartition(")")[2].split()[1])
