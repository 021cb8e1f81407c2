"""What facts change of silent listening."""

import msgspec

from acd import facts as f
from acd.agent import Listens
from acd.changes.table import DeadlineChanges, FactChanges
from acd.floor import Floor
from acd.transfers import is_hers


class ListeningChanges:
    """Of listeners."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self.facts: FactChanges = {
            f.ListeningBegan: self._began,
            f.ListeningEnded: self._ended,
            f.ListenRefused: self._refused,
            f.VoiceGiven: self._voice,
            f.CallTakenOver: self._taken_over,
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

    def _taken_over(self, fact: f.CallTakenOver) -> None:
        """She hears it no more: she speaks in it."""
        floor, call = self._floor, self._floor.calls.get(fact.call)
        listener = floor.agent(fact.by)
        listener.listen_press, listener.listen_no = fact.press, None
        if call is None or not is_hers(call, fact.agent):
            return
        floor.listens(listener, None)
        listener.hears = None
        listener.queue, listener.connected_at = call.queue, fact.at
        call.agent = fact.by

    def _refused(self, fact: f.ListenRefused) -> None:
        listener = self._floor.agent(fact.by)
        listener.listen_press, listener.listen_no = fact.press, fact.reason

    def _called(self, fact: f.ListenerCalled) -> None:
        self._floor.agent(fact.listener).hears = fact.call

    def _left(self, fact: f.ListenerLeft) -> None:
        listener = self._floor.agent(fact.listener)
        if listener.hears == fact.call:
            listener.hears = None
