"""A whole house told a call's story: what the line, the desk and the worker would say."""

from collections.abc import Sequence
from typing import TypeVar

import acd.facts as a
import callcenter.calls.facts as c
import ivr.facts as i
from acd.configuration import AgentProfile, Configuration, QueueProfile, SkillNeed
from acd.ids import (
    AgentId,
    CallId,
    DeskId,
    FlowName,
    LegId,
    LineId,
    NodeName,
    PartyId,
    QueueId,
    SkillName,
)
from acd.step import Command, DeadlineReached, Fact
from callcenter.house import House
from ivr.flow import Flow, MenuNode, QueueNode
from tests.bench.rooms import at

CALL = CallId("01CALL")
CALLER = LegId("01CALL.1")
MARIA, OMAR = AgentId("1001"), AgentId("1002")
FLIGHTS = QueueId("flights")
PHONE = "sip:1002@127.0.0.1:5090"

FLOW = Flow(
    name=FlowName("main"),
    start=NodeName("menu"),
    default_queue=FLIGHTS,
    nodes=(
        MenuNode(
            name=NodeName("menu"),
            texts={"mandarin": "请按 1", "english": "press 1"},
            choices={"1": NodeName("flights")},
            otherwise=NodeName("flights"),
        ),
        QueueNode(name=NodeName("flights"), queue=FLIGHTS),
    ),
)

CONFIGURATION = Configuration(
    version=1,
    default_queue=FLIGHTS,
    queues=(QueueProfile(id=FLIGHTS, needs=(SkillNeed(SkillName("flight"), 1),)),),
    agents=(
        AgentProfile(id=MARIA, queues=(FLIGHTS,), skills={SkillName("flight"): 3}),
        AgentProfile(id=OMAR, queues=(FLIGHTS,), skills={SkillName("flight"): 3}, device=PHONE),
    ),
)

T = TypeVar("T", bound=Fact)
C = TypeVar("C", bound=Command)


class Story:
    """The house, what it derived and what it wished; seconds count from the story's beginning."""

    def __init__(self, configuration: Configuration = CONFIGURATION) -> None:
        self.house = House()
        self.facts: list[Fact] = []
        self.commands: list[Command] = []
        self.seconds = 0.0
        self.tell(a.ConfigurationPublished(at=at(0), configuration=configuration))
        self.tell(
            i.FlowsPublished(at=at(0), version=1, flows=(FLOW,), numbers={"8000": FlowName("main")})
        )

    # -- telling ---------------------------------------------------------------------------------

    def tell(self, fact: Fact) -> tuple[Fact, ...]:
        """One fact; deadlines before it fire first. Returns what was derived."""
        while (due := self.house.next_deadline()) is not None and due.at < fact.at:
            self._digest(DeadlineReached(at=due.at, deadline=due.id))
        return self._digest(fact)

    def _digest(self, fact: Fact) -> tuple[Fact, ...]:
        digest = self.house.digest(fact)
        self.facts.extend(digest.facts)
        self.commands.extend(digest.commands)
        return digest.facts[1:]

    def wait(self, seconds: float) -> None:
        """Let time pass, deadlines included."""
        self.seconds += seconds
        while (due := self.house.next_deadline()) is not None and due.at <= at(self.seconds):
            self._digest(DeadlineReached(at=due.at, deadline=due.id))

    # -- people and lines ------------------------------------------------------------------------

    def ready(self, agent: AgentId = MARIA, device: str = "browser") -> None:
        """Signed in, audio up, available."""
        now = at(self.seconds)
        self.tell(a.AgentSignedIn(at=now, agent=agent, desk=DeskId("d"), device=device))
        if device == "browser":
            self.tell(a.AudioReady(at=now, agent=agent, uri=f"sip:{agent}@soft"))
        self.tell(a.IntentChosen(at=now, agent=agent, intent=a.Intent.AVAILABLE))

    def arrives(self, dialled: str = "8000") -> None:
        """The INVITE, and the answer the house wishes for."""
        now = at(self.seconds)
        self.tell(
            c.LegRang(
                at=now,
                call=CALL,
                leg=CALLER,
                line=LineId("l1"),
                exchange="one",
                party=PartyId("p"),
                dialled=dialled,
            )
        )
        self.tell(c.LegAnswered(at=now, call=CALL, leg=CALLER))
        self.tell(c.RecordingStarted(at=now, call=CALL))

    def presses(self, digit: str = "1") -> None:
        """A key of the caller's telephone."""
        self.tell(i.DigitPressed(at=at(self.seconds), call=CALL, leg=CALLER, digit=digit))

    def offer(self) -> a.OfferMade:
        """The newest offer."""
        return self.all(a.OfferMade)[-1]

    def accepts(self) -> None:
        """The offered agent presses accept."""
        offer = self.offer()
        self.tell(a.AcceptPressed(at=at(self.seconds), offer=offer.offer, agent=offer.agent))

    def dialled(self) -> LegId:
        """The line carries out the newest dial."""
        dial = self.wished("DialLeg")[-1]
        leg = LegId(dial.leg)  # type: ignore[attr-defined]
        agent = AgentId(dial.agent)  # type: ignore[attr-defined]
        self.tell(
            c.LegDialled(at=at(self.seconds), call=CALL, leg=leg, role=c.Role.AGENT, agent=agent)
        )
        return leg

    def joins(self, leg: LegId) -> None:
        """The agent's leg answers and is joined by reflex."""
        now = at(self.seconds)
        self.tell(c.LegAnswered(at=now, call=CALL, leg=leg))
        self.tell(c.LegsJoined(at=now, call=CALL, a=CALLER, b=leg))

    def connected(self) -> LegId:
        """Everything up to two voices; returns the agent's leg."""
        self.ready()
        self.arrives()
        self.presses()
        self.accepts()
        leg = self.dialled()
        self.joins(leg)
        return leg

    def ends(
        self,
        leg: LegId,
        side: c.Side = c.Side.CALLER,
        reason: c.Reason = c.Reason.HANGUP,
    ) -> None:
        """A leg is gone."""
        ending = c.Ending(side=side, reason=reason)
        self.tell(c.LegEnded(at=at(self.seconds), call=CALL, leg=leg, ending=ending))

    # -- looking -----------------------------------------------------------------------------------

    def all(self, kind: type[T]) -> list[T]:
        """Every fact of a kind so far."""
        return [one for one in self.facts if isinstance(one, kind)]

    def wished(self, *kinds: str) -> Sequence[Command]:
        """Every command of these kinds so far."""
        return [one for one in self.commands if type(one).__name__ in kinds]

    def state_of(self, agent: AgentId = MARIA) -> a.AgentState:
        """Her state now."""
        known = self.house.acd.agent(agent)
        assert known is not None
        return known.state
