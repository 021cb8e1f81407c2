"""Who calls: the customer's card for each call that is up, fetched before anybody looks.

Asked for by the desk's floor; told by the replica when the worker has identified a caller. Cards
are kept while the call is up, so that an offer finds them in memory. It must not know sockets.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from acd.facts import CustomerIdentified
from acd.step import Fact
from agent_desktop import customer_views as v
from agent_desktop.catalogue import need_words, outcome_words
from agent_desktop.view import NAMELESS, words_in
from callcenter.clock import now
from callcenter.crm.customer import Booking, Contact, CustomerCard, begins_soon
from callcenter.crm.numbers import mask
from callcenter.errors import Unavailable
from callcenter.web.naming import Naming
from callcenter.web.ports import Customers
from callcenter.web.replica import Replica
from callcenter.wire import Positioned

log = structlog.get_logger()

CALLS_KEPT = 2000
AT_ONCE = 4
CHOICES_MOST = 8
AGAIN_AFTER = timedelta(seconds=1)
WORKER_GETS = timedelta(seconds=2)
"""From queue entry; then we look the caller up ourselves."""


class Callers:
    """Customer views by call."""

    def __init__(
        self,
        customers: Customers,
        replica: Replica,
        naming: Naming,
        changed: Callable[[str], None],
    ) -> None:
        self._customers = customers
        self._replica = replica
        self._naming = naming
        self._changed = changed
        self._views: OrderedDict[str, v.CustomerView] = OrderedDict()
        self._tried_at: dict[str, datetime] = {}
        self._wanted: asyncio.Queue[str] = asyncio.Queue()
        replica.listen(self._on_fact)

    def view(self, call: str) -> v.CustomerView:
        """The customer of a call, as far as is known now; asks for the rest."""
        known = self._views.get(call)
        tried_at = self._tried_at.get(call)
        is_due = tried_at is None or now() - tried_at >= AGAIN_AFTER
        if is_due and (known is None or known.state is v.CustomerState.UNAVAILABLE):
            self.want(call)
        if known is not None:
            return known
        return v.CustomerView(call=call, state=v.CustomerState.LOADING, number=self._number(call))

    def known_name(self, call: str) -> str:
        """The customer's name, where one was fetched; empty otherwise."""
        known = self._views.get(call)
        return known.card.name if known is not None and known.card is not None else ""

    def want(self, call: str) -> None:
        """Fetch it, or fetch it again."""
        self._tried_at[call] = now()
        self._wanted.put_nowait(call)

    async def run(self) -> None:
        """Fetch for the process's life."""
        async with asyncio.TaskGroup() as tasks:
            for _ in range(AT_ONCE):
                tasks.create_task(self._work())

    def _on_fact(self, _: Positioned, fact: Fact) -> None:
        if isinstance(fact, CustomerIdentified) and self._replica.house.calls.on(fact.call):
            self.want(fact.call)

    async def _work(self) -> None:
        while True:
            call = await self._wanted.get()
            view = await self._fetch(call)
            if view is None:
                continue
            self._views[call] = view
            self._views.move_to_end(call)
            while len(self._views) > CALLS_KEPT:
                gone, _ = self._views.popitem(last=False)
                self._tried_at.pop(gone, None)
            self._changed(call)

    async def _fetch(self, call: str) -> v.CustomerView | None:
        """None: the worker has not identified the caller yet, but may still do so."""
        record = self._replica.record(call)
        if record is None:
            return None
        try:
            await self._naming.plain_number(record.party)
            chosen = await self._customers.chosen((call,))
            bound = chosen[call][0] if call in chosen else ""
            if bound:
                return await self._view(call, await self._cards((bound,)))
            if record.customers_at is not None:
                return await self._view(call, await self._cards(record.customers))
            if record.queued_at is None or now() - record.queued_at < WORKER_GETS:
                return None
            return await self._view(call, await self._customers.find_by_party(record.party))
        except Unavailable:
            number = self._number(call)
            return v.CustomerView(call=call, state=v.CustomerState.UNAVAILABLE, number=number)

    async def _cards(self, customers: tuple[str, ...]) -> list[CustomerCard]:
        cards = [await self._customers.card(one) for one in customers[:CHOICES_MOST]]
        return [card for card in cards if card is not None]

    async def _view(self, call: str, found: list[CustomerCard]) -> v.CustomerView:
        number = self._number(call)
        if not found:
            return v.CustomerView(call=call, state=v.CustomerState.BLANK, number=number)
        if len(found) == 1:
            card = shown(found[0], now(), self._naming)
            return v.CustomerView(call=call, state=v.CustomerState.KNOWN, number=number, card=card)
        return v.CustomerView(
            call=call,
            state=v.CustomerState.CHOICE,
            number=number,
            choices=tuple(_choice(card) for card in found[:CHOICES_MOST]),
        )

    def _number(self, call: str) -> str:
        record = self._replica.record(call)
        return self._naming.number(record.party) if record is not None else ""


def _choice(card: CustomerCard) -> v.CustomerChoice:
    return v.CustomerChoice(
        id=card.id,
        name=card.name,
        tier=card.tier,
        city=card.city,
        last_contact_at=card.last_contact_at,
    )


def shown(card: CustomerCard, at: datetime, naming: Naming) -> v.CustomerCard:
    """A customer as the desk shows her: masked, journeys within 72 hours apart."""
    soon = [one for one in card.bookings if begins_soon(one, at)]
    return v.CustomerCard(
        id=card.id,
        name=card.name,
        tier=card.tier,
        segment=card.segment,
        customer_since=card.since_year,
        number=card.numbers[0].masked if card.numbers else "",
        email=mask_mail(card.email),
        city=card.city,
        language=card.language,
        verified=card.verified,
        preferences=tuple(map(words_in, card.preferences)),
        trips=tuple(_trip(one) for one in soon),
        orders=tuple(_order(one) for one in card.bookings if one not in soon),
        contacts=tuple(_contact(one, naming) for one in card.contacts),
        cases=tuple(
            v.Case(
                case=one.case,
                title=words_in(one.title),
                department=one.department,
                state=one.state,
                due_at=one.due_at,
            )
            for one in card.cases
        ),
        calls_today=card.calls_today,
        calls_this_week=card.calls_this_week,
        last_agent=naming.person_name(card.last_agent) if card.last_agent else NAMELESS,
        remark=words_in(card.remark),
    )


def _contact(one: Contact, naming: Naming) -> v.Contact:
    """Of our own calls the book keeps codes; they are named here."""
    title = need_words(one.title) or naming.known_queue(one.title) or words_in(one.title)
    return v.Contact(
        at=one.at,
        channel=one.channel,
        title=title,
        detail=words_in(one.detail),
        outcome=outcome_words(one.outcome) or words_in(one.outcome),
        call=one.call,
    )


def _trip(one: Booking) -> v.Trip:
    return v.Trip(
        order=one.order,
        kind=one.kind,
        title=words_in(one.title),
        detail=words_in(one.detail),
        at=one.at,
        state=one.state,
    )


def _order(one: Booking) -> v.Order:
    return v.Order(
        order=one.order, kind=one.kind, title=words_in(one.title), at=one.at, state=one.state
    )


def mask_mail(address: str) -> str:
    """`e***n@example.com`: enough to recognise, not to write to."""
    name, at, house = address.partition("@")
    if not at or not name:
        return mask(address)
    return f"{name[0]}***{name[-1]}@{house}"
