"""PostgreSQL is down for longer, alone and with control: no call is lost from the records."""

from __future__ import annotations

import pytest

from acd.facts import CallConnected
from callcenter.calls.facts import CallEnded
from callcenter.history.call_record import Result
from callcenter.lab.phone import Phone
from tests.centre import Centre, stopped
from tests.played import (
    AGENT,
    OTHER_CALLER,
    PlayedAgent,
    call_in,
    caller,
    connected,
    hear_each_other,
)
from tests.running_centre import PATIENCE
from tests.whole_call import ends_complete

pytestmark = [pytest.mark.faults, pytest.mark.telephone, pytest.mark.postgres]


async def test_whole_calls_pass_while_the_database_is_down(
    centre: Centre, lin: PlayedAgent, wang: Phone
) -> None:
    await centre.straight_number()
    async with centre.database_down():
        first = await connected(centre, wang, lin)
        await wang.hang_up()
        await centre.fact(CallEnded, call=first)
        await lin.wrap_up(first)
        second = await connected(centre, wang, lin)
    await hear_each_other(wang, lin)
    await wang.hang_up()
    await ends_complete(centre, second, lin)
    record = await centre.finished(first)
    assert record.result is Result.ANSWERED
    assert record.outcome == "answered"


async def test_control_dies_while_the_database_is_down(
    centre: Centre, lin: PlayedAgent, wang: Phone
) -> None:
    number = await centre.straight_number()
    going_on = await connected(centre, wang, lin)
    async with (
        caller("+8613900000001", OTHER_CALLER) as waiting,
        caller("+8613900000002", OTHER_CALLER) as leaving,
    ):
        held_up = await call_in(centre, waiting, number)
        left = await call_in(centre, leaving, number)
        await centre.recorded(left, 0.5)
        async with centre.database_down():
            dead = centre.kill("control")
            await hear_each_other(wang, lin)
            await leaving.hang_up()
            await leaving.wait_for("over")
            await centre.started_again("control", dead["control"])
        await centre.back(dead)
        await hear_each_other(wang, lin)
        await wang.hang_up()
        await ends_complete(centre, going_on, lin)
        await centre.fact(CallConnected, call=held_up)
        await waiting.hang_up()
        await ends_complete(centre, held_up, lin, (OTHER_CALLER, AGENT))
        record = await centre.finished(left)
        assert record.result in (Result.ABANDONED, Result.SHORT_ABANDONED)


async def test_control_and_database_die_together(
    centre: Centre, lin: PlayedAgent, wang: Phone
) -> None:
    call = await connected(centre, wang, lin)
    with stopped(centre.pid("supervisor")):
        killed = centre.kill("control", "postgres")
        await hear_each_other(wang, lin)
        await wang.hang_up()
        await lin.phone.wait_for("over", within=PATIENCE)
    await centre.back(killed)
    await ends_complete(centre, call, lin)
