"""An agent's day: when she signs in and out, goes on a break, and loses her page or her audio.

It plans and tells what she does of her own accord and what befalls her. What she does with offers
and calls is in `conversations`.
"""

from functools import partial
from random import Random

from acd import facts as f
from acd.distributor import Distributor
from acd.facts import AgentState, Intent
from acd.ids import AgentId, CallId, DeskId
from callcenter.lab.simulation.course import SECOND, Course, Event
from callcenter.lab.simulation.scenario import Staff

_HOUR = 3600 * SECOND
GIVEN_UP_AFTER = 20.0
"""Seconds without audio in a conversation after which the caller goes back into line."""


class Day:
    """One agent's."""

    def __init__(
        self, agent: AgentId, staff: Staff, room: Distributor, course: Course, random: Random
    ) -> None:
        self.agent = agent
        self.habits = staff.habits
        self.random = random
        self._staff = staff
        self._room = room
        self._course = course
        self._desk = DeskId(f"desk-{agent}")
        self._here = False
        self._on_break = False
        self._session = 0
        self._hears = False
        self._ends = 0

    def plan(self, hours: float) -> None:
        """All of it, for a simulation of so many hours; without shifts she is there to its end."""
        for begin, end in self._staff.shifts or ((0.0, 2 * hours),):
            last = round(end * _HOUR)
            self._course.plan_at(round(begin * _HOUR), partial(self._signs_in, last))
        for begin, end in self._staff.breaks:
            self._course.plan_at(round(begin * _HOUR), partial(self._takes_break, True))
            self._course.plan_at(round(end * _HOUR), partial(self._takes_break, False))

    def comes_back(self) -> None:
        """She notices after a while that she gets no calls, and chooses ready again."""
        self._course.plan(self.habits.returns.draw(self.random), self._chooses)

    # -- coming and going ------------------------------------------------------------------------

    def _signs_in(self, shift_ends: int) -> None:
        course, sessions = self._course, self._staff.sessions
        self._here, self._hears = True, True
        self._session += 1
        self._ends = shift_ends
        if sessions is not None:
            self._ends = min(
                shift_ends, course.now + round(sessions.works.draw(self.random) * SECOND)
            )
        course.tell(f.AgentSignedIn(at=course.instant, agent=self.agent, desk=self._desk))
        course.tell(f.AudioReady(at=course.instant, agent=self.agent, uri=f"sip:{self.agent}"))
        self._chooses()
        course.plan_at(self._ends, lambda: self._signs_out(shift_ends))
        self._loses(self.habits.lost_desk, self._desk_lost)
        self._loses(self.habits.lost_audio, self._audio_lost)

    def _signs_out(self, shift_ends: int) -> None:
        course, sessions = self._course, self._staff.sessions
        self._here = False
        course.tell(f.AgentSignedOut(at=course.instant, agent=self.agent, desk=self._desk))
        if sessions is not None:
            again = course.now + round(sessions.rests.draw(self.random) * SECOND)
            if again < shift_ends:
                course.plan_at(again, lambda: self._signs_in(shift_ends))

    def _takes_break(self, begins: bool) -> None:
        self._on_break = begins
        if begins and self._here:
            course = self._course
            course.tell(
                f.IntentChosen(
                    at=course.instant, agent=self.agent, intent=Intent.NOT_READY, reason="break"
                )
            )
        self._chooses()

    def _chooses(self) -> None:
        if self._here and self._hears and not self._on_break:
            course = self._course
            course.tell(
                f.IntentChosen(at=course.instant, agent=self.agent, intent=Intent.AVAILABLE)
            )

    # -- lost sockets ----------------------------------------------------------------------------

    def _loses(self, share: float, lost: Event) -> None:
        """In this session with this chance, at any moment of it."""
        if share and self.random.random() < share:
            session = self._session
            moment = self._course.now + round(
                self.random.random() * (self._ends - self._course.now)
            )
            self._course.plan_at(moment, lambda: self._in_session(session, lost))

    def _in_session(self, session: int, event: Event) -> None:
        if self._here and self._session == session:
            event()

    def _desk_lost(self) -> None:
        course, session = self._course, self._session
        course.tell(f.DeskLost(at=course.instant, agent=self.agent))
        lasts = self.habits.lost_for.draw(self.random)
        course.plan(lasts, lambda: self._in_session(session, self._desk_found))

    def _desk_found(self) -> None:
        self._course.tell(f.DeskFound(at=self._course.instant, agent=self.agent))

    def _audio_lost(self) -> None:
        course, session = self._course, self._session
        self._hears = False
        course.tell(f.AudioLost(at=course.instant, agent=self.agent, because="socket"))
        lasts = self.habits.lost_for.draw(self.random)
        course.plan(lasts, lambda: self._in_session(session, self._audio_ready))
        call = self._conversation()
        if call is not None and lasts >= GIVEN_UP_AFTER:
            course.plan(GIVEN_UP_AFTER, lambda: self._gives_up(call))

    def _audio_ready(self) -> None:
        course = self._course
        self._hears = True
        course.tell(f.AudioReady(at=course.instant, agent=self.agent, uri=f"sip:{self.agent}"))
        self.comes_back()

    def _gives_up(self, call: CallId) -> None:
        """The caller has heard nobody for too long."""
        if self._conversation() == call:
            course = self._course
            course.tell(f.AgentReleased(at=course.instant, agent=self.agent, call=call, lost=True))

    def _conversation(self) -> CallId | None:
        her = self._room.agent(self.agent)
        return her.call if her is not None and her.state is AgentState.ON_CALL else None
