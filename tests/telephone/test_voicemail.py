"""Messages on real calls: spoken after a tone, kept, heard by the queue's agents, and worked on."""

from __future__ import annotations

import io
import wave
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import numpy as np
import pytest

import acd.facts as a
import callcenter.calls.facts as c
import callcenter.calls.voicemail_facts as v
from acd.ids import CallId
from callcenter.history.call_record import Result
from callcenter.lab.phone import Phone
from callcenter.lab.visitor import NotAllowed, Visitor, visitor
from ivr.facts import PromptEnded
from tests.centre import Centre
from tests.desks import desk_at
from tests.outside import outside
from tests.played import AGENT, CALLER, OTHER_CALLER, Samples, call_in, hears_speech, seconds_with
from tests.voicemails import SHORT, asked, left, speaks

pytestmark = pytest.mark.telephone

NOBODY = {"counting": ["signed_out"], "to": {"voicemail": True}}


@asynccontextmanager
async def agent(centre: Centre, number: str) -> AsyncIterator[Visitor]:
    """Signed in at the pages, and at no desk."""
    async with visitor(centre.running.web, number, centre.running.passwords()[number]) as who:
        yield who


async def sound(who: Visitor, call: CallId) -> Samples:
    """What is served of the message."""
    with wave.open(io.BytesIO(await who.file(f"/voicemails/{call}/audio"))) as file:
        assert (file.getnchannels(), file.getframerate()) == (1, 8000)
        raw = file.readframes(file.getnframes())
    return np.frombuffer(raw, dtype=np.int16).astype(np.float64)


async def in_pieces(who: Visitor, call: CallId) -> None:
    """As a browser asks for it."""
    whole = await who.file(f"/voicemails/{call}/audio")
    address, cookies = f"{who.base}/api/v1/voicemails/{call}/audio", who.cookies
    async with httpx.AsyncClient(cookies=cookies, trust_env=False) as client:
        piece = await client.get(address, headers={"Range": "bytes=40-99"})
        beyond = await client.get(address, headers={"Range": f"bytes={len(whole)}-"})
    assert (piece.status_code, piece.content) == (206, whole[40:100])
    assert piece.headers["content-range"] == f"bytes 40-99/{len(whole)}"
    assert beyond.status_code == 416


async def finished(centre: Centre, who: Visitor, call: CallId) -> None:
    """Leave no message behind for the next test."""
    await who.post(f"/voicemails/{call}/take", {"press": f"take-{call}"})
    done = {"press": f"done-{call}", "outcome": "handled"}
    await who.post(f"/voicemails/{call}/done", done)


async def test_a_message_ended_by_hash_is_heard_by_the_queues_agents(
    centre: Centre, wang: Phone, mira: Visitor
) -> None:
    call = await asked(centre, wang)
    await speaks(centre, call, 4.0)
    await wang.press("#")
    told = await centre.fact(v.VoicemailLeft, call=call)
    assert (told.how, told.queue) == (v.HowLeft.KEY, "flights")
    await centre.fact(PromptEnded, call=call, prompt=f"{call}:voicemail_over", how="finished")
    await wang.wait_for("over")
    await centre.fact(c.RecordingStored, call=call)
    async with agent(centre, "1001") as lin:
        [row] = [one for one in await lin.get("/voicemails") if one["call"] == call]
        assert (row["state"], row["sound"], row["how"]) == ("open", "ready", "key")
        assert row["number"].endswith("317")
        assert row["number"] != "+8614100000317"
        heard = await sound(lin, call)
        await in_pieces(lin, call)
    assert abs(len(heard) / 8000 - told.seconds) < 0.1
    assert seconds_with(heard, OTHER_CALLER) > told.seconds - 1.0
    assert seconds_with(heard, CALLER) < 0.6  # until the test had noticed the tone
    assert (await mira.get(f"/calls/{call}"))["voicemail"]
    await finished(centre, mira, call)


async def test_a_message_is_taken_by_one_and_done_with_a_note(
    centre: Centre, wang: Phone, mira: Visitor
) -> None:
    call = (await left(centre, wang)).call
    async with agent(centre, "1001") as lin, agent(centre, "1002") as zhou:
        await lin.post(f"/voicemails/{call}/take", {"press": "lin-takes-it"})
        with pytest.raises(NotAllowed) as late:
            await zhou.post(f"/voicemails/{call}/take", {"press": "zhou-takes-it"})
        assert late.value.code == "voicemail_taken"
        [row] = await zhou.get("/voicemails")
        assert (row["state"], row["agent"]) == ("taken", "1001")
        assert await lin.get("/voicemails/count") == {"open": 0, "mine": 1}
        done = {"press": "lin-is-done", "outcome": "handled", "note": "Seat 12A is booked."}
        await lin.post(f"/voicemails/{call}/done", done)
        assert await lin.get("/voicemails") == []
    record = await centre.record(call, lambda one: bool(one.voicemail and one.voicemail.done_at))
    assert (record.result, record.queue, record.abandoned_at) == (
        Result.VOICEMAIL,
        "flights",
        None,
    )
    [row] = [one for one in await mira.get("/voicemails", done="true") if one["call"] == call]
    assert (row["outcome"], row["agent"]) == ("handled", "1001")
    assert "Seat 12A is booked." in (await mira.get(f"/calls/{call}"))["notes"]


async def test_only_the_queues_agents_and_who_leads_may_hear_it(
    centre: Centre, wang: Phone, mira: Visitor
) -> None:
    told = await left(centre, wang)
    call = told.call
    assert told.how is v.HowLeft.HUNG_UP
    for number in ("1003", "3001"):  # of another queue; who judges conversations
        async with agent(centre, number) as other:
            for act in ("take", "return", "call-back"):
                with pytest.raises(NotAllowed) as refused:
                    await other.post(f"/voicemails/{call}/{act}", {"press": f"{number}-{act}-1"})
                assert refused.value.code == "forbidden"
            with pytest.raises(NotAllowed) as refused:
                await other.file(f"/voicemails/{call}/audio")
            assert refused.value.code == "forbidden"
    async with agent(centre, "1003") as hemu:
        assert await hemu.get("/voicemails") == []
    heard = await sound(mira, call)
    assert seconds_with(heard, OTHER_CALLER) > told.seconds - 1.0
    await finished(centre, mira, call)


async def test_a_message_ends_at_its_limit(centre: Centre, wang: Phone, mira: Visitor) -> None:
    call = await asked(centre, wang, SHORT, 5)
    told = await centre.fact(v.VoicemailLeft, call=call)
    assert (told.how, told.seconds) == (v.HowLeft.LIMIT, 5.0)
    await wang.wait_for("over", within=15)
    await centre.fact(c.RecordingStored, call=call)
    assert len(await sound(mira, call)) == 5 * 8000
    await finished(centre, mira, call)


async def test_where_nobody_is_there_a_message_is_left_and_called_back_with_one_press(
    centre: Centre,
) -> None:
    async with centre.rules("flights", join_empty=NOBODY), outside(centre) as customer:
        call = await call_in(centre, customer, await centre.straight_number())
        sent = await centre.fact(a.CallDiverted, call=call)
        assert (sent.because.value, sent.target.way) == ("nobody_there", "voicemail")
        await hears_speech(customer)
        await speaks(centre, call, 4.0)
        await customer.hang_up()
        await centre.fact(v.VoicemailLeft, call=call)
        await centre.fact(c.CallEnded, call=call)
    async with (
        outside(centre) as customer,
        desk_at(centre, "1001", AGENT) as lin,
        agent(centre, "1001") as page,
    ):
        await page.post(f"/voicemails/{call}/take", {"press": "takes-it-first"})
        await page.post(f"/voicemails/{call}/call-back", {"press": "calls-back-now"})
        asked = await centre.fact(a.CallbackRequested, call=call)
        assert (asked.by, asked.prefers) == ("voicemail", "1001")
        await customer.wait_for_call()
        await customer.answer()
        kept = await centre.fact(a.CallbackKept, callback=call)
        await customer.hears(AGENT)
        await lin.phone.hears(CALLER)
        await customer.hang_up()
        await lin.is_in("wrap_up")
    assert kept.call == f"{call}b1"
    record = await centre.record(call, lambda one: bool(one.callback and one.callback.how))
    assert record.result is Result.VOICEMAIL
    assert record.voicemail is not None
    assert record.voicemail.outcome == "called_back"


async def test_a_message_is_kept_when_control_dies_in_the_middle(
    centre: Centre, wang: Phone, mira: Visitor
) -> None:
    call = await asked(centre, wang)
    await speaks(centre, call, 3.0)
    before = centre.kill("control")
    await centre.back(before)
    await wang.press("#")
    told = await centre.fact(v.VoicemailLeft, call=call)
    assert told.how is v.HowLeft.KEY
    await wang.wait_for("over", within=15)
    await centre.fact(c.RecordingStored, call=call)
    heard = await sound(mira, call)
    assert seconds_with(heard, OTHER_CALLER) > told.seconds - 1.0
    await finished(centre, mira, call)
