"""What the distributor promises, whatever happens: checked after each fact, by a plain look.

It reads the facts and asks the room; it knows nothing of its indexes. A promise that is broken
raises `PromiseBroken` with what was seen.
"""

from datetime import datetime

from acd import facts as f
from acd.agent import Agent
from acd.configuration import Configuration, IdleSince, Strategy
from acd.distributor import Distributor
from acd.facts import AgentState, Intent
from acd.ids import AgentId, CallId, OfferId
from acd.outbound import FROM
from acd.step import DeadlineReached, Fact
from acd.targets import Because
from acd.waiting_call import CallKey, Kind, Phase, WaitingCall
from callcenter.errors import CallcenterError
from callcenter.lab.simulation.eligible import Eligible, is_free
from callcenter.lab.simulation.listening import complaints

_HAS_CALL = frozenset({AgentState.CONNECTING, AgentState.ON_CALL})
"""While a call is only offered, it may ring for others too."""
BY_THE_WORLD = frozenset({f.Trouble.STATE_OUTDATED, f.Trouble.DEADLINE_OVERDUE})
"""What a story does by voices that never come and timers that come too late."""
_DIALS_FROM = {Kind.REDIAL: frozenset({AgentState.WRAP_UP}), Kind.OUTBOUND: FROM}
"""Where she must stand who calls somebody herself."""

_OFFERABLE = frozenset({Phase.WAITING, Phase.OFFERED})
_AS_HER_CALL = {
    Phase.OFFERED: AgentState.OFFERED,
    Phase.CONNECTING: AgentState.CONNECTING,
    Phase.CONNECTED: AgentState.ON_CALL,
}

ANSWERS = (
    f.OfferMade,
    f.CallMoved,
    f.CallPrioritised,
    f.CallWithdrawn,
    f.CallTransferred,
    f.ConsultQueued,
    f.OutsideCalled,
    f.ActRefused,
)
"""To presses by hand; an offer only where it names one."""


class PromiseBroken(CallcenterError):
    """The distributor did what it never must, or did not do what it must."""


class Promises:
    """Watches one room. `room` is set anew when the story goes on from a snapshot."""

    def __init__(self, room: Distributor) -> None:
        self.room = room
        self._calls: set[CallId] = set()
        self._left: set[CallId] = set()
        self._answered: set[CallId] = set()
        self._abandoned: set[CallId] = set()
        self._withdrawn: set[CallId] = set()
        self._answered_presses: set[str] = set()
        self._sent_off: set[CallId] = set()
        """Turned away, back in the dialogue, or to be called back."""
        self._open: dict[OfferId, tuple[CallId, AgentId]] = {}
        self._accepted: set[OfferId] = set()
        self._over: set[OfferId] = set()
        self._eligible: Eligible | None = None
        self._configuration: Configuration | None = None
        self._keys: dict[CallId, CallKey] = {}

    # -- while facts come ------------------------------------------------------------------------

    def foresees(self, fact: Fact) -> None:
        """Of what is so just before the fact is applied."""
        if isinstance(fact, f.OfferMade):
            self._offer_is_right(fact)

    def sees(self, fact: Fact) -> None:
        """Of the facts alone: everything ends, and ends once."""
        self._sees_answers(fact)
        match fact:
            case f.ConfigurationPublished():
                self._configuration = fact.configuration
                self._eligible = Eligible(fact.configuration, fact.at)
            case DeadlineReached(deadline="expires:skills") if self._configuration:
                self._eligible = Eligible(self._configuration, fact.at)
            case f.OfferMade():
                _holds(fact.offer not in {*self._open, *self._over}, f"{fact.offer} was made twice")
                self._open[fact.offer] = (fact.call, fact.agent)
            case f.OfferAccepted():
                _holds(fact.offer in self._open, f"{fact.offer} accepted, but it is over")
                _holds(fact.offer not in self._accepted, f"{fact.offer} was accepted twice")
                self._accepted.add(fact.offer)
            case f.OfferEnded():
                self._ends(fact.offer)
            case f.HealthAlarmRaised():
                _holds(fact.trouble in BY_THE_WORLD, f"{fact.trouble} about {fact.about}")
            case _:
                self._sees_of_calls(fact)

    def _sees_answers(self, fact: Fact) -> None:
        """A press is answered once; a call that was withdrawn is not abandoned."""
        match fact:
            case f.CallWithdrawn():
                self._withdrawn.add(fact.call)
            case f.CallPrioritised():
                self._keys.pop(fact.call, None)
            case f.CallAbandoned():
                _holds(fact.call not in self._withdrawn, f"{fact.call} withdrawn, then abandoned")
            case _:
                pass
        if isinstance(fact, ANSWERS) and fact.press:
            _holds(fact.press not in self._answered_presses, f"{fact.press} was answered twice")
            self._answered_presses.add(fact.press)

    def _sees_of_calls(self, fact: Fact) -> None:
        match fact:
            case f.CallQueued():
                self._calls.add(fact.call)
                self._sent_off.discard(fact.call)
            case f.CallerLeft():
                self._left.add(fact.call)
            case f.CallAbandoned():
                _holds(fact.call not in self._abandoned, f"{fact.call} was abandoned twice")
                _holds(fact.call not in self._answered, f"{fact.call} abandoned, but was answered")
                _holds(fact.call in self._left, f"{fact.call} abandoned, but the caller is there")
                self._abandoned.add(fact.call)
            case f.CallDiverted() if fact.target.queue is None:
                self._sent_off.add(fact.call)
            case f.CallConnected():
                if self._open.get(fact.offer) == (fact.call, fact.agent):
                    self._ends(fact.offer)
                    self._answered.add(fact.call)
            case _:
                pass

    def _ends(self, offer: OfferId) -> None:
        _holds(offer in self._open, f"{offer} ended, but it was not open")
        del self._open[offer]
        self._over.add(offer)

    def _offer_is_right(self, fact: f.OfferMade) -> None:
        """To somebody free, for the first in line, and the one the strategy names."""
        agent, call = self.room.agent(fact.agent), self.room.call(fact.call)
        _holds(call is not None and call.phase in _OFFERABLE, f"{fact.call} does not wait")
        if call is not None and call.is_hers_alone:
            begins = _DIALS_FROM[call.kind]
            hers = agent is not None and agent.state in begins and agent.offer is None
            _holds(hers and call.preferred == fact.agent, f"{call.call} is not {fact.agent}'s")
            return
        _holds(agent is not None and is_free(agent), f"{fact.agent} is not free")
        if agent is None or call is None or self._eligible is None:
            return
        if fact.press:
            _holds(call.phase is Phase.WAITING, f"{call.call} is held out by hand, and rings")
            return
        rules = self._eligible.rules(call.queue)
        _holds(self._serves(agent, call), f"{fact.agent} cannot serve {fact.call}")
        if call.phase is Phase.OFFERED:
            self._rings_too(agent, call)
        elif call.preferred is None:
            alike = (call.queue, call.language, call.width, None)
            for other in self._waiting():
                same = (other.queue, other.language, other.width, other.preferred) == alike
                hers = same and self._serves(agent, other)
                _holds(not hers or call.key <= other.key, f"{call.call} overtakes {other.call}")
            if rules is not None and rules.strategy is Strategy.LONGEST_IDLE:
                self._is_longest_idle(agent, call, rules.idle_since is IdleSince.CONTACT)

    def _is_longest_idle(self, agent: Agent, call: WaitingCall, by_contact: bool) -> None:
        def idle(one: Agent) -> tuple[bool, datetime | None, str]:
            contact = one.last_contact if by_contact else None
            learns = self._eligible is not None and self._eligible.learns(one.id, call)
            return learns, contact or one.free_since or one.since, one.id

        free = [one for one in self.room.agents() if is_free(one) and self._serves(one, call)]
        first = min(free, key=idle)
        _holds(first.id == agent.id, f"{first.id} is idle longer than {agent.id}")

    def _rings_too(self, agent: Agent, call: WaitingCall) -> None:
        """One more ring takes nobody away from a caller who waits, and there are not too many."""
        rules = self._eligible.rules(call.queue) if self._eligible else None
        ringing = sum(held == call.call for held, _ in self._open.values())
        _holds(rules is None or ringing < rules.ring_at_once, f"{call.call} rings too often")
        for other in self._waiting():
            _holds(not self._serves(agent, other), f"{agent.id} rings, but {other.call} waits")

    # -- when everything that follows has been applied -------------------------------------------

    def settles(self) -> None:
        """Of the whole floor."""
        for agent in self.room.agents():
            self._agent_agrees(agent)
        talking = [one.call for one in self.room.agents() if one.state in _HAS_CALL]
        _holds(
            len(set(talking)) == len(talking), f"one call, two agents: {sorted(map(str, talking))}"
        )
        waiting = list(self._waiting())
        free = [one for one in self.room.agents() if is_free(one)]
        for call in waiting:
            for agent in free:
                beside = f"{agent.id} is idle beside {call.call}"
                _holds(not self._serves(agent, call), beside)
        for name in self._calls:
            self._call_agrees(name)
        if self._configuration is not None:
            wrong = next(complaints(self.room, self._configuration), None)
            _holds(wrong is None, str(wrong))
        held = {offer.id for one in self.room.agents() if (offer := self.room.offer_of(one.id))}
        _holds(held == set(self._open), f"offers without an end: {sorted(held ^ set(self._open))}")

    def _agent_agrees(self, agent: Agent) -> None:
        call = self.room.call(agent.call) if agent.call else None
        if agent.state in (AgentState.OFFERED, AgentState.CONNECTING):
            _holds(call is not None, f"{agent.id} is {agent.state} without a call")
        if call is not None and agent.state in _HAS_CALL:
            _holds(call.agent == agent.id, f"{agent.id} and {call.call} do not agree")
        if agent.state is AgentState.IDLE:
            wants = agent.signed_in and agent.intent is Intent.AVAILABLE
            _holds(wants and agent.is_reachable, f"{agent.id} is idle, but cannot take calls")
            _holds(agent.setback is None, f"{agent.id} is idle in spite of {agent.setback}")

    def _call_agrees(self, name: CallId) -> None:
        call = self.room.call(name)
        if call is None:
            self._keys.pop(name, None)
            ended = name in {*self._answered, *self._abandoned, *self._withdrawn, *self._sent_off}
            _holds(ended, f"{name} is in no queue, and nobody said why")
            return
        _holds(call.key <= self._keys.get(name, call.key), f"{name} is worse off than before")
        self._keys[name] = call.key
        _holds(call.phase is not Phase.RETURNING, f"{name} is left between offer and line")
        if call.phase is Phase.WAITING:
            _holds(not call.gone, f"{name} waits, but its caller is gone")
            shut = self.room.shut(call.queue)
            pressed = shut is not None and shut.because is Because.EMERGENCY
            _holds(not pressed, f"{name} waits in spite of an emergency")
            return
        if call.phase is Phase.OUTSIDE:
            _holds(call.agent is None, f"{name} is outside, and holds {call.agent}")
            return
        agent = self.room.agent(call.agent) if call.agent else None
        agrees = agent is not None and agent.has(name, _AS_HER_CALL[call.phase])
        _holds(agrees, f"{name} is {call.phase} with {call.agent}, who is not")

    def ends(self) -> None:
        """Everybody has gone: nothing is left, and each call has one reason."""
        left = [name for name in self._calls if self.room.call(name) is not None]
        _holds(not left, f"still there at the end: {sorted(left)}")
        _holds(not self._open, f"offers without an outcome: {sorted(self._open)}")

    def _waiting(self) -> list[WaitingCall]:
        found = (self.room.call(name) for name in sorted(self._calls))
        return [call for call in found if call is not None and call.phase is Phase.WAITING]

    def _serves(self, agent: Agent, call: WaitingCall) -> bool:
        return self._eligible is not None and self._eligible.serves(agent.id, call)


def _holds(so: bool, otherwise: str) -> None:
    if not so:
        raise PromiseBroken(otherwise)
