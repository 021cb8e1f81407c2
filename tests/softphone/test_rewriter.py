"""One stream for the whole session: three calls, three sources, no jump a browser would hear."""

import pytest

from callcenter.softphone.rewriter import HEADER, Rewriter, is_rtcp, is_rtp

pytestmark = pytest.mark.thinking


def packet(seq: int, timestamp: int, ssrc: int, marker: bool = False) -> bytes:
    second = 0x80 if marker else 0
    return HEADER.pack(0x80, second, seq & 0xFFFF, timestamp & 0xFFFFFFFF, ssrc) + b"\xff" * 160


def fields(raw: bytes) -> tuple[int, int, int, int]:
    _, second, seq, timestamp, ssrc = HEADER.unpack_from(raw)
    return second >> 7, seq, timestamp, ssrc


def test_three_calls_become_one_stream() -> None:
    rewriter = Rewriter(ssrc=7, seq=65_530, timestamp=0xFFFFFF00)
    seqs: list[int] = []
    stamps: list[int] = []
    at = 100.0
    for source, (first_seq, first_stamp) in {11: (9, 5), 12: (60_000, 1), 13: (0, 77)}.items():
        for n in range(5):
            raw = rewriter.rewrite(packet(first_seq + n, first_stamp + 160 * n, source), at)
            marker, seq, stamp, ssrc = fields(raw)
            assert ssrc == 7
            assert marker == (1 if n == 0 else 0)
            seqs.append(seq)
            stamps.append(stamp)
            at += 0.02
        at += 3.0
    assert all((b - a) & 0xFFFF == 1 for a, b in zip(seqs, seqs[1:], strict=False))
    assert all(
        0 < (b - a) & 0xFFFFFFFF < 8000 * 4 for a, b in zip(stamps, stamps[1:], strict=False)
    )


def test_a_gap_between_calls_advances_the_clock_by_its_length() -> None:
    rewriter = Rewriter(ssrc=1, seq=0, timestamp=0)
    first = fields(rewriter.rewrite(packet(1, 0, 5), 10.0))[2]
    second = fields(rewriter.rewrite(packet(1, 0, 6), 12.0))[2]
    assert second - first == 16_000


def test_order_inside_a_call_is_kept_as_it_came() -> None:
    rewriter = Rewriter(ssrc=1, seq=0, timestamp=0)
    came = [fields(rewriter.rewrite(packet(n, n * 160, 5), 1.0))[1] for n in (1, 3, 2, 4)]
    assert [seq - came[0] for seq in came] == [0, 2, 1, 3]
    following = fields(rewriter.rewrite(packet(50, 0, 6), 1.0))[1]
    assert following == max(came) + 1


@pytest.mark.parametrize(
    ("raw", "rtp", "rtcp"),
    [
        (packet(1, 1, 1), True, False),
        (b"\x80\xc8" + b"\0" * 26, False, True),
        (b"", False, False),
        (b"\x80", False, False),
        (b"\x00" * 40, False, False),
    ],
)
def test_what_is_rtp(raw: bytes, rtp: bool, rtcp: bool) -> None:
    assert is_rtp(raw) is rtp
    assert is_rtcp(raw) is rtcp
