"""The stores fit what control, web and worker ask for; the type checker is the judge."""

from __future__ import annotations

import callcenter.ports as control
import callcenter.web.ports as web
import callcenter.worker.ports as worker
from callcenter.storage.accounts import Accounts
from callcenter.storage.agent_changes import AgentChanges
from callcenter.storage.customers import CustomerBook
from callcenter.storage.database import Database
from callcenter.storage.directory import Directory
from callcenter.storage.journal import JournalStore
from callcenter.storage.mind import Mind
from callcenter.storage.notes import NoteStore
from callcenter.storage.phones import PhoneStore
from callcenter.storage.recordings import RecordingStore
from callcenter.storage.records import RecordStore
from callcenter.storage.settings_book import SettingsBook
from callcenter.storage.snapshots import SnapshotStore
from callcenter.storage.voicemails import VoicemailStore
from ivr.flow import Flow


def no_flow(yaml: str) -> Flow:
    raise ValueError(yaml)


async def test_every_port_has_a_store() -> None:
    database = Database("postgresql:///nowhere")
    for_control: tuple[
        control.JournalStore, control.SnapshotStore, control.Mind, control.Directory
    ] = (
        JournalStore(database),
        SnapshotStore(database),
        Mind(database.dsn, "control"),
        Directory(database, no_flow),
    )
    book = CustomerBook(database)
    for_web = web.WebPorts(
        accounts=Accounts(database),
        directory=Directory(database, no_flow),
        customers=book,
        notes=NoteStore(database),
        records=RecordStore(database),
        journal=JournalStore(database),
        snapshots=SnapshotStore(database),
        agent_changes=AgentChanges(database),
        settings=SettingsBook(database),
        recordings=RecordingStore(database),
        phones=PhoneStore(database),
        voicemails=VoicemailStore(database),
    )
    for_worker = worker.Ports(
        journal=JournalStore(database),
        records=RecordStore(database),
        customers=book,
        parties=book,
        recordings=RecordingStore(database),
        directory=Directory(database, no_flow),
        days=JournalStore(database),
        phones=PhoneStore(database),
    )
    assert all(for_control)
    assert for_web.customers is book
    assert for_worker.customers is book
