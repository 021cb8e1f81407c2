"""Stories from seeds: whatever happens, each promise of the distributor holds; and a distributor
that breaks one is found out.
"""

import re
from collections.abc import Callable, Iterable

import msgspec
import pytest

from acd import facts as f
from acd.distributor import Distributor
from acd.facts import AgentState
from acd.step import Fact, Step
from callcenter.lab.simulation.seeds import SeedFailed, seeds, story

pytestmark = pytest.mark.thinking

CHUNK = 100
CHUNKS = 5


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_every_promise_holds_in_every_story(chunk: int) -> None:
    said: list[str] = []
    assert seeds(chunk * CHUNK, CHUNK, said.append) == 0, "\n".join(said)


def test_a_seed_is_the_same_story_again() -> None:
    first = story(17).journal
    assert story(17).journal == first
    assert story(18).journal != first
    told: list[str] = []
    assert seeds(17, 1, told.append) == 0
    assert len(told) == len(first) + 1


# -- distributors that break one promise each ----------------------------------------------------

Bent = Callable[[Distributor, Fact, tuple[Fact, ...]], Iterable[Fact]]


def bending(bend: Bent) -> type[Distributor]:
    """A distributor that answers otherwise."""

    class Broken(Distributor):
        def handle(self, fact: Fact) -> Step:
            return Step(facts=tuple(bend(self, fact, super().handle(fact).facts)))

    return Broken


def without(kind: type[Fact]) -> Bent:
    """Forgets this."""
    return lambda _, __, facts: [one for one in facts if not isinstance(one, kind)]


def twice(kind: type[Fact]) -> Bent:
    """Does this two times."""
    return lambda _, __, facts: [
        one for told in facts for one in ([told, told] if isinstance(told, kind) else [told])
    ]


def to_another(free: bool) -> Bent:
    """Offers to the last of those who are free, or to somebody whom something has."""

    def bend(room: Distributor, _: Fact, facts: tuple[Fact, ...]) -> Iterable[Fact]:
        others = sorted(
            (one for one in room.agents() if one.is_free is free and one.since is not None),
            key=lambda one: (one.since, one.id),
        )
        for one in facts:
            bent = isinstance(one, f.OfferMade) and bool(others)
            yield msgspec.structs.replace(one, agent=others[-1].id) if bent else one

    return bend


def forgetful_of_who_came_free(
    _: Distributor, fact: Fact, facts: tuple[Fact, ...]
) -> Iterable[Fact]:
    """A call waits on beside somebody who came free."""
    free = isinstance(fact, f.AgentStateChanged) and fact.state is AgentState.IDLE
    return [one for one in facts if not (free and isinstance(one, f.OfferMade))]


def last_come_first_served(room: Distributor, _: Fact, facts: tuple[Fact, ...]) -> Iterable[Fact]:
    """Takes the last of the line."""
    for one in facts:
        if not isinstance(one, f.OfferMade):
            yield one
            continue
        calls = [found for name in room.in_line(one.queue) if (found := room.call(name))]
        chosen = room.call(one.call)
        asked = [(call.language, call.width, call.preferred) for call in calls]
        hers = chosen and (chosen.language, chosen.width, chosen.preferred)
        alike = [call for call, its in zip(calls, asked, strict=True) if its == hers]
        last = alike[-1].call if alike else one.call
        yield msgspec.structs.replace(one, call=last)


class Restless(Distributor):
    """Changes what is so while it decides."""

    def handle(self, fact: Fact) -> Step:
        step = super().handle(fact)
        for offer in list(self._floor.offers.values()) if isinstance(fact, f.AudioLost) else ():
            self._floor.take_back(offer)
        return step


class Forgetful(Distributor):
    """Its snapshot leaves the offers out."""

    def load(self, dumped: bytes) -> None:
        super().load(dumped)
        self._floor.offers.clear()


class Moody(Distributor):
    """Decides by how often it was asked."""

    asked = 0

    def handle(self, fact: Fact) -> Step:
        self.asked += 1
        step = super().handle(fact)
        return step if self.asked % 40 else Step()


BROKEN: dict[str, tuple[type[Distributor], str]] = {
    "offers to the second who is free": (
        bending(to_another(free=True)),
        "idle longer|serve|not free",
    ),
    "offers to somebody who is not free": (bending(to_another(free=False)), "is not free"),
    "forgets to put a call back in line": (bending(without(f.CallRequeued)), "between offer"),
    "takes an offer twice": (bending(twice(f.OfferAccepted)), "accepted twice"),
    "ends an offer twice": (bending(twice(f.OfferEnded)), "not open"),
    "abandons a call twice": (bending(twice(f.CallAbandoned)), "abandoned twice"),
    "answers a press twice": (bending(twice(f.ActRefused)), "answered twice"),
    "lets no listener go": (bending(without(f.ListeningEnded)), "listens"),
    "abandons no call": (bending(without(f.CallAbandoned)), "caller is gone|between offer"),
    "ends no offer": (bending(without(f.OfferEnded)), "still there|Permitted|gone|agree|overdue"),
    "does not serve who came free": (bending(forgetful_of_who_came_free), "is idle beside"),
    "serves the last first": (bending(last_come_first_served), "overtakes|made twice"),
    "changes while it decides": (Restless, "."),
    "forgets offers in a snapshot": (Forgetful, "a snapshot is not"),
    "decides by its mood": (Moody, "two answers"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_promise_is_found_out_and_its_seed_told(what: str) -> None:
    make_room, seen = BROKEN[what]
    said = first_failure(make_room)
    assert said, f"a distributor that {what} was believed"
    assert re.search(seen, said.splitlines()[0]), said
    assert re.search(r"callcenter lab seeds --seed \d+$", said)


def first_failure(make_room: type[Distributor]) -> str:
    """What is told of the first seed that fails; empty when none of forty does."""
    for seed in range(40):
        try:
            story(seed, make_room)
        except SeedFailed as broken:
            return str(broken)
    return ""
