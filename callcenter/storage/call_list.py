"""A list of calls as SQL: its conditions and its order.

`callcenter.storage.records` asks. Only our own words become part of the SQL; what was asked for is
always a value beside it.
"""

from callcenter.records import CallsWanted
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
    if where:
        sql += " WHERE " + " AND ".join(where)
    return f"{sql} ORDER BY started_at DESC, call_id DESC LIMIT ${len(values)}", values


def _conditions(wanted: CallsWanted) -> list[tuple[str, tuple[object, ...]]]:
    """Each condition that was asked for, with its values."""
    before = wanted.before
    every: list[tuple[str, tuple[object, ...]]] = [
        ("started_at >= ?", (wanted.from_at,)),
        ("started_at < ?", (wanted.to_at,)),
        ("queue = ?", (_text(wanted.queue),)),
        ("agents && ?", (_texts(wanted.agents),)),
        ("customers @> ?", (_texts((wanted.customer,) if wanted.customer else None),)),
        ("party = ANY(?)", (_texts(wanted.parties),)),
        ("result = ?", (_text(wanted.result),)),
        ("outcome = ?", (_text(wanted.outcome),)),
        (_NEED, (_text(wanted.need), f"{_text(wanted.need)}.") if wanted.need else (None,)),
        (f"connected_at IS NOT NULL AND ({_IN_TIME}) = ?", (wanted.within,)),
        ("(recording = 'stored') = ?", (wanted.recorded,)),
        ("is_over <> ?", (wanted.live,)),
        ("(started_at, call_id) < (?, ?)", (before[0], plain(before[1])) if before else (None,)),
    ]
    return [(condition, given) for condition, given in every if given[0] is not None]


_NEED = "EXISTS (SELECT FROM unnest(needs || need) AS one WHERE one = ? OR starts_with(one, ?))"
_IN_TIME = "connected_at <= queued_at + answer_within * interval '1 second'"


def _text(wanted: str | None) -> str | None:
    return None if wanted is None else plain(wanted)


def _texts(wanted: tuple[str, ...] | None) -> list[str] | None:
    return None if wanted is None else [plain(one) for one in wanted]
