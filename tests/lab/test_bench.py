"""`callcenter lab bench` as a user types it: it measures, prints tables, and leaves nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.telephone


def lab_bench(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The verb, with its own centre in a folder."""
    clean = {key: word for key, word in os.environ.items() if "CALLCENTER" not in key}
    return subprocess.run(
        [sys.executable, "-m", "callcenter", "lab", "bench", *arguments],
        env=clean | {"TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )


def test_moments_of_a_call_are_measured_and_nothing_is_left(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("b")  # short: sockets lie in it
    said = lab_bench(folder, "caller", "offers", "--rounds", "2")
    assert said.returncode == 0, said.stdout + said.stderr
    for quantity in ("INVITE → 200", "key pressed →", "offer → the caller's record", "answered →"):
        rows = [line for line in said.stdout.splitlines() if line.startswith(f"| {quantity}")]
        assert rows, said.stdout
        assert all(row.endswith("| 2 |") for row in rows)
    assert list(folder.iterdir()) == []


def test_an_unknown_measure_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    said = lab_bench(tmp_path, "weather")
    assert said.returncode == 2
    assert "weather is nothing to measure; there are acd, caller, offers" in said.stderr
    assert said.stderr.count("\n") == 1
