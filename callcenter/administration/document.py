"""The document: sections of items, one edit of it, and what an edit changes.

It is kept complete, every field of every item with its value, so that two documents can be
compared. An item whose stored rules have a wrong shape is kept as it is, to be mended.
"""

import hashlib
from collections.abc import Iterator
from typing import Final

import msgspec

from callcenter.administration.faults import Change
from callcenter.administration.plain import Item, Plain, as_items
from callcenter.administration.sections import SECTIONS, THE_HOUSE

Items = dict[str, Plain]
"""Id to item."""

Document = dict[str, Items]
"""Section to its items, every section; of `house` the one item has an empty id."""


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    """One wish: a value in the place of an item, a section or the whole; or an item to be removed.

    A section that the whole leaves out stays as it is.
    """

    section: str = ""
    item: str = ""
    value: Plain = None
    removes: bool = False


def told(document: Document) -> dict[str, Plain]:
    """As it is shown and written: the house without its empty id."""
    return {name: section_told(document, name) for name in SECTIONS}


def untold(value: Plain) -> Document:
    """What `told` was, complete: a field that came since has its default."""
    whole = as_items(value)
    return {
        name: {key: normal_item(name, item) for key, item in _items(name, whole[name]).items()}
        if name in whole
        else {}
        for name in SECTIONS
    }


def section_told(document: Document, section: str) -> Plain:
    """One section of it."""
    items = document.get(section, {})
    return items.get(THE_HOUSE, {}) if SECTIONS[section].is_sole else dict(items)


def tag(value: Plain) -> str:
    """Changes whenever the value does: what an ETag names."""
    return hashlib.sha256(msgspec.json.encode(value)).hexdigest()[:20]


def edited(document: Document, edit: Edit) -> Document:
    """What the document would be, its touched items as they were given."""
    if not edit.section:
        whole = as_items(edit.value)
        return {
            name: _items(name, whole[name]) if name in whole else items
            for name, items in document.items()
        }
    if not edit.item and not SECTIONS[edit.section].is_sole:
        return {**document, edit.section: _items(edit.section, edit.value)}
    items = dict(document[edit.section])
    if edit.removes:
        items.pop(edit.item, None)
    else:
        items[edit.item] = edit.value
    return {**document, edit.section: items}


def _items(section: str, value: Plain) -> Items:
    return {THE_HOUSE: value} if SECTIONS[section].is_sole else dict(as_items(value))


def normal(document: Document, before: Document) -> Document:
    """Every item that differs from before made complete; what cannot be is left as it is."""
    return {
        name: {
            key: item
            if key in before.get(name, {}) and before[name][key] == item
            else normal_item(name, item)
            for key, item in items.items()
        }
        for name, items in document.items()
    }


def normal_item(section: str, item: Plain) -> Plain:
    """One item made complete; of a wrong shape only what is missing is added."""
    given = as_items(item)
    try:
        return _tidied(section, SECTIONS[section].normal(given))
    except (msgspec.ValidationError, UnicodeEncodeError):
        return {**SECTIONS[section].defaults, **given} if isinstance(item, dict) else item


def _tidied(section: str, item: Item) -> Item:
    """Two ways to say the same become one."""
    if section == "queues" and isinstance(needs := item.get("needs"), list):
        item["needs"] = sorted(needs, key=lambda one: str(as_items(one).get("skill")))
    if section == "agents":
        places = as_items(item.get("places"))
        item["places"] = {name: place for name, place in sorted(places.items()) if place != 0}
        item["skills"] = dict(sorted(as_items(item.get("skills")).items()))
        if isinstance(queues := item.get("queues"), list):
            item["queues"] = sorted(queues, key=str)
    return item


def removed(before: Document, after: Document) -> tuple[tuple[str, str], ...]:
    """(section, id) of every item that is gone."""
    return tuple(
        (name, key) for name in before for key in before[name] if key not in after.get(name, {})
    )


def changes(before: Document, after: Document) -> tuple[Change, ...]:
    """Every value that differs, by its path; a whole item that came or went is one change."""
    return tuple(one for name in SECTIONS for one in _section_changes(name, before, after))


_NONE: Final = "\0"
"""Stands for a key that is not there, unlike null."""


def _section_changes(section: str, before: Document, after: Document) -> Iterator[Change]:
    old, new = before.get(section, {}), after.get(section, {})
    for key in dict.fromkeys([*old, *new]):
        path = f"{section}.{key}" if key else section
        if key not in old or key not in new:
            yield Change(path=path, old=old.get(key), new=new.get(key))
        else:
            yield from _differences(path, old[key], new[key])
    kept: list[Plain] = [key for key in old if key in new]
    after_it: list[Plain] = [key for key in new if key in old]
    if section == "reasons" and kept != after_it:  # the order in which agents choose
        yield Change(path=section, old=kept, new=after_it)


def _differences(path: str, old: Plain, new: Plain) -> Iterator[Change]:
    if old == new and isinstance(old, bool) == isinstance(new, bool):
        return
    if not (isinstance(old, dict) and isinstance(new, dict)):
        yield Change(path=path, old=old, new=new)
        return
    for name in dict.fromkeys([*old, *new]):
        one, other = old.get(name, _NONE), new.get(name, _NONE)
        told_old, told_new = (None if value == _NONE else value for value in (one, other))
        if one != other:
            yield from _differences(f"{path}.{name}", told_old, told_new)
