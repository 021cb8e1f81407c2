"""The floor as those who lead it see it: waiting calls in order of service, agents beside them.

It reads the replica and gives REST shapes. It must not know who may look.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from acd.agent import Agent
from acd.facts import AgentState
from acd.ids import AgentId, QueueId
from acd.waiting_call import Kind, Phase, WaitingCall
from callcenter.clock import now
from callcenter.web.act_shapes import FloorAgent, FloorView, PullView, QueueChoice, WaitingRow
from callcenter.web.callers import Callers
from callcenter.web.floor import WebFloor
from callcenter.web.naming import Naming
from callcenter.web.replica import Replica
from callcenter.web.shapes import TextPair
from callcenter.web.told import pair, pair_of


class FloorLook:
    """Looks at one process's replica."""

    def __init__(self, replica: Replica, naming: Naming, callers: Callers, floor: WebFloor) -> None:
        self._replica = replica
        self._naming = naming
        self._callers = callers
        self._floor = floor

    async def view(self, visible: frozenset[str] | None) -> FloorView:
        """All calls, and the agents whom one may see."""
        calls = self._in_order()
        await self._naming.learn_all(call.party for call in calls)
        return FloorView(
            at=now(),
            live=self._floor.live,
            calls=list(self._rows(calls)),
            agents=self._agents(visible),
            queues=[self._choice(one) for one in self._replica.house.acd.queues()],
            skills=self._skills(),
        )

    async def for_agent(self, agent: AgentId) -> PullView:
        """The waiting calls that she may pull."""
        profile = self._floor.profile(agent)
        mine = {
            queue
            for queue in (profile.queues if profile is not None else ())
            if self._floor.queue_profile(queue).agents_may_pull
        }
        calls = self._in_order() if mine else []
        await self._naming.learn_all(call.party for call in calls if call.queue in mine)
        rows = [one for one in self._rows(calls) if one.queue in mine and one.state == "waiting"]
        return PullView(at=now(), allowed=bool(mine), calls=rows, skills=self._skills())

    def _skills(self) -> dict[str, TextPair]:
        known = self._naming.names.skills
        return {one: pair(self._naming.skill(one)) for one in sorted(known)}

    def _in_order(self) -> list[WaitingCall]:
        """Who waits, in order of service over all queues; then who rings."""
        calls = [
            call
            for call in self._replica.house.acd.calls()
            if call.phase in (Phase.WAITING, Phase.OFFERED)
            and call.kind is not Kind.CONSULT
            and not call.gone
        ]
        return sorted(calls, key=lambda call: (call.phase is Phase.OFFERED, call.key))

    def _rows(self, calls: list[WaitingCall]) -> Iterator[WaitingRow]:
        before: Counter[QueueId] = Counter()
        for call in calls:
            waits = call.phase is Phase.WAITING
            before[call.queue] += waits
            agent = call.preferred if waits else call.agent
            promised_until = self._promised_until(call)
            yield WaitingRow(
                call=call.call,
                queue=call.queue,
                queue_name=pair(self._naming.queue(call.queue)),
                number=self._naming.number(call.party),
                customer_name=self._callers.known_name(call.call),
                language=call.language or "",
                tier=self._tier(call),
                entered_at=call.entered_at,
                promised_until=promised_until,
                warns_at=self._warns_at(call, promised_until),
                place=before[call.queue] if waits else 0,
                priority=call.priority,
                state="waiting" if waits else "offered",
                agent=agent,
                agent_name=pair_of(self._naming, agent),
                callback=call.is_callback,
                acts=call.acts,
            )

    def _tier(self, call: WaitingCall) -> str:
        known = self._replica.house.calls.on(call.call)
        return call.tier or (known.tier if known is not None else "")

    def _promised_until(self, call: WaitingCall) -> datetime:
        callback = self._replica.house.callbacks.of_call(call.call)
        if call.is_callback and callback is not None:
            return callback.promised_until
        record = self._replica.record(call.call)
        within = self._floor.queue_profile(call.queue).answer_within
        promised = record.answer_within if record is not None else within
        return call.entered_at + timedelta(seconds=promised)

    def _warns_at(self, call: WaitingCall, promised_until: datetime) -> datetime:
        """As the clocks at desks do; nobody waits on the line for a callback."""
        if call.is_callback:
            return promised_until
        warned = timedelta(seconds=self._floor.marks(call.queue).wait_warn)
        return min(promised_until, call.entered_at + warned)

    def _agents(self, visible: frozenset[str] | None) -> list[FloorAgent]:
        here = [
            one
            for one in self._replica.house.acd.agents()
            if one.state is not AgentState.LOGGED_OUT and (visible is None or one.id in visible)
        ]
        return [self._agent(one) for one in sorted(here, key=lambda one: one.id)]

    def _agent(self, agent: Agent) -> FloorAgent:
        person = self._naming.person(agent.id)
        return FloorAgent(
            agent=agent.id,
            name=pair(self._naming.person_name(agent.id)),
            team=person.team,
            team_name=pair(self._naming.team(person.team)),
            state=agent.state.value,
            reason=agent.reason,
            reason_name=self._reason(agent),
            since=agent.since,
            queue_name=pair(self._naming.queue(agent.queue)) if agent.queue else None,
            free=agent.is_free,
        )

    def _reason(self, agent: Agent) -> TextPair | None:
        named = agent.state is AgentState.NOT_READY and agent.reason
        return pair(self._floor.absences.words(agent.reason)) if named else None

    def _choice(self, queue: QueueId) -> QueueChoice:
        return QueueChoice(queue=queue, name=pair(self._naming.queue(queue)))
