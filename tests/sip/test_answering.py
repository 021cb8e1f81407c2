"""Proofs of our own password: believed by the side that asks for them, and made for no other."""

from __future__ import annotations

import hashlib

import pytest

from callcenter.sip.answering import answered, challenge_of
from callcenter.sip.digest import Algorithm, ha1, read_credentials
from callcenter.sip.message import Response, read

pytestmark = pytest.mark.thinking


def refusal(*fields: str) -> Response:
    """A 401 with these fields."""
    lines = [
        "SIP/2.0 401 Unauthorized",
        "Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bKx",
        "From: <sip:a@b>;tag=1",
        "To: <sip:a@b>;tag=2",
        "Call-ID: c",
        "CSeq: 1 REGISTER",
        *fields,
        "Content-Length: 0",
    ]
    message = read(("\r\n".join(lines) + "\r\n\r\n").encode())
    assert isinstance(message, Response)
    return message


MD5 = 'Digest realm="carrier", nonce="n1", algorithm=MD5, qop="auth,auth-int"'
SHA = 'Digest realm="carrier", nonce="n2", algorithm=SHA-256, qop="auth", opaque="op"'


@pytest.mark.parametrize(
    ("fields", "algorithm", "nonce", "field"),
    [
        (["WWW-Authenticate: " + MD5], Algorithm.MD5, "n1", "Authorization"),
        (["Proxy-Authenticate: " + MD5], Algorithm.MD5, "n1", "Proxy-Authorization"),
        (
            ["WWW-Authenticate: " + MD5, "WWW-Authenticate: " + SHA],
            Algorithm.SHA256,
            "n2",
            "Authorization",
        ),
    ],
)
def test_the_best_question_is_answered_and_believed(
    fields: list[str], algorithm: Algorithm, nonce: str, field: str
) -> None:
    challenge = challenge_of(refusal(*fields))
    assert challenge is not None
    assert (challenge.algorithm, challenge.nonce) == (algorithm, nonce)
    name, value = answered(
        challenge, "bob", "secret", method="REGISTER", uri="sip:carrier", cnonce="abc"
    )
    assert name == field
    found = read_credentials(value)
    assert found is not None
    assert (found.username, found.uri) == ("bob", "sip:carrier")
    assert found.proves(ha1(algorithm, "bob", "secret", "carrier"), "REGISTER")
    assert not found.proves(ha1(algorithm, "bob", "other", "carrier"), "REGISTER")
    assert ('opaque="op"' in value) == ("opaque" in "".join(fields) and nonce == "n2")


def test_an_old_server_without_qop() -> None:
    """RFC 2069's formula, which RFC 2617 §3.2.2.1 keeps: the proof has no count in it."""
    challenge = challenge_of(refusal('WWW-Authenticate: Digest realm="r", nonce="n"'))
    assert challenge is not None
    _, value = answered(challenge, "u", "p", method="REGISTER", uri="sip:r", cnonce="c")
    assert "cnonce" not in value
    # md5(md5("u:r:p"):"n":md5("REGISTER:sip:r"))
    assert 'response="' + _old("u:r:p", "n", "REGISTER:sip:r") + '"' in value


def _old(who: str, nonce: str, what: str) -> str:
    def md5(text: str) -> str:
        return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()

    return md5(f"{md5(who)}:{nonce}:{md5(what)}")


@pytest.mark.parametrize(
    "fields",
    [
        [],
        ['WWW-Authenticate: Basic realm="r"'],
        ['WWW-Authenticate: Digest realm="r", nonce="n", algorithm=SHA-512-256'],
        ['WWW-Authenticate: Digest realm="r", nonce="n", qop="auth-int"'],
        ['WWW-Authenticate: Digest realm="r"'],
    ],
)
def test_what_cannot_be_answered_is_none(fields: list[str]) -> None:
    assert challenge_of(refusal(*fields)) is None


def test_a_stale_nonce_is_said_to_be() -> None:
    challenge = challenge_of(refusal("WWW-Authenticate: " + MD5 + ", stale=true"))
    assert challenge is not None
    assert challenge.stale
