"""A desk phone as the registrar keeps it: the hashes of its password, and where it is reached.

Shared by the exchange, which needs both, the worker, which brings them to the database, and web,
which shows them. No password is ever among them.
"""

import re
from datetime import datetime
from typing import Final

import msgspec

_EXTENSION: Final = re.compile(r"[0-9]{2,10}")
_DEVICE: Final = re.compile(r"sip:([0-9]{2,10})")


def is_extension(text: str) -> bool:
    """True for 2-10 digits: a phone's name, and what its user part is."""
    return text.isascii() and _EXTENSION.fullmatch(text) is not None


def extension_of(device: str) -> str:
    """The registered phone that a device `sip:1002` means; empty for any other device."""
    found = _DEVICE.fullmatch(device) if device.isascii() else None
    return found[1] if found else ""


class Secret(msgspec.Struct, frozen=True, kw_only=True):
    """The hashes of extension, realm and password."""

    extension: str
    md5: str
    sha256: str
    set_at: datetime

    def __repr__(self) -> str:
        return f"Secret({self.extension})"


class Binding(msgspec.Struct, frozen=True, kw_only=True):
    """One place at which an extension is reached until an instant.

    `contact` is what the phone called itself, and what it is called by; `host`, `port` and
    `transport` are where its REGISTER came from, and where calls are sent. `q` is in thousandths.
    """

    extension: str
    contact: str
    host: str
    port: int
    transport: str
    call_id: str
    cseq: int
    q: int
    since: datetime
    until: datetime
