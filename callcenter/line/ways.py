"""A leg that may be reached in several ways: when nothing comes of one, the next is tried.

The leg stays the same leg, its ringing time goes on, and nobody in the call hears of it. Once a way
has rung there is no other: whoever is called would be called twice.
"""

import time
from typing import Final

import pjsua2 as pj

from callcenter.line import telephone
from callcenter.line.conversation import Conversation, Leaving
from callcenter.line.legs import Leg, LegState
from callcenter.line.telephone import NoSlot

TIMED_OUT: Final = 408
FAILURES: Final = range(500, 600)
"""The server's own, not the called party's (RFC 3261 §21.5)."""


def after_failure(talk: Conversation, leg: Leg, code: int) -> bool:
    """Its dialog ended with this status; True when it is dialled another way."""
    may = not (leg.incoming or leg.answered or leg.progressed)
    return may and (code == TIMED_OUT or code in FAILURES) and _dial_next(talk, leg)


def after_silence(talk: Conversation, leg: Leg) -> bool:
    """Nothing was said to its INVITE; True when it is dialled another way."""
    silent = leg.call
    if not _dial_next(talk, leg):
        return False
    telephone.end(silent)
    talk.leaving.append(Leaving(silent, time.monotonic()))
    return True


def _dial_next(talk: Conversation, leg: Leg) -> bool:
    while leg.others:
        way, leg.others = leg.others[0], leg.others[1:]
        try:
            dialled = talk.telephone.dial(way.uri, way.sender, way.login)
        except (NoSlot, pj.Error):
            continue
        leg.call, leg.state = dialled, LegState.DIALLED
        leg.reply_until = time.monotonic() + leg.reply_for
        return True
    return False
