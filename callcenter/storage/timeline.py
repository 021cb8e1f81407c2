"""Finished calls on their customers' timelines.

Whoever changes what is known of a call (its record, its customer) says so here, in the same
transaction, and the timeline follows. A call belongs to the customer its agent chose, else to the
only one who has its number. A callback that nobody placed is no contact.
"""

from collections.abc import Sequence
from typing import Final

from callcenter.storage.database import Connection

_WHOSE: Final = """
SELECT call_id, coalesce(
    (SELECT customer_id FROM call_customers WHERE call_customers.call_id = call_records.call_id),
    CASE WHEN cardinality(customers) = 1 THEN customers[1] END
) AS customer_id FROM call_records WHERE call_id = ANY($1) AND ended_at IS NOT NULL
"""

_LEAVE: Final = f"""
DELETE FROM contacts USING ({_WHOSE}) AS whose
WHERE contacts.call_id = whose.call_id AND contacts.customer_id <> whose.customer_id
"""

_TELL: Final = f"""
INSERT INTO contacts (customer_id, at, channel, title, detail, outcome, call_id, agent_id)
SELECT
    customers.id,
    started_at,
    'call',
    coalesce(nullif(need, ''), queue, ''),
    coalesce((SELECT left(text, 300) FROM call_notes
        WHERE call_notes.call_id = record.call_id ORDER BY saved_at DESC LIMIT 1), ''),
    coalesce(nullif(outcome, ''), CASE WHEN coalesce(body->>'direction', 'inbound') = 'inbound'
        THEN result WHEN connected_at IS NULL THEN 'not_reached' ELSE 'reached' END),
    call_id,
    agent
FROM ({_WHOSE}) AS whose
JOIN call_records AS record USING (call_id)
JOIN customers ON customers.id = whose.customer_id
WHERE coalesce(body->>'direction', 'inbound') = 'inbound' OR rang_at IS NOT NULL
ON CONFLICT (customer_id, call_id) DO UPDATE SET at = excluded.at, title = excluded.title,
    detail = excluded.detail, outcome = excluded.outcome, agent_id = excluded.agent_id
"""


async def tell(connection: Connection, calls: Sequence[str]) -> None:
    """Put these calls, as far as they have ended, on the right timelines."""
    if not calls:
        return
    await connection.execute(_LEAVE, list(calls))
    await connection.execute(_TELL, list(calls))
