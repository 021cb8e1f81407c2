"""A drained exchange takes no new calls, lets those that are up go on, and says so."""

import asyncio
import sys

import pytest

from acd.ids import LegId
from callcenter.calls.commands import AnswerLeg
from callcenter.calls.facts import LegEnded, LegRang
from callcenter.drain_verbs import drain, remind, resume
from callcenter.lab.phone import Phone
from callcenter.settings import Settings
from tests.exchange_pool.exchange_process import ExchangeProcess, until
from tests.exchange_pool.small_control import SmallControl

pytestmark = [pytest.mark.telephone, pytest.mark.nats]

SERVICE_UNAVAILABLE = 503


async def call_up(settings: Settings, control: SmallControl, who: Phone) -> LegId:
    """The caller's leg of a call that is up."""
    await who.call(f"sip:8000@127.0.0.1:{settings.sip_port}")
    rang = await control.wait_for(LegRang)
    await control.do(AnswerLeg(id=control.id(), call=rang.call, leg=rang.leg))
    await who.wait_for("up")
    return rang.leg


async def is_refused(settings: Settings, who: Phone) -> bool:
    """Whether its call is turned away as busy; else it is hung up."""
    await who.call(f"sip:8000@127.0.0.1:{settings.sip_port}")
    over = await who.wait_until(
        lambda event: event["event"] == "state" and event["state"] in ("over", "up", "ringing")
    )
    return bool(over["state"] == "over" and over["code"] == SERVICE_UNAVAILABLE)


async def comes_to(settings: Settings, who: Phone, *, refused: bool) -> None:
    """The exchange looks for the note now and then."""
    async with asyncio.timeout(8):
        while await is_refused(settings, who) is not refused:
            await who.hang_up()
            await who.wait_for("over")


async def test_calls_go_on_and_new_ones_are_refused_until_it_is_resumed(
    running: ExchangeProcess,
    settings: Settings,
    control: SmallControl,
    maria: Phone,
    omar: Phone,
) -> None:
    """Over a death of the exchange as well."""
    leg = await call_up(settings, control, maria)
    told: list[str] = []
    drain(settings, told.append, wait=False)
    assert told == ["No new calls; still up: 1 call. Take calls again: callcenter exchange resume"]
    await comes_to(settings, omar, refused=True)

    running.kill()
    await running.start()
    await control.fence("8000")
    assert await is_refused(settings, omar)
    await maria.press("5")

    resume(settings, told.append)
    assert told[1:] == ["New calls are taken."]
    await comes_to(settings, omar, refused=False)
    await maria.hang_up()
    await control.wait_for(LegEnded, lambda fact: fact.leg == leg)


async def test_an_operator_may_wait_for_the_last_call(
    running: ExchangeProcess, settings: Settings, control: SmallControl, maria: Phone
) -> None:
    await call_up(settings, control, maria)
    asked = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "callcenter", "exchange", "drain", "--wait"),
        env={
            "CALLCENTER_DATA": str(settings.data),
            "CALLCENTER_NATS_URL": settings.nats_url,
            "PATH": "/usr/bin:/bin",
        },
        stdout=asyncio.subprocess.PIPE,
    )
    note = settings.run / f"exchange-{settings.exchange_name}.draining"
    await until(note.exists, "the note")
    code = asked.returncode
    assert code is None, "it does not wait"
    await maria.hang_up()
    told, _ = await asyncio.wait_for(asked.communicate(), 8)
    assert asked.returncode == 0
    assert told.decode().splitlines()[-1] == "0 calls"


async def test_without_an_exchange_it_is_said_that_it_will(settings: Settings) -> None:
    told: list[str] = []
    drain(settings, told.append, wait=True)
    remind(settings, told.append)
    resume(settings, told.append)
    remind(settings, told.append)
    assert told == [
        "The exchange does not run; it will take no new calls when it does.",
        "Drained: no new calls are taken until `callcenter exchange resume`.",
        "New calls are taken.",
    ]
