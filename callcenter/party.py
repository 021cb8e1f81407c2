"""What stands for a telephone number in facts: a keyed hash, the same whoever makes it.

Made by the line of a caller, and by web for somebody an agent calls. The number itself goes beside
it, once, as `PartySeen`; nobody else holds the key.
"""

import base64
import hashlib
import hmac
from typing import Final

from acd.ids import PartyId

PARTY_LENGTH: Final = 26
KEY_FILE: Final = "party.key"
"""In the folder of keys."""


def party_of(number: str, key: bytes) -> PartyId:
    """The party of a number, in the form in which it is told; empty for none."""
    if not number:
        return PartyId("")
    digest = hmac.new(key, number.encode(), hashlib.sha256).digest()
    return PartyId(base64.b32encode(digest).decode()[:PARTY_LENGTH])
