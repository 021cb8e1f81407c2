"""How legs end, and why."""

import socket

import pytest

from callcenter.calls.commands import AnswerLeg, EndLeg, RefuseLeg
from callcenter.calls.facts import (
    Ending,
    LegAnswered,
    LegDialled,
    LegEnded,
    LegProgressed,
    LegRang,
    Reason,
    Side,
)
from callcenter.lab.phone import Phone
from tests.line.bench import Bench

pytestmark = pytest.mark.telephone


async def ending_of(line: Bench, number: int) -> Ending:
    """How a leg ended."""
    fact = await line.wait_for(LegEnded, lambda fact: fact.leg == line.leg(number))
    return fact.ending


async def test_a_phone_that_only_rings_is_given_up(line: Bench, maria: Phone, omar: Phone) -> None:
    await line.answered(maria)
    await omar.answer_calls(180)
    await line.dialled(2, omar.uri, join=False, ring_for=0.6)
    assert (await line.wait_for(LegProgressed)).code == 180
    ending = await ending_of(line, 2)
    assert (ending.side, ending.reason) == (Side.HOUSE, Reason.NO_ANSWER)
    await omar.wait_for("over")


async def test_a_phone_that_says_nothing_at_all_is_unreachable(line: Bench, maria: Phone) -> None:
    await line.answered(maria)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as deaf:
        deaf.bind(("127.0.0.1", 0))
        port = deaf.getsockname()[1]
        uri = f"sip:nobody@127.0.0.1:{port}"
        await line.dialled(2, uri, join=False, first_reply_for=0.4)
        ending = await ending_of(line, 2)
    assert (ending.side, ending.reason) == (Side.NETWORK, Reason.UNREACHABLE)


@pytest.mark.parametrize(
    ("code", "reason"), [(486, Reason.BUSY), (603, Reason.REJECTED), (404, Reason.UNREACHABLE)]
)
async def test_a_phone_that_refuses_says_why(
    line: Bench, maria: Phone, omar: Phone, code: int, reason: Reason
) -> None:
    await line.answered(maria)
    await omar.answer_calls(code)
    await line.dialled(2, omar.uri)
    ending = await ending_of(line, 2)
    assert (ending.reason, ending.code) == (reason, code)


async def test_a_caller_is_refused(line: Bench, maria: Phone) -> None:
    await maria.call(line.uri)
    await line.wait_for(LegRang)
    await line.do(RefuseLeg(id=line.id(), call=line.call, leg=line.leg(1), code=486))
    assert (await maria.wait_for("over"))["code"] == 486
    assert (await ending_of(line, 1)).reason is Reason.BUSY


async def test_a_caller_who_gives_up_before_the_answer_has_cancelled(
    line: Bench, maria: Phone
) -> None:
    await maria.call(line.uri)
    await line.wait_for(LegRang)
    line.acknowledging = False
    await maria.hang_up()
    ending = await ending_of(line, 1)
    assert (ending.side, ending.reason) == (Side.CALLER, Reason.CANCELLED)
    answer = AnswerLeg(id=line.id(), call=line.call, leg=line.leg(1))
    assert (await line.do(answer)).reason == "no_such_leg"


async def test_the_agent_hangs_up_and_the_house_ends_the_caller(
    line: Bench, maria: Phone, omar: Phone
) -> None:
    await line.talking(maria, omar)
    await omar.hang_up()
    ending = await ending_of(line, 2)
    assert (ending.side, ending.reason) == (Side.AGENT, Reason.HANGUP)
    await line.do(EndLeg(id=line.id(), call=line.call, leg=line.leg(1), reason="flow_end"))
    ending = await ending_of(line, 1)
    assert (ending.side, ending.reason) == (Side.HOUSE, Reason.FLOW_END)
    await maria.wait_for("over")


async def test_a_line_has_four_legs_and_says_so(line: Bench, maria: Phone, omar: Phone) -> None:
    await line.answered(maria)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as deaf:
        deaf.bind(("127.0.0.1", 0))
        uri = f"sip:nobody@127.0.0.1:{deaf.getsockname()[1]}"
        for number in (2, 3, 4):
            assert (await line.dialled(number, uri, join=False)).outcome == "done"
        assert len(line.of(LegDialled)) == 3
        assert (await line.dialled(5, uri)).reason == "no_free_leg"
        await line.do(EndLeg(id=line.id(), call=line.call, leg=line.leg(4)))
        await line.until(lambda: True if len(line.of(LegEnded)) == 1 else None, "a free leg")


async def test_a_second_caller_at_the_same_line_is_busy(
    line: Bench, maria: Phone, lina: Phone
) -> None:
    await line.answered(maria)
    await lina.call(line.uri)
    assert (await lina.wait_for("over"))["code"] == 486
    assert len(line.of(LegRang)) == 1
    assert len(line.of(LegAnswered)) == 1
