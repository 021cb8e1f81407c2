"""The archive: placed whole or not at all, ours only, never outside its folder."""

import hashlib
import stat
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from acd.ids import CallId
from recordings.archive import Archive

CALL = CallId("01JZCALL")
MAY = datetime(2026, 5, 4, 23, 59, tzinfo=UTC)


def test_a_recording_lies_under_its_day_and_is_ours_only(tmp_path: Path) -> None:
    placed = Archive(tmp_path).place(CALL, MAY, lambda path: _write(path, b"sound"))
    full = tmp_path / "2026/05/04/01JZCALL.wav"
    assert full == tmp_path / placed.path
    assert stat.S_IMODE(full.stat().st_mode) == 0o600
    assert (placed.size, placed.sha256) == (5, hashlib.sha256(b"sound").hexdigest())


def test_the_day_is_utc(tmp_path: Path) -> None:
    in_shanghai = datetime(2026, 5, 5, 7, 0, tzinfo=timezone(timedelta(hours=8)))
    assert Archive(tmp_path).path_of(CALL, in_shanghai) == Path("2026/05/04/01JZCALL.wav")


def test_placing_again_replaces(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.place(CALL, MAY, lambda path: _write(path, b"first"))
    placed = archive.place(CALL, MAY, lambda path: _write(path, b"second"))
    assert (tmp_path / placed.path).read_bytes() == b"second"
    assert [path.name for path in (tmp_path / placed.path).parent.iterdir()] == ["01JZCALL.wav"]


def test_a_failed_write_leaves_nothing(tmp_path: Path) -> None:
    def fail(path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        Archive(tmp_path).place(CALL, MAY, fail)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize("call", ["../../etc/passwd", "a/b", "", ".hidden"])
def test_a_call_id_cannot_lead_elsewhere(tmp_path: Path, call: str) -> None:
    with pytest.raises(ValueError, match="letters and digits"):
        Archive(tmp_path).path_of(CallId(call), MAY)


def test_a_path_out_of_the_archive_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="leads out"):
        Archive(tmp_path / "archive").full_path(Path("../secret"))


def test_erasing_says_whether_there_was_one(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    placed = archive.place(CALL, MAY, lambda path: _write(path, b"sound"))
    assert archive.erase(placed.path)
    assert not archive.erase(placed.path)


def _write(path: Path, raw: bytes) -> None:
    path.write_bytes(raw)
