"""The scripts a newcomer starts with explain themselves, and missing programs are told loudly."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from callcenter.settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parent.parent
pytest_plugins = ["pytester"]


@pytest.mark.parametrize("script", ["run", "test"])
def test_help_is_printed_without_setting_anything_up(script: str) -> None:
    said = subprocess.run(
        [str(ROOT / script), "--help"], capture_output=True, text=True, check=True, timeout=30
    )
    assert f"Usage: ./{script}" in said.stdout
    assert said.stderr == ""


@pytest.mark.parametrize("script", ["run", "test", ".ci/run", "scripts/environment.sh"])
def test_scripts_are_sound_bash(script: str) -> None:
    subprocess.run(["bash", "-n", str(ROOT / script)], check=True)


def test_every_setting_is_in_the_operators_handbook() -> None:
    handbook = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    names = [f"`{PREFIX}{name.upper()}`" for name in Settings.model_fields]
    assert [name for name in names if name not in handbook] == []


SKIPPING = """
import pytest

@pytest.mark.needs_program("sipp")
def test_needs_sipp():
    pass

def test_needs_nothing():
    pass
"""

OPTIONS = ("-p", "tests.outside_programs", "-o", "asyncio_default_fixture_loop_scope=function")


@pytest.mark.parametrize(("option", "code"), [((), 0), (("--no-skips",), 1)])
def test_a_missing_program_is_named_and_no_skips_makes_it_a_failure(
    pytester: pytest.Pytester,
    monkeypatch: pytest.MonkeyPatch,
    option: tuple[str, ...],
    code: int,
) -> None:
    monkeypatch.setattr("shutil.which", lambda program: None)
    pytester.makepyfile(SKIPPING)
    ran = pytester.runpytest_inprocess(*OPTIONS, *option)
    ran.stdout.fnmatch_lines(
        ["NOT RUN: 1 tests: sipp is not installed; apt install sip-tester, or ./test --install"]
    )
    ran.assert_outcomes(passed=1, skipped=1)
    assert ran.ret == code
