"""A desk over its real socket: sign-in, an offer, a call, the outcome; and everything odd."""

import pytest

from tests.web.centre import Centre, DeskPage

pytestmark = [pytest.mark.postgres, pytest.mark.nats]


async def offered(running: Centre, desk: DeskPage) -> str:
    """A call rings at her desk; its id."""
    call = await running.telephone.ring()
    offer = await desk.until_shown("offer")
    assert offer["call"] == call
    return call


async def taken(running: Centre, desk: DeskPage) -> str:
    """A call she has accepted; its id."""
    call = await offered(running, desk)
    await desk.presses("accept", offer=desk.screen["offer"]["offer"])
    await desk.until_phase("talking")
    return call


async def test_an_offer_shows_who_calls(running: Centre) -> None:
    async with running.page("1001") as page:
        desk = await page.desk()
        await desk.until_state("not_ready")
        assert (await desk.press("set_intent", intent="available"))["reason"] == "audio_absent"
        await desk.get_ready()
        await offered(running, desk)
        offer = desk.screen["offer"]
        assert offer["queue_name"] == {"zh": "机票预订", "en": "Flights"}
        assert offer["number"] == "+86 141****0317"
        assert [one["agent"] for one in offer["considered"] if not one["lost"]] == ["1001"]
        while desk.screen["customer"]["state"] != "known":
            await desk.next()
        assert desk.screen["customer"]["card"]["name"] == "沈若川"


async def test_a_call_from_accept_to_outcome(running: Centre) -> None:
    async with running.page("1001") as page:
        desk = await page.desk()
        await desk.get_ready()
        call = await offered(running, desk)
        await desk.presses("save_notes", call=call, text="hello")
        await desk.presses("accept", offer=desk.screen["offer"]["offer"])
        await desk.until_phase("talking")
        assert desk.screen["notes"]["text"] == "hello"
        assert desk.gone == []
        for press, phase in (("hold", "held"), ("retrieve", "talking")):
            await desk.presses(press, call=call)
            await desk.until_phase(phase)
        await desk.presses("keys", call=call, keys="12#")
        await desk.presses("hang_up", call=call)
        await desk.until_state("wrap_up")
        wrap_up = await desk.until_shown("wrap_up")
        assert wrap_up["suggested_need"] == "booking.flight"
        await desk.presses("give_outcome", call=call, outcome="done", need="booking.flight")
        await desk.until_state("idle")
        assert running.telephone.digits == ["12#"]
        recent = (await desk.until_shown("history"))[0]
        assert (recent["call"], recent["outcome"]) == (call, "done")
        assert desk.screen["day"]["answered"] == 1
