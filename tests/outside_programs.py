"""Tests that need an outside program: left out, loudly and by name, where it is not there.

The marker ``browser`` needs Chromium; ``needs_program("sipp")`` names any other. A plug-in of
pytest, loaded by ``tests/conftest.py``.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from typing import Final

import pytest

PACKAGES: Final = {
    "chromium": "chromium",
    "sipp": "sip-tester",
    "baresip": "baresip",
    "sox": "sox",
}
"""Program → the Debian package that has it."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--no-skips``: what was left out is a failure."""
    parser.addoption(
        "--no-skips", action="store_true", help="fail if any test was left out or skipped"
    )


def programs_needed(item: pytest.Item) -> Iterator[str]:
    """The outside programs one test asks for by its markers."""
    if item.get_closest_marker("browser"):
        yield "chromium"
    for marker in item.iter_markers("needs_program"):
        yield from (str(program) for program in marker.args)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what cannot run on this machine."""
    there = {program: shutil.which(program) is not None for program in PACKAGES}
    for item in items:
        for program in programs_needed(item):
            if program not in PACKAGES:
                raise pytest.UsageError(f"{item.nodeid}: {program} is not in outside_programs.py")
            if not there[program]:
                item.add_marker(pytest.mark.skip(reason=f"{program} is not installed"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One loud line for each reason why tests did not run."""
    reasons: Counter[str] = Counter()
    for report in terminalreporter.stats.get("skipped", []):
        place = report.longrepr
        reasons[str(place[2]) if isinstance(place, tuple) else str(place)] += 1
    for reason, count in sorted(reasons.items()):
        bare = reason.removeprefix("Skipped: ")
        package = PACKAGES.get(bare.partition(" ")[0])
        cure = f"; apt install {package}, or ./test --install" if package else ""
        terminalreporter.write_line(f"NOT RUN: {count} tests: {bare}{cure}", red=True, bold=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """With ``--no-skips`` a session that left anything out has failed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    left_out = reporter is not None and reporter.stats.get("skipped")
    if session.config.getoption("--no-skips") and left_out and exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
