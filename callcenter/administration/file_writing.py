"""The document as a YAML file for people: complete, each field with its unit, range and choices."""

import json
import re
from collections.abc import Iterator
from typing import Final

from callcenter.administration.description import Field, Kind
from callcenter.administration.document import Document, section_told
from callcenter.administration.plain import Plain, as_items
from callcenter.administration.sections import SECTIONS

_HEAD: Final = """\
# What routing is told: queues, agents and the house. Checked by `callcenter config check FILE`,
# tried and made by `callcenter config import [--dry-run] FILE`.
# A section that is left out stays as it is; an item that a section leaves out is removed; a field
# that is left out gets its default.
"""
_BARE: Final = re.compile(r"[a-z_][a-z0-9_]*(?:[-/][a-z0-9_]+)*", re.I)
_RESERVED: Final = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})


def write_file(document: Document) -> str:
    """The whole document as YAML; read again it is the same."""
    parts = [_HEAD]
    for name, section in SECTIONS.items():
        parts.append(f"\n{name}:" + ("" if document.get(name) else " {}") + "\n")
        told = section_told(document, name)
        if section.is_sole:
            parts.extend(_group(section.fields, told, "  "))
            continue
        for key, item in as_items(told).items():
            parts.append(f"  {_text(key)}:" + ("" if item else " {}") + "\n")
            parts.extend(_group(section.fields, item, "    "))
    return "".join(parts)


def _group(fields: tuple[Field, ...], value: Plain, indent: str) -> Iterator[str]:
    """The described fields in their order, then what else there is."""
    items = as_items(value)
    known = {one.name: one for one in fields}
    for name in [*(name for name in known if name in items), *(set(items) - set(known))]:
        yield from _entry(f"{indent}{_text(name)}:", known.get(name), items[name], indent)


def _entry(head: str, field: Field | None, value: Plain, indent: str) -> Iterator[str]:
    note = remark(field) if field is not None else ""
    comment = f"  # {note}" if note else ""
    if isinstance(value, dict) and value:
        yield f"{head}{comment}\n"
        inside = field.fields if field is not None else ()
        of = field.of if field is not None else None
        if of is not None:
            for name, one in value.items():
                yield from _entry(f"{indent}  {_text(name)}:", of, one, indent + "  ")
        else:
            yield from _group(inside, value, indent + "  ")
    elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
        yield f"{head}{comment}\n"
        fields = field.of.fields if field is not None and field.of is not None else ()
        for one in value:
            yield f"{indent}  -\n"
            yield from _group(fields, one, indent + "    ")
    else:
        yield f"{head} {_flow(value)}{comment}\n"


def remark(field: Field) -> str:
    """Unit, range and choices in a few words; empty when there is nothing to say."""
    told = []
    if field.unit:
        told.append({"share": "share of 1"}.get(field.unit, field.unit))
    if field.least is not None and field.most is not None:
        told.append(f"{field.least:g} to {field.most:g}")
    if field.choices:
        told.append(" | ".join(field.choices))
    if field.refers:
        told.append(f"one of the {field.refers}")
    if field.of is not None and (inner := remark(field.of)):
        told.append(f"each: {inner}")
    if field.optional:
        told.append("or null")
    if not field.needed and field.kind in (Kind.NUMBER, Kind.DECIMAL, Kind.CHOICE, Kind.YES_NO):
        told.append(f"default {_flow(field.default)}" if field.name else "")
    return ", ".join(one for one in told if one)


def _flow(value: Plain) -> str:
    """A value in one line."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    if isinstance(value, dict):
        inside = ", ".join(f"{_text(name)}: {_flow(one)}" for name, one in value.items())
        return f"{{{inside}}}"
    return json.dumps(value)


def _text(text: str) -> str:
    """Bare where it can be read as nothing else."""
    if _BARE.fullmatch(text) and text.lower() not in _RESERVED:
        return text
    return f'"{"".join(map(_character, text))}"'


def _character(one: str) -> str:
    if one in '"\\':
        return f"\\{one}"
    return one if one.isprintable() else f"\\U{ord(one):08x}"
