"""The socket messages: their encoding, and that the browser's types follow them."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from acd.facts import Intent
from agent_desktop.commands import Accept, SetIntent
from agent_desktop.wire import Ask, Changes, Patch, Ping, decode, encode

ROOT = Path(__file__).resolve().parents[2]
NOON = datetime(2025, 11, 22, 12, 0, tzinfo=UTC)


def test_the_browsers_types_are_up_to_date() -> None:
    check = subprocess.run(
        [sys.executable, "scripts/wire_types.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert check.returncode == 0, check.stderr


def test_a_command_names_its_kind() -> None:
    text = (
        '{"type":"ask","client_id":"c1","expected_seq":3,"command":{"do":"accept","offer":"x/1"}}'
    )
    assert decode(text) == Ask(client_id="c1", expected_seq=3, command=Accept(offer="x/1"))
    assert decode('{"type":"ping","anything":1}') == Ping()


def test_an_intent_without_reason_is_allowed() -> None:
    text = (
        '{"type":"ask","client_id":"c1","expected_seq":3,'
        '"command":{"do":"set_intent","intent":"available"}}'
    )
    assert decode(text) == Ask(
        client_id="c1", expected_seq=3, command=SetIntent(intent=Intent.AVAILABLE)
    )


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "truncated"),
        ("[]", "Expected `object`"),
        ('{"type":"dance"}', "Invalid value 'dance'"),
        ('{"type":"ask","client_id":7,"expected_seq":1,"command":{"do":"take_over"}}', "client_id"),
        ('{"type":"ask","client_id":"c","expected_seq":1,"command":{"do":"accept"}}', "offer"),
    ],
)
def test_a_wrong_shape_names_the_place(text: str, place: str) -> None:
    with pytest.raises(msgspec.DecodeError, match=place):
        decode(text)


def test_a_patch_tells_a_cleared_part_from_an_unchanged_one() -> None:
    patch = Patch(seq=4, server_time=NOON, changes=Changes(offer=None))
    assert msgspec.json.decode(encode(patch))["changes"] == {"offer": None}
