"""The documents say what is: their commands exist, their links and pictures lead somewhere."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from callcenter.administration.description import Field
from callcenter.administration.sections import SECTIONS
from callcenter.administration.words import has_words, help_text, label
from callcenter.cli import app

pytestmark = pytest.mark.thinking

ROOT: Final = Path(__file__).resolve().parent.parent
DOCUMENTS: Final = sorted(
    path.relative_to(ROOT) for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"))
)
REFUSED: Final = ROOT / "agent_desktop" / "ui" / "src" / "i18n" / "refused_words.json"
PICTURE_MOST: Final = 200_000
"""Bytes."""
_COMMAND: Final = re.compile(r"(?:^|[`/ ])callcenter ([a-z][a-z-]*)(?: ([a-z][a-z-]*))?", re.M)
_CODE: Final = re.compile(r"```\n(.*?)```|`([^`\n]+)`", re.S)
_LINK: Final = re.compile(r"\]\(([^)#\s]+)")


def commands_in(document: Path) -> set[tuple[str, str]]:
    """Every `callcenter …` in its code."""
    text = (ROOT / document).read_text(encoding="utf-8")
    code = "\n".join(block or span for block, span in _CODE.findall(text))
    return {(verb, second) for verb, second in _COMMAND.findall(code)}


def is_known(verb: str, second: str) -> bool:
    """Whether the command line has it."""
    root = get_command(app)
    assert isinstance(root, TyperGroup)
    found = root.commands.get(verb)
    if isinstance(found, TyperGroup):
        return second in found.commands
    return found is not None


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_commands_exist(document: Path) -> None:
    unknown = {one for one in commands_in(document) if not is_known(*one)}
    assert unknown == set()


def test_the_commands_are_found_at_all() -> None:
    assert ("lab", "call") in commands_in(Path("README.md"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_links_and_pictures_are_there(document: Path) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    inside = [link for link in _LINK.findall(text) if not link.startswith(("http", "mailto"))]
    missing = [link for link in inside if not (ROOT / document.parent / link).exists()]
    assert missing == []


def test_pictures_are_small() -> None:
    large = [one.name for one in ROOT.glob("docs/**/*.png") if one.stat().st_size > PICTURE_MOST]
    assert large == []


def described(fields: tuple[Field, ...]) -> list[Field]:
    """All of them, and what they hold."""
    found = list(fields)
    for one in fields:
        inside = tuple(part for part in (one.key, one.of) if part is not None)
        found += described((*inside, *one.fields))
    return found


def test_every_setting_has_words_in_both_languages() -> None:
    """A field added to a profile needs an entry in callcenter/administration/words.yaml."""
    fields = described(tuple(one for section in SECTIONS.values() for one in section.fields))
    assert [one.words for one in fields if not has_words(one)] == []
    refused = json.loads(REFUSED.read_text(encoding="utf-8"))
    for one in fields:
        if one.words:
            texts = (*label(one), *help_text(one))
            assert all(texts), one.words
            assert [word for word in refused if word in texts[0] + texts[2]] == [], one.words
