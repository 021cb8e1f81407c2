"""Facts of lines on their way to control: kept until control holds them, line by line.

A line that is gone stays here until its last fact is acknowledged. Pure bookkeeping; the relay
sends.
"""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from callcenter.wire import Stamped


@dataclass(slots=True)
class OneSource:
    """What is outstanding of one line."""

    facts: OrderedDict[int, Stamped] = field(default_factory=OrderedDict)
    last_seq: int = 0
    acked: int = 0
    sent_at: float = 0.0
    gone: bool = False
    file: Path | None = None
    """The line's own file, to be deleted when everything is acknowledged and the line is gone."""

    @property
    def is_settled(self) -> bool:
        """Whether nothing more will come or has to be sent."""
        return self.gone and not self.facts


class KeptFacts:
    """All lines' outstanding facts."""

    def __init__(self) -> None:
        self._sources: dict[str, OneSource] = {}

    def __contains__(self, source: str) -> bool:
        return source in self._sources

    def of(self, source: str) -> OneSource:
        """The bookkeeping of one line, made when first asked for."""
        return self._sources.setdefault(source, OneSource())

    def keep(self, stamped: Stamped) -> bool:
        """Keep a fact; False when control has it or it is kept already."""
        one = self.of(stamped.source)
        if stamped.seq <= one.acked or stamped.seq in one.facts:
            return False
        one.facts[stamped.seq] = stamped
        one.last_seq = max(one.last_seq, stamped.seq)
        return True

    def acknowledge(self, source: str, upto: int) -> OneSource | None:
        """Control holds everything up to `upto`; None for a source that is not here."""
        one = self._sources.get(source)
        if one is None:
            return None
        one.acked = max(one.acked, upto)
        for seq in [seq for seq in one.facts if seq <= upto]:
            del one.facts[seq]
        if one.is_settled:
            del self._sources[source]
        return one

    def forget(self, source: str) -> None:
        """Nothing was ever said."""
        self._sources.pop(source, None)

    def outstanding(self, before: float, most: int) -> Iterator[tuple[Stamped, ...]]:
        """Facts not acknowledged and last sent before then, in order, by source."""
        for one in list(self._sources.values()):
            if one.facts and one.sent_at <= before:
                yield tuple(one.facts[seq] for seq in sorted(one.facts)[:most])

    def last_numbers(self) -> dict[str, int]:
        """Source to its newest number, for an inventory."""
        return {source: one.last_seq for source, one in self._sources.items()}
