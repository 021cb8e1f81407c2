"""When a recording is right, and what is said of one that is not."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from callcenter.lab.load.recordings import Conversation, Said, absent, judged
from callcenter.lab.load.voice import FRAME, LINEAR, Codes, Voice

pytestmark = pytest.mark.thinking

FRAMES = 100
CALLER, AGENT = Voice(1, 0), Voice(1, 1)
CONVERSATION = Conversation(
    call=3,
    seconds=FRAMES * 0.02,
    caller=Said(voice=CALLER, frames=FRAMES),
    agent=Said(voice=AGENT, frames=FRAMES),
)


def track(voice: Voice, first: int = 0, behind: int = FRAMES) -> Codes:
    """As long as the call, the voice in it from one frame to before another."""
    silence = bytes([0xFF]) * FRAME
    frames = [
        voice.frame(number) if first <= number < behind else silence for number in range(FRAMES)
    ]
    return np.frombuffer(b"".join(frames), dtype=np.uint8).copy()


def faults(left: Codes, right: Codes) -> tuple[str, ...]:
    return judged(CONVERSATION, LINEAR[left], LINEAR[right]).faults


def test_both_voices_whole_is_right_and_exact() -> None:
    told = judged(CONVERSATION, LINEAR[track(CALLER)], LINEAR[track(AGENT)])
    assert told.faults == ()
    assert told.is_exact


def test_a_moment_at_either_end_is_the_way_through_and_no_fault() -> None:
    told = judged(CONVERSATION, LINEAR[track(CALLER)], LINEAR[track(AGENT, 20, 90)])
    assert told.faults == ()
    assert told.agent.late == pytest.approx(0.4)
    assert told.agent.early == pytest.approx(0.2)


def changed(codes: Codes, place: int) -> Codes:
    codes[place] ^= 0x80
    return codes


@pytest.mark.parametrize(
    ("sides", "expected"),
    [
        (lambda: (changed(track(CALLER), 5000), track(AGENT)), "1 samples of the caller are wrong"),
        (lambda: (track(AGENT), track(CALLER)), "a voice is on the other's side"),
        (lambda: (track(CALLER, 30), track(AGENT)), "the first 0.60 s of the caller are missing"),
        (lambda: (track(CALLER), track(AGENT, 0, 70)), "the last 0.60 s of the agent are missing"),
        (lambda: (track(CALLER), track(AGENT, 0, 0)), "the agent is not in it"),
        (
            lambda: (track(CALLER)[: 60 * FRAME], track(AGENT)[: 60 * FRAME]),
            "1.20 s long, the call was 2.00 s",
        ),
    ],
)
def test_what_is_wrong_is_said(sides: Callable[[], tuple[Codes, Codes]], expected: str) -> None:
    assert expected in faults(*sides())


def test_much_that_was_made_up_is_a_fault() -> None:
    holed = track(CALLER)
    holed[40 * FRAME : 48 * FRAME] = 0xFF
    assert faults(holed, track(AGENT)) == ("0.16 of 2.0 s of the caller are made up at seams",)


def test_none_at_all_is_a_fault() -> None:
    assert absent(CONVERSATION).faults == ("there is none",)
