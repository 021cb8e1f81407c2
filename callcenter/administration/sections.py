"""The document's sections: which types their items are made of, and how items may be named.

An item's fields are its own (names, order, whether it is in use) and those of the profile that
routing is told, all on one level.
"""

import re
from functools import cached_property
from typing import Any, Final

import msgspec

from acd.agent_rules import BreakQuota, NotReadyReason
from acd.configuration import AgentProfile, Configuration, NumberProfile, QueueProfile
from acd.hours import Calendar
from acd.ids import AgentId, FlowName
from callcenter.administration.description import Field, fields_of, plain_of
from callcenter.administration.plain import Item

THE_HOUSE: Final = ""
"""The one item of the section `house`."""

SLUG: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
WORK_NUMBER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")
CALLED: Final = re.compile(r"[\w-]{1,64}")
DIALLED: Final = re.compile(r"\+?[0-9*#]{1,32}")


class Names(msgspec.Struct, frozen=True, kw_only=True):
    """What something is called on screens."""

    name: str
    name_en: str


class QueueNames(Names, frozen=True, kw_only=True):
    """Of a queue, what routing does not see."""

    number: str = ""
    sort: int = 0
    active: bool = True


class AgentNames(Names, frozen=True, kw_only=True):
    """Of an agent, what routing does not see."""

    active: bool = True
    takes_calls: bool = True


class Team(Names, frozen=True, kw_only=True):
    """A team, and its places for breaks."""

    site: str
    leader: AgentId | None = None
    breaks: BreakQuota | None = None


class Number(msgspec.Struct, frozen=True, kw_only=True):
    """A number that may be dialled."""

    flow: FlowName


class Section:
    """One section: `own` fields first, then those of the type `told` to routing but `without`."""

    def __init__(
        self,
        name: str,
        own: type[msgspec.Struct] | None,
        told: type[msgspec.Struct] | None = None,
        *,
        without: frozenset[str] = frozenset(),
        ids: re.Pattern[str] = SLUG,
    ) -> None:
        self.name = name
        self.own = own
        self.told = told
        self.without = without
        self.ids = ids

    @property
    def is_sole(self) -> bool:
        """Whether it is one item by itself."""
        return self.name == "house"

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Every field of an item."""
        own = fields_of(self.own, self.name) if self.own is not None else ()
        told = fields_of(self.told, self.name) if self.told is not None else ()
        return own + tuple(one for one in told if one.name not in self.without)

    @cached_property
    def told_fields(self) -> frozenset[str]:
        """The names of those that routing is told."""
        if self.told is None:
            return frozenset()
        return frozenset(self.told.__struct_fields__) - self.without

    @cached_property
    def defaults(self) -> Item:
        """What an item has that names nothing; fields that must be there are left out."""
        return {one.name: one.default for one in self.fields if not one.needed}

    @cached_property
    def kind(self) -> type[msgspec.Struct]:
        """An item as a type."""
        parts = [part for part in (self.own, self.told) if part is not None]
        fields = [
            _as_defined(one)
            for part in parts
            for one in msgspec.structs.fields(part)
            if one.name not in self.without
        ]
        return msgspec.defstruct(
            f"{self.name.title()}Item", fields, kw_only=True, frozen=True, namespace={}
        )

    def normal(self, item: Item) -> Item:
        """Complete, with every default; raises msgspec.ValidationError for a wrong shape."""
        told = plain_of(msgspec.convert(item, self.kind))
        assert isinstance(told, dict)
        return told


def _as_defined(one: msgspec.structs.FieldInfo) -> tuple[str, Any, Any]:
    if one.default_factory is not msgspec.NODEFAULT:
        return one.name, one.type, msgspec.field(default_factory=one.default_factory)
    if one.default is not msgspec.NODEFAULT:
        return one.name, one.type, msgspec.field(default=one.default)
    return one.name, one.type, msgspec.field()


_ALL = (
    Section(
        "house",
        Names,
        Configuration,
        without=frozenset(
            {"version", "queues", "agents", "reasons", "breaks", "numbers", "calendars"}
        ),
    ),
    Section("queues", QueueNames, QueueProfile, without=frozenset({"id", "spoken_name"})),
    Section(
        "agents", AgentNames, AgentProfile, without=frozenset({"id", "listing"}), ids=WORK_NUMBER
    ),
    Section("teams", Team),
    Section("calendars", None, Calendar, ids=CALLED),
    Section("reasons", None, NotReadyReason, without=frozenset({"code"})),
    Section("numbers", Number, NumberProfile, ids=DIALLED),
    Section("skills", Names),
    Section("sites", Names),
    Section("employers", Names),
)

SECTIONS: Final[dict[str, Section]] = {one.name: one for one in _ALL}
"""In the order in which a document has them."""
