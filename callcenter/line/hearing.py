"""Who hears whom: the whole mixing of a conversation as one pure function of its state.

The bridge asks it after every change and makes the connections so. It must not know the telephone
library, and it keeps nothing.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple, Protocol

from acd.facts.listening import Voice
from acd.ids import LegId
from callcenter.calls.facts import Role

OUTSIDERS: Final = frozenset({Role.CALLER, Role.CONSULT})
"""Roles of people who are not of the house: a whisper is not for them."""
SILENCE: Final = "silence"
CALLER_TRACK: Final = "track:caller"
AGENTS_TRACK: Final = "track:agents"


class Edge(NamedTuple):
    """`source` is heard at `sink`; both name legs, sounds or tracks."""

    source: str
    sink: str


class Party(Protocol):
    """What the mixing must know of a leg."""

    @property
    def id(self) -> LegId: ...
    @property
    def role(self) -> Role: ...
    @property
    def held(self) -> bool: ...
    @property
    def muted(self) -> bool: ...
    @property
    def voice(self) -> Voice:
        """Of a listener: who hears her."""
        ...

    @property
    def has_sound(self) -> bool:
        """A prompt or music is for this leg."""
        ...

    @property
    def heard_early_by(self) -> LegId | None:
        """The leg that hears this one before its answer, and is not heard by it."""
        ...


Pair = frozenset[LegId]


def sound_for(leg: LegId) -> str:
    """The name of the prompt or music that plays at a leg."""
    return f"sound:{leg}"


def edges(legs: Iterable[Party], pairs: Iterable[Pair], *, tracks: bool, paused: bool) -> set[Edge]:
    """Every connection there must be, and no other.

    A held leg neither hears the others nor is heard. A muted one is not heard. The caller's track
    has what the caller says while not on hold; the agents' track has those somebody can hear. A
    listener hears who speaks in the conversation; beside a held caller the agent, whom nobody else
    hears then. She is heard by nobody and is on no track, unless she has a voice: a whisper is for
    the agents alone and is on no track either; who barges in is heard by all, and on the agents'.
    """
    every = list(legs)
    ears = [leg for leg in every if leg.role is Role.LISTENER]
    by_id = {leg.id: leg for leg in every if leg.role is not Role.LISTENER}
    pairs = list(pairs)
    talk = _conversation(by_id, pairs)
    sounds = {Edge(sound_for(leg.id), leg.id) for leg in by_id.values() if leg.has_sound}
    overheard = {Edge(voice, ear.id) for voice in _voices(by_id, pairs) for ear in ears}
    spoken = _spoken(by_id, pairs, ears)
    barging = {edge.source for edge in spoken if by_id[LegId(edge.sink)].role is Role.CALLER}
    recorded = _recorded(by_id, talk, barging, paused=paused) if tracks else set()
    return talk | sounds | overheard | spoken | recorded


def _conversation(legs: dict[LegId, Party], pairs: Iterable[Pair]) -> set[Edge]:
    early = ((leg.id, leg.heard_early_by) for leg in legs.values())
    made = {Edge(leg, by) for leg, by in early if by is not None and by in legs}
    for pair in pairs:
        a, b = sorted(pair)
        if a not in legs or b not in legs or legs[a].held or legs[b].held:
            continue
        made |= {Edge(one, other) for one, other in ((a, b), (b, a)) if not legs[one].muted}
    return made


def _voices(legs: dict[LegId, Party], pairs: Iterable[Pair]) -> set[LegId]:
    """Who speaks in the conversation, whether or not the others hear it just now."""
    here = {leg for pair in pairs if all(one in legs for one in pair) for leg in pair}
    return {leg for leg in here if not legs[leg].held and not legs[leg].muted}


def _spoken(legs: dict[LegId, Party], pairs: Iterable[Pair], ears: Iterable[Party]) -> set[Edge]:
    """What listeners say who have a voice; somebody on hold hears her music and nothing else."""
    here = {one for pair in pairs if all(one in legs for one in pair) for one in pair}
    there = [leg for leg in here if not legs[leg].held]
    made: set[Edge] = set()
    for ear in ears:
        if ear.voice is Voice.SILENT or ear.muted:
            continue
        all_ = ear.voice is Voice.BARGE
        made |= {Edge(ear.id, leg) for leg in there if all_ or legs[leg].role not in OUTSIDERS}
    return made


def _recorded(
    legs: dict[LegId, Party], talk: set[Edge], barging: set[str], *, paused: bool
) -> set[Edge]:
    made = {Edge(SILENCE, CALLER_TRACK), Edge(SILENCE, AGENTS_TRACK)}
    if paused:
        return made
    heard = {edge.source for edge in talk}
    made |= {Edge(ear, AGENTS_TRACK) for ear in barging}
    for leg in legs.values():
        if leg.role is Role.CALLER:
            if not leg.held and not leg.muted:
                made.add(Edge(leg.id, CALLER_TRACK))
        elif leg.id in heard:
            made.add(Edge(leg.id, AGENTS_TRACK))
    return made
