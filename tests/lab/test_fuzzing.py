"""Broken messages at the front door: some seeds in earnest, and that a failing one is told."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from callcenter.errors import SettingsInvalid
from callcenter.lab.fuzzing.fuzz import FuzzWanted, fuzz
from callcenter.lab.fuzzing.good_caller import GoodCaller
from callcenter.lab.fuzzing.mutations import MUTATIONS, Mutation, broken
from callcenter.lab.fuzzing.originals import DOOR, TOKEN, inside, named, originals
from callcenter.lab.fuzzing.own_door import OwnDoor
from callcenter.sip.grammar import split_list
from callcenter.sip.message import read
from callcenter.sip.refusal import SipRefusal
from callcenter.sip.unread import make_out

TORTURE = Path(__file__).parent.parent / "exchange" / "torture"


@pytest.mark.telephone
@pytest.mark.parametrize("seed", [1, 2, 3, 1004, 1104])
async def test_the_door_serves_on(seed: int) -> None:
    told: list[str] = []

    fine = await fuzz(FuzzWanted(seed=seed, count=1500, corpus=TORTURE), told.append)

    assert fine, told
    assert told == [f"seed {seed}: 1500 broken messages, and the door serves on"]


@pytest.mark.telephone
async def test_a_door_that_runs_is_thrown_at_as_well() -> None:
    told: list[str] = []
    async with OwnDoor() as door:
        wanted = FuzzWanted(seed=5, seeds=2, count=200, sip=f"{door.host}:{door.port}")
        assert await fuzz(wanted, told.append)

    assert len(told) == 2


@pytest.mark.telephone
async def test_a_seed_that_fails_is_told_with_the_way_to_throw_it_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(_: OwnDoor) -> list[str]:
        return ["the door still knows 1 dialogs"]

    monkeypatch.setattr(OwnDoor, "faults", fails)
    told: list[str] = []

    assert not await fuzz(FuzzWanted(seed=9, count=50), told.append)
    assert told == [
        "seed 9: the door still knows 1 dialogs",
        "  again: callcenter lab fuzz --seed 9 --count 50",
    ]


@pytest.mark.telephone
async def test_what_a_door_does_not_forget_is_found() -> None:
    async with OwnDoor() as door:
        caller = await GoodCaller(door.host, door.port).open()
        door.line.expected.add("left")
        await caller.calls(door.number, "left")
        caller.close()

        assert door.faults() == ["the door still knows 1 dialogs, 1 things"]


@pytest.mark.telephone
@pytest.mark.parametrize("sip", ["192.0.2.1:5060", "example.com", "127.0.0.1:x"])
async def test_only_this_machine_is_thrown_at(sip: str) -> None:
    with pytest.raises(SettingsInvalid, match="--sip"):
        await fuzz(FuzzWanted(sip=sip), print)


@pytest.mark.thinking
def test_a_seed_always_makes_the_same_messages() -> None:
    def made(seed: int) -> list[bytes]:
        return list(islice(broken(seed, originals("8000")), 300))

    assert made(7) == made(7)
    assert made(7) != made(8)


@pytest.mark.thinking
def test_the_originals_are_good() -> None:
    for data in (*originals("8000"), *inside("8000", "call")):
        message = read(named(data, "127.0.0.1:5060", "a" * 28))
        assert DOOR not in str(message.vias)
        assert TOKEN not in str(message.fields)


def long_ones() -> Iterator[bytes]:
    """Messages with a long run of one thing in the middle, where a pattern might begin anew."""
    original = originals("8000")[0]
    for run in (
        b" ",
        b"\t",
        b"<",
        b'"',
        b'"\\',
        b'\\"',
        b";",
        b",",
        b";a",
        b"a=",
        b"cause",
        b"%00",
    ):
        for place in (7, 30, 80, 200, 320, 420):
            yield original[:place] + run * (7000 // len(run)) + original[place:]


@pytest.mark.thinking
def test_long_runs_are_read_in_one_pass() -> None:
    """None takes so long that this test meets its end."""
    for data in long_ones():
        make_out(data)
        split_list(data.decode("latin-1"))
        try:
            read(data)
        except SipRefusal:
            continue


@pytest.mark.thinking
@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.__name__)
def test_every_way_changes_something(mutation: Mutation) -> None:
    original = originals("8000")[0]
    made = {mutation(Random(seed), original) for seed in range(20)}
    assert made - {original}
