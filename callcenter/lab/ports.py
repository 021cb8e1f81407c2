"""Free blocks of UDP ports on loopback, for phones and lines of tests and the laboratory.

Between the ports of a running centre, and below those the system gives to clients by itself.
"""

import os
import random
import socket
from typing import Final

from callcenter.errors import Unavailable

FIRST: Final = 21000
LAST: Final = 29900
TRIES: Final = 200

_dice = random.Random(os.getpid())


def free_block(size: int = 20, lowest: int = FIRST, highest: int = LAST) -> int:
    """The first port of `size` that are all free, UDP and (the first) TCP; raises Unavailable."""
    for _ in range(TRIES):
        first = _dice.randrange(lowest, highest - size, 20)
        if _is_free(first, socket.SOCK_STREAM) and all(
            _is_free(first + offset, socket.SOCK_DGRAM) for offset in range(size)
        ):
            return first
    raise Unavailable(f"no {size} free ports in a row between {lowest} and {highest}")


def _is_free(port: int, kind: socket.SocketKind) -> bool:
    with socket.socket(socket.AF_INET, kind) as trial:
        try:
            trial.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
