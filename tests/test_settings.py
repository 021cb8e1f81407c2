"""What the operator sets of trunks: one, several, and what makes no sense of either."""

from __future__ import annotations

from typing import Any

import pytest

from callcenter.errors import SettingsInvalid
from callcenter.settings import Settings
from callcenter.trunk import Trunk

pytestmark = pytest.mark.thinking

NORTH = {"name": "north", "address": "sip:192.0.2.1:5060"}
ALL = ["*"]


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the developer has set himself."""
    for name in ("TRUNK", "TRUNKS", "TRUNK_NUMBERS"):
        monkeypatch.delenv(f"CALLCENTER_{name}", raising=False)


def test_one_trunk_is_written_as_its_address() -> None:
    (trunk,) = Settings.read(trunk="sip:192.0.2.1:5060", trunk_numbers=ALL).every_trunk
    assert (trunk.name, trunk.address, trunk.probed) == ("trunk", "sip:192.0.2.1:5060", True)
    assert Settings.read().every_trunk == ()


def test_several_come_from_the_environment_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    written = '[{"name": "north", "address": "sip:north.example", "most_calls": 30}]'
    monkeypatch.setenv("CALLCENTER_TRUNKS", written)
    monkeypatch.setenv("CALLCENTER_TRUNK_NUMBERS", '["+86"]')
    (trunk,) = Settings.read().every_trunk
    assert (trunk.name, trunk.most_calls, trunk.priority) == ("north", 30, 1)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"trunk": "192.0.2.1"}, "setting trunk: no SIP address; write it as sip:192.0.2.1:5060"),
        ({"trunk": "sip:me@192.0.2.1"}, "setting trunk: a trunk has no user part"),
        ({"trunk": "sip:192.0.2.1", "trunks": [NORTH]}, "both set"),
        ({"trunks": [NORTH, NORTH]}, "two are named north"),
        ({"trunks": [NORTH], "trunk_numbers": []}, r'such as \["\+86"\]'),
        (
            {"trunks": [NORTH | {"address": "tel:95555"}]},
            "setting trunks.0: no SIP address|setting trunks.0: a trunk",
        ),
        ({"trunks": [NORTH | {"most_cals": 3}]}, "trunks.0.most_cals"),
        ({"trunks": [NORTH | {"priority": 0}]}, "trunks.0.priority"),
        ({"trunks": [NORTH | {"user": "bob"}]}, "user and password go together"),
        ({"trunks": [NORTH | {"registers": True}]}, "needs an account"),
        ({"call_headers": ["X-Campaign", "From"]}, "call_headers.1"),
        ({"trunks": [NORTH | {"rewrites": {"": "0"}}]}, "trunks.0.rewrites"),
        ({"trunks": [NORTH | {"rewrites": {"+86": "x"}}]}, "trunks.0.rewrites"),
        ({"trunks": [NORTH | {"name": "The North"}]}, "trunks.0.name"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name_with_the_cure(
    given: dict[str, Any], said: str
) -> None:
    with pytest.raises(SettingsInvalid, match=said):
        Settings.read(**({"trunk_numbers": ALL} | given))


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("+862012345678", "02012345678"),
        ("+8613800138000", "13800138000"),
        ("+4930123456", "004930123456"),
        ("95555", "95555"),
    ],
)
def test_a_trunk_gets_numbers_as_its_carrier_writes_them(number: str, written: str) -> None:
    """The longest beginning that fits is replaced."""
    rewrites = {"+": "00", "+86": "0", "+861": "1"}
    trunk = Trunk(name="north", address="sip:192.0.2.1", rewrites=rewrites)
    assert trunk.number(number) == f"sip:{written}@192.0.2.1"
