"""Desk phones of the tests: what they keep, and the REGISTERs they write."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from callcenter.sip import digest
from callcenter.sip.binding import Secret
from callcenter.sip.digest import Algorithm, ha1, hashed
from callcenter.sip.message import Answer, Request, Response, read
from tests.exchange.fake_phones import message_bytes

SET_AT = datetime(2026, 11, 28, 8, 0, tzinfo=UTC)
_ALGORITHM = re.compile(r"algorithm=([A-Z0-9-]+)")
_NONCE = re.compile(r'nonce="([^"]+)"')


def secret_of(extension: str, password: str, set_at: datetime = SET_AT) -> Secret:
    """As the house keeps it."""
    return digest.secret_of(extension, password, set_at)


def nonce_in(answer: Answer | Response) -> str:
    """The nonce of a challenge."""
    first, *_ = [value for name, value in answer.fields if name.lower() == "www-authenticate"]
    found = _NONCE.search(first)
    assert found
    return found[1]


def is_stale(answer: Answer | Response) -> bool:
    """The challenge says that the password was right."""
    return any("stale=true" in value for _, value in answer.fields)


def offered(answer: Answer | Response) -> list[str]:
    """The algorithms of a challenge."""
    fields = [value for name, value in answer.fields if name.lower() == "www-authenticate"]
    return [found[1] for value in fields if (found := _ALGORITHM.search(value))]


def bound(answer: Answer | Response) -> list[str]:
    """The Contacts of an answer."""
    return [value for name, value in answer.fields if name.lower() == "contact"]


@dataclass
class DeskPhone:
    """What one phone is told when it is set up, and its own counting."""

    extension: str = "1002"
    password: str = "right"
    user: str = ""
    host: str = "10.0.0.7:5060"
    call_id: str = "one@phone"
    cseq: int = 0
    nc: int = 0
    nonce: str = ""
    algorithm: Algorithm = Algorithm.SHA256

    def challenged(self, answer: Answer | Response) -> None:
        """Take the nonce of a challenge."""
        self.nonce, self.nc = nonce_in(answer), 0

    def authorization(self, uri: str = "sip:pbx") -> str:
        """Credentials for the next REGISTER."""
        self.nc += 1
        algorithm = self.algorithm
        user, nc = self.user or self.extension, f"{self.nc:08x}"
        known = ha1(algorithm, user, self.password)
        ha2 = hashed(algorithm, f"REGISTER:{uri}")
        response = hashed(algorithm, f"{known}:{self.nonce}:{nc}:c:auth:{ha2}")
        return (
            f'Authorization: Digest username="{user}", realm="callcenter", nonce="{self.nonce}", '
            f'uri="{uri}", response="{response}", algorithm={algorithm}, qop=auth, nc={nc}, '
            'cnonce="c"'
        )

    def write(self, *fields: str, via: str = "UDP 10.0.0.7:5060", contact: str = "") -> bytes:
        """The next REGISTER, with credentials once there is a nonce."""
        self.cseq += 1
        contact = contact or f"<sip:{self.extension}@{self.host}>"
        more = [self.authorization()] if self.nonce else []
        return message_bytes(
            "REGISTER sip:pbx SIP/2.0",
            [
                f"Via: SIP/2.0/{via};rport;branch=z9hG4bK{self.call_id[:3]}{self.cseq}",
                f"From: <sip:{self.extension}@pbx>;tag=f",
                f"To: <sip:{self.extension}@pbx>",
                f"Call-ID: {self.call_id}",
                f"CSeq: {self.cseq} REGISTER",
                *([] if contact == "-" else [f"Contact: {contact}"]),
                *more,
                *fields,
            ],
        )

    def ask(self, *fields: str, contact: str = "") -> Request:
        """The same, read."""
        found = read(self.write(*fields, contact=contact))
        assert isinstance(found, Request)
        return found
