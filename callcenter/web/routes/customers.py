"""The customer book: searching, one card, a new record; and what the desk's menus hold."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Query
from starlette.responses import Response

from agent_desktop.catalogue import CHOICES
from callcenter.clock import now
from callcenter.crm.customer import CustomerDraft
from callcenter.web.access import SignedIn
from callcenter.web.callers import shown
from callcenter.web.problems import Problem
from callcenter.web.routes.session import TheWeb
from callcenter.web.shapes import CustomerRow, CustomerWanted

router = APIRouter(tags=["customers"])

FOUND_MOST = 50


@router.get("/customers")
async def customers(
    _: SignedIn,
    web: TheWeb,
    q: Annotated[str, Query(max_length=80)] = "",
    limit: Annotated[int, Query(ge=1, le=FOUND_MOST)] = 20,
) -> list[CustomerRow]:
    """By the beginning of a name's key, a piece of a name, or a whole number."""
    found = await web.ports.customers.search(q, limit) if q.strip() else []
    return [
        CustomerRow(
            customer=one.id,
            name=one.name,
            tier=one.tier,
            city=one.city,
            number=one.number.masked if one.number is not None else "",
            last_contact_at=one.last_contact_at,
        )
        for one in found
    ]


@router.get("/customers/{customer}", response_model=None)
async def one_customer(customer: str, _: SignedIn, web: TheWeb) -> Response:
    """Everything about one customer, masked, as `CustomerCard` of the desk."""
    card = await web.ports.customers.card(customer)
    if card is None:
        raise Problem("not_found", "there is no such customer")
    body = msgspec.json.encode(shown(card, now(), web.naming))
    return Response(body, media_type="application/json")


@router.post("/customers", status_code=201)
async def create(wanted: CustomerWanted, _: SignedIn, web: TheWeb) -> CustomerRow:
    """A new record; with `call` it gets that caller's number and becomes the call's customer."""
    record = web.replica.record(wanted.call) if wanted.call else None
    if wanted.call and record is None:
        raise Problem("not_found", "there is no such call of today")
    draft = CustomerDraft(
        name=wanted.name,
        numbers=(wanted.number,) if wanted.number else (),
        language=wanted.language,
        city=wanted.city,
        email=wanted.email,
        remark=wanted.remark,
    )
    party = record.party if record is not None else ""
    made = await web.ports.customers.create(draft, party=party, call=wanted.call)
    if wanted.call:
        web.callers.want(wanted.call)
    return CustomerRow(customer=made, name=wanted.name, city=wanted.city)


@router.get("/choices", response_model=None)
async def choices(_: SignedIn) -> Response:
    """Needs, outcomes and not-ready reasons, as `Choices` of the desk."""
    return Response(msgspec.json.encode(CHOICES), media_type="application/json")
