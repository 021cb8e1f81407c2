"""The house's own rules find what they are made to find."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from scripts import house_rules

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("callcenter/web/app.py", "import sqlalchemy.orm"),
        ("callcenter/control/writer.py", "from asyncpg import connect"),
        ("callcenter/exchange/door.py", "import pjsua2"),
        ("callcenter/worker/pipeline.py", "from pydub import AudioSegment"),
        ("callcenter/web/audio.py", "import aiortc"),
        ("ivr/dialogue.py", "from acd.agent import Agent"),
        ("ivr/dialogue.py", "from acd import configuration"),
    ],
)
def test_an_import_beyond_its_room_is_found(name: str, code: str) -> None:
    assert list(house_rules.wrong_imports(name, ast.parse(code)))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("callcenter/storage/tables.py", "import sqlalchemy as sa"),
        ("callcenter/line/legs.py", "import pjsua2 as pj"),
        ("callcenter/lab/handset.py", "import pjsua2 as pj"),
        ("recordings/mixdown.py", "from pydub import AudioSegment"),
        ("ivr/dialogue.py", "from acd.ids import CallId"),
        ("tests/telephone/test_tones.py", "import pjsua2"),
    ],
)
def test_an_import_in_its_room_is_fine(name: str, code: str) -> None:
    assert not list(house_rules.wrong_imports(name, ast.parse(code)))


def test_a_file_too_long_an_empty_word_and_a_promise_are_found() -> None:
    assert list(house_rules.too_long("a.py", "x\n" * 401))
    assert not list(house_rules.too_long("a.py", "x\n" * 400))
    assert list(house_rules.empty_words("a.py", ast.parse("class CallManager: ...")))
    assert not list(house_rules.empty_words("a.py", ast.parse("class Exchange: ...")))
    assert list(house_rules.unfinished("a.py", "x = 1  # TO" + "DO later"))


def test_a_lock_file_with_an_address_is_found() -> None:
    assert list(house_rules.addresses("requirements.lock", "--index-url https://some.where/simple"))
    assert not list(house_rules.addresses("requirements.lock", "msgspec==0.22 --hash=sha256:00"))


def test_the_lock_files_name_no_registry() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        assert not list(house_rules.addresses(lock.name, lock.read_text(encoding="utf-8")))
