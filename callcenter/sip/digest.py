"""HTTP Digest as SIP uses it: MD5 and SHA-256, `qop=auth` always (RFC 3261 §22, RFC 8760).

A password is known here only while its hash is made; everything else works on the hash of user,
realm and password (HA1). Pure; whose hash it is and whether a nonce is good is for the registrar.
"""

import enum
import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from callcenter.sip.binding import Secret
from callcenter.sip.grammar import TOKEN
from callcenter.sip.refusal import SipRefusal

REALM: Final = "callcenter"
"""Part of every stored hash: another one would make all phones' passwords wrong."""
QOP: Final = "auth"
LONGEST: Final = 2000

_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_PASSWORD_LENGTH: Final = 16

_SCHEME: Final = re.compile(r"\s*Digest\s+", re.IGNORECASE)
_PAIR: Final = re.compile(
    rf'\s*(?P<name>[A-Za-z]{{1,32}})\s*=\s*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"'
    rf"|(?P<plain>{TOKEN}{{1,200}}))\s*(?:,|$)"
)
_COUNT: Final = re.compile(r"[0-9A-Fa-f]{8}")
_NEEDED: Final = ("username", "realm", "nonce", "uri", "response", "qop", "cnonce", "nc")


class Algorithm(enum.StrEnum):
    """What is offered, the better one first; the values stand on the wire."""

    SHA256 = "SHA-256"
    MD5 = "MD5"


def hashed(algorithm: Algorithm, text: str) -> str:
    """The hash in small hexadecimal letters."""
    data = text.encode()
    if algorithm is Algorithm.MD5:
        return hashlib.md5(data, usedforsecurity=False).hexdigest()
    return hashlib.sha256(data).hexdigest()


def ha1(algorithm: Algorithm, user: str, password: str, realm: str = REALM) -> str:
    """What is kept in place of a password."""
    return hashed(algorithm, f"{user}:{realm}:{password}")


def new_password() -> str:
    """One that can be read out and typed on a phone's keys: no letters that look alike."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_PASSWORD_LENGTH))


def secret_of(extension: str, password: str, set_at: datetime) -> Secret:
    """What is kept of a phone's password."""
    return Secret(
        extension=extension,
        md5=ha1(Algorithm.MD5, extension, password),
        sha256=ha1(Algorithm.SHA256, extension, password),
        set_at=set_at,
    )


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """One `Authorization`, read; quotes are gone."""

    algorithm: Algorithm
    username: str
    realm: str
    nonce: str
    uri: str
    response: str
    cnonce: str
    nc: str

    @property
    def count(self) -> int:
        """How often the nonce has been used, as its user counts."""
        return int(self.nc, 16)

    def proves(self, known: str, method: str) -> bool:
        """True when they were made with the password behind the hash `known`; in constant time."""
        ha2 = hashed(self.algorithm, f"{method}:{self.uri}")
        parts = (known, self.nonce, self.nc, self.cnonce, QOP, ha2)
        expected = hashed(self.algorithm, ":".join(parts))
        return hmac.compare_digest(expected.encode(), self.response.lower().encode())


def read_credentials(value: str) -> Credentials | None:
    """Read an `Authorization`; None for another scheme or algorithm, a refusal for broken ones."""
    scheme = _SCHEME.match(value)
    if scheme is None:
        return None
    found = _pairs(value, scheme.end())
    try:
        algorithm = Algorithm(found.get("algorithm", Algorithm.MD5).upper())
    except ValueError:
        return None
    if any(name not in found for name in _NEEDED) or not _COUNT.fullmatch(found["nc"]):
        raise SipRefusal(400, "Incomplete credentials")
    if found["qop"].lower() != QOP:
        raise SipRefusal(400, "Only qop=auth is spoken here")
    return Credentials(
        algorithm=algorithm,
        **{name: found[name] for name in _NEEDED if name != "qop"},
    )


def _pairs(value: str, start: int) -> dict[str, str]:
    if len(value) > LONGEST:
        raise SipRefusal(400, "Credentials too long")
    found: dict[str, str] = {}
    while start < len(value):
        pair = _PAIR.match(value, start)
        if pair is None or pair["name"].lower() in found:
            raise SipRefusal(400, "Bad credentials")
        text = pair["plain"]
        if text is None:
            text = re.sub(r"\\(.)", r"\1", pair["quoted"])
        found[pair["name"].lower()] = text
        start = pair.end()
    return found


def challenges(
    nonce: str, *, stale: bool, algorithms: Iterable[Algorithm] = Algorithm
) -> tuple[tuple[str, str], ...]:
    """The `WWW-Authenticate` fields, one for each algorithm, the better one first (RFC 8760 §2)."""
    more = ", stale=true" if stale else ""
    return tuple(
        (
            "WWW-Authenticate",
            f'Digest realm="{REALM}", nonce="{nonce}", algorithm={algorithm}, qop="{QOP}"{more}',
        )
        for algorithm in algorithms
    )
