"""A desk phone that is none of ours: it registers, takes calls, transfers one, and calls."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import acd.facts as a
import callcenter.calls.facts as c
from callcenter.lab.patience import until
from callcenter.lab.phone import Phone
from callcenter.lab.visitor import Visitor, visitor
from callcenter.sip.binding import Binding
from callcenter.storage.phones import PhoneStore
from tests.baresip import Baresip, baresip
from tests.centre import Centre, eventually
from tests.desks import desk_at
from tests.played import CALLER, OTHER_AGENT, call_in, seconds_with, sides
from tests.running_centre import PATIENCE

pytestmark = [pytest.mark.telephone, pytest.mark.needs_program("baresip")]

EXTENSION = "7001"
DEVICE = f"sip:{EXTENSION}"
AGENT = "1001"
GIVES_UP = "Function not implemented"
REGISTERED = "200 OK"


@pytest.fixture
async def telephone(tmp_path: Path) -> AsyncIterator[Baresip]:
    async with baresip(tmp_path / "baresip") as made:
        yield made


@pytest.fixture
async def password(centre: Centre) -> str:
    """The phone's, as the operator is told it; nothing is bound yet."""
    said = await asyncio.to_thread(centre.running.command, "phone", "add", EXTENSION)
    return said.strip()


async def kept(centre: Centre) -> Binding:
    """Where it is, by the database, once that is kept."""

    async def look() -> Binding | None:
        _, bindings = await PhoneStore(centre.database).all()
        return next((one for one in bindings if one.extension == EXTENSION), None)

    return await eventually(look, lambda: "no binding is kept")


async def tries(
    centre: Centre, telephone: Baresip, extension: str, password: str, transport: str = "udp"
) -> str:
    """One try to register, and what the phone says of it; it gives up where it is refused.

    It knows MD5 alone, and gives up at SHA-256 before it has sent its password.
    """
    said = GIVES_UP
    while said == GIVES_UP:
        before = len(telephone.events)
        await telephone.register(extension, password, centre.sip, transport=transport)
        came = await telephone.told("REGISTER_OK", "REGISTER_FAIL", after=before)
        said = str(came["param"])
        if came["type"] == "REGISTER_FAIL":
            await telephone.unregister(extension, centre.sip)
    return said


async def registers(
    centre: Centre, telephone: Baresip, password: str, transport: str = "udp"
) -> None:
    """Until the door knows the new password the phone is refused, and tries again, not too often:
    whoever guesses is shut out.
    """

    async def look() -> bool:
        return await tries(centre, telephone, EXTENSION, password, transport) == REGISTERED

    await until(look, PATIENCE, every=1.0)


@dataclass
class AtDesk:
    """An agent who signed in with the phone as her device, by REST."""

    who: Visitor
    centre: Centre

    async def do(self, what: str, body: dict[str, Any] | None = None) -> None:
        await self.who.post(f"/agents/{AGENT}/{what}", body)

    async def is_in(self, state: a.AgentState, after: int = 0) -> None:
        await self.centre.fact(a.AgentStateChanged, agent=AGENT, state=state, after=after)

    async def available(self) -> None:
        before = self.centre.position
        await self.do("ready")
        await self.is_in(a.AgentState.IDLE, after=before)

    async def wrap_up(self, call: str) -> None:
        await self.centre.fact(a.AgentReleased, agent=AGENT, call=call)
        await self.centre.tell(a.OutcomeGiven, agent=AGENT, call=call, outcome="answered")
        await self.centre.fact(a.WrapUpEnded, agent=AGENT, call=call)


@asynccontextmanager
async def at_desk(centre: Centre) -> AsyncIterator[AtDesk]:
    """Signed in with the device `sip:7001`, not ready yet."""
    async with visitor(centre.running.web, AGENT, centre.running.passwords()[AGENT]) as who:
        made, before = AtDesk(who, centre), centre.position
        await made.do("sign-in", {"device": DEVICE})
        signed_in = await centre.fact(a.AgentSignedIn, agent=AGENT, after=before)
        assert signed_in.device == DEVICE
        yield made
        before = centre.position
        await made.do("sign-out")
        await made.is_in(a.AgentState.LOGGED_OUT, after=before)


async def taken(centre: Centre, telephone: Baresip, wang: Phone) -> str:
    """A call of the queue rings the phone, which answers; the caller hears himself through it."""
    before = len(telephone.events)
    call = await call_in(centre, wang, await centre.straight_number())
    await telephone.told("CALL_INCOMING", after=before)
    await telephone.do("accept")
    await centre.fact(a.CallConnected, call=call, agent=AGENT)
    await wang.hears(CALLER, within=10)
    return call


async def test_with_a_wrong_password_it_is_refused_and_with_the_right_one_it_is_listed(
    centre: Centre, telephone: Baresip, password: str
) -> None:
    refused = await tries(centre, telephone, EXTENSION, "wrong")
    assert refused == await tries(centre, telephone, "4711", password)
    assert "401" in refused
    await registers(centre, telephone, password)
    assert (await kept(centre)).port == telephone.sip
    said = await asyncio.to_thread(centre.running.command, "phone", "list")
    assert f"{EXTENSION}        127.0.0.1:{telephone.sip} (UDP, " in said


@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_a_call_of_the_queue_rings_it_and_each_hears_the_other(
    centre: Centre, telephone: Baresip, password: str, wang: Phone, transport: str
) -> None:
    await registers(centre, telephone, password, transport)
    assert (await kept(centre)).transport == transport
    async with at_desk(centre) as lin:
        await lin.available()
        call = await taken(centre, telephone, wang)
        await centre.recorded(call, 2.0)
        await telephone.do("hangup")
        await wang.wait_for("over")
        await lin.wrap_up(call)
    await centre.finished(call)
    said, answered = sides(await centre.recording(call))
    assert seconds_with(said, CALLER) > 0.5
    assert seconds_with(answered, CALLER) > 0.5


async def test_after_the_exchange_was_killed_it_is_called_without_having_registered_anew(
    centre: Centre, telephone: Baresip, password: str, wang: Phone
) -> None:
    await registers(centre, telephone, password)
    await kept(centre)
    await centre.back(centre.kill("exchange"))
    seen = len(telephone.events)
    async with at_desk(centre) as lin:
        await lin.available()
        call = await taken(centre, telephone, wang)
        await wang.hang_up()
        await telephone.told("CALL_CLOSED")
        await lin.wrap_up(call)
    assert not [one for one in telephone.events[seen:] if one["class"] == "register"]


async def test_who_is_not_registered_is_unreachable_at_once_and_another_takes_the_call(
    centre: Centre, password: str, wang: Phone
) -> None:
    async with at_desk(centre) as lin, desk_at(centre, "1002", OTHER_AGENT) as zhou:
        await lin.available()
        call = await call_in(centre, wang, await centre.straight_number())
        await zhou.is_in("on_call")
        offers = [one for _, one in centre.all(a.OfferMade, call=call) if one.agent == AGENT]
        for offer in offers:
            ended = await centre.fact(a.OfferEnded, offer=offer.offer)
            assert ended.how is a.OfferEnd.UNREACHABLE
        await wang.hang_up()
        await zhou.is_in("wrap_up")
        await zhou.give_outcome(call)


async def test_its_transfer_button_hands_the_caller_over(
    centre: Centre, telephone: Baresip, password: str, wang: Phone
) -> None:
    """It is told 603 and hangs up by itself at that; the caller has a place in the other queue."""
    await registers(centre, telephone, password)
    async with desk_at(centre, "1003", OTHER_AGENT) as hemu, at_desk(centre) as lin:
        await lin.available()
        call = await taken(centre, telephone, wang)
        await telephone.do("transfer", f"sip:hotels@{centre.sip}")
        transferred = await centre.fact(a.CallTransferred, call=call)
        assert transferred.queue == "hotels"
        await hemu.is_in("on_call")
        await wang.hears(OTHER_AGENT, within=10)
        assert (await telephone.told("TRANSFER_FAILED"))["param"] == "603 Decline"
        await lin.wrap_up(call)
        await wang.hang_up()
        await hemu.is_in("wrap_up")
        await hemu.give_outcome(call)


async def test_it_calls_the_centre_and_reaches_the_flow(
    centre: Centre, telephone: Baresip, password: str
) -> None:
    await registers(centre, telephone, password)
    before = centre.position
    await telephone.do("dial", f"sip:8000@{centre.sip}")
    rang = await centre.fact(c.LegRang, after=before, dialled="8000")
    await telephone.told("CALL_ESTABLISHED")
    await centre.fact(c.LegAnswered, call=rang.call)
    await centre.recorded(rang.call, 1.0)
    await telephone.do("hangup")
    await centre.finished(rang.call)
    await centre.fact(c.LineGone, call=rang.call)
