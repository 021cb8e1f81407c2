"""The asked side of HTTP Digest: what proves to a carrier that we know our password.

MD5 and SHA-256, with `qop=auth` or, for old servers, without (RFC 3261 §22.4, RFC 8760). Pure; the
other side, which asks our phones, is `callcenter.sip.digest`.
"""

import re
from dataclasses import dataclass
from typing import Final

from aiosipua.headers import parse_auth

from callcenter.sip.digest import QOP, Algorithm, ha1, hashed
from callcenter.sip.message import Field, Response

FIRST: Final = "00000001"
"""A nonce is used once: each request of ours is asked anew if it must be."""
_FIELDS: Final = (
    ("www-authenticate", "Authorization"),
    ("proxy-authenticate", "Proxy-Authorization"),
)
_PLAIN: Final = re.compile(r"[ !#-\[\]-~]{0,512}")


@dataclass(frozen=True, slots=True)
class Challenge:
    """One question for our password, read."""

    field: str
    """In which header field the answer goes."""
    realm: str
    nonce: str
    algorithm: Algorithm
    opaque: str
    with_qop: bool
    stale: bool
    """Only the nonce is too old; the password was right."""


def challenge_of(response: Response) -> Challenge | None:
    """The best question that we can answer, of those in a 401 or 407; None: there is none."""
    found = [
        challenge
        for name, field in _FIELDS
        for value in response.all(name)
        if (challenge := _read(field, value)) is not None
    ]
    better = sorted(found, key=lambda one: one.algorithm is not Algorithm.SHA256)
    return better[0] if better else None


def _read(field: str, value: str) -> Challenge | None:
    parsed = parse_auth(value)
    told = {key.lower(): text for key, text in parsed.params.items()}
    if parsed.scheme.lower() != "digest" or not all(map(_PLAIN.fullmatch, told.values())):
        return None
    try:
        algorithm = Algorithm(told.get("algorithm", Algorithm.MD5).upper())
    except ValueError:
        return None
    offered = [one.strip().lower() for one in told.get("qop", "").split(",") if one.strip()]
    if not told.get("nonce") or (offered and QOP not in offered):
        return None
    return Challenge(
        field=field,
        realm=told.get("realm", ""),
        nonce=told["nonce"],
        algorithm=algorithm,
        opaque=told.get("opaque", ""),
        with_qop=bool(offered),
        stale=told.get("stale", "").lower() == "true",
    )


def answered(
    challenge: Challenge, user: str, password: str, *, method: str, uri: str, cnonce: str
) -> Field:
    """The header field that proves it; `cnonce` is a fresh random word."""
    known = ha1(challenge.algorithm, user, password, challenge.realm)
    what = hashed(challenge.algorithm, f"{method}:{uri}")
    parts = [known, challenge.nonce, what]
    if challenge.with_qop:
        parts = [known, challenge.nonce, FIRST, cnonce, QOP, what]
    told = {
        "username": user,
        "realm": challenge.realm,
        "nonce": challenge.nonce,
        "uri": uri,
        "response": hashed(challenge.algorithm, ":".join(parts)),
    }
    if challenge.opaque:
        told["opaque"] = challenge.opaque
    words = [f'{name}="{text}"' for name, text in told.items()]
    words.append(f"algorithm={challenge.algorithm}")
    if challenge.with_qop:
        words += [f"qop={QOP}", f"nc={FIRST}", f'cnonce="{cnonce}"']
    return (challenge.field, "Digest " + ", ".join(words))
