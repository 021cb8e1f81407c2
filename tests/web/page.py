"""What a browser does, for the web's tests: signs in, opens sockets, keeps the screen, presses."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

import httpx
import websockets
from websockets.asyncio.client import ClientConnection

PASSWORD = "a long password"
DEAD_MAN = 20.0


@dataclass
class Page:
    """A browser: cookies, CSRF, sockets."""

    client: httpx.AsyncClient
    address: str
    csrf: str = ""
    sockets: list[ClientConnection] = field(default_factory=list)

    async def sign_in(self, agent: str, password: str = PASSWORD) -> httpx.Response:
        """Sign in and keep the CSRF token."""
        response = await self.client.post(
            "/api/v1/session", json={"work_number": agent, "password": password}
        )
        if response.status_code == 200:
            self.csrf = response.json()["csrf"]
            self.client.headers["X-CSRF-Token"] = self.csrf
        return response

    async def ticket(self, kind: str = "desk") -> str:
        """A ticket for a socket."""
        response = await self.client.post("/api/v1/socket-tickets", json={"socket": kind})
        assert response.status_code == 200, response.text
        return str(response.json()["ticket"])

    async def desk(self, query: str = "") -> "DeskPage":
        """Open the desk's socket."""
        ticket = await self.ticket()
        socket = await self.connect(f"/api/v1/desk?ticket={ticket}{query}")
        return DeskPage(socket)

    async def connect(self, path: str, origin: str | None = None) -> ClientConnection:
        """Open a socket as our own page does, or from another origin."""
        made = await websockets.connect(
            f"ws://{self.address}{path}",
            origin=websockets.Origin(origin or f"http://{self.address}"),
        )
        self.sockets.append(made)
        return made


class DeskPage:
    """What the page's script does: keep the screen, send presses."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.screen: dict[str, Any] = {}
        self.seq = -1
        self.desk = ""
        self.heard: list[dict[str, Any]] = []
        self.gone: list[dict[str, Any]] = []
        self._presses = 0

    async def next(self) -> dict[str, Any]:
        """The next message, folded into the screen."""
        async with asyncio.timeout(DEAD_MAN):
            message: dict[str, Any] = json.loads(await self.socket.recv())
        self.heard.append(message)
        match message["type"]:
            case "hello":
                self.desk = message["desk"]
            case "snapshot":
                self.screen, self.seq = message["desk"], message["seq"]
            case "patch":
                assert message["seq"] == self.seq + 1, "a gap in the patches"
                self.screen |= message["changes"]
                self.seq = message["seq"]
                if message["offer_gone"]:
                    self.gone.append(message["offer_gone"])
        return message

    async def until(self, kind: str) -> dict[str, Any]:
        """Read until a message of this type comes."""
        while (message := await self.next())["type"] != kind:
            pass
        return message

    async def until_state(self, state: str) -> None:
        """Read until she is in this state."""
        while not self.screen or self.screen["me"]["state"] != state:
            await self.next()

    async def until_phase(self, phase: str) -> None:
        """Read until her call is in this phase."""
        while not self.screen.get("call") or self.screen["call"]["phase"] != phase:
            await self.next()

    async def presses(self, do: str, **fields: Any) -> None:
        """Press what is taken."""
        answer = await self.press(do, **fields)
        assert answer["ok"], answer

    async def until_shown(self, part: str) -> Any:
        """Read until a part of the screen is there."""
        while not self.screen or not self.screen.get(part):
            await self.next()
        return self.screen[part]

    async def press(self, do: str, *, client_id: str = "", **fields: Any) -> dict[str, Any]:
        """Press, and wait for the answer."""
        self._presses += 1
        client_id = client_id or f"press-{self._presses}-{id(self)}"
        await self.socket.send(
            json.dumps(
                {
                    "type": "ask",
                    "client_id": client_id,
                    "expected_seq": self.seq,
                    "command": {"do": do, **fields},
                }
            )
        )
        while True:
            message = await self.next()
            if message["type"] == "answer" and message["client_id"] == client_id:
                return message

    async def get_ready(self) -> None:
        """The audio check, then ready."""
        if self.seq < 0:
            await self.until("snapshot")
        await self.presses("audio_offer", sdp="v=0 the offer")
        while self.screen["audio"]["state"] != "ready":
            await self.next()
        await self.presses("audio_checked", ok=True, rtt_ms=30)
        await self.presses("set_intent", intent="available")
        await self.until_state("idle")
