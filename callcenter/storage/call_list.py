"""A list of calls as SQL: its conditions, its order, and the cursor to its next page.

`callcenter.storage.records` asks. Only our own words become part of the SQL; what was asked for is
always a value beside it.
"""

import base64
import binascii
from datetime import datetime

from callcenter.records import CallsWanted
from callcenter.storage.database import Row
from callcenter.storage.texts import plain


def query(wanted: CallsWanted, limit: int) -> tuple[str, list[object]]:
    """The list's SQL and its values."""
    values: list[object] = []
    where: list[str] = []

    def only(condition: str, *given: object) -> None:
        """One more condition; each `?` stands for the next value."""
        for one in given:
            values.append(one)
            condition = condition.replace("?", f"${len(values)}", 1)
        where.append(condition)

    for condition, given in _conditions(wanted):
        only(condition, *given)
    values.append(limit)
    sql = "SELECT started_at, call_id, body FROM call_records"
    # A question among colleagues is no call of a caller's.
    sql += " WHERE " + " AND ".join(["call_id NOT LIKE '%~%'", *where])
    return f"{sql} ORDER BY started_at DESC, call_id DESC LIMIT ${len(values)}", values


def _conditions(wanted: CallsWanted) -> list[tuple[str, tuple[object, ...]]]:
    """Each condition that was asked for, with its values."""
    need, within = plain(wanted.need), wanted.within
    in_time = "connected_at <= queued_at + answer_within * interval '1 second'"
    every: list[tuple[object, str, tuple[object, ...]]] = [
        (wanted.since, "started_at >= ?", (wanted.since,)),
        (wanted.until, "started_at < ?", (wanted.until,)),
        (wanted.queue, "queue = ?", (plain(wanted.queue),)),
        (wanted.agents, "agents && ?", (list(wanted.agents),)),
        (wanted.results, "result = ANY(?)", (list(wanted.results),)),
        (wanted.outcome, "outcome = ?", (plain(wanted.outcome),)),
        (
            need,
            "EXISTS (SELECT FROM unnest(needs || need) AS one "
            "WHERE one = ? OR starts_with(one, ?))",
            (need, f"{need}."),
        ),
        (wanted.customer, "customers @> ?", ([plain(wanted.customer)],)),
        (wanted.parties, "party = ANY(?)", (list(wanted.parties),)),
        (within is not None, f"connected_at IS NOT NULL AND ({in_time}) = ?", (within,)),
        (
            wanted.recorded is not None,
            "(recording = 'stored') = ?",
            (wanted.recorded,),
        ),
        (wanted.live is not None, "is_over <> ?", (wanted.live,)),
    ]
    asked = [(condition, given) for is_asked, condition, given in every if is_asked]
    if wanted.after:
        asked.append(("(started_at, call_id) < (?, ?)", _read_cursor(wanted.after)))
    return asked


def cursor(row: Row) -> str:
    """Where a page ended: opaque to others."""
    raw = f"{row['started_at'].isoformat()} {row['call_id']}"
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def _read_cursor(told: str) -> tuple[datetime, str]:
    try:
        raw = base64.urlsafe_b64decode(told + "=" * (-len(told) % 4)).decode()
        at, call_id = raw.split(" ", 1)
        instant = datetime.fromisoformat(at)
    except (binascii.Error, ValueError) as wrong:
        raise ValueError("cursor: not one of ours; start the list again without it") from wrong
    if instant.tzinfo is None or "\0" in call_id:
        raise ValueError("cursor: not one of ours; start the list again without it")
    return instant, call_id
