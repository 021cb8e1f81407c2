"""A story for each number: a random floor, random facts and faults, and every promise after each.

The same seed is the same story, on any machine: `callcenter lab seeds --seed N`. Beside
the promises it holds the room's own grammar: replay gives the same bytes, a snapshot in the middle
changes nothing, and deciding again gives the same facts.
"""

from collections.abc import Callable, Iterator
from random import Random
from typing import Final, Protocol

from acd import facts as f
from acd.consults import is_consult
from acd.distributor import Distributor
from acd.facts import AgentState, Intent
from acd.ids import CallId, DeskId
from acd.step import Deadline, Fact, Step
from callcenter.house import House
from callcenter.lab.simulation import chance
from callcenter.lab.simulation.acts import ACTS, CALLS, Scene
from callcenter.lab.simulation.by_hand import ends_consult
from callcenter.lab.simulation.course import SECOND, START, Course
from callcenter.lab.simulation.house_story import HouseStory, MakeHouse
from callcenter.lab.simulation.promises import PromiseBroken, Promises

FACTS: Final = 200
"""Incoming facts of a story, deadlines not counted."""
SHOWN: Final = 12
"""Facts that are told of a story that went wrong."""
_PAUSES: Final = (0.0, 0.0, 0.2, 0.4, 2.0, 2.0, 9.0, 31.0)
_TICKS: Final = (-1, 0, 1)
_WEIGHTS: Final = tuple(weight for weight, _ in ACTS)
_ACTS: Final = tuple(act for _, act in ACTS)

MakeRoom = Callable[[], Distributor]


class SeedFailed(PromiseBroken):
    """A story in which a promise was broken; the text names the seed and its last facts."""


class _Kept:
    """The room of a story: watched before each fact, and replaced by its own snapshot at times."""

    def __init__(self, make_room: MakeRoom) -> None:
        self._make_room = make_room
        self.room = make_room()
        self.promises = Promises(self.room)

    def apply(self, fact: Fact) -> None:
        """With a look at what is so just before it."""
        self.promises.foresees(fact)
        self.room.apply(fact)

    def handle(self, fact: Fact) -> Step:
        """Asked twice: deciding changes nothing."""
        step = self.room.handle(fact)
        if self.room.handle(fact) != step:
            raise PromiseBroken("deciding twice gives two answers")
        return step

    def next_deadline(self) -> Deadline | None:
        """The room's."""
        return self.room.next_deadline()

    def goes_on_from_a_snapshot(self) -> None:
        """A new room takes the place of the old one."""
        dumped = self.room.dump()
        self.room = self.promises.room = self._make_room()
        self.room.load(dumped)
        if self.room.dump() != dumped:
            raise PromiseBroken("a snapshot is not what it was made from")


class Story:
    """One seed's."""

    def __init__(self, seed: int, make_room: MakeRoom = Distributor) -> None:
        self._random = Random(f"story {seed}")
        self._make_room = make_room
        self._kept = _Kept(make_room)
        self._course = Course(self._kept)
        self._scene = Scene(self._kept.room, self._course, self._random)
        self._course.watched_by(self, self._scene, self._kept.promises)
        self.journal: list[Fact] = []
        self.steps: list[int] = [0]
        """Where each incoming fact is in the journal, and the end."""

    def sees(self, fact: Fact) -> None:
        """Every fact, in order."""
        self.journal.append(fact)

    def settles(self) -> None:
        """The step is over."""
        self.steps.append(len(self.journal))

    def plays(self) -> None:
        """From beginning to end; raises PromiseBroken, and whatever the room raises."""
        self._begins()
        for _ in range(FACTS):
            self._time_passes()
            self._course.tell(self._random.choices(_ACTS, _WEIGHTS)[0](self._scene))
            if self._random.random() < 0.02:
                self._kept.goes_on_from_a_snapshot()
                self._scene.room = self._kept.room
        self._everybody_leaves()
        self._is_its_journal()

    def _begins(self) -> None:
        tell, at = self._course.tell, START
        told = chance.configuration(self._random, 1)
        tell(f.ConfigurationPublished(at=at, configuration=told))
        for profile in told.agents if self._random.random() < 0.8 else ():
            desk, agent = DeskId(f"desk-{profile.id}"), profile.id
            tell(f.AgentSignedIn(at=at, agent=agent, desk=desk, device=profile.device))
            tell(f.AudioReady(at=at, agent=agent, uri=f"sip:{agent}@softphone"))
            tell(f.IntentChosen(at=at, agent=agent, intent=Intent.AVAILABLE))

    def _time_passes(self) -> None:
        """A pause; or to a deadline, or just beside it; or a timer that comes too late."""
        course, due = self._course, self._kept.next_deadline()
        until = course.now + round(self._random.choice(_PAUSES) * SECOND)
        if due is not None and self._random.random() < 0.15:
            instant = round((due.at - START).total_seconds() * SECOND)
            until = max(course.now, instant + self._random.choice(_TICKS))
        if self._random.random() < 0.05:
            course.now = until
        else:
            course.runs(until)

    def _everybody_leaves(self) -> None:
        course, room = self._course, self._kept.room
        for consult in [one for one in room.calls() if is_consult(one.call)]:
            course.tell(ends_consult(course.instant, consult))
        for call in self._there():
            course.tell(f.CallerLeft(at=course.instant, call=call))
        for agent in sorted(one.id for one in room.agents() if one.state is AgentState.ON_CALL):
            call = self._scene.her_call(agent)
            course.tell(f.AgentReleased(at=course.instant, agent=agent, call=call))
        course.runs(course.now + 3600 * SECOND)
        self._kept.promises.ends()

    def _there(self) -> Iterator[CallId]:
        room = self._kept.room
        queued = f.CallQueued | f.RedialQueued | f.OutboundQueued
        names = {fact.call for fact in self.journal if isinstance(fact, queued)}
        return (call for call in sorted(names | set(CALLS)) if room.call(call) is not None)

    def _is_its_journal(self) -> None:
        """Applied again it is the same floor; decided again it is the same journal."""
        replica, again = self._make_room(), self._make_room()
        for fact in self.journal:
            replica.apply(fact)
        decided: list[Fact] = []
        course = Course(again)
        course.watched_by(_Journal(decided))
        for begin in self.steps[:-1]:
            course.tell(self.journal[begin])
        lived = self._kept.room.dump()
        if replica.dump() != lived:
            raise PromiseBroken("the journal applied again gives another floor")
        if decided != self.journal or again.dump() != lived:
            raise PromiseBroken("the journal decided again gives other facts")


class _Journal:
    """Keeps what it sees."""

    def __init__(self, facts: list[Fact]) -> None:
        self._facts = facts

    def sees(self, fact: Fact) -> None:
        self._facts.append(fact)

    def settles(self) -> None:
        pass


class Played(Protocol):
    """A story of either kind."""

    journal: list[Fact]

    def plays(self) -> None:
        """From beginning to end."""


def story(seed: int, make_room: MakeRoom = Distributor) -> Story:
    """Play one of the distributor; raises SeedFailed."""
    played = Story(seed, make_room)
    _plays(played, seed, "")
    return played


def house_story(seed: int, make_house: MakeHouse = House) -> HouseStory:
    """Play one of the whole house; raises SeedFailed."""
    played = HouseStory(seed, make_house)
    _plays(played, seed, " --house")
    return played


def _plays(played: Played, seed: int, kind: str) -> None:
    try:
        played.plays()
    except Exception as broken:  # a crash is a failed story too: its seed must be told
        last = played.journal[-SHOWN:]
        lines = "\n".join(f"  {fact}" for fact in last)
        again = f"callcenter lab seeds{kind} --seed {seed}"
        raise SeedFailed(
            f"seed {seed}: {broken!r}\nthe last facts before it:\n{lines}\ntell it again: {again}"
        ) from broken


def seeds(first: int, count: int, say: Callable[[str], None], house: bool = False) -> int:
    """Play them all, of the distributor or of the whole house, and tell which fail; how many did.
    A single one tells its whole journal.
    """
    failed = facts = 0
    for seed in range(first, first + count):
        try:
            played: Played = house_story(seed) if house else story(seed)
        except SeedFailed as broken:
            failed += 1
            say(str(broken))
            continue
        facts += len(played.journal)
        for fact in played.journal if count == 1 else ():
            say(f"{fact.at:%H:%M:%S.%f} {fact}")
    say(f"{count} stories from seed {first}: {failed} failed, {facts} facts in the others")
    return failed
