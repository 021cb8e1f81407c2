"""Within which bounds a load may be, and what it changes in a house's settings."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from callcenter.administration.document import Document
from callcenter.errors import SettingsInvalid
from callcenter.lab.load.floor import NUMBER, QUEUE, closed, opened, seats
from callcenter.lab.load.wanted import LoadWanted

pytestmark = pytest.mark.thinking

WANTED = LoadWanted(
    rate=2.0,
    calls=10,
    sip="127.0.0.1:5060",
    web="http://127.0.0.1:8080",
    data=Path("/nowhere"),
    dsn="",
    leader="4001",
    password="",
)
HOUSE: Document = {
    "queues": {"flights": {"active": True}},
    "agents": {"1001": {"active": True}, "lab-load-0009": {"active": True}},
    "numbers": {"8000": {"flow": "main"}},
    "teams": {"air": {}},
    "sites": {"east": {}},
    "employers": {"own": {}},
    "skills": {"flight": {}, "english": {}},
}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"sip": "192.0.2.1:5060"}, "--sip 192.0.2.1:5060: only a door of this machine"),
        ({"sip": "example.com"}, "--sip takes HOST:PORT"),
        ({"rate": 0.0}, "--rate 0: from 0.05 to 40"),
        ({"rate": 41.0}, "--rate 41: from 0.05 to 40"),
        ({"calls": 0}, "--calls 0: from 1 to 2000"),
        ({"calls": 2001}, "--calls 2001: from 1 to 2000"),
        ({"talk": 601.0}, "--talk 601: from 1 to 600"),
        ({"agents": 0}, "--agents 0: from 1 to 300"),
        ({"rate": 0.1, "calls": 2000}, "take fewer --calls or a higher --rate"),
    ],
)
def test_what_is_out_of_bounds_is_refused_with_its_cure(
    change: dict[str, object], words: str
) -> None:
    with pytest.raises(SettingsInvalid) as refused:
        msgspec.structs.replace(WANTED, **change).check()
    assert words in str(refused.value)


def test_what_is_within_them_is_not() -> None:
    WANTED.check()
    assert WANTED.door == ("127.0.0.1", 5060)


def test_the_house_gets_a_queue_a_number_and_agents_and_keeps_its_own() -> None:
    told = opened(HOUSE, seats(2))

    assert isinstance(told, dict)
    assert msgspec.to_builtins(told["numbers"]) == {
        "8000": {"flow": "main"},
        NUMBER: {"flow": "lab_load"},
    }
    agents = told["agents"]
    assert isinstance(agents, dict)
    assert list(agents) == ["1001", "lab-load-0009", "lab-load-0001", "lab-load-0002"]
    assert agents["1001"] == {"active": True}
    assert agents["lab-load-0009"] == {"active": False}
    hers = agents["lab-load-0001"]
    assert isinstance(hers, dict)
    assert (hers["device"], hers["skills"]) == ("sip:99000001", {"english": 5})


def test_afterwards_nothing_of_it_is_in_use() -> None:
    house: Document = {
        **HOUSE,
        "queues": {**HOUSE["queues"], QUEUE: {"active": True}},
        "numbers": {**HOUSE["numbers"], NUMBER: {"flow": "lab_load"}},
    }

    assert closed(house) == {
        "queues": {"flights": {"active": True}, QUEUE: {"active": False}},
        "agents": {"1001": {"active": True}, "lab-load-0009": {"active": False}},
        "numbers": {"8000": {"flow": "main"}},
    }


def test_every_seat_has_a_password_of_its_own() -> None:
    assert len({one.password for one in seats(50)}) == 50
