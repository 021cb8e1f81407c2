"""What may be said of a setting: one tree for checks, forms, files and their comments.

Derived from the types alone, so a field that a type gains is described the same day. A field whose
type is none of these is of kind `other` and is entered as it would stand in a file.
"""

import typing
from collections.abc import Mapping
from datetime import date, time
from enum import Enum, StrEnum
from types import NoneType, UnionType
from typing import Literal, NewType

import msgspec

from acd.ids import AgentId, FlowName, QueueId, SkillName
from callcenter.administration.limits import MAY_BE_EMPTY, NAMES, RANGES, UNITS
from callcenter.administration.plain import Plain


class Kind(StrEnum):
    """How a value looks."""

    NUMBER = "number"
    DECIMAL = "decimal"
    TEXT = "text"
    YES_NO = "yes_no"
    CHOICE = "choice"
    DATE = "date"
    TIME = "time"
    LIST = "list"
    MAP = "map"
    GROUP = "group"
    EITHER = "either"
    """One of `fields`."""
    OTHER = "other"


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One setting, or what a list or map of them holds."""

    name: str = ""
    words: str = ""
    """Where its label and help are found: `<section or type>.<field>`."""
    kind: Kind
    optional: bool = False
    """Whether it may be empty (null)."""
    needed: bool = False
    """Whether it has no default, and so must be there."""
    default: Plain = None
    unit: str = ""
    least: float | None = None
    most: float | None = None
    choices: tuple[str, ...] = ()
    choice_words: str = ""
    refers: str = ""
    """The section whose items it names."""
    key: "Field | None" = None
    """Of a map: its keys."""
    of: "Field | None" = None
    """Of a list or map: what it holds."""
    fields: "tuple[Field, ...]" = ()
    """Of a group; of `either` what it may be."""


SECTION_OF_ID: dict[object, str] = {
    QueueId: "queues",
    AgentId: "agents",
    SkillName: "skills",
    FlowName: "flows",
}


def fields_of(kind: type[msgspec.Struct], words: str = "") -> tuple[Field, ...]:
    """Every field of a type, in its order."""
    hints = typing.get_type_hints(kind, include_extras=True)
    where = words or snake(kind.__name__)
    return tuple(_field(kind, one, hints[one.name], where) for one in msgspec.structs.fields(kind))


def snake(name: str) -> str:
    """`SkillNeed` as `skill_need`."""
    return "".join(f"_{one.lower()}" if one.isupper() else one for one in name).lstrip("_")


def _field(
    kind: type[msgspec.Struct], one: msgspec.structs.FieldInfo, hint: object, words: str
) -> Field:
    found = _described(hint, f"{kind.__name__}.{one.name}")
    default, place = _default(one), f"{words}.{one.name}"
    return msgspec.structs.replace(
        found,
        name=one.name,
        words=place,
        needed=one.required or (bool(found.refers) and default == "" and place not in MAY_BE_EMPTY),
        default=default,
    )


def _default(one: msgspec.structs.FieldInfo) -> Plain:
    if one.default_factory is not msgspec.NODEFAULT:
        return plain_of(one.default_factory())
    return None if one.default is msgspec.NODEFAULT else plain_of(one.default)


def plain_of(value: object) -> Plain:
    """A typed value as a file has it: lists for tuples, texts for choices."""
    told: Plain = msgspec.json.decode(msgspec.json.encode(value))
    return told


def _described(hint: object, place: str) -> Field:
    """A type hint as a description; `place` is the `<type>.<field>` it was found at."""
    if isinstance(hint, NewType):
        found = _described(hint.__supertype__, place)
        return msgspec.structs.replace(found, refers=SECTION_OF_ID.get(hint, ""))
    origin, inside = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Annotated:
        return _narrowed(_described(inside[0], place), inside[1:])
    if origin in (typing.Union, UnionType):
        return _union(inside, place)
    if origin is Literal:
        choices = tuple(str(one) for one in inside)
        return Field(kind=Kind.CHOICE, choices=choices, choice_words=place.split(".")[-1])
    if origin in (tuple, list, frozenset, set) and inside[1:] in ((), (Ellipsis,)):
        return Field(kind=Kind.LIST, of=_described(inside[0], place))
    if origin in (dict, Mapping):
        key, of = (_described(one, place) for one in inside)
        return Field(kind=Kind.MAP, key=key, of=of)
    return _simple(hint, place)


def _union(inside: tuple[object, ...], place: str) -> Field:
    some = [one for one in inside if one is not NoneType]
    if len(some) != 1:
        return _either([_described(one, place) for one in some], optional=NoneType in inside)
    return msgspec.structs.replace(_described(some[0], place), optional=NoneType in inside)


def _either(ways: list[Field], *, optional: bool) -> Field:
    """A text or a group can be told apart by their look; others are entered as in a file."""
    if any(one.kind not in (Kind.CHOICE, Kind.GROUP) for one in ways):
        return Field(kind=Kind.OTHER, optional=optional)
    return Field(kind=Kind.EITHER, optional=optional, fields=tuple(ways))


def _simple(hint: object, place: str) -> Field:
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        if hint.__struct_config__.array_like or hint.__struct_config__.tag is not None:
            return Field(kind=Kind.OTHER)
        return Field(kind=Kind.GROUP, fields=fields_of(hint))
    if isinstance(hint, type) and issubclass(hint, Enum):
        choices = tuple(str(one.value) for one in hint)
        return Field(kind=Kind.CHOICE, choices=choices, choice_words=snake(hint.__name__))
    if hint is bool:
        return Field(kind=Kind.YES_NO)
    if hint in (date, time):
        return Field(kind=Kind.DATE if hint is date else Kind.TIME)
    if hint is str:
        return Field(kind=Kind.TEXT, refers=NAMES.get(place, ""))
    if hint in (int, float):
        kind = Kind.NUMBER if hint is int else Kind.DECIMAL
        least, most = RANGES.get(place, (None, None))
        return Field(kind=kind, unit=UNITS.get(place, ""), least=least, most=most)
    return Field(kind=Kind.OTHER)


def _narrowed(field: Field, marks: tuple[object, ...]) -> Field:
    """What a `Meta` says of a number, tightened by nothing else."""
    for meta in (one for one in marks if isinstance(one, msgspec.Meta)):
        least = meta.ge if meta.ge is not None else _beyond(meta.gt, 1)
        most = meta.le if meta.le is not None else _beyond(meta.lt, -1)
        field = msgspec.structs.replace(
            field,
            least=field.least if least is None else least,
            most=field.most if most is None else most,
        )
    return field


def _beyond(bound: float | None, step: int) -> float | None:
    """An excluded bound of a whole number as one that is included."""
    return None if bound is None else bound + step
