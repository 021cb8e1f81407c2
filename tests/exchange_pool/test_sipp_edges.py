"""The edges of a call, played by SIPp against the door and a real line, over UDP and TCP.

Each is about what crosses, is lost, comes twice or comes late; the facts say what became of it.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from callcenter.calls.commands import AnswerLeg, DialLeg, EndLeg
from callcenter.calls.facts import (
    Ending,
    LegAnswered,
    LegEnded,
    LegRang,
    LineGone,
    Reason,
    Role,
    Side,
)
from callcenter.exchange.exchange import Exchange
from callcenter.lab.phone import Phone
from callcenter.lab.ports import free_block
from callcenter.settings import Settings
from tests.exchange_pool.sipp import (
    Sipp,
    acknowledge_refusal,
    ask,
    ask_inside,
    expect,
    expect_proof,
    expect_request,
    hang_up,
    maybe,
    maybe_request,
    tell,
)
from tests.exchange_pool.small_control import SmallControl

pytestmark = [pytest.mark.telephone, pytest.mark.nats, pytest.mark.needs_program("sipp")]

INVITE = ask("INVITE", "invite", direction="sendrecv")
ANSWERED = [*maybe(100, 180), expect(200)]
ACK = ask_inside("ACK", "ack")


@pytest.fixture(params=["udp", "tcp"])
def sipp(tmp_path: Path, request: pytest.FixtureRequest) -> Sipp:
    return Sipp(tmp_path, request.param)


async def line_is_gone(control: SmallControl) -> None:
    """The call's line ended by itself, in good order."""
    assert (await control.wait_for(LineGone)).how == "finished"


async def caller_ended(control: SmallControl, reason: Reason) -> None:
    """There was one call, and this is how its caller's leg ended."""
    ended = await control.wait_for(LegEnded)
    assert (ended.ending.side, ended.ending.reason) == (Side.CALLER, reason)
    await line_is_gone(control)
    assert len(control.of(LegRang)) == 1


async def test_a_caller_gives_up_before_the_answer(
    exchange: Exchange, settings: Settings, control: SmallControl, sipp: Sipp
) -> None:
    cancelled = [*maybe(100), expect(200), expect(487), acknowledge_refusal()]
    steps = [INVITE, expect(100), ask("CANCEL", "invite"), *cancelled]
    await sipp.calls("8000", settings.sip_port, steps)
    await caller_ended(control, Reason.CANCELLED)


async def test_a_cancel_that_comes_with_the_invite(
    exchange: Exchange, settings: Settings, control: SmallControl, sipp: Sipp
) -> None:
    """It is at the door before anything has been answered."""
    cancelled = [expect(200), *maybe(100, 180), expect(487), acknowledge_refusal()]
    steps = [INVITE, ask("CANCEL", "invite"), *maybe(100, 180), *cancelled]
    await sipp.calls("8000", settings.sip_port, steps, crossing=True)
    await caller_ended(control, Reason.CANCELLED)


async def answered(control: SmallControl) -> None:
    """Answer the call that rings."""
    await control.wait_for(LegRang)
    answer = AnswerLeg(id=control.id(), call=control.call, leg=control.leg(1))
    assert (await control.do(answer)).outcome == "done"


async def test_a_cancel_that_crosses_the_answer_changes_nothing(
    exchange: Exchange, settings: Settings, control: SmallControl, sipp: Sipp
) -> None:
    """The CANCEL is sent when the answer is there and not yet acknowledged: the call stands."""
    too_late = [ask("CANCEL", "invite"), *maybe(481), expect(200)]
    steps = [INVITE, *ANSWERED, *too_late, ACK, *hang_up()]
    async with asyncio.TaskGroup() as both:
        both.create_task(sipp.calls("8000", settings.sip_port, steps))
        both.create_task(answered(control))
    await caller_ended(control, Reason.HANGUP)


async def test_a_lost_ack_is_waited_for(
    exchange: Exchange, settings: Settings, control: SmallControl, sipp: Sipp
) -> None:
    """The answer comes again until it is acknowledged."""
    steps = [INVITE, *ANSWERED, expect(200), expect(200), ACK, *hang_up()]
    async with asyncio.TaskGroup() as both:
        both.create_task(sipp.calls("8000", settings.sip_port, steps))
        both.create_task(answered(control))
    await caller_ended(control, Reason.HANGUP)
    assert len(control.of(LegAnswered)) == 1


async def test_an_answer_that_is_never_acknowledged_ends(
    exchange: Exchange, settings: Settings, control: SmallControl, tmp_path: Path
) -> None:
    """The caller is gone without a word or a sound: the line says BYE, and is free."""
    steps = [INVITE, *ANSWERED, *maybe(*[200] * 12), expect_request("BYE"), tell(200)]
    async with asyncio.TaskGroup() as both:
        both.create_task(Sipp(tmp_path, "udp").calls("8000", settings.sip_port, steps))
        both.create_task(answered(control))
    await line_is_gone(control)
    ended = await control.wait_for(LegEnded)
    assert ended.ending == Ending(side=Side.NETWORK, reason=Reason.MEDIA_LOST)


async def test_an_invite_that_comes_again_is_one_call(
    exchange: Exchange, settings: Settings, control: SmallControl, sipp: Sipp
) -> None:
    """Once: SIPp takes an answer that comes while it is about to send for a wrong one."""
    steps = [INVITE, expect(100), INVITE, *maybe(100, 180), expect(200), ACK, *hang_up()]
    async with asyncio.TaskGroup() as both:
        both.create_task(sipp.calls("8000", settings.sip_port, steps))
        both.create_task(answered(control))
    await caller_ended(control, Reason.HANGUP)


async def test_a_caller_holds_and_comes_back_by_invite(
    exchange: Exchange, settings: Settings, control: SmallControl, sipp: Sipp
) -> None:
    changes = [
        ask_inside("INVITE", "hold", 2, "sendonly"),
        *maybe(100),
        expect(200, holds="a=recvonly"),
        ask_inside("ACK", "hold-ack", 2),
        ask_inside("INVITE", "back", 3, "sendrecv"),
        *maybe(100),
        expect(200, holds="a=sendrecv"),
        ask_inside("ACK", "back-ack", 3),
    ]
    async with asyncio.TaskGroup() as both:
        steps = [INVITE, *ANSWERED, ACK, *changes, *hang_up()]
        both.create_task(sipp.calls("8000", settings.sip_port, steps))
        both.create_task(answered(control))
    await caller_ended(control, Reason.HANGUP)


async def test_an_offer_that_comes_late(
    exchange: Exchange, settings: Settings, control: SmallControl, sipp: Sipp
) -> None:
    """An INVITE without SDP: the line offers in its 200, the caller answers in its ACK."""
    steps = [
        ask("INVITE", "invite"),
        *maybe(100, 180),
        expect(200, holds="m=audio [0-9]+ RTP/AVP 0 8"),
        ask_inside("ACK", "ack", 1, "sendrecv"),
        *hang_up(),
    ]
    async with asyncio.TaskGroup() as both:
        both.create_task(sipp.calls("8000", settings.sip_port, steps))
        both.create_task(answered(control))
    await caller_ended(control, Reason.HANGUP)


async def test_a_caller_who_needs_reliable_provisionals_is_told_that_there_are_none(
    exchange: Exchange, settings: Settings, control: SmallControl, sipp: Sipp
) -> None:
    """RFC 3262 §3: who only can have them is answered as ever; who must is refused by name."""
    needs = ask("INVITE", "invite", direction="sendrecv", more="Require: 100rel\n")
    refused = [*maybe(100), expect(420, holds="Unsupported: 100rel", where="msg")]
    await sipp.calls("8000", settings.sip_port, [needs, *refused, acknowledge_refusal()])
    assert not control.of(LegRang)
    can = ask("INVITE", "invite", direction="sendrecv", more="Supported: 100rel\n")
    async with asyncio.TaskGroup() as both:
        steps = [can, *ANSWERED, ACK, *hang_up()]
        both.create_task(sipp.calls("8000", settings.sip_port, steps))
        both.create_task(answered(control))
    await caller_ended(control, Reason.HANGUP)


async def test_header_fields_that_are_kept_come_with_the_call(
    exchange: Exchange, settings: Settings, control: SmallControl, sipp: Sipp
) -> None:
    """Through the door, which writes every field anew: those that are listed, and no others."""
    more = (
        "X-Campaign: spring\nX-Other: no\n"
        "Diversion: <sip:4008001234@198.51.100.1>;reason=unconditional\n"
    )
    invite = ask("INVITE", "invite", direction="sendrecv", more=more)
    async with asyncio.TaskGroup() as both:
        both.create_task(
            sipp.calls("8000", settings.sip_port, [invite, *ANSWERED, ACK, *hang_up()])
        )
        both.create_task(answered(control))
    [rang] = control.of(LegRang)
    assert rang.brought == {"x_campaign": "spring", "diversion": "4008001234"}
    await caller_ended(control, Reason.HANGUP)


async def dials(
    settings: Settings,
    control: SmallControl,
    maria: Phone,
    sipp: Sipp,
    port: int,
    *,
    login: tuple[str, str] | None = None,
) -> None:
    """Maria's call gets a second leg, to the telephone that SIPp is."""
    await maria.call(f"sip:8000@127.0.0.1:{settings.sip_port}")
    await answered(control)
    dial = DialLeg(
        id=control.id(),
        call=control.call,
        leg=control.leg(2),
        role=Role.AGENT,
        uri=f"sip:sipp@127.0.0.1:{port};transport={sipp.transport}",
        login=login,
    )
    await control.do(dial)


async def second_leg_ended(control: SmallControl) -> Ending:
    ended = await control.wait_for(LegEnded, lambda fact: fact.leg == control.leg(2))
    return ended.ending


EARLY = [
    pytest.param([tell(183, direction="sendrecv")], id="early media"),
    pytest.param([tell(180), tell(183, direction="sendrecv"), tell(180)], id="180 183 180"),
    pytest.param([tell(183, more="Require: 100rel\nRSeq: 1\n"), tell(180)], id="unasked 100rel"),
]


@pytest.mark.parametrize("before", EARLY)
async def test_a_called_telephone_that_speaks_before_it_answers(
    exchange: Exchange,
    settings: Settings,
    control: SmallControl,
    maria: Phone,
    sipp: Sipp,
    before: list[str],
) -> None:
    """Early media, and an answer for which it would need a PRACK that nobody offered it."""
    port = free_block(1)
    there = [tell(200, direction="sendrecv"), expect_request("ACK"), expect_request("BYE")]
    steps = [expect_request("INVITE", without="100rel"), *before, *there, tell(200, tag="")]
    called = await sipp.is_called(port, steps)
    await dials(settings, control, maria, sipp, port)
    await control.wait_for(LegAnswered, lambda fact: fact.leg == control.leg(2))
    end = EndLeg(id=control.id(), call=control.call, leg=control.leg(2))
    assert (await control.do(end)).outcome == "done"
    await sipp.was_called(called)
    assert (await second_leg_ended(control)).reason is Reason.HANGUP
    await maria.hang_up()
    await line_is_gone(control)


async def test_a_call_that_two_telephones_answer_is_with_the_first(
    exchange: Exchange, settings: Settings, control: SmallControl, maria: Phone, sipp: Sipp
) -> None:
    """A proxy that forks passes on two answers: the second is acknowledged and told good-bye."""
    port = free_block(1)
    both = [tell(200, direction="sendrecv", tag=one) for one in ("first", "second")]
    ends_second = [expect_request("BYE", without="first"), tell(200, tag="")]
    ends_first = [expect_request("BYE", without="second"), tell(200, tag="")]
    acks = [expect_request("ACK"), maybe_request("ACK")]
    steps = [expect_request("INVITE"), tell(180), *both]
    steps += [*acks, *ends_second, maybe_request("ACK"), *ends_first]
    called = await sipp.is_called(port, steps, crossing=True)
    await dials(settings, control, maria, sipp, port)
    await control.wait_for(LegAnswered, lambda fact: fact.leg == control.leg(2))
    end = EndLeg(id=control.id(), call=control.call, leg=control.leg(2))
    assert (await control.do(end)).outcome == "done"
    await sipp.was_called(called)
    await maria.hang_up()
    await line_is_gone(control)
    assert len([one for one in control.of(LegAnswered) if one.leg == control.leg(2)]) == 1


ASKS = 'WWW-Authenticate: Digest realm="carrier", nonce="dcd98b", algorithm=MD5, qop="auth"\n'


@pytest.mark.parametrize("login", [("bob", "secret"), ("bob", "wrong"), None])
async def test_a_carrier_that_asks_who_calls(
    exchange: Exchange,
    settings: Settings,
    control: SmallControl,
    maria: Phone,
    sipp: Sipp,
    login: tuple[str, str] | None,
) -> None:
    """The call goes through with the right password, and is refused with none or a wrong one."""
    port = free_block(1)
    steps = [expect_request("INVITE"), tell(401, more=ASKS), expect_request("ACK")]
    right = login == ("bob", "secret")
    if right:
        steps += [*expect_proof("bob", "secret"), tell(200, direction="sendrecv")]
        steps += [expect_request("ACK"), expect_request("BYE"), tell(200, tag="")]
    elif login is not None:
        steps += [expect_request("INVITE"), tell(401, more=ASKS), expect_request("ACK")]
    called = await sipp.is_called(port, steps)
    await dials(settings, control, maria, sipp, port, login=login)
    if right:
        await control.wait_for(LegAnswered, lambda fact: fact.leg == control.leg(2))
        end = EndLeg(id=control.id(), call=control.call, leg=control.leg(2))
        assert (await control.do(end)).outcome == "done"
    ending = await second_leg_ended(control)
    assert ending.reason is (Reason.HANGUP if right else Reason.UNREACHABLE)
    await sipp.was_called(called)
    await maria.hang_up()
    await line_is_gone(control)


@pytest.mark.parametrize(
    ("status", "side", "reason"),
    [
        (302, Side.NETWORK, Reason.UNREACHABLE),
        (404, Side.NETWORK, Reason.UNREACHABLE),
        (408, Side.AGENT, Reason.NO_ANSWER),
        (480, Side.AGENT, Reason.NO_ANSWER),
        (486, Side.AGENT, Reason.BUSY),
        (603, Side.AGENT, Reason.REJECTED),
    ],
)
async def test_a_called_telephone_that_refuses(  # noqa: PLR0913  (what is there, and a row)
    exchange: Exchange,
    settings: Settings,
    control: SmallControl,
    maria: Phone,
    sipp: Sipp,
    status: int,
    side: Side,
    reason: Reason,
) -> None:
    """It is acknowledged, told as what it was, and a 302 leads nowhere that nobody named."""
    port = free_block(1)
    elsewhere = f"<sip:elsewhere@127.0.0.1:{settings.sip_port}>"
    steps = [expect_request("INVITE"), tell(180), tell(status, elsewhere), expect_request("ACK")]
    called = await sipp.is_called(port, steps)
    await dials(settings, control, maria, sipp, port)
    ending = await second_leg_ended(control)
    await sipp.was_called(called)
    await maria.hang_up()
    await line_is_gone(control)
    assert ending == Ending(side=side, reason=reason, code=status)
