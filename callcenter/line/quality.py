"""How well a leg is heard, in three words, from what its RTP stream received.

A simplified E-model (ITU-T G.107) for G.711: delay and loss lower the rating R, and R falls into
good, fair or poor. Pure.
"""

from typing import Final

from callcenter.line.telephone import Reception

JITTER_BUFFER_MS: Final = 40.0
_BASE: Final = 93.2
_LOSS_WEIGHT: Final = 2.5
_GOOD: Final = 80.0
_FAIR: Final = 65.0
LEAST_PACKETS: Final = 100
"""Below this many expected packets in an interval nothing is said."""


def rating(*, loss_percent: float, jitter_ms: float, round_trip_ms: float) -> float:
    """R, 0 to 93: 80 and more is what people call good."""
    delay = round_trip_ms / 2 + 2 * jitter_ms + JITTER_BUFFER_MS
    impaired = delay / 40 if delay < 160 else (delay - 120) / 10
    return max(0.0, _BASE - impaired - _LOSS_WEIGHT * loss_percent)


def mean_opinion(reached: float) -> float:
    """The mean opinion score that a rating stands for, 1 (bad) to 4.5 (ITU-T G.107, annex B)."""
    if reached <= 0:
        return 1.0
    curve = reached * (reached - 60) * (100 - reached) * 7e-6
    return max(1.0, min(4.5, 1 + 0.035 * reached + curve))


def percent_lost(received: Reception) -> float:
    """Of all packets that were to come, 0 to 100."""
    lost = max(received.lost, 0)
    return 100 * lost / max(1, received.packets + lost)


def opinion_of(received: Reception) -> float:
    """The mean opinion score of a whole leg."""
    reached = rating(
        loss_percent=percent_lost(received),
        jitter_ms=received.jitter_ms,
        round_trip_ms=received.round_trip_ms,
    )
    return mean_opinion(reached)


def level_of(before: Reception, after: Reception) -> str | None:
    """`good`, `fair` or `poor` for the time between two looks; None when too little came."""
    received = after.packets - before.packets
    lost = max(after.lost - before.lost, 0)
    if received + lost < LEAST_PACKETS:
        return None
    percent = 100 * lost / (received + lost)
    reached = rating(
        loss_percent=percent, jitter_ms=after.jitter_ms, round_trip_ms=after.round_trip_ms
    )
    if reached >= _GOOD:
        return "good"
    return "fair" if reached >= _FAIR else "poor"
