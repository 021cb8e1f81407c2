"""A call from the front door to its two tracks in the spool."""

import asyncio
from pathlib import Path

import msgspec
import pytest

from acd.ids import CallId, CommandId, LegId, PromptId
from callcenter.calls.commands import AnswerLeg, DialLeg, EndLeg
from callcenter.calls.facts import (
    LegRang,
    LegsJoined,
    LineGone,
    RecordingEnded,
    Role,
)
from callcenter.exchange.exchange import Exchange, memory_of
from callcenter.lab.phone import Phone
from callcenter.settings import Settings
from callcenter.spool import DONE_FILE, TRACKS, Ended, facts_file
from ivr.commands import Say
from ivr.facts import PromptEnded
from ivr.prompts import prompt_key
from tests.exchange_pool.small_control import SmallControl
from tests.line.conftest import tone_file

pytestmark = [pytest.mark.telephone, pytest.mark.nats]


async def file_there(path: Path, within: float = 8.0) -> Path:
    """Wait for a file."""
    async with asyncio.timeout(within):
        while True:
            if await asyncio.to_thread(path.exists):
                return path
            await asyncio.sleep(0.05)


async def test_a_call_comes_in_by_the_front_door_and_leaves_two_tracks(
    exchange: Exchange, settings: Settings, control: SmallControl, maria: Phone, omar: Phone
) -> None:
    settings.prompts.mkdir()
    tone_file(settings.prompts / f"{prompt_key('english', 'Hello')}.wav", 1500, 0.5)
    await maria.call(f"sip:8000@127.0.0.1:{settings.sip_port}")
    rang = await control.wait_for(LegRang)
    assert (rang.exchange, rang.dialled) == ("one", "8000")
    party = await control.until(lambda: next(iter(control.parties), None), "the number")
    assert (party.party, party.number, party.call) == (rang.party, "maria", rang.call)

    await control.do(AnswerLeg(id=control.id(), call=control.call, leg=control.leg(1)))
    say = Say(
        id=control.id(),
        call=control.call,
        leg=control.leg(1),
        prompt=PromptId("p"),
        texts=(("english", "Hello"),),
    )
    assert (await control.do(say, card=b"a card")).outcome == "done"
    await maria.hears(1500)
    await control.wait_for(PromptEnded)
    dial = DialLeg(
        id=control.id(),
        call=control.call,
        leg=control.leg(2),
        role=Role.AGENT,
        uri=omar.uri,
        join=control.leg(1),
    )
    await control.do(dial)
    await control.wait_for(LegsJoined)
    await maria.hears(700)
    await omar.hears(440)
    inventory = await control.fence("8000")
    [found] = inventory.lines
    assert (found.call, found.card, found.dialled) == (control.call, b"a card", "8000")
    assert [(leg.role, leg.answered, leg.joined) for leg in found.legs] == [
        (Role.CALLER, True, control.leg(2)),
        (Role.AGENT, True, control.leg(1)),
    ]

    await maria.hang_up()
    await control.do(EndLeg(id=control.id(), call=control.call, leg=control.leg(2)))
    await omar.wait_for("over")
    await recording_is_in_the_spool(settings, control)


async def recording_is_in_the_spool(settings: Settings, control: SmallControl) -> None:
    """Two tracks of the call's length, said to be done, and the line's facts are settled."""
    ended = await control.wait_for(RecordingEnded)
    assert (await control.wait_for(LineGone)).how == "finished"
    folder = settings.spool / control.call
    done = await file_there(folder / DONE_FILE)
    told = msgspec.json.decode(done.read_bytes(), type=Ended)
    assert (told.call, told.seconds, told.died) == (control.call, ended.seconds, False)
    sizes = [(folder / name).stat().st_size for name in TRACKS]
    assert abs(sizes[0] - sizes[1]) <= 320
    assert abs(sizes[0] / 8000 - ended.seconds) < 0.5
    assert not facts_file(memory_of(settings), control.call).exists()


async def test_a_number_without_a_flow_is_not_found(
    exchange: Exchange, settings: Settings, maria: Phone
) -> None:
    await maria.call(f"sip:9999@127.0.0.1:{settings.sip_port}")
    assert (await maria.wait_for("over"))["code"] == 404


async def test_a_command_for_a_call_that_is_not_here_is_refused(
    exchange: Exchange, control: SmallControl
) -> None:
    command = EndLeg(id=CommandId("stray"), call=CallId("nowhere"), leg=LegId("nowhere.1"))
    closed = await control.do(command)
    assert (closed.outcome, closed.reason) == ("refused", "no_such_call")
    control.epoch = 0
    late = EndLeg(id=CommandId("late"), call=CallId("nowhere"), leg=LegId("nowhere.1"))
    assert (await control.do(late)).reason == "stale_epoch"
