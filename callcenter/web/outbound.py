"""Calling somebody from the desk: on whose behalf, and what a number becomes before it is pressed.

The number is judged here, stored where numbers may be, and goes on as a party. It must not know
HTTP, nor whether the agent is free: that is the distributor's to say.
"""

from ulid import ULID

from acd.answered_acts import ActAnswer
from acd.configuration import Configuration
from acd.facts import DialPressed, OutsidePressed
from acd.ids import AgentId, CallId, PartyId, QueueId
from callcenter.bus import Bus
from callcenter.clock import now
from callcenter.crm.calling_rules import Callable, CallingNo, may_call, minute_prices
from callcenter.errors import Unavailable
from callcenter.keys import secret
from callcenter.party import KEY_FILE, party_of
from callcenter.settings import Settings
from callcenter.web.acts import Acts
from callcenter.web.day import Day
from callcenter.web.naming import Naming
from callcenter.web.outbound_shapes import Dialling, DialQueue
from callcenter.web.replica import Replica
from callcenter.web.told import pair
from callcenter.wire import Done, PartySeen


class Outbound:
    """What one process needs to begin a call."""

    def __init__(
        self, bus: Bus, replica: Replica, naming: Naming, day: Day, acts: Acts, settings: Settings
    ) -> None:
        self._bus = bus
        self._replica = replica
        self._naming = naming
        self._day = day
        self._acts = acts
        self._settings = settings

    def choices(self, agent: str) -> Dialling:
        """The queues for which she may call; none where no call can leave the house."""
        told = self._configuration
        every = told.agents if told is not None else ()
        hers = next((one.queues for one in every if one.id == agent), ())
        profiles = {one.id: one for one in (told.queues if told is not None else ())}
        queues = [
            DialQueue(
                queue=queue,
                name=pair(self._naming.queue(queue)),
                numbers=list(profiles[queue].outbound_numbers),
            )
            for queue in hers
            if queue in profiles
        ]
        return Dialling(possible=bool(queues and self._settings.every_trunk), queues=queues)

    def judge(self, number: str, role: str) -> Callable | CallingNo:
        """May somebody of this role call there now?"""
        told = self._configuration
        if told is None:
            raise Unavailable("no configuration is published yet")
        spent = self._day.outbound_cost(minute_prices(told.zones))
        return may_call(number, role, told, spent)

    async def number_of(self, call: str) -> str:
        """Of whoever an earlier call was with; empty when it was withheld, or nobody knows."""
        record = self._replica.record(CallId(call))
        return await self._naming.plain_number(record.party) if record is not None else ""

    async def press(
        self, press: str, agent: str, queue: str, to: Callable, shown: str
    ) -> ActAnswer:
        """The party is kept, then the press is told; what came of it. Raises Unavailable."""
        call = CallId(str(ULID()))
        pressed = DialPressed(
            at=now(),
            press=press,
            call=call,
            by=AgentId(agent),
            party=await self._party(to.number, call),
            queue=QueueId(queue),
            zone=to.zone,
            shown=shown,
        )
        return await self._acts.press(pressed)

    async def ask_outside(
        self, press: str, agent: str, call: str, to: Callable, hand_over: bool
    ) -> ActAnswer:
        """As `press`: they are called into a call of hers. Raises Unavailable."""
        pressed = OutsidePressed(
            at=now(),
            press=press,
            call=CallId(call),
            by=AgentId(agent),
            party=await self._party(to.number, CallId(call)),
            hand_over=hand_over,
            zone=to.zone,
        )
        return await self._acts.press(pressed)

    async def _party(self, number: str, call: CallId) -> PartyId:
        """Known to whoever will call it, and to the screens, before anybody is told of it."""
        party = party_of(number, secret(self._settings.keys / KEY_FILE))
        seen = PartySeen(party=party, number=number, call=call)
        done = await self._bus.request("cc.worker.party", seen, Done)
        if done.error:
            raise Unavailable(done.error)
        await self._bus.publish("cc.parties", seen)
        return party

    @property
    def _configuration(self) -> Configuration | None:
        return self._replica.configuration
