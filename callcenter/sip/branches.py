"""Via branches of a stateless proxy (RFC 3261 §16.11).

The branch is a keyed digest of the branch before us and the Call-ID: equal for an INVITE, its
CANCEL and the ACK of its refusal, equal after a restart, and proof in a response that the request
really went through this door.
"""

import hashlib
import hmac
import secrets

_COOKIE = "z9hG4bK"


def transaction_name(branch: str, call_id: str, cseq: int) -> str:
    """What names a transaction: its branch, if that is one of RFC 3261.

    Peers from before it send none, or one that says nothing; theirs is told by Call-ID and CSeq
    (RFC 3261 §16.11, §17.2.3), so that a second INVITE is not taken for a repeat of the first.
    """
    is_modern = branch.startswith(_COOKIE) and branch != _COOKIE
    return branch if is_modern else f"{branch} {call_id} {cseq}"


class Branches:
    """Makes and proves branches under one key (16-64 bytes)."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def forwarded(self, transaction: str, call_id: str) -> str:
        """The branch for a request of the transaction so named."""
        told = f"{transaction}\n{call_id}".encode()
        digest = hashlib.blake2b(told, key=self._key, digest_size=12, person=b"branch")
        return f"{_COOKIE}p{digest.hexdigest()}"

    def proves(self, branch: str, transaction: str, call_id: str) -> bool:
        """True when `branch` is ours for a request of the transaction so named."""
        expected = self.forwarded(transaction, call_id)
        return hmac.compare_digest(branch.encode(), expected.encode())

    def tag(self, top_branch: str, call_id: str) -> str:
        """A To tag for an answer of our own, the same for each repeat of the request."""
        told = f"{top_branch}\n{call_id}".encode()
        return hashlib.blake2b(told, key=self._key, digest_size=8, person=b"tag").hexdigest()


def fresh_branch() -> str:
    """A branch for a request of our own."""
    return f"{_COOKIE}d{secrets.token_hex(12)}"
