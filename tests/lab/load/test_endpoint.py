"""A user agent's transactions over real UDP: repeated until answered, and heard once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from callcenter.lab.load.endpoint import T1, Endpoint
from callcenter.lab.load.messages import Dialog, accept, sound_at
from callcenter.lab.patience import until
from callcenter.lab.ports import free_block
from callcenter.sip.message import Answer, Request, Response, respond

pytestmark = pytest.mark.telephone

WITHIN = 10.0


class Two:
    """Who asks, and who is asked: it does with each request what `does` says."""

    def __init__(self) -> None:
        first = free_block(2)
        self.requests: list[Request] = []
        self.answers: asyncio.Queue[Response | None] = asyncio.Queue()
        here, there = ("127.0.0.1", first), ("127.0.0.1", first + 1)
        self.asked = Endpoint(first, there, lambda request, at: self.take(request))
        self.asking = Endpoint(first + 1, here, lambda request, at: None)
        self.dialog = Dialog(
            call_id="load-1",
            own=f"<sip:1@{self.asking.sent_by}>;tag=own",
            other=f"<sip:2@{self.asked.sent_by}>",
            target=f"sip:2@{self.asked.sent_by}",
            contact=f"sip:1@{self.asking.sent_by}",
            sent_by=self.asking.sent_by,
        )

    def take(self, request: Request) -> None:
        self.requests.append(request)
        answer = respond(request, Answer(200, "OK", to_tag="their"))
        if request.method == "BYE":
            # Later than the first repeat.
            loop = asyncio.get_running_loop()
            loop.call_later(T1 * 1.5, self.asked.answer, request, answer)
        elif request.method == "INVITE":
            here = sound_at(("127.0.0.1", 9), 1)
            self.asked.insist(request, accept(request, "their", "sip:2@127.0.0.1:9", here))

    def ask(self, method: str) -> None:
        branch, data = self.dialog.request(method)
        self.asking.ask(
            branch,
            data,
            lambda response, at: self.answers.put_nowait(response),
            invite=method == "INVITE",
        )

    async def answer(self) -> Response:
        async with asyncio.timeout(WITHIN):
            found = await self.answers.get()
        assert found is not None
        return found


@pytest.fixture
async def two() -> AsyncIterator[Two]:
    made = Two()
    yield made
    made.asked.close()
    made.asking.close()


async def test_a_request_is_repeated_until_it_is_answered_and_heard_once(two: Two) -> None:
    two.ask("BYE")

    assert (await two.answer()).status == 200
    assert two.asking.repeated == 1
    assert len(two.requests) == 1


async def test_a_200_is_repeated_until_its_ack_comes(two: Two) -> None:
    two.ask("INVITE")
    first, second = await two.answer(), await two.answer()
    assert (first.status, second.status) == (200, 200)

    two.asking.tell(two.dialog.request("ACK")[1])

    async def acknowledged() -> bool:
        return [one.method for one in two.requests] == ["INVITE", "ACK"]

    await until(acknowledged, WITHIN)

    before = two.asked.repeated
    two.ask("BYE")
    assert (await two.answer()).cseq_method == "BYE"
    assert two.asked.repeated == before
