"""A house told the story of a callback: what the caller, the line and the agent would say."""

import acd.facts as a
import callcenter.calls.commands as do
import callcenter.calls.facts as c
from acd.ids import AgentId, CallId, LegId, LineId, PartyId, QueueId
from acd.step import CommandClosed
from callcenter.calls.call import caller_leg_id
from tests.bench.rooms import at
from tests.calls.story import CALL, FLIGHTS, MARIA, Story


class CallbackStory(Story):
    """Told in seconds from the beginning."""

    def asks(self, call: CallId = CALL, queue: QueueId = FLIGHTS, party: str = "p") -> None:
        """A caller arrives, asks to be called back and hangs up."""
        now, leg = at(self.seconds), caller_leg_id(call)
        self.rings(call, party)
        self.tell(
            a.CallbackRequested(
                at=now, call=call, party=PartyId(party), queue=queue, entered_at=now
            )
        )
        ending = c.Ending(side=c.Side.CALLER, reason=c.Reason.HANGUP)
        self.tell(c.LegEnded(at=now, call=call, leg=leg, ending=ending))

    def rings(self, call: CallId, party: str = "p", dialled: str = "8000") -> None:
        """A caller is answered by the house."""
        now, leg = at(self.seconds), caller_leg_id(call)
        self.tell(
            c.LegRang(
                at=now,
                call=call,
                leg=leg,
                line=LineId(f"l-{call}"),
                exchange="one",
                party=PartyId(party),
                dialled=dialled,
            )
        )
        self.tell(c.LegAnswered(at=now, call=call, leg=leg))

    @property
    def attempt(self) -> CallId:
        """The newest attempt's call."""
        return self.all(a.CallbackQueued)[-1].call

    @property
    def customer(self) -> LegId:
        """The customer's leg in the newest attempt."""
        return caller_leg_id(self.attempt)

    def placed(self) -> LegId:
        """The line carries out the newest `PlaceCall`; the agent's leg is dialled."""
        wish = self.wished("PlaceCall")[-1]
        assert isinstance(wish, do.PlaceCall)
        now = at(self.seconds)
        self.tell(
            c.CallPlaced(
                at=now, call=wish.call, line=LineId("l2"), exchange="one", party=wish.party
            )
        )
        self.tell(
            c.LegDialled(at=now, call=wish.call, leg=wish.leg, role=c.Role.AGENT, agent=wish.agent)
        )
        self.tell(CommandClosed(at=now, command=wish.id, outcome="done"))
        return wish.leg

    def answers(self, leg: LegId) -> None:
        """A dialled leg is answered."""
        call = CallId(leg.partition(".")[0])
        self.tell(c.LegAnswered(at=at(self.seconds), call=call, leg=leg))

    def called(self) -> LegId:
        """Accepted, the agent's leg is up, the customer's telephone rings; the agent's leg."""
        self.accepts()
        leg = self.placed()
        self.answers(leg)
        self.tell(
            c.LegDialled(
                at=at(self.seconds), call=self.attempt, leg=self.customer, role=c.Role.CALLER
            )
        )
        return leg

    def over(self, leg: LegId, side: c.Side, reason: c.Reason) -> None:
        """A leg is gone."""
        call = CallId(leg.partition(".")[0])
        ending = c.Ending(side=side, reason=reason)
        self.tell(c.LegEnded(at=at(self.seconds), call=call, leg=leg, ending=ending))

    def not_reached(self, leg: LegId, reason: c.Reason = c.Reason.BUSY) -> None:
        """The customer's leg ends unanswered, and the agent's with it."""
        self.over(self.customer, c.Side.CALLER, reason)
        self.over(leg, c.Side.HOUSE, c.Reason.HANGUP)

    def joined(self, leg: LegId) -> None:
        """Both hear each other."""
        self.tell(c.LegsJoined(at=at(self.seconds), call=self.attempt, a=leg, b=self.customer))

    def is_free(self, agent: AgentId = MARIA) -> bool:
        """She waits for calls."""
        return self.state_of(agent) is a.AgentState.IDLE
