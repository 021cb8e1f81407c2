"""What telephones do, through the front door, to a line."""

import pytest

from callcenter.calls.commands import AnswerLeg, DialLeg, SendDigits
from callcenter.calls.facts import LegEnded, LegRang, LegsJoined, Reason, Role, Side
from callcenter.exchange.exchange import Exchange
from callcenter.lab.phone import Phone
from callcenter.settings import Settings
from ivr.facts import DigitPressed
from tests.exchange_pool.small_control import SmallControl

pytestmark = [pytest.mark.telephone, pytest.mark.nats]


@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_keys_hold_and_the_end_pass_the_door(
    exchange: Exchange,
    settings: Settings,
    control: SmallControl,
    maria: Phone,
    omar: Phone,
    transport: str,
) -> None:
    await maria.call(f"sip:8000@127.0.0.1:{settings.sip_port};transport={transport}")
    assert (await control.wait_for(LegRang)).transport == transport
    await control.do(AnswerLeg(id=control.id(), call=control.call, leg=control.leg(1)))
    dial = DialLeg(
        id=control.id(),
        call=control.call,
        leg=control.leg(2),
        role=Role.AGENT,
        uri=f"{omar.uri};transport={transport}",
        join=control.leg(1),
    )
    assert (await control.do(dial)).outcome == "done"
    await control.wait_for(LegsJoined)
    await omar.hears(440)
    await maria.press("3")
    await control.wait_for(DigitPressed)
    await maria.press("4", info=True)
    await control.wait_for(DigitPressed, lambda fact: fact.digit == "4")
    assert [(fact.digit, fact.method) for fact in control.of(DigitPressed)] == [
        ("3", "rfc4733"),
        ("4", "info"),
    ]
    send = SendDigits(id=control.id(), call=control.call, leg=control.leg(2), digits="9")
    await control.do(send)
    await omar.wait_for_keys("9")
    await omar.hold()
    await maria.stops_hearing(700)
    await omar.hold(False)
    await maria.hears(700)
    await omar.hang_up()
    ended = await control.wait_for(LegEnded)
    assert (ended.ending.side, ended.ending.reason) == (Side.AGENT, Reason.HANGUP)
    await maria.hang_up()
    await control.wait_for(LegEnded, lambda fact: fact.leg == control.leg(1))


async def test_a_place_no_command_may_name_is_refused(
    exchange: Exchange, settings: Settings, control: SmallControl, maria: Phone
) -> None:
    await maria.call(f"sip:8000@127.0.0.1:{settings.sip_port}")
    await control.wait_for(LegRang)
    await control.do(AnswerLeg(id=control.id(), call=control.call, leg=control.leg(1)))
    dial = DialLeg(
        id=control.id(),
        call=control.call,
        leg=control.leg(2),
        role=Role.AGENT,
        uri="tel:110",
    )
    closed = await control.do(dial)
    assert (closed.outcome, closed.reason) == ("refused", "unreachable")
