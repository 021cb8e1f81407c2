"""Lists of calls and one call whole: from the database, made up to date from memory.

A call that goes on, or is not stored yet, is told from the replica; while the database is away a
list holds today's calls and says that they are not stored. It must not know HTTP.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from msgspec import structs

from callcenter.clock import now
from callcenter.errors import Unavailable
from callcenter.history.call_record import CallRecord, RecordingState
from callcenter.records import CallsWanted
from callcenter.web.day import Day, started_at
from callcenter.web.naming import Naming
from callcenter.web.ports import WebPorts
from callcenter.web.problems import Problem
from callcenter.web.replica import Replica
from callcenter.web.shapes import CallDetail, CallRow, OfferRow, Page, TimelineRow
from callcenter.web.telling import Telling
from callcenter.web.told import Beside, detail, offers, row, timeline_row
from callcenter.web.ways import Ways
from callcenter.wire import Positioned

LOOKS_MOST = 5
"""Pages of the database looked through for one page of what may be seen."""

MaySee = Callable[[CallRecord], bool]


def _everything(_: CallRecord) -> bool:
    return True


class CallLists:
    """Calls as REST tells them."""

    def __init__(
        self, ports: WebPorts, replica: Replica, naming: Naming, day: Day, ways: Ways
    ) -> None:
        self._ports = ports
        self._replica = replica
        self._naming = naming
        self._day = day
        self._ways = ways

    async def page(self, wanted: CallsWanted, may_see: MaySee = _everything) -> Page[CallRow]:
        """One page, newest first, of what one may see; it may be shorter than its limit."""
        rows: list[CallRecord] = []
        for _ in range(LOOKS_MOST):
            records, after = await self._look(wanted)
            rows += [one for one in records if may_see(one)]
            if not after or len(rows) >= wanted.limit / 2:
                break
            wanted = structs.replace(wanted, after=after)
        return Page(items=await self._rows(rows), next=after or None)

    async def _look(self, wanted: CallsWanted) -> tuple[list[CallRecord], str]:
        """Records and the next page's cursor; without the database what is in memory."""
        try:
            found = await self._ports.records.find(wanted)
        except ValueError as wrong:
            raise Problem("bad_cursor", str(wrong)) from wrong
        except Unavailable:
            return self._from_memory(wanted)[: wanted.limit], ""
        return self._merged(found.records, wanted, is_last=not found.next), found.next

    async def record(self, call: str) -> CallRecord:
        """The newest known record; raises Problem when there is no such call."""
        known = self._replica.record(call)
        found = known if known is not None else await self._ports.records.one(call)
        if found is None:
            raise Problem("not_found", "there is no such call")
        return found

    async def whole(self, call: str) -> CallDetail:
        """One call with its offers, legs and notes."""
        record = await self.record(call)
        facts = await self.facts(call)
        notes = ""
        try:
            kept = await self._ports.notes.of_call(call)
            notes = "\n\n".join(one.text for one in kept if one.text)
        except Unavailable:
            notes = ""
        beside = (await self._beside((record,), notes))[0]
        beside = structs.replace(beside, path=self._ways.words(record))
        return detail(record, facts, self._naming, beside)

    async def offers(self, call: str) -> list[OfferRow]:
        """Every offer of a call, with who was considered."""
        return offers([one.fact for one in await self.facts(call)], self._naming)

    async def timeline(self, record: CallRecord) -> list[TimelineRow]:
        """Every fact of the call in order, told in words."""
        telling = Telling(self._naming, self._ways, record.dialled)
        stored, facts = self._replica.stored, await self.facts(record.call)
        telling.hide_keys(one.fact for one in facts)
        return [timeline_row(one, telling, stored) for one in facts]

    async def facts(self, call: str) -> list[Positioned]:
        """The call's facts in order: stored ones, and those that are only in memory yet."""
        recent = self._replica.recent_facts(call)
        try:
            stored = list(await self._ports.journal.facts_of_call(call))
        except Unavailable:
            return recent
        last = stored[-1].position if stored else 0
        return [*stored, *(one for one in recent if one.position > last)]

    # -- putting together ------------------------------------------------------------------------

    def _from_memory(self, wanted: CallsWanted) -> list[CallRecord]:
        return [one for one in self._day.records() if matches(one, wanted)]

    def _merged(
        self, stored: Sequence[CallRecord], wanted: CallsWanted, *, is_last: bool
    ) -> list[CallRecord]:
        """Newer versions from memory; on the first page also calls that have no row yet."""
        page = [self._replica.record(one.call) or one for one in stored]
        if wanted.after:
            return page
        known = {one.call for one in stored}
        oldest = started_at(stored[-1]) if stored and not is_last else None
        fresh = [
            one
            for one in self._from_memory(wanted)
            if one.call not in known and (oldest is None or _start(one) >= oldest)
        ]
        return sorted([*page, *fresh], key=_start, reverse=True)

    async def _rows(self, records: Sequence[CallRecord]) -> list[CallRow]:
        every = await self._beside(records)
        return [
            row(record, self._naming, beside) for record, beside in zip(records, every, strict=True)
        ]

    async def _beside(self, records: Sequence[CallRecord], notes: str = "") -> list[Beside]:
        await self._naming.learn_all(one.party for one in records)
        customers = await self._customers(records)
        return [
            Beside(
                live=self._replica.house.calls.on(one.call),
                stored=self._replica.is_call_stored(one.call),
                customer=customers.get(one.call),
                notes=notes,
            )
            for one in records
        ]

    async def _customers(self, records: Sequence[CallRecord]) -> dict[str, tuple[str, str]]:
        """Call to (id, name): whom the agent chose, else the only one with the number."""
        only = {one.call: one.customers[0] for one in records if len(one.customers) == 1}
        try:
            chosen = await self._ports.customers.chosen([one.call for one in records])
            names = await self._ports.customers.names_of(sorted(set(only.values())))
        except Unavailable:
            return {}
        told = {call: (one, names[one]) for call, one in only.items() if one in names}
        return {str(call): who for call, who in told.items()} | chosen


def _start(record: CallRecord) -> datetime:
    return started_at(record) or now()


def matches(record: CallRecord, wanted: CallsWanted) -> bool:
    """Whether a record in memory belongs into a list; the same rules as the database's."""
    start = _start(record)
    spoke = {one.agent for one in record.agents}
    waited = record.waited
    in_time = waited is not None and waited <= record.answer_within
    needs = (record.need, *record.needs)
    fits_need = any(one == wanted.need or one.startswith(f"{wanted.need}.") for one in needs)
    stored = record.recording is RecordingState.STORED
    return all(
        (
            not record.is_question,
            wanted.since is None or start >= wanted.since,
            wanted.until is None or start < wanted.until,
            not wanted.queue or record.queue == wanted.queue,
            not wanted.agents or bool(spoke.intersection(wanted.agents)),
            not wanted.results or record.result.value in wanted.results,
            not wanted.outcome or record.outcome == wanted.outcome,
            not wanted.need or fits_need,
            not wanted.customer or wanted.customer in record.customers,
            not wanted.parties or record.party in wanted.parties,
            wanted.within is None or (record.connected_at is not None and in_time == wanted.within),
            wanted.recorded is None or stored == wanted.recorded,
            wanted.live is None or record.is_over != wanted.live,
        )
    )
