"""The distributor's reasons with names added: why a call waits, and whom one would meet.

It asks the replica's distributor and changes nothing. It must not know HTTP.
"""

from collections.abc import Iterable

from acd.configuration import SkillNeed
from acd.explanation import Chance, Search, Staff, Wanted
from acd.ids import AgentId, CallId, QueueId, SkillName
from callcenter.clock import now
from callcenter.web.naming import Naming
from callcenter.web.replica import Replica
from callcenter.web.shapes import CandidateRow
from callcenter.web.told import candidate, pair
from callcenter.web.why_shapes import (
    AheadRow,
    DryRunTold,
    DryRunWanted,
    NamedQueue,
    NeedRow,
    SearchRow,
    ShortRow,
    StaffRow,
    StillWaiting,
)


class Reasons:
    """Looks into one replica."""

    def __init__(self, replica: Replica, naming: Naming) -> None:
        self._replica = replica
        self._naming = naming

    def waits(self, call: str) -> StillWaiting | None:
        """Why a call still waits; None for one that does not."""
        found = self._replica.house.acd.explanation.waits(CallId(call))
        if found is None:
            return None
        name = self._naming.person_name(found.preferred) if found.preferred else None
        return StillWaiting(
            call=found.call,
            at=now(),
            queue=found.queue,
            queue_name=pair(self._naming.queue(found.queue)),
            entered_at=found.entered_at,
            priority=found.priority,
            due_at=found.due_at,
            ahead=found.ahead,
            first=[
                AheadRow(call=one.call, priority=one.priority, due_at=one.due_at)
                for one in found.first
            ],
            search=self._search(found.search),
            staff=self._staff(found.staff),
            widens_at=found.widens_at,
            then=self._search(found.then) if found.then is not None else None,
            goes_first_at=found.goes_first_at,
            preferred=found.preferred,
            preferred_name=pair(name) if name is not None else None,
            preferred_until=found.preferred_until,
            rests=found.rests,
        )

    def dry_run(self, queue: str, said: DryRunWanted) -> DryRunTold | None:
        """Whom such a call would meet now; None for a queue that there is not."""
        wanted = Wanted(
            language=SkillName(said.language) if said.language else None,
            tier=said.tier,
            travels_soon=said.travels_soon,
            priority=said.priority,
            preferred=AgentId(said.preferred) if said.preferred else None,
            waited=said.waited,
        )
        found = self._replica.house.acd.explanation.dry_run(QueueId(queue), wanted, now())
        if found is None:
            return None
        return DryRunTold(
            queue=queue,
            queue_name=pair(self._naming.queue(queue)),
            strategy=found.strategy,
            priority=found.priority,
            ahead=found.ahead,
            search=self._search(found.search),
            staff=self._staff(found.staff),
            shut=found.shut,
            chances=list(self._chances(found.chances)),
            more=found.more,
        )

    def _chances(self, chances: Iterable[Chance]) -> Iterable[CandidateRow]:
        return (candidate(one, self._naming) for one in chances)

    def _search(self, search: Search) -> SearchRow:
        queues = [
            NamedQueue(queue=one, name=pair(self._naming.queue(one))) for one in search.queues
        ]
        return SearchRow(width=search.width, queues=queues, needs=self._needs(search.needs))

    def _needs(self, needs: tuple[SkillNeed, ...]) -> list[NeedRow]:
        return [
            NeedRow(
                skill=one.skill, name=pair(self._naming.skill(one.skill)), at_least=one.at_least
            )
            for one in needs
        ]

    def _staff(self, staff: Staff) -> StaffRow:
        short = [
            ShortRow(skill=skill, name=pair(self._naming.skill(skill)), count=count)
            for skill, count in staff.short.items()
        ]
        return StaffRow(
            signed_in=staff.signed_in,
            free=staff.free,
            busy=staff.busy,
            not_ready=staff.not_ready,
            short=short,
        )
