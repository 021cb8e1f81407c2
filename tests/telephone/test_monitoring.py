"""A supervisor hears a call, whispers to the agent, and speaks with both: who hears whom by ear."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from ulid import ULID

import acd.facts as a
import callcenter.calls.facts as c
from acd.ids import CallId
from callcenter.lab.desk import Desk
from callcenter.lab.patience import until
from callcenter.lab.phone import Phone, phone
from callcenter.lab.visitor import NotAllowed, Visitor
from tests.centre import Centre
from tests.played import (
    AGENT,
    CALLER,
    OTHER_AGENT,
    call_in,
    seconds_with,
    sides,
)

pytestmark = pytest.mark.telephone


@pytest.fixture
async def miras_phone(mira: Visitor) -> AsyncIterator[Phone]:
    """The supervisor's own phone, signed in; she hums."""
    async with phone("4001") as made:
        await made.hum(OTHER_AGENT)
        await made.answer_calls(200)
        await mira.post("/agents/4001/sign-in", {"device": made.uri})

        async def there() -> bool:
            return bool((await mira.get("/monitor"))["device"] == made.uri)

        await until(there, 10.0)
        yield made
        await mira.delete("/monitor")
        await mira.post("/agents/4001/sign-out")


def press() -> str:
    return str(ULID())


async def heard(centre: Centre, lin: Desk, wang: Phone, mira: Visitor) -> CallId:
    """Lin speaks with a caller, and Mira hears them."""
    call = await call_in(centre, wang, await centre.straight_number())
    await lin.is_in("on_call")
    await wang.hears(AGENT)
    view = await mira.post("/agents/1001/monitor", {"press": press(), "because": "coaching"})
    assert (view["agent"], view["voice"]) == ("1001", "silent")
    await centre.fact(a.ListenerJoined, call=call, listener="4001")
    return call


async def speaks(mira: Visitor, voice: str) -> None:
    await mira.post("/monitor/voice", {"press": press(), "voice": voice})


async def test_listen_whisper_barge_and_back_without_a_new_call(
    centre: Centre, lin: Desk, wang: Phone, mira: Visitor, miras_phone: Phone
) -> None:
    call = await heard(centre, lin, wang, mira)
    await miras_phone.hears(CALLER)
    await miras_phone.hears(AGENT)
    await wang.stops_hearing(OTHER_AGENT)
    await lin.phone.stops_hearing(OTHER_AGENT)
    await speaks(mira, "whisper")
    await centre.fact(c.LegVoiced, call=call, voice=a.Voice.WHISPER)
    await lin.phone.hears(OTHER_AGENT)
    await wang.stops_hearing(OTHER_AGENT)
    await miras_phone.hears(CALLER)
    await speaks(mira, "barge")
    await wang.hears(OTHER_AGENT)
    await lin.phone.hears(OTHER_AGENT)
    await speaks(mira, "silent")
    await wang.stops_hearing(OTHER_AGENT)
    await lin.phone.stops_hearing(OTHER_AGENT)
    await wang.hears(AGENT)
    assert len(centre.all(a.ListenerCalled)) == 1, "one leg for all of it"
    await wang.hang_up()
    await lin.is_in("wrap_up")
    await lin.give_outcome(call)


async def test_a_whisper_is_not_in_the_recording_and_who_barges_in_is(
    centre: Centre, lin: Desk, wang: Phone, mira: Visitor, miras_phone: Phone
) -> None:
    call = await heard(centre, lin, wang, mira)
    await speaks(mira, "whisper")
    await lin.phone.hears(OTHER_AGENT)
    await centre.recorded(call, 1.5)
    await speaks(mira, "barge")
    await wang.hears(OTHER_AGENT)
    await centre.recorded(call, 3.0)
    await wang.hang_up()
    await lin.is_in("wrap_up")
    await lin.give_outcome(call)
    await centre.finished(call)
    said, answered = sides(await centre.recording(call))
    assert seconds_with(said, OTHER_AGENT) == 0
    assert 0.3 < seconds_with(answered, OTHER_AGENT) < seconds_with(answered, AGENT)
    told = centre.all(a.ListeningBegan)
    assert [(one.listener, one.because) for _, one in told] == [("4001", "coaching")]


async def test_she_takes_the_caller_over_without_a_gap(
    centre: Centre, lin: Desk, wang: Phone, mira: Visitor, miras_phone: Phone
) -> None:
    call = await heard(centre, lin, wang, mira)
    await centre.recorded(call, 1.0)
    await mira.post("/monitor/take-over", {"press": press()})
    await wang.hears(OTHER_AGENT)
    await miras_phone.hears(CALLER)
    await wang.stops_hearing(AGENT)
    await lin.phone.wait_for("over")
    await lin.is_in("wrap_up")
    await lin.give_outcome(call)
    assert (await mira.get("/monitor"))["agent"] == ""
    await centre.recorded(call, 3.0)
    await wang.hang_up()
    await centre.fact(a.AgentReleased, call=call, agent="4001")
    done = {"call": call, "outcome": "answered", "need": "booking.flight"}
    await mira.post("/agents/4001/outcome", done)
    record = await centre.finished(call)
    assert [one.agent for one in record.agents] == ["1001", "4001"]
    said, answered = sides(await centre.recording(call))
    assert seconds_with(answered, OTHER_AGENT) > 0.3
    assert seconds_with(said, OTHER_AGENT) == 0


async def test_a_whisper_follows_the_agent_into_her_next_call(
    centre: Centre, lin: Desk, wang: Phone, mira: Visitor, miras_phone: Phone
) -> None:
    began = {"press": press(), "because": "training", "voice": "whisper"}
    await mira.post("/agents/1001/monitor", began)
    call = await call_in(centre, wang, await centre.straight_number())
    await lin.is_in("on_call")
    await centre.fact(a.ListenerJoined, call=call, listener="4001")
    await lin.phone.hears(OTHER_AGENT)
    await wang.stops_hearing(OTHER_AGENT)
    view = await mira.get("/monitor")
    assert (view["call"], view["voice"], view["name"]["zh"]) == (call, "whisper", "林知夏")
    await wang.hang_up()
    await lin.is_in("wrap_up")
    await lin.give_outcome(call)


async def test_who_may_not_and_what_cannot_be_is_refused(
    centre: Centre, lin: Desk, mira: Visitor
) -> None:
    with pytest.raises(NotAllowed) as no_phone:
        await mira.post("/agents/1001/monitor", {"press": press(), "because": "quality"})
    assert "not_reachable" in str(no_phone.value)
    with pytest.raises(NotAllowed) as not_listening:
        await mira.post("/monitor/voice", {"press": press(), "voice": "barge"})
    assert "not_supervising" in str(not_listening.value)
    with pytest.raises(NotAllowed) as no_reason:
        await mira.post("/agents/1001/monitor", {"press": press(), "because": "fun"})
    assert no_reason.value.code == "invalid"
    with pytest.raises(NotAllowed) as not_hers:
        await lin.who.post("/agents/1002/monitor", {"press": press(), "because": "quality"})
    assert not_hers.value.code == "forbidden"
