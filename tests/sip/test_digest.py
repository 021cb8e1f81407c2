"""Digest credentials, against the examples of the RFCs and what may come instead."""

from __future__ import annotations

import pytest

from callcenter.sip.digest import Algorithm, challenges, ha1, read_credentials
from callcenter.sip.refusal import SipRefusal

pytestmark = pytest.mark.thinking

RFC_2617 = (
    'Digest username="Mufasa", realm="testrealm@host.com", '
    'nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", uri="/dir/index.html", qop=auth, nc=00000001, '
    'cnonce="0a4f113b", response="6629fae49393a05397450978507c4ef1", '
    'opaque="5ccc069c403ebaf9f0171e9517f40e41"'
)
RFC_7616 = (
    'Digest username="Mufasa", realm="http-auth@example.org", uri="/dir/index.html", '
    'algorithm={algorithm}, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", nc=00000001, '
    'cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", qop=auth, response="{response}", '
    'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
)
MD5 = RFC_7616.format(algorithm="MD5", response="8ca523f5e9506fed4657c9700eebdbec")
SHA_256 = RFC_7616.format(
    algorithm="SHA-256",
    response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
)


@pytest.mark.parametrize(
    ("value", "password", "algorithm"),
    [
        pytest.param(RFC_2617, "Circle Of Life", Algorithm.MD5, id="RFC 2617 §3.5"),
        pytest.param(MD5, "Circle of Life", Algorithm.MD5, id="RFC 7616 §3.9.1, MD5"),
        pytest.param(SHA_256, "Circle of Life", Algorithm.SHA256, id="RFC 7616 §3.9.1, SHA-256"),
    ],
)
def test_the_examples_of_the_rfcs(value: str, password: str, algorithm: Algorithm) -> None:
    found = read_credentials(value)
    assert found is not None
    assert found.algorithm is algorithm
    known = ha1(algorithm, found.username, password, found.realm)
    assert found.proves(known, "GET")
    assert not found.proves(known, "REGISTER")
    assert not found.proves(ha1(algorithm, found.username, "Circle", found.realm), "GET")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('cnonce="0a4f113b"', 'cnonce="0a4f113c"'),
        ("nc=00000001", "nc=00000002"),
        ("/dir/index.html", "/dir/other.html"),
        ("dcd98b71", "dcd98b72"),
        ("6629fae4", "6629fae5"),
    ],
)
def test_whatever_else_is_changed_the_proof_fails(old: str, new: str) -> None:
    found = read_credentials(RFC_2617.replace(old, new))
    assert found is not None
    known = ha1(Algorithm.MD5, "Mufasa", "Circle Of Life", "testrealm@host.com")
    assert not found.proves(known, "GET")


@pytest.mark.parametrize(
    "value",
    [
        "Basic dXNlcjpwYXNz",
        "Bearer abc",
        "",
        RFC_2617 + ", algorithm=MD5-sess",
        RFC_2617 + ", algorithm=SHA-512-256",
        RFC_2617 + ', algorithm="AKAv1-MD5"',
    ],
)
def test_what_is_not_offered_is_as_if_it_were_not_there(value: str) -> None:
    assert read_credentials(value) is None


@pytest.mark.parametrize(
    "value",
    [
        "Digest nothing",
        'Digest username="a',
        RFC_2617.replace("qop=auth, ", ""),
        RFC_2617.replace("qop=auth", "qop=auth-int"),
        RFC_2617.replace("nc=00000001", "nc=1"),
        RFC_2617.replace("nc=00000001", "nc=0000000g"),
        RFC_2617 + ', username="Scar"',
        RFC_2617 + ', opaque2="x"',
        'Digest username="' + "a" * 3000 + '"',
        "Digest " + '",' * 900,
    ],
)
def test_what_cannot_be_read_is_refused(value: str) -> None:
    with pytest.raises(SipRefusal) as refused:
        read_credentials(value)
    assert refused.value.status == 400


def test_quotes_and_spaces_as_phones_write_them() -> None:
    found = read_credentials(
        'digest  username="10\\"02" ,realm="r",nonce="n" , uri="sip:h",QOP="auth",nc=0000000a,'
        'cnonce="c,d", response="AB", algorithm="sha-256"'
    )
    assert found is not None
    assert (found.username, found.cnonce, found.count) == ('10"02', "c,d", 10)
    assert found.algorithm is Algorithm.SHA256


def test_both_algorithms_are_offered_the_better_one_first() -> None:
    assert challenges("abc", stale=False) == (
        (
            "WWW-Authenticate",
            'Digest realm="callcenter", nonce="abc", algorithm=SHA-256, qop="auth"',
        ),
        ("WWW-Authenticate", 'Digest realm="callcenter", nonce="abc", algorithm=MD5, qop="auth"'),
    )
    assert all(value.endswith(", stale=true") for _, value in challenges("abc", stale=True))


def test_hashes_are_never_shown() -> None:
    assert "6629" not in repr(read_credentials(RFC_2617))
