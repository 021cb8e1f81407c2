"""Every field that routing is told is described, whoever added it."""

from collections.abc import Iterator
from typing import Annotated

import msgspec
import pytest

from acd.configuration import AgentProfile, Configuration, QueueProfile
from acd.ids import QueueId
from callcenter.administration.description import Field, Kind, fields_of
from callcenter.administration.sections import SECTIONS

pytestmark = pytest.mark.thinking


class Overflow(msgspec.Struct, frozen=True, kw_only=True):
    """Stands for a rule that somebody adds."""

    after: Annotated[int, msgspec.Meta(ge=1, le=60)]
    to: QueueId
    notes: dict[str, str] = {}
    odd: int | str = 3


def every(fields: tuple[Field, ...]) -> Iterator[Field]:
    """All of them, and what they hold."""
    for one in fields:
        yield one
        inside = tuple(part for part in (one.key, one.of) if part is not None)
        yield from every((*inside, *one.fields))


ALL = [one for section in SECTIONS.values() for one in every(section.fields)]


def test_a_new_rule_is_described_by_its_type() -> None:
    after, to, notes, odd = fields_of(Overflow)
    assert (after.kind, after.least, after.most, after.needed) == (Kind.NUMBER, 1, 60, True)
    assert (to.kind, to.refers) == (Kind.TEXT, "queues")
    assert (notes.kind, notes.default, notes.words) == (Kind.MAP, {}, "overflow.notes")
    assert (odd.kind, odd.default) == (Kind.OTHER, 3)


def test_every_field_of_the_profiles_has_a_place() -> None:
    missing = {
        "queues": set(QueueProfile.__struct_fields__),
        "agents": set(AgentProfile.__struct_fields__),
        "house": set(Configuration.__struct_fields__),
    }
    for section, names in missing.items():
        names -= {one.name for one in SECTIONS[section].fields}
    assert missing == {
        "queues": {"id", "spoken_name"},
        "agents": {"id", "listing"},
        "house": {"version", "queues", "agents", "reasons", "breaks", "numbers", "calendars"},
    }


def test_every_number_has_a_range() -> None:
    """By its `Meta`, or by `callcenter/administration/limits.py`."""
    numbers = [one for one in ALL if one.kind in (Kind.NUMBER, Kind.DECIMAL)]
    assert [one for one in numbers if one.least is None or one.most is None] == []
    assert len(numbers) > 20


def test_defaults_are_within_their_ranges() -> None:
    for one in ALL:
        if isinstance(one.default, int) and one.least is not None and one.most is not None:
            assert one.least <= one.default <= one.most, one.words
