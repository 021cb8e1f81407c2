"""A story for each number, of a whole house: callers, callbacks of both kinds, lines, and a control
that dies and comes back from its snapshot or from its lines' cards alone.

The same seed is the same story, on any machine.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Final

import msgspec

import acd.facts as a
import callcenter.calls.presses as p
from acd.configuration import CallbackFirst, Configuration
from acd.facts import AgentState, Intent
from acd.ids import AgentId, CallId, DeskId, IncidentId, PartyId, SkillName
from acd.step import Command, DeadlineReached, Fact
from callcenter.calls.call import Stage
from callcenter.house import House
from callcenter.lab.simulation import chance
from callcenter.lab.simulation.course import START
from callcenter.lab.simulation.house_promises import HousePromises
from callcenter.lab.simulation.promises import PromiseBroken
from callcenter.lab.simulation.world import World

ACTS: Final = 150
_PAUSES: Final = (0.0, 0.0, 0.1, 0.4, 0.4, 2.0, 7.0, 25.0)
_PARTIES: Final = tuple(map(PartyId, (*"pqrstuvwxyz", "")))
_ENDS_WITHIN: Final = 2000
"""Facts after which everybody must be gone."""

_MOST_DEADLINES: Final = 1000
"""Within one pause."""

MakeHouse = Callable[[], House]


class HouseStory:
    """One seed's."""

    def __init__(self, seed: int, make_house: MakeHouse = House) -> None:
        self._random = Random(f"house {seed}")
        self._make_house = make_house
        self._house = make_house()
        self._world = World(self._random)
        self._promises = HousePromises()
        self._now = START
        self._calls = 0
        self._pressed = 0
        self._told = self._configuration(1)
        self._taking_over = False
        self._incoming: list[Fact] = []
        self.journal: list[Fact] = []
        """Of the control of the moment."""
        self._commands: list[Command] = []
        self.said = 0
        """Facts of all controls."""
        self._acts: tuple[tuple[int, Callable[[], None]], ...] = (
            (90, self._line_tells),
            (14, self._caller_comes),
            (30, self._agent_accepts),
            (20, self._caller_wishes),
            (20, self._agent_is_ready),
            (12, self._outcome),
            (26, self._agent_hands_over),
            (10, self._agent_calls_outside),
            (14, self._consult_goes_on),
            (6, self._agent_goes),
            (3, self._withdrawn),
            (4, self._agent_rejects),
            (3, self._emergency),
            (6, self._incident),
            (2, self._published),
            (4, self._comes_back),
            (2, self._is_taken_over),
        )

    def plays(self) -> None:
        """From beginning to end; raises PromiseBroken, and whatever a room raises."""
        self._begins()
        weights = [weight for weight, _ in self._acts]
        for _ in range(ACTS):
            self._runs(self._now + timedelta(seconds=self._random.choice(_PAUSES)))
            self._random.choices(self._acts, weights)[0][1]()
        self._everybody_goes()
        self._is_its_journal()

    # -- the house -------------------------------------------------------------------------------

    def _tell(self, fact: Fact) -> None:
        fact = msgspec.structs.replace(fact, at=self._now)
        self._digest(fact)

    def _digest(self, fact: Fact) -> None:
        digest = self._house.digest(fact)
        self._incoming.append(fact)
        self.journal += digest.facts
        self._commands += digest.commands
        self.said += len(digest.facts)
        self._world.hears(digest.commands)
        for one in digest.facts:
            self._promises.sees(one)
        if not self._taking_over:
            self._promises.settles(self._house)

    def _runs(self, until: datetime) -> None:
        passed = 0
        while (due := self._house.next_deadline()) is not None and due.at <= until:
            passed += 1
            if passed > _MOST_DEADLINES:
                raise PromiseBroken(f"the deadline {due.id} never passes")
            self._now = max(self._now, due.at)
            self._digest(DeadlineReached(at=due.at, deadline=due.id))
        self._now = max(self._now, until)

    def _begins(self) -> None:
        self._tell(a.ConfigurationPublished(at=START, configuration=self._told))
        for profile in self._told.agents:
            self._signs_in(profile.id)

    def _signs_in(self, agent: AgentId) -> None:
        profile = next((one for one in self._told.agents if one.id == agent), None)
        device = profile.device if profile else "browser"
        desk = DeskId(f"desk-{agent}")
        self._tell(a.AgentSignedIn(at=START, agent=agent, desk=desk, device=device))
        if device == "browser":
            self._tell(a.AudioReady(at=START, agent=agent, uri=f"sip:{agent}@softphone"))
        self._tell(a.IntentChosen(at=START, agent=agent, intent=Intent.AVAILABLE))

    # -- what may happen -------------------------------------------------------------------------

    def _line_tells(self) -> None:
        """A few things in a row, as lines are quicker than people."""
        for _ in range(self._random.randint(1, 8)):
            fact = self._world.does()
            if fact is not None:
                self._tell(fact)

    def _caller_comes(self) -> None:
        self._calls += 1
        call = CallId(f"c{self._calls:03}")
        self._tell(self._world.rings(call, self._random.choice(_PARTIES)))

    def _caller_wishes(self) -> None:
        """Mostly one who waits."""
        calls = [call for call in sorted(self._world.lines) if self._house.acd.waiting(call)]
        any_call = CallId(f"c{self._random.randint(1, self._calls + 1):03}")
        self._tell(a.CallbackWished(at=START, call=self._random.choice(calls or [any_call])))

    def _withdrawn(self) -> None:
        names = [one.id for one in self._house.callbacks.open()] or [CallId("c001")]
        self._tell(a.WithdrawCallbackPressed(at=START, callback=self._random.choice(names)))

    def _somebody(self, *states: AgentState) -> AgentId:
        fitting = sorted(one.id for one in self._house.acd.agents() if one.state in states)
        return self._random.choice(fitting or [one.id for one in self._told.agents])

    def _agent_accepts(self) -> None:
        agent = self._somebody(AgentState.OFFERED)
        offer = self._house.acd.offer_of(agent)
        if offer is not None and offer.device == "browser":
            self._tell(a.AcceptPressed(at=START, offer=offer.id, agent=agent))

    def _agent_rejects(self) -> None:
        agent = self._somebody(AgentState.OFFERED)
        offer = self._house.acd.offer_of(agent)
        if offer is not None:
            self._tell(a.RejectPressed(at=START, offer=offer.id, agent=agent))

    def _agent_is_ready(self) -> None:
        states = (AgentState.NOT_READY, AgentState.NOT_RESPONDING, AgentState.UNREACHABLE)
        agent = self._somebody(*states, AgentState.LOGGED_OUT)
        self._signs_in(agent)

    def _agent_goes(self) -> None:
        agent, random = self._somebody(AgentState.IDLE, AgentState.OFFERED), self._random
        if random.random() < 0.5:
            self._tell(a.AudioLost(at=START, agent=agent))
        else:
            self._tell(a.IntentChosen(at=START, agent=agent, intent=Intent.NOT_READY))

    def _agent_hands_over(self) -> None:
        """Or asks there first; to somebody free, to a queue, or where it cannot be."""
        self._pressed += 1
        by, random = self._somebody(AgentState.ON_CALL), self._random
        call = self._call_of(by)
        if call is None:
            return
        kind = random.choice((a.TransferPressed, a.ConsultPressed, a.ConsultPressed))
        press = f"press {self._pressed}"
        if random.random() < 0.6:
            to = self._somebody(AgentState.IDLE)
            self._tell(kind(at=START, press=press, call=call, by=by, agent=to))
            for then in (self._agent_accepts, self._line_tells, self._line_tells):
                then()
        else:
            queue = random.choice(self._told.queues).id
            self._tell(kind(at=START, press=press, call=call, by=by, queue=queue))

    def _agent_calls_outside(self) -> None:
        """To ask there, or to hand over."""
        self._pressed += 1
        by, over = self._somebody(AgentState.ON_CALL), self._random.random() < 0.5
        call, press = self._call_of(by), f"press {self._pressed}"
        if call is not None:
            party = PartyId("hotel")
            self._tell(
                a.OutsidePressed(
                    at=START, press=press, call=call, by=by, party=party, hand_over=over
                )
            )
            self._line_tells()

    def _consult_goes_on(self) -> None:
        """By one who has asked, mostly."""
        calls = self._house.calls.state.calls
        asked = [one for one in calls.values() if one.consult is not None]
        call = self._random.choice(asked) if asked else None
        rings = call is not None and calls[str(call.consult)].stage is not Stage.CONNECTED
        if rings and self._random.random() < 0.8:
            return
        agent = call.agent if call is not None else self._somebody(AgentState.ON_CALL)
        name = call.id if call is not None else self._call_of(agent)
        if agent is None or name is None:
            return
        if self._random.random() < 0.1:
            self._tell(p.HangUpPressed(at=START, call=name, agent=agent))
            return
        step = self._random.choice(tuple(p.ConsultStep))
        self._tell(p.ConsultStepPressed(at=START, call=name, agent=agent, step=step))

    def _call_of(self, agent: AgentId | None) -> CallId | None:
        return next((one.call for one in self._house.acd.agents() if one.id == agent), None)

    def _outcome(self) -> None:
        agent = self._somebody(AgentState.WRAP_UP)
        call = self._call_of(agent)
        if call is not None:
            self._tell(a.OutcomeGiven(at=START, agent=agent, call=call, outcome="answered"))

    def _emergency(self) -> None:
        on = self._random.random() < 0.2
        self._tell(a.EmergencyPressed(at=START, on=on))

    def _incident(self) -> None:
        """A new one, one set anew, or the end of one: of any that is open, or of none."""
        self._pressed += 1
        random, press = self._random, f"press {self._pressed}"
        known = random.choice((*self._house.acd.incidents.open(), None))
        name = known.id if known else IncidentId(press)
        by = AgentId("9001")
        if random.random() < 0.3:
            self._tell(a.IncidentEndPressed(at=START, press=press, incident=name, by=by))
            return
        begins = self._now + timedelta(seconds=random.choice((0, 0, 0, 20)))
        queues = () if random.random() < 0.6 else (random.choice(self._told.queues).id,)
        pressed = a.IncidentPressed(
            at=START,
            press=press,
            incident=name,
            seen=known.version if known else 0,
            texts={SkillName("english"): random.choice(("Snow.", "Fog."))},
            queues=queues,
            begins=begins,
            ends=begins + timedelta(seconds=random.choice((5, 60, 300))),
            by=by,
        )
        self._tell(pressed)

    def _configuration(self, version: int) -> Configuration:
        """Of any rules, few that keep callers from agents; callbacks are tried again soon."""
        told = chance.configuration(self._random, version)
        queues = tuple(
            msgspec.structs.replace(
                one,
                needs=one.needs if self._random.random() < 0.3 else (),
                overflow=one.overflow if self._random.random() < 0.5 else (),
                callback_first=self._random.choice(tuple(CallbackFirst)),
                callback_tries=self._random.randint(1, 3),
                callback_retry_after=self._random.choice((1, 10, 60)),
            )
            for one in told.queues
        )
        return msgspec.structs.replace(told, queues=queues)

    def _published(self) -> None:
        self._told = self._configuration(self._told.version + 1)
        self._tell(a.ConfigurationPublished(at=START, configuration=self._told))

    # -- control dies ----------------------------------------------------------------------------

    def _comes_back(self) -> None:
        """From its snapshot: nothing is different, but nobody thought for a while."""
        dumped = self._house.dump()
        self._house = self._make_house()
        self._house.load(dumped)
        if self._house.dump() != dumped:
            raise PromiseBroken("a snapshot is not what it was made from")
        self._now += timedelta(seconds=self._random.choice((0, 1, 8)))
        self._tell(a.ThinkingResumed(at=START))

    def _is_taken_over(self) -> None:
        """Nothing is left but lines that know their calls' cards."""
        before, found = self._house, sorted(self._world.lines)
        cards = {call: before.card(call) for call in found}
        self._house, self._taking_over = self._make_house(), True
        self._incoming, self.journal, self._commands = [], [], []
        self._world.forgets_wishes()
        self._tell(a.ConfigurationPublished(at=START, configuration=self._told))
        self._tell(a.ThinkingResumed(at=START))
        for call in found:
            self._tell(self._world.found(call, cards[call]))
        self._runs(self._now)
        self._promises.taken_over(before, self._house, set(found))
        self._taking_over = False
        for profile in self._told.agents:
            self._signs_in(profile.id)

    # -- the end ---------------------------------------------------------------------------------

    def _everybody_goes(self) -> None:
        for profile in self._told.agents:
            self._tell(a.IntentChosen(at=START, agent=profile.id, intent=Intent.NOT_READY))
        for _ in range(_ENDS_WITHIN):
            fact = self._world.ends()
            callback = next(self._house.callbacks.open(), None)
            if fact is not None:
                self._tell(fact)
            elif callback is not None:
                self._tell(a.WithdrawCallbackPressed(at=START, callback=callback.id))
                self._runs(self._now + timedelta(seconds=30))
            elif self._world.is_quiet:
                break
        self._runs(self._now + timedelta(seconds=60))
        self._promises.ends(self._house)

    def _is_its_journal(self) -> None:
        """Applied again it is the same house; decided again it is the same journal."""
        replica, again = self._make_house(), self._make_house()
        for fact in self.journal:
            replica.apply(fact)
        digests = [again.digest(fact) for fact in self._incoming]
        decided = [one for digest in digests for one in digest.facts]
        commands = [one for digest in digests for one in digest.commands]
        lived = self._house.dump()
        if replica.dump() != lived:
            raise PromiseBroken("the journal applied again gives another house")
        if decided != self.journal or again.dump() != lived:
            raise PromiseBroken("the journal decided again gives other facts")
        if commands != self._commands:
            raise PromiseBroken("the journal decided again gives other commands")
