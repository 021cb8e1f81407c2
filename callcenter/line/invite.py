"""What a line reads from an INVITE: who calls, which of our numbers, over which transport.

The front door has parsed and rebuilt the message already, so this reads only the few fields it
needs. The number itself goes to the exchange and nowhere else; facts get the party id.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple
from urllib.parse import unquote

MOST_KEPT: Final = 64
"""Characters of a field that is kept with its call."""
_ANONYMOUS: Final = frozenset({"", "anonymous", "unavailable", "unknown", "restricted"})
_URI = re.compile(r"(?:sips?|tel):([^@;>\s]*)", re.IGNORECASE)
_QUOTED = re.compile(r'^\s*"((?:[^"\\]|\\.)*)"')
_SEPARATORS = re.compile(r"[\s().\-]")
_SHORT: Final = {"f": "from", "v": "via"}


class Invitation(NamedTuple):
    """The few fields of an INVITE that matter here."""

    number: str
    """Normalised; empty for a caller who withholds it."""
    display_name: str
    dialled: str
    transport: str
    """Of the hop furthest away: udp, tcp or tls."""
    brought: dict[str, str]
    """Fields that are kept with the call, by names such as `x_campaign`."""


def read_invitation(message: str, kept: Sequence[str] = ()) -> Invitation:
    """Read a raw INVITE; what is missing comes out empty. `kept` are names of fields."""
    head = message.replace("\r\n", "\n").split("\n\n", 1)[0]
    first, *lines = re.sub(r"\n[ \t]+", " ", head).split("\n")
    fields = _fields(lines)
    claimed = fields.get("p-asserted-identity") or fields.get("from") or [""]
    return Invitation(
        number=normalised(_user(claimed[0])),
        display_name=_display_name(claimed[0]),
        dialled=_user(first),
        transport=_transport(fields.get("via", [])),
        brought={_name(one): _plain(fields[one][0]) for one in kept if one in fields},
    )


def _name(field: str) -> str:
    """As a flow's variable is written."""
    return field.replace("-", "_")


def _plain(value: str) -> str:
    """Of an address its user part, for that says who or what; of all else what fits."""
    return (_user(value) or value)[:MOST_KEPT]


def normalised(user: str) -> str:
    """A telephone number without what people put between digits; a SIP name in small letters."""
    bare = _SEPARATORS.sub("", user).lower()
    return "" if bare in _ANONYMOUS else bare


def _fields(lines: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if colon:
            key = name.strip().lower()
            found.setdefault(_SHORT.get(key, key), []).append(value.strip())
    return found


def _user(field: str) -> str:
    found = _URI.search(field)
    return unquote(found.group(1)) if found else ""


def _display_name(field: str) -> str:
    quoted = _QUOTED.match(field)
    if quoted:
        return re.sub(r"\\(.)", r"\1", quoted.group(1))
    return field.partition("<")[0].strip() if "<" in field else ""


def _transport(vias: list[str]) -> str:
    furthest = vias[-1].rpartition(",")[2] if vias else ""
    found = re.search(r"SIP\s*/\s*2\.0\s*/\s*(\w+)", furthest, re.IGNORECASE)
    return found.group(1).lower() if found else "udp"
