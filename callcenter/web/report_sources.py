"""What a report is counted from: the records and state changes of a stretch of time.

From the database, made up to date from memory; a stretch of today alone needs no database. It must
not know formulas.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from acd.facts import AgentStateChanged
from callcenter.history.call_record import CallRecord
from callcenter.records import CallsWanted
from callcenter.web.day import Day
from callcenter.web.ports import WebPorts
from callcenter.web.problems import Problem
from callcenter.web.replica import Replica

LONGEST_CALL = timedelta(hours=4)
"""A call that entered in a stretch began at most so long before it."""
AT_A_TIME = 500
RECORDS_MOST = 100_000
LONGEST = timedelta(days=32)


class Stretch(NamedTuple):
    """From an instant to another."""

    since: datetime
    until: datetime


class ReportSources:
    """Records and state changes by time."""

    def __init__(self, ports: WebPorts, replica: Replica, day: Day) -> None:
        self._ports = ports
        self._replica = replica
        self._day = day

    async def records(self, stretch: Stretch) -> list[CallRecord]:
        """Every call that was up in the stretch."""
        if stretch.until - stretch.since > LONGEST:
            raise Problem("invalid", f"a report covers at most {LONGEST.days} days")
        if stretch.since >= self._day.since:
            return self._day.records()
        found: dict[str, CallRecord] = {}
        after = ""
        while len(found) < RECORDS_MOST:
            wanted = CallsWanted(
                since=stretch.since - LONGEST_CALL,
                until=stretch.until,
                after=after,
                limit=AT_A_TIME,
            )
            page = await self._ports.records.find(wanted)
            for record in page.records:
                found[record.call] = self._replica.record(record.call) or record
            after = page.next
            if not after:
                break
        if stretch.until > self._day.since:
            found |= {record.call: record for record in self._day.records()}
        return list(found.values())

    async def changes(self, stretch: Stretch) -> Sequence[AgentStateChanged]:
        """Every change of an agent's state, also those that are not stored yet."""
        stored = await self._ports.agent_changes.between(stretch.since, stretch.until)
        known = {(one.agent, one.at) for one in stored}
        fresh = [
            one
            for one in self._replica.changes.values()
            if stretch.since <= one.at < stretch.until and (one.agent, one.at) not in known
        ]
        return [*stored, *fresh]
