"""What facts change of silent listening."""

import msgspec

from acd import facts as f
from acd.agent import Listens
from acd.changes.table import DeadlineChanges, FactChanges
from acd.floor import Floor


class ListeningChanges:
    """Of listeners."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self.facts: FactChanges = {
            f.ListeningBegan: self._began,
            f.ListeningEnded: self._ended,
            f.ListenRefused: self._refused,
            f.VoiceGiven: self._voice,
            f.ListenerCalled: self._called,
            f.ListenerLeft: self._left,
        }
        self.deadlines: DeadlineChanges = {}

    def _began(self, fact: f.ListeningBegan) -> None:
        listener = self._floor.enlist(fact.listener)
        listener.listen_press, listener.listen_no = fact.press, None
        to = Listens(
            agent=fact.agent,
            since=fact.at,
            because=fact.because,
            supervises=fact.supervises,
            voice=fact.voice,
        )
        self._floor.listens(listener, to)

    def _ended(self, fact: f.ListeningEnded) -> None:
        listener = self._floor.agent(fact.listener)
        if listener.listens is not None and listener.listens.agent == fact.agent:
            self._floor.listens(listener, None)

    def _voice(self, fact: f.VoiceGiven) -> None:
        listener = self._floor.agent(fact.listener)
        listener.listen_press, listener.listen_no = fact.press, None
        if listener.listens is not None and listener.listens.agent == fact.agent:
            listener.listens = msgspec.structs.replace(listener.listens, voice=fact.voice)

    def _refused(self, fact: f.ListenRefused) -> None:
        listener = self._floor.agent(fact.by)
        listener.listen_press, listener.listen_no = fact.press, fact.reason

    def _called(self, fact: f.ListenerCalled) -> None:
        self._floor.agent(fact.listener).hears = fact.call

    def _left(self, fact: f.ListenerLeft) -> None:
        listener = self._floor.agent(fact.listener)
        if listener.hears == fact.call:
            listener.hears = None
