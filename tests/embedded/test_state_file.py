"""State files: written whole, alive only while the very process lives, one of a name at a time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from callcenter.state_file import AlreadyRunning, StateFile, read_state, read_states, start_time


def test_a_role_announces_itself_and_later_that_it_is_ready(tmp_path: Path) -> None:
    state = StateFile(tmp_path, "control")
    state.starting()
    first = read_state(tmp_path / "control.json")
    state.ready(port=8080)
    state.update(epoch=7)
    second = read_state(tmp_path / "control.json")
    assert first is not None
    assert second is not None
    assert (first.pid, first.ready, first.epoch) == (os.getpid(), False, 0)
    assert (second.ready, second.epoch, second.extra) == (True, 7, {"port": 8080})
    assert second.is_alive()
    assert (tmp_path / "control.json").stat().st_mode & 0o777 == 0o600
    state.remove()
    assert list(tmp_path.iterdir()) == []


def test_a_pid_used_again_is_not_taken_for_the_old_process(tmp_path: Path) -> None:
    state = StateFile(tmp_path, "line-1", sole=False)
    state.starting()
    text = state.path.read_text(encoding="utf-8")
    began = start_time(os.getpid())
    state.path.write_text(text.replace(str(began), "1"), encoding="utf-8")
    read = read_state(state.path)
    assert read is not None
    assert not read.is_alive()


def test_a_process_that_ended_is_not_alive(tmp_path: Path) -> None:
    child = subprocess.Popen(["/bin/sleep", "60"])
    state = StateFile(tmp_path, "nats", sole=False)
    state.write_for(child.pid, ready=True)
    child.kill()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)  # ended, but still a zombie
    read = read_state(state.path)
    assert read is not None
    assert not read.is_alive()
    child.wait()
    assert not read.is_alive()


def test_two_of_one_name_cannot_run_in_one_folder(tmp_path: Path) -> None:
    first = StateFile(tmp_path, "exchange")
    first.starting()
    with pytest.raises(AlreadyRunning, match=f"exchange already runs.*{os.getpid()}"):
        StateFile(tmp_path, "exchange").starting()
    first.remove()
    StateFile(tmp_path, "exchange").starting()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"name": "web"}', "\x00\x01", '"control"'])
def test_a_broken_state_file_is_no_state(tmp_path: Path, text: str) -> None:
    (tmp_path / "web.json").write_text(text, encoding="utf-8")
    assert read_state(tmp_path / "web.json") is None
    assert read_states(tmp_path) == []


def test_state_files_import_nothing_heavy() -> None:
    code = (
        "import sys, callcenter.state_file as s\n"
        "heavy = {'asyncio', 'pydantic', 'fastapi', 'sqlalchemy', 'nats', 'structlog', 'psutil'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
