"""The FastAPI app, and the server around it.

`callcenter.wiring` builds a `Web` from ports and settings and calls `serve`; tests do the same on a
port of their own. It must not know what a route does.
"""

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from typing import Any

import uvicorn
from fastapi import FastAPI

from callcenter.settings import Settings
from callcenter.web import problems
from callcenter.web.middleware import Idempotency, StrictHeaders
from callcenter.web.routes import (
    agents,
    breaks,
    callbacks,
    calls,
    customers,
    flows,
    health,
    incidents,
    monitoring,
    opening,
    outbound,
    pages,
    phones,
    prompts,
    reports,
    session,
    settings,
    settings_history,
    sockets,
    transfers,
    voicemails,
    waiting,
    why,
)
from callcenter.web.shapes import Problem
from callcenter.web.web import Web

API = "/api/v1"
PROBLEMS: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "RFC 9457 problem",
        "content": {problems.MEDIA_TYPE: {"schema": Problem.model_json_schema()}},
    }
}
PARTS = (
    session,
    sockets,
    calls,
    callbacks,
    voicemails,
    waiting,
    transfers,
    monitoring,
    outbound,
    agents,
    breaks,
    opening,
    incidents,
    phones,
    prompts,
    reports,
    flows,
    customers,
    settings_history,  # before the sections, for its address looks like one
    settings,
    why,
)
STOP_WITHIN = 3
"""Seconds that open sockets get at the end."""


def build_app(web: Web) -> FastAPI:
    """The app around a web process's objects."""
    app = FastAPI(
        title="callcenter",
        version="1",
        openapi_url=f"{API}/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.web = web
    app.state.sign_ins = web.sign_ins
    problems.install(app)
    app.add_middleware(Idempotency)
    app.add_middleware(StrictHeaders, metrics=web.metrics)
    for part in PARTS:
        app.include_router(part.router, prefix=API, responses=PROBLEMS)
    app.include_router(health.router)
    app.include_router(pages.router)
    return app


class _Server(uvicorn.Server):
    """Uvicorn under our own task group: no signals of its own, a good end when cancelled."""

    def __init__(self, config: uvicorn.Config, ready: asyncio.Event) -> None:
        super().__init__(config)
        self._ready = ready

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals are the process's affair."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open, and say so."""
        await super().startup(sockets)
        self._ready.set()

    async def main_loop(self) -> None:
        """Until cancelled; what follows is the shutdown, which must not be cut short."""
        with contextlib.suppress(asyncio.CancelledError):
            await super().main_loop()


async def serve(web: Web, listener: socket.socket, ready: asyncio.Event) -> None:
    """Serve until cancelled.

    `ready` is set when the port answers; the journal may still be read then (`/readyz` says so).
    """
    await web.open()
    server = _Server(config_of(web.settings, build_app(web)), ready)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(web.run())
        tasks.create_task(server.serve(sockets=[listener]))


def config_of(settings: Settings, app: FastAPI) -> uvicorn.Config:
    """How uvicorn is run."""
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        proxy_headers=settings.behind_proxy,
        forwarded_allow_ips="*" if settings.behind_proxy else None,
        ws="websockets-sansio",
        ws_max_size=256 * 1024,
        ws_ping_interval=20,
        timeout_graceful_shutdown=STOP_WITHIN,
        ssl_certfile=settings.tls_certificate,
        ssl_keyfile=settings.tls_key,
    )


def listen(settings: Settings) -> socket.socket:
    """The listening socket; raises OSError when the port is taken."""
    family = socket.AF_INET6 if ":" in settings.web_host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.web_host, settings.web_port))
    except OSError:
        listener.close()
        raise
    listener.listen(1024)
    return listener
