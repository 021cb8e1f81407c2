"""What settings are called in both languages, and which stand together in a form.

A field without words is shown by its name, so that a forgotten word hides nothing; a test asks for
every one of them.
"""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec
import yaml

from callcenter.administration.description import Field
from callcenter.administration.sections import Section


class Text(NamedTuple):
    """One text in both languages."""

    zh: str
    en: str


class Group(NamedTuple):
    """Fields that stand together."""

    name: Text
    fields: tuple[Field, ...]


class _File(msgspec.Struct, frozen=True):
    sections: dict[str, tuple[str, str, str, str]]
    groups: dict[str, list[list[str]]]
    fields: dict[str, tuple[str, str, str, str]]
    choices: dict[str, tuple[str, str]]


@cache
def _words() -> _File:
    text = Path(__file__).with_name("words.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), _File)


def section_name(section: str) -> Text:
    """Of the page."""
    return Text(*_words().sections[section][:2])


def item_name(section: str) -> Text:
    """Of one item."""
    return Text(*_words().sections[section][2:])


def label(field: Field) -> Text:
    """Of a field; its name where there are no words."""
    found = _words().fields.get(field.words)
    return Text(*found[:2]) if found is not None else Text(field.name, field.name)


def help_text(field: Field) -> Text:
    """One sentence about a field; empty where there is none."""
    found = _words().fields.get(field.words)
    return Text(*found[2:]) if found is not None else Text("", "")


def choice(words: str, value: str) -> Text:
    """Of one choice; the value itself where there are no words."""
    found = _words().choices.get(f"{words}.{value}")
    return Text(*found) if found is not None else Text(value, value)


FURTHER = Text("其他", "Further")


def groups(section: Section) -> tuple[Group, ...]:
    """A section's fields as a form has them; those no group names come last."""
    left = {one.name: one for one in section.fields}
    found = []
    for zh, en, *names in _words().groups.get(section.name, ()):
        fields = tuple(left.pop(name) for name in names if name in left)
        if fields:
            found.append(Group(Text(zh, en), fields))
    if left:
        found.append(Group(FURTHER if found else section_name(section.name), tuple(left.values())))
    return tuple(found)


def has_words(field: Field) -> bool:
    """Whether nothing of a field is shown by its bare name."""
    choices = [f"{field.choice_words}.{one}" for one in field.choices]
    named = not field.words or field.words in _words().fields
    return named and all(one in _words().choices for one in choices)
