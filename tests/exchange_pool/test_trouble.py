"""No line free, a line that hangs, a disk that hangs."""

import asyncio
import os
import signal
from contextlib import AsyncExitStack

import pytest

from callcenter.calls.commands import AnswerLeg
from callcenter.calls.facts import LegRang, LineGone, RecordingStarted
from callcenter.exchange import line_health
from callcenter.exchange.exchange import Exchange
from callcenter.lab.phone import Phone, phone
from callcenter.settings import Settings
from callcenter.spool import DONE_FILE, TRACKS
from callcenter.state_file import read_states
from tests.exchange_pool.exchange_process import until
from tests.exchange_pool.small_control import SmallControl

pytestmark = [pytest.mark.telephone, pytest.mark.nats]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"warm_lines": 2, "lines_most": 2})


async def test_callers_hear_503_when_no_line_is_left(
    exchange: Exchange, settings: Settings, control: SmallControl
) -> None:
    async with AsyncExitStack() as stack:
        phones = [await stack.enter_async_context(phone(f"caller{n}")) for n in range(3)]
        for one in phones[:2]:
            await one.call(f"sip:8000@127.0.0.1:{settings.sip_port}")
        await control.until(lambda: True if len(control.of(LegRang)) == 2 else None, "two calls")
        await phones[2].call(f"sip:8000@127.0.0.1:{settings.sip_port}")
        assert (await phones[2].wait_for("over"))["code"] == 503


async def test_a_line_that_stands_still_is_ended_and_one_that_hangs_is_not(
    monkeypatch: pytest.MonkeyPatch,
    exchange: Exchange,
    settings: Settings,
    control: SmallControl,
    maria: Phone,
) -> None:
    monkeypatch.setattr(line_health, "BEAT_WITHIN", 1.5)
    monkeypatch.setattr(line_health, "STANDSTILL", 1.5)
    await maria.call(f"sip:8000@127.0.0.1:{settings.sip_port}")
    await control.wait_for(LegRang)
    await control.do(AnswerLeg(id=control.id(), call=control.call, leg=control.leg(1)))
    await maria.wait_for("up")
    [line] = [
        state for state in read_states(settings.run, "line-*") if state.extra.get("call") is True
    ]
    os.kill(line.pid, signal.SIGSTOP)
    assert (await control.wait_for(LineGone, within=12)).how == "died"
    await maria.wait_for("over")


async def test_a_disk_that_hangs_costs_no_audio_and_no_other_call(
    exchange: Exchange, settings: Settings, control: SmallControl, maria: Phone, omar: Phone
) -> None:
    await maria.call(f"sip:8000@127.0.0.1:{settings.sip_port}")
    await control.wait_for(LegRang)
    folder = settings.spool / control.call
    await asyncio.to_thread(folder.mkdir, exist_ok=True)
    # Opening a pipe that nobody reads blocks, as a dead disk does.
    os.mkfifo(folder / TRACKS[0])
    await control.do(AnswerLeg(id=control.id(), call=control.call, leg=control.leg(1)))
    await control.wait_for(RecordingStarted)
    before = await maria.listen()
    began = asyncio.get_running_loop().time()
    await omar.call(f"sip:8000@127.0.0.1:{settings.sip_port}")
    first = control.of(LegRang)[0].call
    await control.wait_for(LegRang, lambda fact: fact.call != first)
    await control.do(AnswerLeg(id=control.id(), call=control.call, leg=control.leg(1)))
    await omar.wait_for("up")
    await asyncio.sleep(2.5)
    after = await maria.listen()
    expected = (asyncio.get_running_loop().time() - began) / 0.02
    assert after.lost == 0
    assert after.packets - before.packets >= expected - 10
    await omar.hang_up()
    assert not (folder / DONE_FILE).exists()
    # The disk comes back.
    reader = os.open(folder / TRACKS[0], os.O_RDONLY | os.O_NONBLOCK)
    await maria.hang_up()
    await until((settings.spool / control.call / DONE_FILE).exists, "the second recording", 12)
    os.close(reader)
