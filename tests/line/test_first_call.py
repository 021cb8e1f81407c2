"""The plain way of a call through a line."""

import pytest

from acd.ids import PromptId
from callcenter.calls.commands import AnswerLeg, DialLeg, EndLeg
from callcenter.calls.facts import (
    LegAnswered,
    LegEnded,
    LegRang,
    LegsJoined,
    Reason,
    RecordingEnded,
    RecordingStarted,
    Role,
    Side,
)
from callcenter.lab.phone import Phone
from ivr.commands import Say
from ivr.facts import PromptEnded
from tests.line.bench import Bench
from tests.line.conftest import tone_file

pytestmark = pytest.mark.telephone


async def test_a_caller_is_answered_hears_a_prompt_and_speaks_with_an_agent(
    line: Bench, maria: Phone, omar: Phone
) -> None:
    await maria.call(line.uri)
    rang = await line.wait_for(LegRang)
    assert (rang.dialled, rang.transport, rang.line) == ("8000", "udp", line.birth.line)
    assert rang.party
    assert "maria" not in rang.party
    party = await line.until(lambda: next(iter(line.parties), None), "the number")
    assert (party.number, party.display_name, party.call) == ("maria", "maria", rang.call)

    closed = await line.do(AnswerLeg(id=line.id(), call=line.call, leg=line.leg(1)))
    assert closed.outcome == "done"
    await maria.wait_for("up")
    await line.wait_for(LegAnswered)
    await line.wait_for(RecordingStarted)

    files = [tone_file(line.folder / f"{hz}.wav", hz, 0.4) for hz in (1500, 1900)]
    say = Say(
        id=line.id(), call=line.call, leg=line.leg(1), prompt=PromptId("p1"), texts=(("en", "x"),)
    )
    await line.do(say, *files)
    await maria.hears(1500)
    await maria.hears(1900)
    assert (await line.wait_for(PromptEnded)).how == "finished"

    dial = DialLeg(
        id=line.id(),
        call=line.call,
        leg=line.leg(2),
        role=Role.AGENT,
        uri=omar.uri,
        join=line.leg(1),
    )
    await line.do(dial)
    joined = await line.wait_for(LegsJoined)
    assert {joined.a, joined.b} == {line.leg(1), line.leg(2)}
    await maria.hears(700)
    await omar.hears(440)

    await maria.hang_up()
    ended = await line.wait_for(LegEnded)
    assert (ended.leg, ended.ending.side, ended.ending.reason) == (
        line.leg(1),
        Side.CALLER,
        Reason.HANGUP,
    )
    await line.wait_for(RecordingEnded)
    await line.do(EndLeg(id=line.id(), call=line.call, leg=line.leg(2)))
    await omar.wait_for("over")
