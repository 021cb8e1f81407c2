"""Whether a value is what its description says: fields, types, ranges, choices, references.

Every fault of a document is found, not the first. What values mean together is `sense.py`'s.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from datetime import date, time

import msgspec

from callcenter.administration.description import Field, Kind
from callcenter.administration.faults import Code, Fault, shown
from callcenter.administration.limits import INTEGER, MAY_BE_EMPTY, TEXT_MOST
from callcenter.administration.plain import Plain

Known = Mapping[str, frozenset[str]]
"""Section to the names of its items; one that is left out is not checked."""


def shape_faults(
    fields: tuple[Field, ...], value: Plain, path: str, known: Known
) -> Iterator[Fault]:
    """Everything wrong in one item, or in one group of it."""
    if not isinstance(value, dict):
        yield _wrong_type(path, value, "a group of fields")
        return
    names = {one.name for one in fields}
    for name in value:
        if name not in names:
            yield Fault(
                path=f"{path}.{name}",
                code=Code.UNKNOWN_FIELD,
                what="there is no such field",
                cure=f"use one of: {', '.join(sorted(names))}",
            )
    for one in fields:
        where = f"{path}.{one.name}"
        if one.name in value:
            yield from value_faults(one, value[one.name], where, known)
        elif one.needed:
            yield Fault(path=where, code=Code.MISSING, what="it is missing", cure="add it")


def value_faults(field: Field, value: Plain, path: str, known: Known) -> Iterator[Fault]:
    """Everything wrong with one value."""
    if value is None and field.optional:
        return
    check = _CHECKS.get(field.kind)
    if check is not None:
        yield from check(field, value, path, known)


def _wrong_type(path: str, value: Plain, wanted: str) -> Fault:
    return Fault(
        path=path,
        code=Code.WRONG_TYPE,
        what=f"{shown(value)} is not {wanted}",
        cure=f"give {wanted}",
        allowed=wanted,
    )


def _number(field: Field, value: Plain, path: str, _: Known) -> Iterator[Fault]:
    whole = isinstance(value, int) and not isinstance(value, bool)
    if not whole and not (field.kind is Kind.DECIMAL and isinstance(value, float)):
        wanted = "a whole number" if field.kind is Kind.NUMBER else "a number"
        yield _wrong_type(path, value, wanted)
        return
    assert isinstance(value, int | float)
    least = INTEGER.least if field.least is None else field.least
    most = INTEGER.most if field.most is None else field.most
    if not (math.isfinite(value) and least <= value <= most):
        unit = f" {field.unit}" if field.unit and field.unit != "share" else ""
        yield Fault(
            path=path,
            code=Code.OUT_OF_RANGE,
            what=f"{value}{unit} is out of range",
            cure=f"use {least:g} to {most:g}{unit}",
            allowed=f"{least:g}–{most:g}",
        )


def _yes_no(_: Field, value: Plain, path: str, __: Known) -> Iterator[Fault]:
    if not isinstance(value, bool):
        yield _wrong_type(path, value, "true or false")


def _text(field: Field, value: Plain, path: str, known: Known) -> Iterator[Fault]:
    if not isinstance(value, str) or not _is_storable(value):
        yield _wrong_type(path, value, "a text")
    elif len(value) > TEXT_MOST:
        yield Fault(
            path=path,
            code=Code.OUT_OF_RANGE,
            what=f"a text of {len(value)} characters",
            cure=f"use {TEXT_MOST} at most",
            allowed=f"0–{TEXT_MOST}",
        )
    elif field.needed and not value and field.words not in MAY_BE_EMPTY:
        yield Fault(path=path, code=Code.MISSING, what="it is empty", cure="say something")
    elif field.refers in known and not _is_known(field, value, known):
        yield _unknown(field.refers, value, path)


def _is_known(field: Field, value: str, known: Known) -> bool:
    return value in known[field.refers] or (not value and field.words in MAY_BE_EMPTY)


def _is_storable(text: str) -> bool:
    """The database takes neither a NUL nor half a character."""
    return "\0" not in text and not any("\ud800" <= one <= "\udfff" for one in text)


def _unknown(section: str, name: str, path: str) -> Fault:
    what = {"queues": "queue", "skills": "skill", "agents": "agent", "flows": "flow"}
    one = what.get(section, section.removesuffix("s"))
    return Fault(
        path=path,
        code=Code.UNKNOWN_NAME,
        what=f"no {one} is called {shown(name)}",
        cure=f"choose one of the {section}, or add it first",
    )


def _choice(field: Field, value: Plain, path: str, _: Known) -> Iterator[Fault]:
    if not isinstance(value, str) or value not in field.choices:
        choices = ", ".join(field.choices)
        yield Fault(
            path=path,
            code=Code.NO_SUCH_CHOICE,
            what=f"{shown(value)} is none of the choices",
            cure=f"use one of: {choices}",
            allowed=choices,
        )


def _moment(field: Field, value: Plain, path: str, _: Known) -> Iterator[Fault]:
    kind, wanted = {
        Kind.DATE: (date, "a date such as 2026-10-01"),
        Kind.TIME: (time, "a time such as 09:00:00"),
    }[field.kind]
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        yield _wrong_type(path, value, wanted)


def _list(field: Field, value: Plain, path: str, known: Known) -> Iterator[Fault]:
    if not isinstance(value, list):
        yield _wrong_type(path, value, "a list")
        return
    assert field.of is not None
    for number, one in enumerate(value):
        where = f"{path}[{number}]"
        yield from value_faults(field.of, one, where, known)
        if field.of.refers and one in value[:number]:
            yield Fault(path=where, code=Code.TWICE, what=f"{shown(one)} is named twice")


def _map(field: Field, value: Plain, path: str, known: Known) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield _wrong_type(path, value, "a group of names and values")
        return
    assert field.key is not None
    assert field.of is not None
    for name, one in value.items():
        where = f"{path}.{name}"
        yield from value_faults(field.key, name, where, known)
        yield from value_faults(field.of, one, where, known)


def _either(field: Field, value: Plain, path: str, known: Known) -> Iterator[Fault]:
    """As the way says that it looks like."""
    wanted = Kind.GROUP if isinstance(value, dict) else Kind.CHOICE
    way = next((one for one in field.fields if one.kind is wanted), field.fields[0])
    yield from value_faults(way, value, path, known)


def _group(field: Field, value: Plain, path: str, known: Known) -> Iterator[Fault]:
    yield from shape_faults(field.fields, value, path, known)


_CHECKS: dict[Kind, Callable[[Field, Plain, str, Known], Iterator[Fault]]] = {
    Kind.NUMBER: _number,
    Kind.DECIMAL: _number,
    Kind.YES_NO: _yes_no,
    Kind.TEXT: _text,
    Kind.CHOICE: _choice,
    Kind.DATE: _moment,
    Kind.TIME: _moment,
    Kind.LIST: _list,
    Kind.MAP: _map,
    Kind.GROUP: _group,
    Kind.EITHER: _either,
}
"""A value of kind `other` is checked by its type alone, when the item is read."""
