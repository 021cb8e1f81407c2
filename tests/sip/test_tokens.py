"""Tokens: found again under the same key, worthless when changed or made under another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callcenter.sip.peer import Peer, Transport
from callcenter.sip.tokens import Token, Tokens

KEY = b"0123456789abcdef"
addresses = st.ip_addresses(v=4).map(str)
ports = st.integers(1, 65535)
transports = st.sampled_from(list(Transport))
tokens = st.builds(Token, ports, st.builds(Peer, addresses, ports, transports))


@given(tokens)
def test_a_token_is_read_back_even_in_capitals(token: Token) -> None:
    text = Tokens(KEY).encode(token)

    assert len(text) == 28
    assert Tokens(KEY).decode(text) == token
    assert Tokens(KEY).decode(text.upper()) == token


@given(tokens, st.integers(0, 26), st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_a_changed_token_is_none_of_ours(token: Token, place: int, letter: str) -> None:
    text = Tokens(KEY).encode(token)
    changed = text[:place] + letter + text[place + 1 :]

    assert changed == text or Tokens(KEY).decode(changed) is None


@given(tokens)
def test_another_key_reads_nothing(token: Token) -> None:
    assert Tokens(b"fedcba9876543210").decode(Tokens(KEY).encode(token)) is None


@pytest.mark.parametrize("text", ["", "8000", "a" * 28, "1" * 28, "ä" * 28, "a" * 29, "=" * 28])
def test_what_is_no_token(text: str) -> None:
    assert Tokens(KEY).decode(text) is None


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="16 to 64 bytes"):
        Tokens(b"short")
