"""Whether a document makes sense as a whole: references, what routing says of it, odd things.

The distributor's own checks (`acd.sense`) are asked with the configuration that the document would
become; their paths are led back to the document's.
"""

import re
from collections.abc import Iterator, Mapping

import msgspec

from acd.configuration import Configuration
from acd.ids import AgentId, SkillName
from acd.sense import faults as distributor_faults
from callcenter.administration.description import plain_of
from callcenter.administration.document import Document
from callcenter.administration.faults import Code, Fault
from callcenter.administration.listing import listing
from callcenter.administration.plain import Item, Plain, as_items
from callcenter.administration.sections import SECTIONS, THE_HOUSE
from callcenter.administration.shape import Known, shape_faults

EVERYTHING = frozenset(SECTIONS)

_PLACE = re.compile(r"`\$([^`]*)`")

DEVICE = re.compile(r"browser|sip:[!-~]{1,196}")


class Seen:
    """Faults of items, found once for all documents in which the same things have names."""

    def __init__(self) -> None:
        self._known: Known = {}
        self._found: dict[tuple[str, str], tuple[Plain, tuple[Fault, ...]]] = {}

    def faults(self, section: str, key: str, item: Plain, known: Known) -> tuple[Fault, ...]:
        """Of one item; an item is the same only if it is the same object."""
        if known != self._known:
            self._known, self._found = known, {}
        before, found = self._found.get((section, key), (None, ()))
        if before is None or before is not item:
            found = tuple(item_faults(section, key, item, known))
            self._found[section, key] = (item, found)
        return found


def document_faults(
    given: Document,
    document: Document,
    flows: frozenset[str] | None,
    there: frozenset[str] = EVERYTHING,
    seen: Seen | None = None,
) -> tuple[Fault, ...]:
    """Everything wrong in a document as it was given, and as it would be, complete.

    `flows` are those there are, None: not known here. Of sections that are not `there` nothing is
    known. The first fault at a path is kept, so that nothing is said twice. `seen` keeps what was
    found in items, so that another document that shares them is checked sooner.
    """
    names = {name: frozenset(items) for name, items in document.items() if name in there}
    known = names if flows is None else {**names, "flows": flows}
    found: dict[str, Fault] = {}
    for fault in _all(given, document, known, Seen() if seen is None else seen):
        found.setdefault(fault.path, fault)
    return tuple(found.values())


def _all(given: Document, document: Document, known: Known, seen: Seen) -> Iterator[Fault]:
    for name, items in given.items():
        for key, item in items.items():
            yield from seen.faults(name, key, item, known)
    yield from _agents(document)
    yield from _needs(document)
    if known.keys() >= EVERYTHING:
        yield from _distributor(document)


def item_faults(section: str, key: str, item: Plain, known: Known) -> Iterator[Fault]:
    """What is wrong in one item by itself, its id among it."""
    kind = SECTIONS[section]
    path = section if kind.is_sole else f"{section}.{key}"
    if not kind.is_sole and kind.ids.fullmatch(key) is None:
        yield Fault(
            path=path,
            code=Code.WRONG_ID,
            what=f"{key[:60]!r} cannot be an id here",
            cure=f"use letters, digits and dashes ({kind.ids.pattern})",
        )
    yield from shape_faults(kind.fields, item, path, known)
    try:
        msgspec.convert(as_items(item), kind.kind)
    except msgspec.ValidationError as wrong:
        said, _, where = str(wrong).partition(" - at ")
        found = _PLACE.search(where)
        yield Fault(path=path + (found[1] if found else ""), code=Code.WRONG_TYPE, what=said)


def _agents(document: Document) -> Iterator[Fault]:
    for key, value in document["agents"].items():
        item, path = as_items(value), f"agents.{key}"
        device = item.get("device")
        if isinstance(device, str) and DEVICE.fullmatch(device) is None:
            yield Fault(
                path=f"{path}.device",
                code=Code.WRONG_TYPE,
                what="this is no device",
                cure="use browser, sip:1002 for a phone that registers here, or the SIP address of "
                "another such as sip:1001@10.0.0.5",
                allowed="browser, sip:…",
            )
        hers = item.get("queues")
        for field in ("places", "weights"):
            for queue in as_items(item.get(field)):
                if isinstance(hers, list) and queue not in hers:
                    yield Fault(
                        path=f"{path}.{field}.{queue}",
                        code=Code.MAKES_NO_SENSE,
                        what="she does not work for this queue",
                        cure=f"add {queue} to her queues, or remove this",
                    )


def _needs(document: Document) -> Iterator[Fault]:
    """A skill is asked for once."""
    for key, value in document["queues"].items():
        needs = as_items(value).get("needs")
        skills = [as_items(one).get("skill") for one in needs] if isinstance(needs, list) else []
        for number, skill in enumerate(skills):
            if skill in skills[:number]:
                path = f"queues.{key}.needs[{number}].skill"
                yield Fault(path=path, code=Code.TWICE, what=f"{skill} is asked for twice")


# -- as routing is told it -----------------------------------------------------------------------


def configuration_of(document: Document, version: int = 0) -> Configuration:
    """What routing would be told; raises msgspec.ValidationError for a wrong shape."""
    house = _told("house", document["house"].get(THE_HOUSE))
    breaks = {
        team: as_items(item)["breaks"]
        for team, item in document["teams"].items()
        if as_items(item).get("breaks") is not None
    }
    reasons = [{"code": code, **as_items(item)} for code, item in document["reasons"].items()]
    queues = {key: as_items(item) for key, item in document["queues"].items()}
    active = {key: item for key, item in queues.items() if item.get("active") is True}
    fields = {
        **house,
        "version": version,
        "queues": [_queue(key, item) for key, item in active.items()],
        "agents": [
            _agent(key, as_items(item), active)
            for key, item in document["agents"].items()
            if as_items(item).get("active") is True and as_items(item).get("takes_calls") is True
        ],
        "numbers": dict(_numbers(document)),
        "calendars": document["calendars"],
        "reasons": reasons,
        "breaks": breaks,
    }
    return msgspec.convert(fields, Configuration)


def _told(section: str, item: Plain) -> Item:
    told = SECTIONS[section].told_fields
    return {name: value for name, value in as_items(item).items() if name in told}


def _numbers(document: Document) -> Iterator[tuple[str, Item]]:
    """Those that say more than their flow."""
    usual = _told("numbers", SECTIONS["numbers"].defaults)
    for number, item in document["numbers"].items():
        if (told := _told("numbers", item)) != usual:
            yield number, told


def _queue(key: str, item: Item) -> Item:
    names = {"mandarin": item.get("name"), "english": item.get("name_en")}
    spoken: Plain = {language: name for language, name in names.items() if name}
    return {"id": key, "spoken_name": spoken, **_told("queues", item)}


def _agent(key: str, item: Item, active: Mapping[str, Item]) -> Item:
    queues = _list(item.get("queues"))
    hers: list[Plain] = [one for one in active if one in queues]
    return {"id": key, **_told("agents", item), "queues": hers, "listing": _listing(key, item)}


def _listing(key: str, item: Item) -> Plain:
    """Of one who is listed in the directory."""
    if item.get("listed") is not True:
        return None
    names = {field: str(item.get(field, "")) for field in ("name", "name_en")}
    return plain_of(listing(AgentId(key), names))


def _distributor(document: Document) -> Iterator[Fault]:
    try:
        told = configuration_of(document)
    except (msgspec.ValidationError, TypeError):
        return  # the fault of shape is named already
    skills = frozenset(SkillName(name) for name in document["skills"])
    for fault in distributor_faults(told, skills):
        path = _led_back(fault.path, [*document["reasons"]])
        yield Fault(path=path, code=Code.MAKES_NO_SENSE, what=fault.what, cure=fault.cure)


_REASON = re.compile(r"reasons\[(\d+)\]")


def _led_back(path: str, reasons: list[str]) -> str:
    """A path into a configuration as a path into the document."""
    if path.partition(".")[0] in ("queues", "agents", "numbers", "calendars", "reasons"):
        return path
    if path.startswith("breaks."):
        _, team, rest = (*path.split(".", 2), "")[:3]
        return f"teams.{team}.breaks" + (f".{rest}" if rest else "")
    if (found := _REASON.match(path)) is not None:
        return f"reasons.{reasons[int(found[1])]}{path[found.end() :]}"
    return f"house.{path}"


# -- odd, but allowed ----------------------------------------------------------------------------


def warnings(document: Document) -> Iterator[Fault]:
    """What somebody should look at; nothing is refused for it."""
    agents = {
        key: as_items(item)
        for key, item in document["agents"].items()
        if as_items(item).get("active") is True and as_items(item).get("takes_calls") is True
    }
    for key, agent in agents.items():
        if not agent.get("queues"):
            yield _odd(f"agents.{key}.queues", "she works for no queue", "add one")
    working: dict[str, list[Item]] = {}
    for agent in agents.values():
        for queue in filter(_is_text, _list(agent.get("queues"))):
            working.setdefault(str(queue), []).append(agent)
    for key, item in document["queues"].items():
        if as_items(item).get("active") is True:
            yield from _queue_warnings(key, as_items(item), working.get(key, []))
    default = as_items(document["house"].get(THE_HOUSE)).get("default_queue")
    if (
        isinstance(default, str)
        and as_items(document["queues"].get(default)).get("active") is False
    ):
        yield Fault(
            path="house.default_queue",
            code=Code.NOT_IN_USE,
            what="this queue is not in use",
            cure="choose another one",
        )


def _queue_warnings(key: str, queue: Item, able: list[Item]) -> Iterator[Fault]:
    """`able`: the agents who work for it."""
    path = f"queues.{key}"
    if not able:
        yield _odd(path, "nobody works for it", "add it to an agent's queues")
        return
    for number, need in enumerate(_list(queue.get("needs"))):
        skill, least = as_items(need).get("skill"), as_items(need).get("at_least", 1)
        able = [one for one in able if _level(one, skill) >= _number(least)]
        if not able:
            where = f"{path}.needs[{number}]"
            yield _odd(where, "none of its agents can do this", "lower it, or train somebody")
            return


def _is_text(value: Plain) -> bool:
    return isinstance(value, str)


def _list(value: Plain) -> list[Plain]:
    return value if isinstance(value, list) else []


def _level(agent: Item, skill: Plain) -> float:
    return _number(as_items(agent.get("skills")).get(skill)) if isinstance(skill, str) else 0


def _number(value: Plain) -> float:
    return value if isinstance(value, int | float) else 0


def _odd(path: str, what: str, cure: str) -> Fault:
    return Fault(path=path, code=Code.NOBODY, what=what, cure=cure)
