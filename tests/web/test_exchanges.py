"""What exchanges tell of themselves, as Prometheus reads it."""

from __future__ import annotations

import asyncio

import msgspec
import pytest

from acd.ids import CallId, LegId
from callcenter.calls.facts import LegMeasured
from callcenter.clock import now
from callcenter.web.exchanges import SHOWN_FOR, Exchanges
from callcenter.wire import ExchangeFigures, TrunkFigures
from tests.web.centre import Centre
from tests.web.page import DEAD_MAN

pytestmark = [pytest.mark.postgres, pytest.mark.nats]


def figures(name: str = "main") -> ExchangeFigures:
    return ExchangeFigures(
        name=name,
        boot="b",
        at=now(),
        messages={"invites": 7, "no_line": 1},
        answers={"503": 2},
        bans={"guessed": 3},
        registers={"bound": 4},
        dialogs=5,
        socket_drops=6,
        draining=False,
        lines={"warm": 8, "in_call": 2},
        trunks=(
            TrunkFigures(name="north", answers=True, calls=2, most_calls=30),
            TrunkFigures(name="south", answers=False, calls=0, most_calls=0),
        ),
    )


LINES = [
    'callcenter_sip_messages_total{exchange="main",what="invites"} 7.0',
    'callcenter_sip_answers_total{exchange="main",status="503"} 2.0',
    'callcenter_sip_bans_total{exchange="main",reason="guessed"} 3.0',
    'callcenter_sip_registers_total{exchange="main",what="bound"} 4.0',
    'callcenter_sip_socket_drops_total{exchange="main"} 6.0',
    'callcenter_sip_dialogs{exchange="main"} 5.0',
    'callcenter_lines{exchange="main",state="warm"} 8.0',
    'callcenter_trunk_up{exchange="main",trunk="north"} 1.0',
    'callcenter_trunk_up{exchange="main",trunk="south"} 0.0',
    'callcenter_trunk_calls{exchange="main",trunk="north"} 2.0',
    'callcenter_trunk_calls_most{exchange="main",trunk="north"} 30.0',
    'callcenter_exchange_draining{exchange="main"} 0.0',
]


async def test_what_an_exchange_tells_is_in_the_metrics(running: Centre) -> None:
    async with running.page("1001") as page, asyncio.timeout(DEAD_MAN):
        assert "callcenter_sip_messages" in (await page.client.get("/metrics")).text
        await running.web.bus.publish("cc.figures", figures())
        text = ""
        while LINES[0] not in text:
            text = (await page.client.get("/metrics")).text
        assert [one for one in LINES if one not in text] == []
        await running.web.bus.publish(
            "cc.figures", msgspec.structs.replace(figures(), draining=True, dialogs=0)
        )
        while 'callcenter_exchange_draining{exchange="main"} 1.0' not in text:
            text = (await page.client.get("/metrics")).text
        assert text.count("callcenter_sip_dialogs{") == 1, "the newest alone"


async def test_how_legs_were_heard_is_counted(running: Centre) -> None:
    async with running.page("1001") as page, asyncio.timeout(DEAD_MAN):
        call = CallId("01MEASURED")
        heard = running.next_fact(LegMeasured)
        await running.telephone.say(
            LegMeasured(
                at=now(),
                call=call,
                leg=LegId(f"{call}.1"),
                packets=1000,
                lost=10,
                jitter_ms=2.0,
                round_trip_ms=20.0,
                opinion=4.1,
            )
        )
        await heard
        text = (await page.client.get("/metrics")).text
        assert "callcenter_rtp_packets_total 1000.0" in text
        assert "callcenter_rtp_packets_lost_total 10.0" in text
        assert 'callcenter_leg_opinion_bucket{le="4.2"} 1.0' in text


def test_one_that_is_silent_for_long_is_shown_no_more() -> None:
    clock = [1000.0]
    exchanges = Exchanges(lambda: clock[0])
    exchanges.take(figures())
    assert [one.name for one in exchanges.here] == ["main"]
    clock[0] += SHOWN_FOR + 1
    assert exchanges.here == []
