"""A desk over its real socket: sign-in, an offer, a call, the outcome; and everything odd."""

import pytest
from websockets.exceptions import ConnectionClosed

import callcenter.calls.facts as c
from acd.facts import AgentSignedOut, DeskFound, DeskLost
from acd.ids import CallId, PartyId
from callcenter.clock import now
from callcenter.storage.customers import CustomerBook
from callcenter.wire import PartySeen
from tests.web.centre import Centre
from tests.web.page import DeskPage

pytestmark = [pytest.mark.postgres, pytest.mark.nats]


async def offered(running: Centre, desk: DeskPage) -> str:
    """A call rings at her desk; its id."""
    call = await running.telephone.ring()
    offer = await desk.until_shown("offer")
    assert offer["call"] == call
    return call


async def until_recording(desk: DeskPage, state: str) -> None:
    """Read until the recording of her call is so."""
    while desk.screen["call"]["recording"] != state:
        await desk.next()


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
        assert offer["suggested_need"] == "booking.flight"
        assert offer["path"] == [{"zh": "未经语音导航", "en": "Past the IVR"}]
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
        assert running.telephone.digits == ["12#"]
        assert desk.screen["call"]["recording"] == "on"
        await desk.presses("hang_up", call=call)
        await desk.until_state("wrap_up")
        wrap_up = await desk.until_shown("wrap_up")
        assert wrap_up["suggested_need"] == "booking.flight"
        await until_recording(desk, "filing")
        await running.telephone.say(c.RecordingEnded(at=now(), call=CallId(call), seconds=2.0))
        stored = c.RecordingStored(at=now(), call=CallId(call), seconds=2.0, size=1, sha256="0")
        await running.telephone.say(stored)
        await until_recording(desk, "stored")
        await desk.presses("give_outcome", call=call, outcome="done", need="booking.flight")
        await desk.until_state("idle")
        recent = (await desk.until_shown("history"))[0]
        assert (recent["call"], recent["outcome"]) == (call, "done")
        assert desk.screen["day"]["answered"] == 1


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("no_such_leg", "no_call"),
        ("wrong_state", "not_now"),
        ("library", "away"),
        ("stale_epoch", "away"),
    ],
)
async def test_keys_the_line_refuses_are_refused_with_the_reason(
    running: Centre, reason: str, told: str
) -> None:
    async with running.page("1001") as page:
        desk = await page.desk()
        await desk.get_ready()
        call = await taken(running, desk)
        running.telephone.refuses_keys = reason
        answer = await desk.press("keys", call=call, keys="1")
        assert (answer["ok"], answer["reason"]) == (False, told)
        assert reason in answer["detail"]
        running.telephone.refuses_keys = ""
        await desk.presses("keys", call=call, keys="2")
        assert running.telephone.digits == ["2"]


async def test_keys_to_a_silent_line_may_be_pressed_again(running: Centre) -> None:
    async with running.page("1001") as page:
        desk = await page.desk()
        await desk.get_ready()
        call = await taken(running, desk)
        running.telephone.line_sleeps = True
        answer = await desk.press("keys", call=call, keys="1", client_id="again")
        assert (answer["ok"], answer["reason"]) == (False, "away")
        running.telephone.line_sleeps = False
        assert (await desk.press("keys", call=call, keys="1", client_id="again"))["ok"]
        assert running.telephone.digits == ["1"]


async def test_a_press_by_rest_hides_nothing_from_the_page(running: Centre) -> None:
    async with running.page("1001") as page:
        desk = await page.desk()
        await desk.get_ready()
        call = await running.telephone.ring()
        while (await page.client.get("/api/v1/agents/1001/offer")).json() is None:
            pass
        assert (await desk.until_shown("offer"))["call"] == call


async def test_the_caller_leaves_while_it_rings(running: Centre) -> None:
    async with running.page("1001") as page:
        desk = await page.desk()
        await desk.get_ready()
        call = await offered(running, desk)
        offer = desk.screen["offer"]["offer"]
        await running.telephone.caller_hangs_up(CallId(call))
        while not desk.gone:
            await desk.next()
        assert desk.gone == [{"offer": offer, "how": "withdrawn"}]
        late = await desk.press("accept", offer=offer)
        assert late["reason"] == "no_offer"


async def test_a_declined_offer_goes_with_its_reason(running: Centre) -> None:
    async with running.page("1001") as page:
        desk = await page.desk()
        await desk.get_ready()
        await offered(running, desk)
        offer = desk.screen["offer"]["offer"]
        await desk.presses("decline", offer=offer)
        while not desk.gone:
            await desk.next()
        assert desk.gone == [{"offer": offer, "how": "rejected"}]
        await desk.until_state("not_ready")
        assert desk.screen["me"]["reason"] == "declined"


async def test_a_reload_in_mid_call_loses_neither_call_nor_notes(running: Centre) -> None:
    async with running.page("1001") as page:
        desk = await page.desk()
        await desk.get_ready()
        call = await taken(running, desk)
        await desk.presses("save_notes", call=call, text="half a sen")
        await desk.socket.close()
        back = await page.desk()
        assert (await back.next())["resumed"] is False
        await back.until("snapshot")
        assert back.screen["call"]["call"] == call
        assert back.screen["notes"]["text"] == "half a sen"
        assert back.desk == desk.desk


async def test_a_short_cut_resumes_by_number(running: Centre) -> None:
    async with running.page("1001") as page:
        desk = await page.desk()
        await desk.get_ready()
        await desk.socket.close()
        call = await running.telephone.ring()
        back = await page.desk(f"&desk={desk.desk}&seq={desk.seq}")
        back.screen, back.seq = desk.screen, desk.seq
        assert (await back.next())["resumed"] is True
        assert (await back.until_shown("offer"))["call"] == call
        assert "snapshot" not in {one["type"] for one in back.heard}


async def test_a_second_tab_is_told_and_may_take_over(running: Centre) -> None:
    async with running.page("1001") as page:
        first = await page.desk()
        await first.until("snapshot")
        second = await page.desk()
        await second.until("occupied")
        second.seq = 0
        assert (await second.press("sign_out"))["reason"] == "not_yours"
        await second.presses("take_over")
        await second.until("snapshot")
        await first.until("taken_over")
        with pytest.raises(ConnectionClosed) as closed:
            await first.next()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4001
        await second.presses("set_intent", intent="not_ready", reason="meal")
        while second.screen["me"]["reason"] != "meal":
            await second.next()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "[1, 2]",
        '{"type": "dance"}',
        '{"type": "ask", "client_id": "c", "expected_seq": "one", "command": {"do": "accept"}}',
        '{"type": "ask", "client_id": "c", "expected_seq": 0, "command": {"do": "fly"}}',
        "\x00\x01",
        '{"type":"ping"' + " " * 140_000 + "}",
    ],
)
async def test_a_message_of_the_wrong_shape_leaves_the_socket_up(
    running: Centre, text: str
) -> None:
    async with running.page("1001") as page:
        desk = await page.desk()
        await desk.until("snapshot")
        await desk.socket.send(text)
        assert (await desk.until("unreadable"))["detail"]
        metrics = (await page.client.get("/metrics")).text
        assert "callcenter_web_unreadable_messages_total 1.0" in metrics
        await desk.socket.send('{"type": "ping"}')
        await desk.until("pong")


async def test_a_socket_opens_once_from_our_own_page_only(running: Centre) -> None:
    async with running.page("1001") as page:
        ticket = await page.ticket()
        elsewhere = await page.connect(f"/api/v1/desk?ticket={ticket}", origin="http://evil.test")
        with pytest.raises(ConnectionClosed):
            await elsewhere.recv()
        again = await page.connect(f"/api/v1/desk?ticket={ticket}")
        with pytest.raises(ConnectionClosed):
            await again.recv()
        board = await page.ticket("wallboard")
        wrong_kind = await page.connect(f"/api/v1/desk?ticket={board}")
        with pytest.raises(ConnectionClosed) as closed:
            await wrong_kind.recv()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4401


async def test_a_desk_without_its_tab_is_lost_after_five_seconds_and_found_again(
    running: Centre,
) -> None:
    async with running.page("1001") as page:
        desk = await page.desk()
        await desk.get_ready()
        lost = running.next_fact(DeskLost)
        await desk.socket.close()
        assert (await lost).agent == "1001"
        found = running.next_fact(DeskFound)
        back = await page.desk()
        assert (await found).agent == "1001"
        await back.until_state("idle")


async def test_signing_out_ends_session_and_audio(running: Centre) -> None:
    async with running.page("1001") as page:
        desk = await page.desk()
        await desk.get_ready()
        gone = running.next_fact(AgentSignedOut)
        await desk.socket.send(
            '{"type":"ask","client_id":"bye","expected_seq":0,"command":{"do":"sign_out"}}'
        )
        await desk.until("signed_out")
        assert (await gone).agent == "1001"
        assert running.telephone.closed == ["1001"]


async def test_a_caller_the_worker_does_not_know_yet_is_looked_up_here(running: Centre) -> None:
    running.telephone.worker_sleeps = True
    seen = PartySeen(party=PartyId("party-gold"), number="+8614100000317")
    await CustomerBook(running.database).store_party(seen)
    async with running.page("1001") as page:
        desk = await page.desk()
        await desk.get_ready()
        await offered(running, desk)
        assert desk.screen["customer"]["state"] == "loading"
        while desk.screen["customer"]["state"] != "known":
            await desk.next()
        assert desk.screen["customer"]["card"]["id"] == "k1"


async def test_an_unknown_caller_gets_a_record_in_one_press(running: Centre) -> None:
    seen = PartySeen(party=PartyId("party-new"), number="+8614100000999")
    await CustomerBook(running.database).store_party(seen)
    async with running.page("1001") as page:
        desk = await page.desk()
        await desk.get_ready()
        call = await running.telephone.ring("party-new", "+8614100000999")
        await desk.until_shown("offer")
        while desk.screen["customer"]["state"] != "blank":
            await desk.next()
        assert desk.screen["customer"]["number"] == "+86 141****0999"
        await desk.presses("create_customer", call=call, name="叶知秋")
        while desk.screen["customer"]["state"] != "known":
            await desk.next()
        card = desk.screen["customer"]["card"]
        assert (card["name"], card["number"]) == ("叶知秋", "+86 141****0999")
