"""Blocks of ports for tests: nobody else's, also in the time before they are opened."""

import subprocess
import sys

import pytest

from callcenter.errors import Unavailable
from callcenter.lab.ports import free_block

ONLY = (20_920, 20_941)
"""Room for one block."""

ASK = f"from callcenter.lab.ports import free_block; print(free_block(20, {ONLY[0]}, {ONLY[1]}))"


def test_a_block_found_is_nobody_elses_though_nothing_is_open_there_yet() -> None:
    assert free_block(20, *ONLY) == ONLY[0]
    asked = subprocess.run(
        [sys.executable, "-c", ASK], capture_output=True, text=True, check=False, timeout=60
    )
    assert "no 20 free ports in a row between 20920 and 20941" in asked.stderr
    with pytest.raises(Unavailable):
        free_block(20, *ONLY)


def test_a_mark_ends_with_four_newer_ones() -> None:
    first = free_block(20, 20_960, 20_981)
    for _ in range(4):
        free_block()
    assert free_block(20, 20_960, 20_981) == first
