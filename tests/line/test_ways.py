"""A leg with several ways: what makes the line try the next, and what does not."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Iterator

import pytest

from callcenter.calls.commands import Way
from callcenter.calls.facts import LegAnswered, LegDialled, LegEnded, LegProgressed, Reason
from callcenter.lab.phone import Phone, phone
from tests.line.bench import Bench

pytestmark = pytest.mark.telephone


@pytest.fixture
async def first() -> AsyncIterator[Phone]:
    """Where the first way leads; what it answers is for the test to say."""
    async with phone("first") as made:
        yield made


@pytest.fixture
def deaf() -> Iterator[str]:
    """An address at which nothing is ever said."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as bound:
        bound.bind(("127.0.0.1", 0))
        yield f"sip:nobody@127.0.0.1:{bound.getsockname()[1]}"


async def dial(line: Bench, caller: Phone, first: str, *others: str) -> None:
    """Call the caller's second leg, first this way and then the others."""
    await line.answered(caller)
    ways = tuple(Way(uri=uri, sender="<sip:shown@127.0.0.1>") for uri in others)
    await line.dialled(2, first, join=False, others=ways, first_reply_for=0.6)


async def ending_of(line: Bench) -> LegEnded:
    return await line.wait_for(LegEnded, lambda fact: fact.leg == line.leg(2))


async def answered(line: Bench) -> None:
    await line.wait_for(LegAnswered, lambda fact: fact.leg == line.leg(2))
    assert len(line.of(LegDialled)) == 1, "it is one leg, dialled once"
    assert not [fact for fact in line.of(LegEnded) if fact.leg == line.leg(2)]


@pytest.mark.parametrize("code", [500, 503, 504, 408])
async def test_where_the_way_fails_the_next_is_tried_and_both_speak(
    line: Bench, maria: Phone, omar: Phone, first: Phone, code: int
) -> None:
    await first.answer_calls(code)
    await dial(line, maria, first.uri, omar.uri)
    await answered(line)
    await first.wait_for_call(within=20)
    assert first.came == 1
    await omar.wait_for("up")
    await omar.hang_up()
    assert (await ending_of(line)).ending.reason is Reason.HANGUP


async def test_where_nothing_is_said_the_next_is_tried_and_so_on(
    line: Bench, maria: Phone, omar: Phone, first: Phone, deaf: str
) -> None:
    await first.answer_calls(503)
    await dial(line, maria, deaf, first.uri, omar.uri)
    await answered(line)
    await first.wait_for_call(within=20)
    assert (first.came, omar.came) == (1, 1)


@pytest.mark.parametrize(
    ("code", "reason"),
    [(486, Reason.BUSY), (603, Reason.REJECTED), (404, Reason.UNREACHABLE)],
)
async def test_what_the_called_party_says_is_said_by_every_way(
    line: Bench, maria: Phone, omar: Phone, first: Phone, code: int, reason: Reason
) -> None:
    await first.answer_calls(code)
    await dial(line, maria, first.uri, omar.uri)
    assert (await ending_of(line)).ending.reason is reason
    assert omar.came == 0


async def test_who_has_rung_is_not_called_a_second_time(
    line: Bench, maria: Phone, omar: Phone, first: Phone
) -> None:
    await first.answer_calls(180)
    await dial(line, maria, first.uri, omar.uri)
    await line.wait_for(LegProgressed)
    await first.answer(503)
    assert (await ending_of(line)).ending.reason is Reason.UNREACHABLE
    assert omar.came == 0


async def test_when_no_way_is_left_it_is_unreachable_with_the_last_ones_words(
    line: Bench, maria: Phone, first: Phone, deaf: str
) -> None:
    await first.answer_calls(503)
    await dial(line, maria, deaf, first.uri)
    ending = (await ending_of(line)).ending
    assert (ending.reason, ending.code) == (Reason.UNREACHABLE, 503)
