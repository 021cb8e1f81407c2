"""The worker asks a real little web service: every kind of answer, and what must not be asked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from acd.ids import CallId, CommandId
from acd.step import Fact
from callcenter.clock import now
from callcenter.worker.sound import Samples
from callcenter.worker.spoken_values import SpokenValues
from callcenter.worker.web_asker import WebAsker
from ivr.commands import AskWeb
from ivr.facts import WebAnswered
from ivr.prompts import prompt_key
from tests.little_web import LittleWeb, little_web

TAKEN = {"status": "order.status"}


class Ears:
    """An outbox."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []

    async def emit(self, fact: Fact) -> None:
        """Keep it."""
        self.facts.append(fact)


class Tone:
    """A voice that knows one sound."""

    rate = 8000

    def say(self, text: str, language: str) -> Samples:
        """The same for all."""
        return np.sin(np.arange(800) / 3)


@pytest.fixture
async def orders() -> AsyncIterator[LittleWeb]:
    async with little_web() as one:
        yield one


async def asked(
    orders: LittleWeb, folder: Path, *, allowed: str = "", url: str = "", **given: Any
) -> WebAnswered:
    ears: Any = Ears()
    tone: Any = Tone()
    asker = WebAsker((allowed or orders.origin,), SpokenValues(folder, lambda: tone), ears)
    fields: dict[str, Any] = {"method": "POST", "within": 1.0, **given}
    wish = AskWeb(
        id=CommandId("c1:w1:ask"),
        call=CallId("c1"),
        url=url or f"{orders.origin}/status",
        given={"order": "1234"},
        taken=TAKEN,
        spoken=("status",),
        languages=("english",),
        **fields,
    )
    closed = await asker.ask(wish)
    assert (closed.command, closed.outcome) == (wish.id, "done")
    [told] = ears.facts
    assert isinstance(told, WebAnswered)
    assert (told.call, told.request) == ("c1", wish.id)
    return told


async def test_what_is_given_stands_in_the_body_and_the_answer_is_spoken(
    orders: LittleWeb, tmp_path: Path
) -> None:
    told = await asked(orders, tmp_path)
    assert (told.ok, told.because, told.values) == (True, "", {"status": "paid"})
    [heard] = orders.heard
    assert (heard.method, heard.target) == ("POST", "/status")
    assert msgspec.json.decode(heard.body) == {"order": "1234"}
    assert heard.headers["idempotency-key"] == "c1:w1:ask"
    audio = tmp_path / f"{prompt_key('english', 'paid')}.wav"
    assert audio.is_file()
    values = SpokenValues(tmp_path)
    values.forget_old(now().timestamp() + 3500)
    assert audio.is_file()
    values.forget_old(now().timestamp() + 3700)
    assert await asyncio.to_thread(lambda: list(tmp_path.iterdir())) == []


async def test_with_get_it_stands_in_the_address(orders: LittleWeb, tmp_path: Path) -> None:
    assert (await asked(orders, tmp_path, method="GET")).ok
    [heard] = orders.heard
    assert (heard.method, heard.target, heard.body) == ("GET", "/status?order=1234", b"")


@pytest.mark.parametrize(
    ("answer", "because"),
    [
        ("HTTP/1.1 500 Oh\r\nContent-Length: 2\r\n\r\n{}", "status"),
        ("HTTP/1.1 404 No\r\nContent-Length: 2\r\n\r\n{}", "status"),
        ("HTTP/1.1 302 Go\r\nLocation: /secret\r\nContent-Length: 0\r\n\r\n", "redirected"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>", "unreadable"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", "value_missing"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}", "too_late"),
        (f"HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n{'[' * 90000}", "too_large"),
        (f"HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n{'[' * 60000}", "unreadable"),
        ("nonsense\r\n\r\n", "unreachable"),
        ("", "too_late"),
    ],
)
async def test_what_is_no_good_answer_says_why(
    orders: LittleWeb, tmp_path: Path, answer: str, because: str
) -> None:
    orders.answer = answer.encode()
    began = asyncio.get_running_loop().time()
    told = await asked(orders, tmp_path, within=0.5)
    assert (told.ok, told.because, told.values) == (False, because, {})
    assert asyncio.get_running_loop().time() - began < 2
    assert len(orders.heard) == 1


async def test_only_origins_that_are_allowed_are_asked(orders: LittleWeb, tmp_path: Path) -> None:
    for allowed, url in [
        ("https://orders.example.com", ""),
        (orders.origin.replace("http", "https"), ""),
        (orders.origin, orders.origin.replace("127.0.0.1", "localhost")),
        (f"http://127.0.0.1:{orders.port + 1}", ""),
        (orders.origin, f"http://127.0.0.1:{orders.port}0@{orders.origin[7:]}0/"),
    ]:
        told = await asked(orders, tmp_path, allowed=allowed, url=url)
        assert told.because == "not_allowed", url
    assert orders.heard == []


async def test_who_is_not_there_is_unreachable(orders: LittleWeb, tmp_path: Path) -> None:
    gone = "http://127.0.0.1:9"
    assert (await asked(orders, tmp_path, allowed=gone, url=gone)).because == "unreachable"
