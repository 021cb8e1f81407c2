"""``callcenter up``: from settings to a running centre, and back to nothing.

It decides the order of things: folders, ports, database, bus, schema, demo data, roles. The
command line calls it; what the roles do it does not know.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from callcenter import clock
from callcenter.embedded import ports
from callcenter.embedded.folders import check_socket_length, prepare_folders, prepare_shared_memory
from callcenter.embedded.left_behind import mark
from callcenter.embedded.nats import Nats
from callcenter.embedded.postgres import Postgres
from callcenter.embedded.programs import (
    MARK,
    ROLES,
    NatsProgram,
    PostgresProgram,
    Program,
    RoleKind,
    RoleProgram,
)
from callcenter.embedded.supervisor import Supervisor
from callcenter.settings import Settings
from callcenter.state_file import read_state

PYTHON: Final = (sys.executable, "-P", "-m", "callcenter")
SERVER_PATIENCE: Final = 30.0
"""Seconds until it is said that a server takes long; recovery after a crash can."""
ROLE_PATIENCE: Final = 45.0
"""Seconds until a role that is not ready is said and the rest goes on."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What ``up`` is to start.

    ``settings`` has an absolute data folder; ``kinds`` are the roles wanted; ``command`` starts a
    role when its name is added, ``steps`` are run before the roles, each by its name, and
    ``people`` says who each of the demo's sign-ins is.
    """

    settings: Settings
    kinds: tuple[RoleKind, ...] = ROLES
    command: tuple[str, ...] = PYTHON
    steps: tuple[str, ...] = ("prepare",)
    people: Mapping[str, str] = field(default_factory=dict)


def up(plan: Plan, say: Callable[[str], None]) -> None:
    """Start everything, stay until asked to stop, stop everything.

    Raises CannotStart, SupervisorRuns, StopAsked.
    """
    settings = plan.settings
    ports.check_exposure(settings)
    check_socket_length(settings.exchange_socket)
    prepare_folders(settings.data)
    prepare_shared_memory(settings.shared_memory)
    with Supervisor(settings.data, _kept(say, settings.run / "supervisor.log")) as supervisor:
        fleeting = [kind.name for kind in plan.kinds if not kind.keeps]
        supervisor.end_unknown([*fleeting, *plan.steps])
        _check_ports(plan)
        env = _environment(settings)
        servers, postgres = _servers(settings, env)
        supervisor.bring_up(servers, SERVER_PATIENCE, insist=True)
        if postgres is not None:
            postgres.ensure_database()
        for step in plan.steps:
            say(f"running {step}")
            supervisor.run_step(step, [*plan.command, step], _marked(env, step, settings.data))
        roles = [
            RoleProgram(kind, settings.run, _marked(env, kind.name, settings.data), plan.command)
            for kind in plan.kinds
        ]
        supervisor.bring_up(roles, ROLE_PATIENCE)
        for line in summary(plan):
            say(line)
        supervisor.watch()


def summary(plan: Plan) -> list[str]:
    """The addresses and, for the demo, the sign-ins, as lines to print."""
    settings = plan.settings
    roles = [kind.name for kind in plan.kinds]
    scheme = "https" if settings.tls_certificate else "http"
    lines = ["", "The call centre is up."]
    if "web" in roles:
        lines.append(f"  pages  {scheme}://{settings.web_host}:{settings.web_port}")
    if "exchange" in roles:
        lines.append(f"  phone  sip:8000@{settings.sip_host}:{settings.sip_port} (UDP and TCP)")
    lines.append(f"  data   {settings.data}")
    passwords = demo_passwords(settings.keys) if settings.demo else {}
    if passwords:
        lines += ["", "  sign in with this number and password:"]
        lines += [
            f"    {name}  {word}  {plan.people.get(name, '')}".rstrip()
            for name, word in passwords.items()
        ]
    lines += ["", "  Ctrl-C stops it.", ""]
    return lines


def demo_passwords(keys: Path) -> Mapping[str, str]:
    """Sign-in name → password of the demo's people, as kept in this data folder."""
    try:
        kept = json.loads((keys / "demo-passwords.json").read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return {str(name): str(word) for name, word in kept.items()}


def _kept(say: Callable[[str], None], log: Path) -> Callable[[str], None]:
    """Say a line and keep it, with its instant, in the supervisor's own log."""

    def both(line: str) -> None:
        say(line)
        with contextlib.suppress(OSError), log.open("a", encoding="utf-8") as file:
            file.write(f"{clock.now().isoformat(timespec='milliseconds')} {line}\n")

    return both


def _check_ports(plan: Plan) -> None:
    """Every port must be free, unless the process that has it is one we are about to adopt."""
    roles = {kind.name for kind in plan.kinds}
    for wanted in ports.wanted_ports(plan.settings):
        state = read_state(plan.settings.run / f"{wanted.role}.json")
        if wanted.role in roles and not (state and state.is_alive()):
            ports.check_free(wanted)


def _servers(settings: Settings, env: dict[str, str]) -> tuple[list[Program], Postgres | None]:
    """The embedded servers that no outside server replaces; their addresses go into ``env``."""
    servers: list[Program] = []
    postgres: Postgres | None = None
    if not settings.database_url:
        postgres = Postgres(settings.data / "pg", settings.run / "postgres.log")
        servers.append(PostgresProgram(postgres))
        env["CALLCENTER_DATABASE_URL"] = postgres.dsn()
    if not settings.nats_url:
        bus = Nats(settings.keys, settings.run)
        address = bus.settle()
        servers.append(NatsProgram(bus))
        env["CALLCENTER_NATS_URL"] = address.url
        env["CALLCENTER_NATS_TOKEN"] = address.token
    return servers, postgres


def _environment(settings: Settings) -> dict[str, str]:
    """What the roles are handed beside their own mark."""
    return {
        **os.environ,
        "CALLCENTER_DATA": str(settings.data),
        "CALLCENTER_DEMO": str(settings.demo).lower(),
        "CALLCENTER_BEHIND_PROXY": str(settings.behind_proxy).lower(),
        "PYTHONUNBUFFERED": "1",
    }


def _marked(env: Mapping[str, str], role: str, data: Path) -> dict[str, str]:
    return {**env, MARK: mark(role, data)}
