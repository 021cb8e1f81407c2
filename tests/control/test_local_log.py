"""Control's own log: whole batches survive, a cut-off one is as if it had never been."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from acd.ids import CallId, CommandId, LegId
from callcenter.calls.commands import EndLeg
from callcenter.control import local_log as module
from callcenter.control.local_log import Batch, LocalLog
from callcenter.facts import encode
from callcenter.wire import Order, Positioned

pytestmark = pytest.mark.thinking

AT = datetime(2026, 1, 1, tzinfo=UTC)


def row(position: int) -> Positioned:
    return Positioned(
        position=position, epoch=1, id=str(position), source="a", seq=position, cause=1, body=b"x"
    )


def order(name: str) -> Order:
    command = EndLeg(id=CommandId(name), call=CallId("c"), leg=LegId("c.1"))
    return Order(body=encode(command), epoch=1, not_after=AT)


def test_what_was_written_is_read(tmp_path: Path) -> None:
    log = LocalLog(tmp_path / "control")
    batches = [Batch(facts=(row(1), row(2)), orders=(order("a"),)), Batch(facts=(row(3),))]
    for batch in batches:
        log.append(batch)
    log.close()
    assert list(LocalLog(tmp_path / "control").read()) == batches


def test_a_batch_cut_off_by_a_crash_is_left_out(tmp_path: Path) -> None:
    log = LocalLog(tmp_path)
    log.append(Batch(facts=(row(1),)))
    log.append(Batch(facts=(row(2),)))
    log.close()
    (file,) = tmp_path.glob("facts-*.log")
    whole = file.read_bytes()
    for cut in range(1, 20):
        file.write_bytes(whole[:-cut])
        assert [one.facts[0].position for one in LocalLog(tmp_path).read()] == [1]


def test_a_restart_begins_a_new_file_and_reads_both(tmp_path: Path) -> None:
    for position in (1, 2):
        log = LocalLog(tmp_path)
        list(log.read())
        log.append(Batch(facts=(row(position),)))
        log.close()
    assert [one.facts[0].position for one in LocalLog(tmp_path).read()] == [1, 2]


def test_stored_files_go_and_open_orders_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SEGMENT_SIZE", 1)
    log = LocalLog(tmp_path)
    for position in range(1, 5):
        log.append(Batch(facts=(row(position),), orders=(order(f"o{position}"),)))
    log.trim(2, (order("o2"),))
    left = list(log.read())
    assert [fact.position for batch in left for fact in batch.facts] == [3, 4]
    assert order("o2") in [one for batch in left for one in batch.orders]


def test_nothing_goes_before_it_is_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SEGMENT_SIZE", 1)
    log = LocalLog(tmp_path)
    log.append(Batch(facts=(row(1), row(2))))
    log.append(Batch(facts=(row(3),)))
    log.trim(1, ())
    assert [fact.position for batch in log.read() for fact in batch.facts] == [1, 2, 3]
