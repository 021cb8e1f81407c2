"""``callcenter doctor``: looks at this machine and says what is there, what is missing, the cure.

Each check is one function returning a finding; nothing is changed, installed or started for good.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import typer

from callcenter.embedded import ports
from callcenter.embedded.nats import find_program, program_version
from callcenter.embedded.postgres_programs import find_programs
from callcenter.embedded.trouble import CannotStart
from callcenter.settings import Settings
from callcenter.state_file import read_state

LEGS_NEEDED: Final = 4
"""Legs of one line: caller, agent, third party, supervisor."""

# Run in a process of its own: the library ends its process when it is unhappy.
_ASK_TELEPHONY: Final = """
import ctypes, pjsua2
endpoint = pjsua2.Endpoint()
config = pjsua2.EpConfig()
config.uaConfig.maxCalls = 4096
config.uaConfig.threadCnt = 0
config.uaConfig.mainThreadOnly = True
config.medConfig.threadCnt = 0
config.logConfig.level = config.logConfig.consoleLevel = 0
endpoint.libCreate()
endpoint.libInit(config)
library = ctypes.CDLL(pjsua2._pjsua2.__file__)
print("LIMITS", library.pjsua_call_get_max_count(), library.pjsua_conf_get_max_ports())
endpoint.libDestroy()
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of the table. ``needed`` says whether the centre cannot run without it."""

    what: str
    fine: bool
    words: str
    needed: bool = True


def examine(settings: Settings) -> bool:
    """Print the table; tells whether everything needed is there."""
    findings = list(_findings(settings))
    width = max(len(finding.what) for finding in findings)
    for finding in findings:
        verdict = "ok     " if finding.fine else "MISSING" if finding.needed else "absent "
        typer.echo(f"{verdict}  {finding.what:<{width}}  {finding.words}")
    return all(finding.fine for finding in findings if finding.needed)


def _findings(settings: Settings) -> Iterator[Finding]:
    yield _python()
    yield _telephony()
    yield _tried("PostgreSQL", _postgres, bool(settings.database_url))
    yield _tried("NATS server", _nats, bool(settings.nats_url))
    yield _data_folder(settings)
    yield _shared_memory(settings)
    for wanted in ports.wanted_ports(settings):
        yield _port(settings, wanted)
    for program, purpose in (
        ("chromium", "browser tests"),
        ("sipp", "load and hostile-message tests"),
        ("baresip", "telephone tests"),
        ("sox", "audio tests"),
    ):
        yield _outside_program(program, purpose)


def _python() -> Finding:
    version = ".".join(str(part) for part in sys.version_info[:3])
    fine = (3, 11) <= sys.version_info[:2] < (3, 13)
    cure = "" if fine else ": 3.11 or 3.12 is needed, the telephony library has no other build"
    return Finding("Python", fine, version + cure)


def _telephony() -> Finding:
    answer = subprocess.run(
        [sys.executable, "-P", "-c", _ASK_TELEPHONY], capture_output=True, text=True, check=False
    )
    said = [line.split() for line in answer.stdout.splitlines() if line.startswith("LIMITS")]
    if not said:
        words = (answer.stderr.strip().splitlines() or ["no answer"])[-1]
        return Finding("pjsua2", False, f"{words}: install the pjsua2-python wheel")
    legs, bridge_ports = int(said[0][1]), int(said[0][2])
    fine = legs >= LEGS_NEEDED
    words = f"{legs} legs and {bridge_ports} bridge ports in one process"
    return Finding("pjsua2", fine, words if fine else f"{words}: {LEGS_NEEDED} legs are needed")


def _tried(what: str, check: Callable[[], str], outside: bool) -> Finding:
    if outside:
        return Finding(what, True, "an outside server is set, nothing is embedded")
    try:
        return Finding(what, True, check())
    except CannotStart as wrong:
        return Finding(what, False, str(wrong))


def _postgres() -> str:
    programs = find_programs()
    return f"{programs.major} in {programs.folder}"


def _nats() -> str:
    program = find_program()
    return f"{program_version(program)} in {program.parent}"


def _data_folder(settings: Settings) -> Finding:
    folder = settings.data
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    fine = folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)
    words = str(settings.data) if fine else f"{folder} is not writable: set CALLCENTER_DATA"
    return Finding("data folder", fine, words)


def _shared_memory(settings: Settings) -> Finding:
    folder = settings.shared_memory.parent
    if not os.access(folder, os.W_OK):
        return Finding(
            "shared memory", False, f"{folder} is not writable: set CALLCENTER_SHARED_MEMORY"
        )
    free = shutil.disk_usage(folder).free // (1024 * 1024)
    return Finding("shared memory", free >= 64, f"{free} MB free in {folder}; 1 MB a call-minute")


def _port(settings: Settings, wanted: ports.WantedPort) -> Finding:
    what = f"port {wanted.port}/{wanted.transport}"
    state = read_state(settings.run / f"{wanted.role}.json")
    if state is not None and state.is_alive():
        return Finding(what, True, f"in use by our own {wanted.role} (pid {state.pid})")
    try:
        ports.check_free(wanted)
    except CannotStart as wrong:
        return Finding(what, False, str(wrong))
    return Finding(what, True, f"free for {wanted.role}")


def _outside_program(program: str, purpose: str) -> Finding:
    found = shutil.which(program)
    words = found or f"only {purpose} need it: ./test --install"
    return Finding(program, found is not None, words, needed=False)
