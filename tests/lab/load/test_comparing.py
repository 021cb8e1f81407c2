"""A recorded side against what was said: whatever is amiss is found, to the sample."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from callcenter.lab.load.comparing import Compared, compare, compare_codes
from callcenter.lab.load.voice import FRAME, LINEAR, Codes, Voice, codes_of, whose
from recordings import track

pytestmark = pytest.mark.thinking

VOICE = Voice(1, 4)
OTHER = Voice(1, 5)
SILENCE = bytes([0xFF]) * FRAME


def side(*parts: bytes) -> Codes:
    return np.frombuffer(b"".join(parts), dtype=np.uint8).copy()


def said(numbers: Sequence[int], voice: Voice = VOICE) -> bytes:
    return b"".join(voice.frame(number) for number in numbers)


def test_what_was_said_is_found_whole_wherever_it_begins() -> None:
    found = compare_codes(side(SILENCE, SILENCE[:40], said(range(3, 53)), SILENCE), VOICE)

    assert found == Compared(equal=50 * FRAME, begins=200, ends=200 + 50 * FRAME, first=3, last=52)
    assert found.is_exact


def test_decoding_takes_nothing_away() -> None:
    codes = side(said(range(20)))
    assert (codes_of(LINEAR[codes]) == codes).all()
    assert compare(LINEAR[codes], VOICE).is_exact


def test_our_own_decoding_is_the_archives() -> None:
    assert (LINEAR == track._LINEAR).all()


@pytest.mark.parametrize("place", [0, 1, 5, 80, 87, 159])
def test_one_wrong_sample_is_found_wherever_it_is(place: int) -> None:
    codes = side(said(range(30)))
    codes[10 * FRAME + place] ^= 0x80

    found = compare_codes(codes, VOICE)

    assert (found.wrong, found.equal, found.smoothed) == (1, 30 * FRAME - 1, 0)
    assert (found.seams, found.missing) == (0, 0)
    assert not found.is_exact


def test_a_lost_packet_is_a_seam_and_a_missing_frame() -> None:
    found = compare_codes(side(said(range(10)), SILENCE, said(range(11, 30))), VOICE)

    assert (found.missing, found.seams, found.smoothed, found.wrong) == (1, 1, FRAME, 0)
    assert found.equal == 29 * FRAME


def test_a_lost_packet_without_a_hole_is_found_too() -> None:
    found = compare_codes(side(said(range(10)), said(range(11, 30))), VOICE)

    assert (found.missing, found.seams, found.smoothed) == (1, 1, 0)


def test_what_a_jitter_buffer_bends_is_smoothed_and_not_wrong() -> None:
    bent = bytearray(VOICE.frame(10))
    bent[120:] = bytes(40)
    found = compare_codes(side(said(range(10)), bytes(bent), bytes(80), said(range(12, 30))), VOICE)

    assert (found.wrong, found.smoothed, found.seams, found.missing) == (0, 120, 1, 1)


def test_a_frame_that_comes_twice_is_found() -> None:
    found = compare_codes(side(said(range(10)), said([9]), said(range(10, 20))), VOICE)

    assert (found.repeated, found.missing, found.seams) == (1, 0, 1)


@pytest.mark.parametrize("codes", [side(), side(SILENCE * 5), side(said(range(20), OTHER))])
def test_a_voice_that_is_not_there_is_not_found(codes: Codes) -> None:
    found = compare_codes(codes, VOICE)
    assert not found.is_there
    assert not found.is_exact


def test_a_side_that_ends_in_the_middle_of_a_frame_ends_with_the_one_before() -> None:
    found = compare_codes(side(said(range(10)), VOICE.frame(10)[:100]), VOICE)
    assert (found.last, found.is_exact) == (9, True)


@pytest.mark.parametrize("cut", range(0, FRAME, 7))
def test_whose_a_packet_is_is_known_wherever_the_stream_is_cut(cut: int) -> None:
    stream = said([70_000, 70_001])
    leg, number = whose(stream[cut : cut + FRAME]) or (-1, -1)
    assert leg == VOICE.leg
    assert number in (70_000, 70_001)


@pytest.mark.parametrize("payload", [SILENCE, b"", VOICE.frame(1)[1:], b"\x00" * FRAME])
def test_anything_else_is_nobodys(payload: bytes) -> None:
    assert whose(payload) is None
