"""Free blocks of ports on loopback, for phones, lines and centres of tests and the laboratory.

Between the ports of a running centre, and below those the system gives to clients by itself. Some
time passes between finding a block and opening its ports, and others look for theirs meanwhile:
whoever finds one marks it, and the mark lasts until this process has found four more.
"""

import os
import random
import socket
from collections import deque
from contextlib import ExitStack
from typing import Final

from callcenter.errors import Unavailable

FIRST: Final = 21000
LAST: Final = 29900
STEP: Final = 20
"""Blocks begin at multiples of this many ports, and are marked by as many."""

TRIES: Final = 200
MARKS_KEPT: Final = 4

_dice = random.Random(os.getpid())
_marks: deque[ExitStack] = deque()


def free_block(size: int = 20, lowest: int = FIRST, highest: int = LAST) -> int:
    """The first port of `size` that are all free, UDP and TCP; raises Unavailable."""
    for _ in range(TRIES):
        first = _dice.randrange(lowest, highest - size, STEP)
        with ExitStack() as marks:
            if all(
                _mark(start, marks) for start in range(first - first % STEP, first + size, STEP)
            ) and all(_is_free(first + offset) for offset in range(size)):
                _keep(marks.pop_all())
                return first
    raise Unavailable(f"no {size} free ports in a row between {lowest} and {highest}")


def _mark(start: int, marks: ExitStack) -> bool:
    """Mark the block for this process; False when somebody else has marked it.

    A name in Linux's abstract socket space: it has one owner, and goes with it.
    """
    mark = marks.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM))
    try:
        mark.bind(f"\0callcenter-ports-{start}")
    except OSError:
        return False
    return True


def _keep(marks: ExitStack) -> None:
    _marks.append(marks)
    if len(_marks) > MARKS_KEPT:
        _marks.popleft().close()


def _is_free(port: int) -> bool:
    for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
        with socket.socket(socket.AF_INET, kind) as trial:
            try:
                trial.bind(("127.0.0.1", port))
            except OSError:
                return False
    return True
