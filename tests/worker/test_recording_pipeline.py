"""Tracks in the spool become a file, a row and a fact, once, whatever happens on the way."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
import soundfile

from acd.ids import CallId
from callcenter.bus import Bus
from callcenter.calls.facts import RecordingLost, RecordingStored
from callcenter.records import StoredRecording
from callcenter.settings import Settings
from callcenter.spool import AGENTS_TRACK, CALLER_TRACK, DONE_FILE, Ended
from callcenter.storage.database import Database
from callcenter.storage.recordings import RecordingStore
from callcenter.worker.ports import Ports
from callcenter.worker.worker import Worker
from recordings.waveform import Waveform
from tests.recordings.tracks import tone_bytes, write_track
from tests.worker.conftest import running
from tests.worker.gate import Gate
from tests.worker.played_control import PlayedControl, until

pytestmark = [pytest.mark.postgres, pytest.mark.nats]

CALL = CallId("01JZRECORDED")
NINE = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def finished(
    settings: Settings, seconds: float = 2, *, closed: bool = True, call: str = CALL
) -> Path:
    """A folder as the exchange leaves it."""
    folder = settings.spool / call
    folder.mkdir(parents=True)
    write_track(folder / CALLER_TRACK, tone_bytes(400, seconds), closed=closed)
    write_track(folder / AGENTS_TRACK, tone_bytes(1000, seconds), closed=closed)
    return done(folder, seconds)


def done(folder: Path, seconds: float) -> Path:
    """The last file, put in place at once."""
    ended = Ended(
        call=folder.name,
        seconds=seconds,
        paused=0,
        answered_at=NINE.isoformat(),
        ended_at=(NINE + timedelta(seconds=seconds)).isoformat(),
    )
    fresh = folder / ".done"
    fresh.write_bytes(msgspec.json.encode(ended))
    fresh.rename(folder / DONE_FILE)
    return folder


async def row_of(database: Database, call: str = CALL) -> StoredRecording:
    row = await RecordingStore(database).one(call)
    assert row is not None
    return row


async def test_two_tracks_become_one_file_with_its_row_and_its_fact(
    worker: Worker, control: PlayedControl, settings: Settings, database: Database
) -> None:
    folder = finished(settings)
    stored = await control.expect(RecordingStored)
    row = await row_of(database)
    assert (stored.call, stored.seconds, stored.sha256) == (CALL, 2, row.sha256)
    assert row.file == f"2026/05/04/{CALL}.wav"
    samples, rate = soundfile.read(settings.archive / row.file)
    assert (rate, samples.shape) == (8000, (16000, 2))
    peaks = msgspec.msgpack.decode(row.peaks, type=Waveform)
    assert len(peaks.caller) == len(peaks.agent) == 40
    assert max(peaks.caller) > 50
    await until(lambda: not folder.exists())


async def test_a_killed_lines_tracks_are_kept(
    worker: Worker, control: PlayedControl, settings: Settings
) -> None:
    finished(settings, 3, closed=False)
    assert (await control.expect(RecordingStored)).seconds == 3


async def test_nothing_of_a_stored_recording_stays_in_the_spool(
    worker: Worker, control: PlayedControl, settings: Settings
) -> None:
    settings.spool.mkdir(parents=True)
    folder = finished(settings)
    await control.expect(RecordingStored)
    await until(lambda: not folder.exists())


async def test_a_worker_that_died_before_control_heard_starts_over(
    bus: Bus, ports: Ports, settings: Settings, control: PlayedControl, database: Database
) -> None:
    control.acknowledges = False
    folder = finished(settings)
    async with running(Worker(bus, ports, settings)):
        first = await control.expect(RecordingStored)
    assert (folder / DONE_FILE).exists()
    control.acknowledges = True
    async with running(Worker(bus, ports, settings)):
        second = await control.expect(RecordingStored, 2)
        await until(lambda: not folder.exists())
    assert (first.sha256, first.size) == (second.sha256, second.size)
    assert (await row_of(database)).sha256 == second.sha256


async def test_the_database_may_be_away(
    worker: Worker, control: PlayedControl, settings: Settings, gate: Gate, database: Database
) -> None:
    await gate.shut()
    finished(settings)
    archived = settings.archive / "2026/05/04" / f"{CALL}.wav"
    await until(archived.is_file)
    assert control.all_of(RecordingStored) == []
    await gate.open()
    await control.expect(RecordingStored)
    assert (await row_of(database)).seconds == 2


async def test_without_a_sample_there_is_no_recording(
    worker: Worker, control: PlayedControl, settings: Settings
) -> None:
    folder = settings.spool / CALL
    folder.mkdir(parents=True)
    done(folder, 5)
    assert (await control.expect(RecordingLost)).because == "no_tracks"
    await until(lambda: not folder.exists())
    assert not list(settings.archive.rglob("*.wav"))


async def test_a_broken_folder_does_not_stop_the_others(
    worker: Worker, control: PlayedControl, settings: Settings
) -> None:
    broken = settings.spool / "01JZBROKEN"
    broken.mkdir(parents=True)
    (broken / DONE_FILE).write_bytes(b"{not json")
    finished(settings)
    assert (await control.expect(RecordingStored)).call == CALL
    assert (broken / DONE_FILE).exists()
