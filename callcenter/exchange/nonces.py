"""Nonces of the registrar: made without memory, good for a time, each use of one counted.

A nonce holds when it was made and proves that it was made here; kept is only how far the good ones
have been counted, so that what was overheard cannot be sent again. Time is handed in (monotonic
seconds); the key lives as long as the process, so that another process's nonces are merely stale.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
import struct
from dataclasses import dataclass, field
from typing import Final

LASTS: Final = 300.0
SPENT_FOR: Final = 5.0
"""Short: whoever then types the right password may be sending the old nonce still."""
MOST_COUNTED: Final = 10_000

_LAYOUT: Final = struct.Struct("!d6s")
_MAC_BYTES: Final = 10
_SIZE: Final = _LAYOUT.size + _MAC_BYTES


@dataclass(slots=True)
class Nonces:
    """Makes them and takes them back."""

    key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    lasts: float = LASTS
    _counted: dict[str, tuple[int, float]] = field(default_factory=dict)
    _spent: dict[str, float] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._counted) + len(self._spent)

    def make(self, now: float) -> str:
        """One that nobody has seen."""
        packed = _LAYOUT.pack(now, secrets.token_bytes(6))
        return base64.b32encode(packed + self._mac(packed)).decode().rstrip("=").lower()

    def spend(self, nonce: str, now: float) -> str:
        """A wrong password came with it; the nonce to ask with again: this one while it is good.

        Phones take a new nonce for a new chance, whatever `stale` says, and send the same wrong
        password a dozen times within a second: that is to count once.
        """
        if not self._is_good(nonce, now):
            return self.make(now)
        if len(self._spent) >= MOST_COUNTED:
            del self._spent[next(iter(self._spent))]
        self._spent[nonce] = now + SPENT_FOR
        return nonce

    def is_spent(self, nonce: str, now: float) -> bool:
        """True a short while after a wrong password came with it."""
        return now < self._spent.get(nonce, now)

    def use(self, nonce: str, count: int, now: float) -> bool:
        """True when the nonce is ours, not too old, and was not used with this count before.

        Only for credentials that have proved right: nobody else's count is to be remembered.
        """
        made = self._made_at(nonce)
        if made is None or not self._is_good(nonce, now):
            return False
        last, _ = self._counted.get(nonce, (0, 0.0))
        if count <= last:
            return False
        if nonce not in self._counted and len(self._counted) >= MOST_COUNTED:
            # Forgetting one that is still good would let it be used again: everybody asks anew.
            return False
        self._counted[nonce] = (count, made + self.lasts)
        return True

    def sweep(self, now: float) -> None:
        """Forget the counts of those that are too old anyway."""
        for nonce in [nonce for nonce, (_, until) in self._counted.items() if now >= until]:
            del self._counted[nonce]
        for nonce in [nonce for nonce, until in self._spent.items() if now >= until]:
            del self._spent[nonce]

    def _is_good(self, nonce: str, now: float) -> bool:
        made = self._made_at(nonce)
        return made is not None and 0 <= now - made < self.lasts

    def _made_at(self, nonce: str) -> float | None:
        try:
            raw = base64.b32decode(nonce.upper() + "=" * (-len(nonce) % 8))
        except (binascii.Error, ValueError):
            return None
        packed, mac = raw[: _LAYOUT.size], raw[_LAYOUT.size :]
        if len(raw) != _SIZE or not hmac.compare_digest(mac, self._mac(packed)):
            return None
        return float(_LAYOUT.unpack(packed)[0])

    def _mac(self, packed: bytes) -> bytes:
        return hashlib.blake2b(
            packed, key=self.key, digest_size=_MAC_BYTES, person=b"nonce"
        ).digest()
