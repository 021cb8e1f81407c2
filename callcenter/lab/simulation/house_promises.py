"""What a whole house promises about callbacks, and about calls that another control takes over.

Checked after each fact of a story, from the facts alone and by a plain look at the rooms.
"""

from dataclasses import dataclass
from datetime import datetime

import acd.facts as a
import callcenter.calls.facts as c
from acd.consults import is_consult
from acd.facts import AgentState
from acd.ids import CallId, OfferId
from acd.step import Fact
from acd.waiting_call import Phase
from callcenter.calls.call import CallState, Stage
from callcenter.house import House
from callcenter.lab.simulation.promises import PromiseBroken

_TAKEN = frozenset({AgentState.OFFERED, AgentState.CONNECTING, AgentState.ON_CALL})
_SPEAKS = frozenset({AgentState.CONNECTING, AgentState.ON_CALL})


@dataclass(slots=True)
class _Asked:
    """One callback."""

    entered_at: datetime
    """The place that it keeps."""
    attempt: CallId | None = None
    """In line, offered or called; None: none is under way."""
    number: int = 0
    tried: bool = False
    answered: bool = False


class HousePromises:
    """Watches one house, and the one after it."""

    def __init__(self) -> None:
        self._open: dict[CallId, _Asked] = {}
        self._over: set[CallId] = set()
        self._of: dict[CallId, CallId] = {}
        """Attempt to callback."""
        self._up: set[CallId] = set()
        """Calls that came in and have not ended."""
        self._offers: set[OfferId] = set()
        self._due_to_end: set[CallId] = set()
        """Callbacks whose end must follow in this step."""
        self._sent_on: set[CallId] = set()
        """Calls that a rule has sent elsewhere."""

    def sees(self, fact: Fact) -> None:
        """Of the facts alone."""
        match fact:
            case c.LegRang():
                self._up.add(fact.call)
            case c.CallEnded():
                self._up.discard(fact.call)
            case a.CallDiverted():
                self._sent_on.add(fact.call)
            case a.OfferMade():
                _holds(fact.offer not in self._offers, f"{fact.offer} was made twice")
                self._offers.add(fact.offer)
                self._may_be_held_out(fact.call)
            case a.CallbackDue():
                self._may_be_held_out(fact.call)
                _holds(not self._asked(fact.call).tried, f"{fact.call} is due, and was tried")
            case a.CallbackRequested():
                _holds(fact.call not in self._over, f"{fact.call} asks again after its end")
                self._open.setdefault(fact.call, _Asked(fact.entered_at))
            case a.CallbackKept() | a.CallbackFailed() | a.CallbackWithdrawn():
                self._is_over(fact)
            case _:
                self._sees_of_attempts(fact)

    def _is_over(self, fact: a.CallbackKept | a.CallbackFailed | a.CallbackWithdrawn) -> None:
        """Once, so that the kept-promise rate counts it once."""
        asked = self._open.pop(fact.callback, None)
        _holds(asked is not None, f"{fact.callback} ends, but is not open")
        assert asked is not None
        self._over.add(fact.callback)
        if isinstance(fact, a.CallbackKept):
            _holds(asked.answered, f"{fact.callback} is kept, and nobody has answered")
        if isinstance(fact, a.CallbackWithdrawn) and fact.instead in self._open:
            instead = self._open[fact.instead]
            instead.entered_at = min(instead.entered_at, asked.entered_at)

    def _sees_of_attempts(self, fact: Fact) -> None:
        match fact:
            case a.CallbackQueued():
                asked = self._open.get(fact.callback)
                _holds(asked is not None, f"{fact.call} stands in line for no open callback")
                assert asked is not None
                _holds(asked.attempt is None, f"{fact.callback} has two attempts at once")
                _holds(fact.number > asked.number, f"{fact.call} stands in line again")
                _holds(fact.callback not in self._up, f"{fact.callback} is still on the line")
                _holds(fact.entered_at == asked.entered_at, f"{fact.callback} has lost its place")
                self._open[fact.callback] = _Asked(asked.entered_at, fact.call, fact.number)
                self._of[fact.call] = fact.callback
            case a.CallbackAttempted() if self._of.get(fact.call) in self._open:
                _holds(not self._asked(fact.call).tried, f"{fact.call} was tried twice")
                self._asked(fact.call).tried = True
            case a.CallbackAnswered():
                _holds(self._asked(fact.call).tried, f"{fact.call} answers, and was not called")
                self._asked(fact.call).answered = True
            case a.CallbackMissed():
                self._asked(fact.call).attempt = None
                if fact.again_at is None:
                    self._due_to_end.add(fact.callback)
            case a.CallConnected() if fact.call in self._of:
                self._due_to_end.add(self._of[fact.call])
            case _:
                pass

    def _asked(self, call: CallId) -> _Asked:
        """The open callback whose attempt of the moment a call is."""
        asked = self._open.get(self._of.get(call, CallId("")))
        _holds(asked is not None and asked.attempt == call, f"{call} is no attempt of the moment")
        assert asked is not None
        return asked

    def _may_be_held_out(self, call: CallId) -> None:
        """A callback that is open, by the attempt that is under way, unless it was kept."""
        callback = self._of.get(call)
        if callback is not None and callback not in self._over:
            self._asked(call)

    # -- of the rooms ----------------------------------------------------------------------------

    def settles(self, house: House) -> None:
        """When everything that follows has been applied."""
        known = {one.id: one for one in house.callbacks.open()}
        _holds(known.keys() == self._open.keys(), f"open: {sorted(known)}, {sorted(self._open)}")
        unended = self._due_to_end & self._open.keys()
        _holds(not unended, f"over, and nobody said so: {sorted(unended)}")
        self._due_to_end.clear()
        for name, asked in self._open.items():
            if asked.attempt is None:
                continue
            _holds(known[name].call == asked.attempt, f"{name} has another attempt")
            there = house.acd.call(asked.attempt) or house.calls.on(asked.attempt)
            _holds(there is not None, f"{asked.attempt} is under way, and nowhere")
            self._agrees(house, asked.attempt, asked)
        for call in house.calls.state.calls.values():
            self._nobody_is_alone(house, call)
        speaking = [one.call for one in house.acd.agents() if one.state in _SPEAKS]
        _holds(len(set(speaking)) == len(speaking), "one call, two agents")

    def _nobody_is_alone(self, house: House, call: CallState) -> None:
        """A caller who is with an agent has her leg, or it is being timed; a consultation has the
        call that it is about.
        """
        if call.within is not None:
            about = house.calls.on(call.within)
            open_ = call.stage in (Stage.WAITING, Stage.CONNECTING, Stage.CONNECTED)
            asks = about is not None and about.consult == call.id
            _holds(not open_ or asks, f"{call.id} is {call.stage}, and nobody asks")
            return
        if call.stage is Stage.OUTSIDE and call.caller_is_up:
            _holds(call.consult in house.calls.state.calls, f"{call.id} is outside with nobody")
        there = call.agent_leg() is not None or call.audio_by is not None
        alone = call.stage is Stage.CONNECTED and call.caller_is_up and not there
        _holds(not alone, f"{call.id} is connected, and with nobody")

    def _agrees(self, house: House, attempt: CallId, asked: _Asked) -> None:
        call = house.acd.call(attempt)
        if call is None:
            return
        _holds(call.phase is not Phase.RETURNING, f"{attempt} is left between offer and line")
        if call.phase is Phase.CALLED:
            _holds(not asked.answered, f"{attempt} has answered, and is in no line")
            _holds(call.agent is None, f"{attempt} is called, and holds {call.agent}")
        on = house.calls.on(attempt)
        _holds(on is not None, f"{attempt} is in the distributor alone")
        if asked.answered:
            _holds(not call.is_callback, f"{attempt} has answered, and is no caller")

    def taken_over(self, before: House, after: House, found: set[CallId]) -> None:
        """Another control has only the cards: each call with a line is where it was."""
        known = {one.id for one in after.callbacks.open()}
        for callback, asked in list(self._open.items()):
            _holds(asked.attempt not in found or callback in known, f"{callback} was lost")
        for callback in self._open.keys() - known:
            # It stood in the journal alone, which is gone with it.
            del self._open[callback]
            self._over.add(callback)
        for call in found:
            old, new = before.acd.call(call), after.acd.call(call)
            if old is None or old.gone or (new is None and call in self._sent_on):
                continue
            _holds(new is not None, f"{call} was lost")
            assert new is not None
            _holds(new.key <= old.key, f"{call} is worse off than before")
            same = (Phase.CALLED, Phase.CONNECTED)
            was = old.phase if old.phase in same else None
            now = new.phase if new.phase in same else None
            _holds(was == now, f"{call} was {old.phase} and is {new.phase}")

    def ends(self, house: House) -> None:
        """Everybody has gone: no call and no callback is left."""
        left = sorted(one.id for one in house.callbacks.open())
        _holds(not left, f"callbacks without an end: {left}")
        calls = sorted(house.calls.state.calls)
        there = [one for one in calls if house.acd.call(CallId(one)) is not None]
        _holds(not there, f"still there at the end: {there}")
        asking = [one for one in calls if is_consult(one)]
        _holds(not asking, f"consultations without an end: {asking}")
        held = [one.id for one in house.acd.agents() if one.state in _TAKEN]
        _holds(not held, f"agents held by nobody at the end: {held}")


def _holds(so: bool, otherwise: str) -> None:
    if not so:
        raise PromiseBroken(otherwise)
