"""The call records of many calls, folded as facts come, with what their queues had promised.

The worker keeps one and feeds it the journal; tests feed it stories. It must not know where
records are stored: whoever owns it takes out what has changed and lets go of what is over.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from acd.configuration import Configuration
from acd.facts import CallbackRequested, CallQueued, ConfigurationPublished
from acd.ids import CallId, QueueId
from acd.step import Fact
from callcenter.calls.voicemail_facts import VoicemailLeft
from callcenter.history.call_fold import fold
from callcenter.history.call_record import CallRecord
from callcenter.history.callback_fold import calls_of

_ENTRIES = (CallQueued, CallbackRequested, VoicemailLeft)
"""With each a call may have come to a queue for the first time."""


class CallBook:
    """Records by call. Facts must come in the journal's order."""

    def __init__(self, records: Iterable[CallRecord] = ()) -> None:
        self._records = {record.call: record for record in records}
        self._changed: set[CallId] = set()
        self._promises: dict[QueueId, int] = {}

    def take(self, fact: Fact) -> None:
        """Fold one fact, whatever it is about."""
        if isinstance(fact, ConfigurationPublished):
            self.take_promises(fact.configuration)
            return
        for call in calls_of(fact):
            known = self._records.get(call)
            if known is None and call != getattr(fact, "call", None):
                continue
            record = fold(known or CallRecord(call=call), fact)
            if record is not known:
                self._keep(record, fact)

    def _keep(self, record: CallRecord, fact: Fact) -> None:
        if isinstance(fact, _ENTRIES) and fact.call == record.call:
            within = self._promises.get(record.queue or fact.queue, record.answer_within)
            record = replace(record, answer_within=within)
        self._records[record.call] = record
        self._changed.add(record.call)

    def take_promises(self, configuration: Configuration) -> None:
        """From here on calls that enter are promised this configuration's times."""
        self._promises = {queue.id: queue.answer_within for queue in configuration.queues}

    def put(self, records: Iterable[CallRecord]) -> None:
        """Add stored records of calls that are to be folded further; known ones stay."""
        for record in records:
            self._records.setdefault(record.call, record)

    def get(self, call: CallId) -> CallRecord | None:
        """The record of a call, if the book has it."""
        return self._records.get(call)

    @property
    def records(self) -> tuple[CallRecord, ...]:
        """All of them, in no particular order."""
        return tuple(self._records.values())

    @property
    def changed(self) -> tuple[CallRecord, ...]:
        """What has changed since `saved`."""
        return tuple(self._records[call] for call in self._changed)

    def saved(self, records: Iterable[CallRecord]) -> None:
        """These versions are stored: unchanged from here, and forgotten if they are over."""
        for record in records:
            if self._records.get(record.call) is record:
                self._changed.discard(record.call)
                if record.is_over:
                    del self._records[record.call]
