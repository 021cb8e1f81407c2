"""What an edit comes to: the document after it, what is wrong with that, and what differs.

Nothing that was wrong before and was not touched stands in the way of mending something else: it
comes back as a warning. What makes no sense anew is a fault, and a plan with a fault is not done.
"""

from collections.abc import Iterator, Mapping

import msgspec

from callcenter.administration.document import (
    Document,
    Edit,
    changes,
    edited,
    normal,
    removed,
)
from callcenter.administration.faults import Change, Code, Fault
from callcenter.administration.plain import Plain
from callcenter.administration.sections import SECTIONS
from callcenter.administration.sense import Seen, document_faults, warnings


class Uses(msgspec.Struct, frozen=True, kw_only=True):
    """What the document does not say itself."""

    flows: frozenset[str] | None = None
    """The flows there are; None: not known here."""
    by: Mapping[str, tuple[str, ...]] = {}
    """`<section>.<id>` to what else refers to it, such as `flow main`."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What would become of an edit."""

    after: Document
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    changes: tuple[Change, ...]


def plan(before: Document, edit: Edit, uses: Uses) -> Plan:
    """Work out an edit; `before` stays as it is."""
    wrong = tuple(misplaced(edit))
    if wrong:
        return Plan(after=before, faults=wrong, warnings=(), changes=())
    given = edited(before, edit)
    after = normal(given, before)
    seen = Seen()
    standing = frozenset(document_faults(before, before, uses.flows, seen=seen))
    found = document_faults(given, after, uses.flows, seen=seen)
    fresh = tuple(one for one in found if one not in standing)
    gone = removed(before, after)
    return Plan(
        after=after,
        faults=(*_in_use(gone, uses), *(_as_referrer(one, gone) for one in fresh)),
        warnings=(*(one for one in found if one in standing), *warnings(after)),
        changes=changes(before, after),
    )


def misplaced(edit: Edit) -> Iterator[Fault]:
    """A value in the place of a section or of the whole that is no such thing."""
    if edit.section:
        if not edit.item and not SECTIONS[edit.section].is_sole:
            yield from _no_mapping(edit.section, edit.value)
        return
    yield from _no_mapping("", edit.value)
    for name, value in edit.value.items() if isinstance(edit.value, dict) else ():
        if name not in SECTIONS:
            cure = f"use one of: {', '.join(SECTIONS)}"
            yield Fault(
                path=name, code=Code.UNKNOWN_FIELD, what="there is no such section", cure=cure
            )
        elif not SECTIONS[name].is_sole:
            yield from _no_mapping(name, value)


def _no_mapping(path: str, value: Plain) -> Iterator[Fault]:
    if not isinstance(value, dict):
        wanted = "a group of ids and their fields"
        yield Fault(path=path or "document", code=Code.WRONG_TYPE, what=f"this is not {wanted}")


def _in_use(gone: tuple[tuple[str, str], ...], uses: Uses) -> Iterator[Fault]:
    for section, key in gone:
        path = f"{section}.{key}"
        if users := uses.by.get(path):
            yield Fault(
                path=path,
                code=Code.IN_USE,
                what=f"still used by {', '.join(users)}",
                cure="change that first, or set active to false"
                if section in ("queues", "agents")
                else "change that first",
            )


def _as_referrer(fault: Fault, gone: tuple[tuple[str, str], ...]) -> Fault:
    """A name that became unknown because it was removed: who still says it."""
    if not gone or fault.code is not Code.UNKNOWN_NAME:
        return fault
    said = fault.what.replace("no ", "this still names the ", 1).replace(" is called", "", 1)
    return msgspec.structs.replace(fault, code=Code.IN_USE, what=said, cure="change this first")
