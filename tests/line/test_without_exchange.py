"""The exchange dies and comes back; the call does not notice."""

import asyncio
from pathlib import Path

import pytest

from callcenter.calls.commands import AnswerLeg, DialLeg, EndLeg, HoldLeg
from callcenter.calls.facts import LegEnded, LegHeld, LegRang, Role
from callcenter.lab.phone import Phone
from callcenter.spool import FACTS_FOLDER, facts_file, read_facts
from callcenter.state_file import read_states
from tests.line.bench import Bench, Zygote, bench

pytestmark = pytest.mark.telephone


async def test_a_call_goes_on_and_its_facts_come_again_when_the_exchange_is_back(
    line: Bench, maria: Phone, omar: Phone
) -> None:
    await line.answered(maria)
    line.acknowledging = False
    await line.dialled(2, omar.uri)
    await maria.hears(700)
    known = len(line.stamped)
    await line.go_away()
    before = await maria.listen(700)
    await omar.press("7")
    await asyncio.sleep(0.5)
    assert (await maria.listen(700)).packets > before.packets + 15
    await line.listen()
    hello = await line.until(
        lambda: line.hellos[1] if len(line.hellos) > 1 else None, "the second hello"
    )
    assert (hello.call, hello.dialled) == (line.call, "8000")
    assert [(leg.role, leg.answered, leg.joined) for leg in hello.legs] == [
        (Role.CALLER, True, line.leg(2)),
        (Role.AGENT, True, line.leg(1)),
    ]
    await line.until(lambda: True if len(line.stamped) > known else None, "the key of meanwhile")
    numbers = [each.seq for each in line.stamped]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(line.parties) == 2
    on_disk = read_facts(facts_file(Path(line.birth.shared_memory), line.call))
    assert [each.id for each in on_disk[: len(numbers)]] == [each.id for each in line.stamped]


async def test_a_repeated_command_gets_the_same_closing_fact_and_is_done_once(
    line: Bench, maria: Phone
) -> None:
    await line.answered(maria)
    hold = HoldLeg(id=line.id(), call=line.call, leg=line.leg(1))
    await line.do(hold)
    [closed] = [each for each in line.stamped if getattr(each.fact, "command", "") == hold.id]
    line.heard_again.clear()
    line.send(line.order(hold))
    again = await line.until(lambda: next(iter(line.heard_again), None), "the repeated closing")
    assert (again.id, again.seq) == (closed.id, closed.seq)
    assert len(line.of(LegHeld)) == 1


async def test_old_minds_late_wishes_and_strange_calls_are_refused(
    line: Bench, maria: Phone
) -> None:
    await maria.call(line.uri)
    await line.wait_for(LegRang)
    answer = AnswerLeg(id=line.id(), call=line.call, leg=line.leg(1))
    assert (await line.do(answer, epoch=7)).outcome == "done"
    end = EndLeg(id=line.id(), call=line.call, leg=line.leg(1))
    assert (await line.do(end, epoch=6)).reason == "stale_epoch"
    late = EndLeg(id=line.id(), call=line.call, leg=line.leg(1))
    line.send(line.order(late, epoch=7, good_for=-1.0))
    closed = await line.closing_of(late)
    assert closed.outcome == "expired"
    strange = EndLeg(id=line.id(), call=type(line.call)("other"), leg=line.leg(1))
    assert (await line.do(strange, epoch=7)).reason == "no_such_call"
    assert not line.of(LegEnded)


async def test_a_place_that_cannot_be_dialled_is_a_refusal(line: Bench, maria: Phone) -> None:
    await line.answered(maria)
    dial = DialLeg(
        id=line.id(), call=line.call, leg=line.leg(2), role=Role.AGENT, uri="no address at all"
    )
    assert (await line.do(dial)).outcome == "refused"


async def test_a_call_goes_on_when_its_facts_cannot_be_written(
    zygote: Zygote, tmp_path: Path, shared_memory: Path, maria: Phone, omar: Phone
) -> None:
    async with bench(zygote, tmp_path, shared_memory) as line:
        (shared_memory / FACTS_FOLDER).write_text("no folder")
        await line.talking(maria, omar)
        await maria.hears(700)
        await maria.hang_up()
        await line.wait_for(LegEnded)


async def test_warm_lines_do_not_outlive_a_dead_exchange_but_calls_do(
    tmp_path: Path, shared_memory: Path, maria: Phone
) -> None:
    zygote = Zygote()
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    async with (
        bench(zygote, tmp_path / "a", shared_memory) as warm,
        bench(zygote, tmp_path / "b", shared_memory) as busy,
    ):
        await busy.answered(maria)
        zygote.close()
        assert zygote.process.returncode == 0
        await warm.go_away()
        await busy.go_away()
        await warm.until_gone(within=9)
        [state] = read_states(tmp_path / "b" / "run", "line-*")
        assert state.is_alive()
        assert state.extra["call"] is True
        before = await maria.listen()
        await busy.listen()
        await busy.until(lambda: True if len(busy.hellos) > 1 else None, "the second hello")
        await busy.do(EndLeg(id=busy.id(), call=busy.call, leg=busy.leg(1)))
        assert (await maria.wait_for("over"))["code"] in (0, 200)
        assert before.packets > 200
