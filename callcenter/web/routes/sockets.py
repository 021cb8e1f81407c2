"""The two sockets: a desk's and a wallboard's. Opened by a ticket, from our own page only."""

import asyncio
from collections import deque
from collections.abc import Callable

import msgspec
from fastapi import APIRouter, WebSocket
from starlette.websockets import WebSocketDisconnect, WebSocketState

from agent_desktop.board import BoardHello, BoardPong, BoardUnreadable, encode
from agent_desktop.socket import DeskSocket
from callcenter.clock import now
from callcenter.web.access import is_own_origin
from callcenter.web.sign_in import Viewer
from callcenter.web.web import Web

router = APIRouter()

CLOSE_REFUSED = 4401
CLOSE_NOT_READY = 1013
READY_WITHIN = 5.0
ANSWERS_KEPT = 100


class TextFrames:
    """A Starlette socket as `agent_desktop.socket.Frames`."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket

    async def receive(self) -> str | None:
        """The next text; binary frames are read as text; None when the other end is gone."""
        try:
            message = await self._socket.receive()
        except RuntimeError:
            return None  # Starlette's way to say that it was closed already
        if message["type"] == "websocket.disconnect":
            return None
        text: str | None = message.get("text")
        raw: bytes = message.get("bytes") or b""
        return text if text is not None else raw.decode(errors="replace")

    async def send(self, text: str) -> None:
        """One frame; raises ConnectionError when the other end is gone."""
        try:
            await self._socket.send_text(text)
        except (WebSocketDisconnect, RuntimeError) as gone:
            raise ConnectionResetError("the page is gone") from gone

    async def close(self, code: int) -> None:
        """End it, if it stands."""
        if self._socket.application_state is WebSocketState.CONNECTED:
            await self._socket.close(code)


async def _admit(socket: WebSocket, ticket: str, kind: str) -> tuple[Web, Viewer] | None:
    """Accept the socket; None (and closed with 4401) when its ticket or origin does not fit."""
    web: Web = socket.app.state.web
    await socket.accept()
    origin = socket.headers.get("origin", "")
    viewer = web.tickets.take(ticket, kind, origin)
    if viewer is None or not is_own_origin(socket.headers):
        await socket.close(CLOSE_REFUSED, "ticket or origin")
        return None
    if not await web.replica.wait_ready(READY_WITHIN):
        await socket.close(CLOSE_NOT_READY, "reading the journal")
        return None
    return web, viewer


@router.websocket("/desk")
async def desk(socket: WebSocket, ticket: str = "", desk: str = "", seq: str = "") -> None:
    """An agent's desk."""
    admitted = await _admit(socket, ticket, "desk")
    if admitted is None:
        return
    web, viewer = admitted
    web.floor.roles[viewer.agent] = viewer.account.role
    session = await web.desks.session(viewer.agent)
    if web.floor.takes_calls(viewer.agent):
        await session.arrive()
    tab = DeskSocket(TextFrames(socket), session)
    await tab.serve(desk, int(seq) if seq.isdecimal() else None)


class BoardSocket:
    """One wallboard; implements `callcenter.web.boards.Watcher`."""

    def __init__(self, socket: WebSocket, unreadable: Callable[[], None]) -> None:
        self._frames = TextFrames(socket)
        self._unreadable = unreadable
        self._said: deque[str] = deque(maxlen=ANSWERS_KEPT)
        self._frame = ""
        self._more = asyncio.Event()

    def show(self, frame: str) -> None:
        """Queue a frame; the older one goes when the board is slow."""
        self._frame = frame
        self._more.set()

    def say(self, text: str) -> None:
        """Queue an answer."""
        self._said.append(text)
        self._more.set()

    async def serve(self) -> None:
        """Until the board is gone."""
        try:
            async with asyncio.TaskGroup() as tasks:
                writer = tasks.create_task(self._write())
                while (text := await self._frames.receive()) is not None:
                    answer = _answer(text)
                    if isinstance(answer, BoardUnreadable):
                        self._unreadable()
                    self.say(encode(answer))
                writer.cancel()
        except* ConnectionError:
            pass  # it went while a frame was on its way: the same as going at once

    async def _write(self) -> None:
        while True:
            await self._more.wait()
            self._more.clear()
            while self._said:
                await self._frames.send(self._said.popleft())
            frame, self._frame = self._frame, ""
            if frame:
                await self._frames.send(frame)


def _answer(text: str) -> BoardPong | BoardUnreadable:
    """A board says nothing but `ping`."""
    try:
        told = msgspec.json.decode(text)
    except msgspec.DecodeError as wrong:
        return BoardUnreadable(detail=str(wrong)[:300])
    if isinstance(told, dict) and told.get("type") == "ping":
        return BoardPong(server_time=now())
    return BoardUnreadable(detail="the board takes only ping")


@router.websocket("/wallboard")
async def wallboard(socket: WebSocket, ticket: str = "") -> None:
    """A wallboard."""
    admitted = await _admit(socket, ticket, "wallboard")
    if admitted is None:
        return
    web, _ = admitted
    board = BoardSocket(socket, web.metrics.unreadable.inc)
    hello = BoardHello(build=web.build, server_time=now(), time_zone=web.settings.time_zone)
    board.say(encode(hello))
    web.boards.join(board)
    try:
        await board.serve()
    finally:
        web.boards.leave(board)
