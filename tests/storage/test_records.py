"""Records are kept whole, listed page by page, and counted as the fold counts them."""

from __future__ import annotations

from datetime import timedelta

import asyncpg
import pytest
from msgspec.structs import replace

from acd.facts import CallerLeft
from acd.ids import AgentId, CallId
from callcenter.history.figures import day_figures
from callcenter.records import CallsWanted, LastTalk, Notes, StoredRecording
from callcenter.storage.database import Database
from callcenter.storage.notes import NoteStore
from callcenter.storage.recordings import RecordingStore
from callcenter.storage.records import RecordStore
from tests.storage.calls import NOON, abandoned, answered, record_of, waiting

pytestmark = pytest.mark.postgres


@pytest.fixture
def records(database: Database) -> RecordStore:
    return RecordStore(database)


def second(n: float) -> timedelta:
    return timedelta(seconds=n)


async def names(records: RecordStore, wanted: CallsWanted) -> list[str]:
    return [one.call for one in (await records.find(wanted)).records]


async def test_a_record_comes_back_as_it_was(records: RecordStore) -> None:
    kept = [answered("a", customers=("c1",)), abandoned("b"), waiting("c")]
    await records.save(kept)
    assert [await records.one(one.call) for one in kept] == kept
    assert await records.many(["a", "c", "x"]) == {"a": kept[0], "c": kept[2]}
    assert await records.one("x\0") is None
    assert await records.unfinished() == [kept[2]]


async def test_a_record_without_any_instant_is_kept(records: RecordStore) -> None:
    bare = record_of(CallerLeft(at=NOON, call=CallId("a")))
    await records.save([bare])
    assert await records.one("a") == bare


async def test_the_newest_state_of_a_call_counts(records: RecordStore, database: Database) -> None:
    await records.save([waiting("a")])
    await records.save([answered("a")])
    assert await records.one("a") == answered("a")
    row = await database.fetch_one("SELECT * FROM call_figures")
    assert row is not None
    assert (row["result"], row["waited"], row["answered_within"]) == ("answered", 10, True)
    assert (row["talk"], row["hold"], row["wrap_up"], row["handle"]) == (100, 0, 20, 120)
    assert row["is_over"]


async def test_records_and_position_are_stored_together(records: RecordStore) -> None:
    assert await records.position("call_records") == 0
    await records.save_upto([answered("a")], "call_records", 20)
    await records.save_upto([], "call_records", 30)
    assert await records.position("call_records") == 30
    broken = replace(waiting("b"), language="\0")
    with pytest.raises(asyncpg.DataError):
        await records.save_upto([waiting("c"), broken], "call_records", 40)
    assert await records.position("call_records") == 30
    assert await records.one("c") is None


async def test_a_list_is_read_page_by_page_without_a_hole(records: RecordStore) -> None:
    await records.save([waiting(f"c{n}", at=NOON + second(n // 3)) for n in range(10)])
    seen: list[str] = []
    cursor = ""
    while True:
        page = await records.find(CallsWanted(limit=4, after=cursor))
        seen += [one.call for one in page.records]
        cursor = page.next
        if not cursor:
            break
    assert seen == [f"c{n}" for n in reversed(range(10))]


@pytest.mark.parametrize("cursor", ["x", "!!", "eA", "MjAyNi0xMS0yMiBh", "\x00"])
async def test_a_made_up_cursor_is_refused(records: RecordStore, cursor: str) -> None:
    with pytest.raises(ValueError, match="cursor"):
        await records.find(CallsWanted(after=cursor))


async def test_lists_are_filtered(records: RecordStore) -> None:
    await records.save(
        [
            answered("late", waited=25, at=NOON, agent="1002"),
            answered("soon", at=NOON + second(60), party="q", customers=("c1",)),
            abandoned("gone", at=NOON + second(120)),
            waiting("here", at=NOON + second(180)),
        ]
    )
    every = ["here", "gone", "soon", "late"]
    asked: list[tuple[CallsWanted, list[str]]] = [
        (CallsWanted(), every),
        (CallsWanted(since=NOON + second(60), until=NOON + second(120)), ["soon"]),
        (CallsWanted(queue="flights"), every),
        (CallsWanted(queue="hotels"), []),
        (CallsWanted(agents=("1001", "1003")), ["soon"]),
        (CallsWanted(agents=("1001", "1002")), ["soon", "late"]),
        (CallsWanted(results=("abandoned", "waiting")), ["here", "gone"]),
        (CallsWanted(outcome="order_placed"), ["soon", "late"]),
        (CallsWanted(need="booking"), ["soon", "late"]),
        (CallsWanted(need="booking.hotel"), ["soon", "late"]),
        (CallsWanted(need="book"), []),
        (CallsWanted(customer="c1"), ["soon"]),
        (CallsWanted(parties=("q",)), ["soon"]),
        (CallsWanted(within=True), ["soon"]),
        (CallsWanted(within=False), ["late"]),
        (CallsWanted(live=True), ["here"]),
        (CallsWanted(live=False), ["gone", "soon", "late"]),
        (CallsWanted(recorded=True), []),
        (CallsWanted(queue="' OR true --\0"), []),
    ]
    for wanted, found in asked:
        assert await names(records, wanted) == found, wanted


async def test_with_whom_a_caller_spoke_last(records: RecordStore) -> None:
    await records.save(
        [
            answered("first", at=NOON, agent="1001", customers=("c1",)),
            answered("then", at=NOON + second(60), agent="1002", customers=("c1",)),
            abandoned("gone", at=NOON + second(120)),
            waiting("here", at=NOON + second(180)),
            answered(
                "elsewhere", at=NOON + second(240), agent="1003", party="q", customers=("c1",)
            ),
            answered("withheld", at=NOON + second(300), agent="1004", party=""),
        ]
    )
    joined = second(15)
    asked: list[tuple[tuple[str, tuple[str, ...], float], LastTalk | None]] = [
        (("p", (), 0), LastTalk(AgentId("1002"), NOON + second(60) + joined)),
        (("p", ("c1",), 0), LastTalk(AgentId("1003"), NOON + second(240) + joined)),
        (("new", ("c1",), 0), LastTalk(AgentId("1003"), NOON + second(240) + joined)),
        (("new", ("c2",), 0), None),
        (("p", (), 90), None),
        (("", (), 0), None),
    ]
    for (party, customers, since), found in asked:
        assert await records.last_talk(party, customers, NOON + second(since)) == found, party


async def test_the_days_figures(records: RecordStore) -> None:
    await records.save(
        [
            answered("a", waited=10),
            answered("b", waited=20),
            answered("c", waited=21),
            abandoned("d", waited=30),
            abandoned("e", waited=12),
            abandoned("f", waited=3, short=True),
            waiting("g"),
            answered("yesterday", at=NOON - timedelta(days=1)),
        ]
    )
    counted = await records.day_counts(
        NOON, NOON + timedelta(hours=1), "flights", NOON + second(20)
    )
    assert (counted.offered, counted.answered, counted.answered_within) == (7, 3, 2)
    assert (counted.abandoned, counted.abandoned_after, counted.short_abandoned) == (2, 1, 1)
    assert counted.waiting == 1
    assert counted.service_level == 2 / 4
    assert counted.average_speed_of_answer == pytest.approx(17)
    assert counted.average_handle_time == pytest.approx(120)
    assert (await records.day_counts(NOON, NOON, "")).service_level is None
    assert (await records.day_counts(NOON, NOON + timedelta(hours=1), "hotels")).offered == 0


async def test_the_database_counts_as_the_fold_does(records: RecordStore) -> None:
    day = [answered(f"a{n}", waited=n, at=NOON + second(n)) for n in range(5, 40, 7)]
    day += [abandoned(f"b{n}", waited=n, short=n < 5) for n in range(1, 40, 6)]
    day += [waiting(f"c{n}", at=NOON + second(100 * n)) for n in range(4)]
    day.append(replace(answered("own", waited=25), answer_within=30))
    as_of = NOON + second(330)
    await records.save(day)
    counted = await records.day_counts(NOON, NOON + timedelta(hours=1), as_of=as_of)
    folded = day_figures(day, as_of)
    for name in (
        "offered",
        "answered",
        "answered_within",
        "abandoned",
        "short_abandoned",
        "flowed_out",
        "turned_away",
        "called_back",
        "withdrawn",
        "lost",
        "waiting",
    ):
        assert getattr(counted, name) == getattr(folded, name), name
    assert (counted.crossed, counted.abandoned_after) == (
        folded.counts.crossed,
        folded.counts.abandoned_late,
    )
    assert counted.service_level == pytest.approx(folded.service_level)
    assert counted.average_speed_of_answer == pytest.approx(folded.answer_speed.mean)
    assert counted.average_handle_time == pytest.approx(folded.handle.mean)


async def test_each_call_is_measured_by_its_own_promise(records: RecordStore) -> None:
    await records.save([replace(answered("a", waited=25), answer_within=30)])
    assert await names(records, CallsWanted(within=True)) == ["a"]


async def test_notes_are_replaced_and_an_old_draft_is_not_the_newest(database: Database) -> None:
    store = NoteStore(database)
    draft = Notes(call="a", agent="1001", text="窗口座位", needs=("booking.hotel",), saved_at=NOON)
    longer = Notes(
        call="a", agent="1001", text="窗口座位, \0A1", outcome="done", saved_at=NOON + second(1)
    )
    other = Notes(call="a", agent="1002", text="回拨", saved_at=NOON + second(2))
    assert await store.save(draft) == NOON
    for notes in (longer, draft, other):
        await store.save(notes)
    first, then = await store.of_call("a")
    assert (first.text, first.outcome) == ("窗口座位, \ufffdA1", "done")
    assert then == other
    assert await store.save(Notes(call="b", agent="1001")) is not None
    assert await store.of_call("x") == []


async def test_a_recording_is_found_by_its_call(database: Database) -> None:
    store = RecordingStore(database)
    assert await store.one("a") is None
    first = StoredRecording(
        call="a", file="2026/a.wav", seconds=12.5, size=200_044, sha256="0f", peaks=b"\x00"
    )
    await store.save(first)
    await store.save(first)
    assert await store.one("a") == first
