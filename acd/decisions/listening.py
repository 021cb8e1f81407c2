"""What follows for silent listening: who is attached to whose calls, and until when.

The legs are the call's business (`callcenter.calls.listening`). While she listens she is not ready;
any other choice of hers ends it.
"""

from acd import facts as f
from acd.agent import BROWSER, Agent, Standing
from acd.decisions.breaks import BreakDecisions
from acd.decisions.consequences import moved, stands
from acd.decisions.table import DeadlineTable, Facts, FactTable
from acd.facts import AgentState, Intent, ListenEnd
from acd.floor import Floor
from acd.ids import AgentId
from acd.listening import against, listeners, still_wants
from acd.step import Fact
from acd.transfers import asks, is_hers
from acd.waiting_call import WaitingCall


class ListeningDecisions:
    """Of listeners."""

    def __init__(self, floor: Floor, breaks: BreakDecisions) -> None:
        self._floor = floor
        self._breaks = breaks
        self.facts: FactTable = {
            f.ListenPressed: self._pressed,
            f.ListenStopPressed: self._stop_pressed,
            f.VoicePressed: self._voice_pressed,
            f.TakeOverPressed: self._take_over_pressed,
            f.CallTakenOver: self._taken_over,
            f.ListeningBegan: self._began,
            f.ListeningEnded: self._stands,
            f.ListenerLeft: self._stands,
        }
        self.deadlines: DeadlineTable = {}

    # -- what others ask -------------------------------------------------------------------------

    def chose(self, fact: Fact, agent: Agent) -> Facts:
        """Her choice, if it was another one, ends her listening; where she stands then follows from
        that.
        """
        if agent.listens is None or still_wants(agent):
            return ()
        signed_out = agent.intent is Intent.LOGGED_OUT
        return (_ended(fact, agent, ListenEnd.SIGNED_OUT if signed_out else ListenEnd.CHOSE),)

    def moved(self, fact: f.AgentStateChanged, agent: Agent) -> Facts:
        """A call has the listener; or whom others listen to is gone."""
        if agent.listens is not None and agent.is_occupied:
            return (_ended(fact, agent, ListenEnd.BUSY),)
        if fact.state is not AgentState.LOGGED_OUT:
            return ()
        left = listeners(self._floor, agent.id)
        return tuple(_ended(fact, one, ListenEnd.AGENT_LEFT) for one in left)

    def published(self, fact: f.ConfigurationPublished) -> Facts:
        """A trainee listens to her mentor only."""
        return tuple(
            _ended(fact, one, ListenEnd.NOT_HER_MENTOR)
            for one in listeners(self._floor)
            if one.listens is not None
            and not one.listens.supervises
            and self._floor.profile(one.id).mentor != one.listens.agent
        )

    # -- decisions -------------------------------------------------------------------------------

    def _pressed(self, fact: f.ListenPressed) -> Facts:
        """Once: a press that was answered leads to nothing."""
        listener = self._floor.agent(fact.by)
        if listener.listen_press == fact.press:
            return ()
        no = against(self._floor, fact)
        if no is not None:
            refused = f.ListenRefused(
                at=fact.at, press=fact.press, by=fact.by, agent=fact.agent, reason=no
            )
            return (refused,)
        in_browser = listener.device == BROWSER
        began = f.ListeningBegan(
            at=fact.at,
            listener=fact.by,
            agent=fact.agent,
            uri=listener.uri if in_browser else listener.device,
            in_browser=in_browser,
            press=fact.press,
            supervises=fact.supervises,
            because=fact.because,
            voice=fact.voice if fact.supervises else f.Voice.SILENT,
        )
        return (began,)

    def _voice_pressed(self, fact: f.VoicePressed) -> Facts:
        """Once, as every press; a trainee is never heard."""
        listener = self._floor.agent(fact.by)
        if listener.listen_press == fact.press:
            return ()
        to = listener.listens
        if to is None or not to.supervises:
            no = f.ListenNo.NOT_SUPERVISING
            agent = to.agent if to is not None else fact.by
            refused = f.ListenRefused(
                at=fact.at, press=fact.press, by=fact.by, agent=agent, reason=no
            )
            return (refused,)
        given = f.VoiceGiven(
            at=fact.at, listener=fact.by, agent=to.agent, voice=fact.voice, press=fact.press
        )
        return (given,)

    def _take_over_pressed(self, fact: f.TakeOverPressed) -> Facts:
        """Once, and only of a conversation that she hears."""
        listener = self._floor.agent(fact.by)
        if listener.listen_press == fact.press:
            return ()
        to = listener.listens
        call = self._floor.calls.get(listener.hears) if listener.hears is not None else None
        if to is None or not to.supervises:
            no = f.ListenNo.NOT_SUPERVISING
        elif call is None or not self._may_be_taken(call, to.agent):
            no = f.ListenNo.NOTHING_TO_TAKE
        else:
            taken = f.CallTakenOver(
                at=fact.at, call=call.call, by=fact.by, agent=to.agent, press=fact.press
            )
            return (taken,)
        agent = to.agent if to is not None else fact.by
        return (f.ListenRefused(at=fact.at, press=fact.press, by=fact.by, agent=agent, reason=no),)

    def _may_be_taken(self, call: WaitingCall, agent: AgentId) -> bool:
        """Its caller is there and hers, and nobody is being asked about it."""
        return not call.gone and is_hers(call, agent) and not asks(self._floor, call)

    def _taken_over(self, fact: f.CallTakenOver) -> Facts:
        """She is in the call, and the agent is released from it."""
        call = self._floor.calls.get(fact.call)
        if call is None or not is_hers(call, fact.by):
            return ()
        speaks = moved(self._floor, fact, fact.by, Standing(AgentState.ON_CALL), fact.call)
        released = f.AgentReleased(at=fact.at, call=fact.call, agent=fact.agent, transferred=True)
        return (*speaks, released)

    def _stop_pressed(self, fact: f.ListenStopPressed) -> Facts:
        listener = self._floor.agent(fact.by)
        return () if listener.listens is None else (_ended(fact, listener, ListenEnd.STOPPED),)

    def _began(self, fact: f.ListeningBegan) -> Facts:
        """The place that she may have had for a break is for the next."""
        listener = self._floor.agent(fact.listener)
        next_out = self._breaks.place_freed(fact, fact.listener)
        return (*self._stands(fact), *next_out) if listener.listens else next_out

    def _stands(self, fact: f.ListeningBegan | f.ListeningEnded | f.ListenerLeft) -> Facts:
        listener = self._floor.agent(fact.listener)
        if listener.is_occupied or listener.offer is not None:
            return ()
        return stands(self._floor, fact, listener)


def _ended(fact: Fact, listener: Agent, how: ListenEnd) -> f.ListeningEnded:
    assert listener.listens is not None
    return f.ListeningEnded(at=fact.at, listener=listener.id, agent=listener.listens.agent, how=how)
