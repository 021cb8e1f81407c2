"""What callers and agents do when something happens: answer, connect, talk, hang up, wrap up.

It sees the distributor's facts and plans what people would do next; it never decides who takes
which call. An old plan that no longer fits is dropped, or told and found to be late, as in life.
"""

from collections.abc import Callable, Mapping
from typing import Any

from acd import facts as f
from acd.facts import AgentState
from acd.ids import AgentId, CallId, PartyId, QueueId
from acd.step import Fact
from callcenter.lab.simulation.agents import Day
from callcenter.lab.simulation.callers import Caller
from callcenter.lab.simulation.course import Course

JOINED_WITHIN = 2.0
"""Seconds after which a leg that was not joined has failed."""
_NOBODY = PartyId("")


class Conversations:
    """Everybody who is there now."""

    def __init__(self, days: Mapping[AgentId, Day], course: Course) -> None:
        self._days = days
        self._course = course
        self._callers: dict[CallId, Caller] = {}
        self._reactions: dict[type[Fact], Callable[[Any], None]] = {
            f.OfferMade: self._offer_made,
            f.OfferAccepted: self._offer_accepted,
            f.CallConnected: self._call_connected,
            f.CallRequeued: self._call_requeued,
            f.AgentStateChanged: self._agent_state_changed,
        }

    @property
    def is_over(self) -> bool:
        """Nobody waits or talks."""
        return not self._callers

    def enters(self, caller: Caller, queue: QueueId) -> None:
        """A caller comes into line."""
        self._callers[caller.call] = caller
        self._waits(caller)
        self._course.tell(
            f.CallQueued(
                at=self._course.instant,
                call=caller.call,
                party=_NOBODY,
                queue=queue,
                language=caller.language,
            )
        )

    def sees(self, fact: Fact) -> None:
        """React, from now on; nothing is told at once, for the step is not over."""
        reaction = self._reactions.get(type(fact))
        if reaction is not None:
            reaction(fact)

    def settles(self) -> None:
        """Nothing is kept from one step to the next."""

    # -- the caller ------------------------------------------------------------------------------

    def _waits(self, caller: Caller) -> None:
        if caller.patience is not None:
            turn = caller.turn
            self._course.plan(caller.patience, lambda: self._loses_patience(caller, turn))

    def _loses_patience(self, caller: Caller, turn: int) -> None:
        if caller.turn == turn and not caller.talking:
            self._leaves(caller)

    def _leaves(self, caller: Caller) -> None:
        if self._callers.pop(caller.call, None) is not None:
            self._course.tell(f.CallerLeft(at=self._course.instant, call=caller.call))

    def _call_requeued(self, fact: f.CallRequeued) -> None:
        """One whose agent was lost waits anew; one who was only offered has never stopped."""
        caller = self._callers.get(fact.call)
        if caller is not None and caller.talking:
            caller.turn += 1
            caller.talking = False
            self._waits(caller)

    # -- the agent -------------------------------------------------------------------------------

    def _offer_made(self, fact: f.OfferMade) -> None:
        day = self._days[fact.agent]
        habits, thrown = day.habits, day.random.random()
        if thrown < habits.no_answer:
            return
        rejects = thrown < habits.no_answer + habits.rejects
        press = f.RejectPressed if rejects else f.AcceptPressed
        course = self._course
        course.plan(
            habits.answer.draw(day.random),
            lambda: course.tell(press(at=course.instant, offer=fact.offer, agent=fact.agent)),
        )

    def _offer_accepted(self, fact: f.OfferAccepted) -> None:
        day = self._days[fact.agent]
        if day.random.random() < day.habits.connect_fails:
            self._course.plan(JOINED_WITHIN, lambda: self._fails(fact))
        else:
            self._course.plan(day.habits.connect.draw(day.random), lambda: self._connects(fact))

    def _connects(self, fact: f.OfferAccepted) -> None:
        if fact.call in self._callers:
            self._course.tell(
                f.CallConnected(
                    at=self._course.instant, call=fact.call, agent=fact.agent, offer=fact.offer
                )
            )

    def _fails(self, fact: f.OfferAccepted) -> None:
        if fact.call in self._callers:
            self._course.tell(
                f.ConnectFailed(
                    at=self._course.instant,
                    call=fact.call,
                    agent=fact.agent,
                    offer=fact.offer,
                    because="not_joined",
                )
            )

    def _call_connected(self, fact: f.CallConnected) -> None:
        caller = self._callers[fact.call]
        caller.turn += 1
        caller.talking = True
        turn = caller.turn
        self._course.plan(caller.talk, lambda: self._hangs_up(caller, turn, fact.agent))

    def _hangs_up(self, caller: Caller, turn: int, agent: AgentId) -> None:
        if caller.turn == turn and caller.talking:
            self._leaves(caller)
            released = f.AgentReleased(at=self._course.instant, agent=agent, call=caller.call)
            self._course.tell(released)

    def _agent_state_changed(self, fact: f.AgentStateChanged) -> None:
        day = self._days[fact.agent]
        if fact.state is AgentState.WRAP_UP and fact.call is not None:
            given = f.OutcomeGiven(at=fact.at, agent=fact.agent, call=fact.call, outcome="answered")
            self._course.plan(day.habits.wrap_up.draw(day.random), lambda: self._gives(given))
        elif fact.state is AgentState.NOT_RESPONDING or (
            fact.state is AgentState.NOT_READY and fact.reason == "lost"
        ):
            day.comes_back()

    def _gives(self, given: f.OutcomeGiven) -> None:
        now = f.OutcomeGiven(
            at=self._course.instant, agent=given.agent, call=given.call, outcome=given.outcome
        )
        self._course.tell(now)
