"""Whom a caller can ask for in a directory: found by keys, as they are entered.

Made once of what was published; a call only looks things up. Pure. Names are not in it: what is
said of a colleague is a text that stands for her name.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from acd.ids import AgentId
from ivr.digits import DIGITS

BY_NUMBER, BY_NAME = "number", "name"
ANY = "any"
"""By work number or by name, whichever fits."""
WAYS = (ANY, BY_NUMBER, BY_NAME)

MOST_TOLD = 4
"""Colleagues of whom a caller chooses one; of more she is asked for more letters."""


class Colleague(NamedTuple):
    """One who is listed."""

    agent: AgentId
    """Her work number."""
    keypad: tuple[str, ...] = ()
    """Her name as keys (2 is ABC), in each way it may be entered."""
    spoken: Mapping[str, str] = {}
    """By language the text that is said for her name."""


class Found(NamedTuple):
    """What keys lead to."""

    colleagues: tuple[AgentId, ...] = ()
    """Those whose work number it is, then those whose name begins so; of too many some."""
    too_many: bool = False
    is_number: bool = False
    """It is the work number of the only one."""
    is_whole: bool = False
    """It is all of the only one's number or name, and no further key would lead to anybody."""


class Colleagues:
    """Everybody who is listed; to be read only."""

    def __init__(self, listed: Iterable[Colleague] = ()) -> None:
        self._listed = {one.agent: one for one in listed}
        names = ((keys, one.agent) for one in self._listed.values() for keys in one.keypad)
        self._names = sorted(names)
        self._numbers = sorted((one, one) for one in self._listed if not set(one) - set(DIGITS))

    def get(self, agent: AgentId) -> Colleague | None:
        """One of them; None: she is not listed, or not any more."""
        return self._listed.get(agent)

    def find(self, keys: str, by: str = ANY) -> Found:
        """By the whole of a number, or the beginning of a name."""
        if not keys:
            return Found()
        numbers = [] if by == BY_NAME else list(islice(_beginning(self._numbers, keys), 2))
        names = _beginning(self._names, keys) if by != BY_NUMBER else iter(())
        exact = [(known, agent) for known, agent in numbers if known == keys]
        met: dict[AgentId, str] = {agent: known for known, agent in exact}
        longer = any(known != keys for known, _ in numbers)
        for known, agent in names:
            longer = longer or known != keys
            if agent not in met and len(met) > MOST_TOLD:
                break
            met.setdefault(agent, known)
        only = len(met) == 1
        return Found(
            colleagues=tuple(islice(met, MOST_TOLD)),
            too_many=len(met) > MOST_TOLD,
            is_number=only and bool(exact),
            is_whole=only and not longer,
        )

    def sound_alike(self, agents: Iterable[AgentId]) -> frozenset[AgentId]:
        """Those of them whose name is entered, and so is said, much like another's."""
        known = [one for agent in agents if (one := self.get(agent)) is not None]
        count = Counter(keys for one in known for keys in one.keypad)
        return frozenset(one.agent for one in known if any(count[keys] > 1 for keys in one.keypad))


def _beginning(known: Sequence[tuple[str, AgentId]], keys: str) -> Iterator[tuple[str, AgentId]]:
    """Entries that begin with these keys, the shortest first."""
    for number in range(bisect_left(known, (keys, "")), len(known)):
        if not known[number][0].startswith(keys):
            return
        yield known[number]


NOBODY = Colleagues()
