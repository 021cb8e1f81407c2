"""A load's outcome as tables for a terminal, which are Markdown too. Pure."""

from collections.abc import Iterator

from callcenter.lab.load.figures import Figure
from callcenter.lab.load.outcome import Costing, Happened, Kept, Outcome, Packets, Times

FAULTS_SHOWN = 10


def lines(outcome: Outcome) -> Iterator[str]:
    """One after the other."""
    yield from _happened(outcome.happened)
    yield ""
    yield from _times(outcome.times)
    yield ""
    yield _packets(outcome.packets)
    yield from _kept(outcome.kept)
    yield ""
    yield from _costing(outcome.costing)
    yield ""
    yield "all well" if outcome.is_well else _verdict(outcome)


def _verdict(outcome: Outcome) -> str:
    lost = outcome.happened.attempted - outcome.happened.well
    wrong = outcome.kept.wanted - outcome.kept.right
    return f"{lost} calls lost, {wrong} recordings wrong"


def _happened(told: Happened) -> Iterator[str]:
    yield (
        f"{told.attempted} calls: {told.answered} answered, {told.connected} connected, "
        f"{told.well} as planned; SEER {told.seer:g} %; {told.repeated} SIP messages repeated"
    )
    for why, count in told.others.items():
        yield f"  {count}: {why}"


def _times(told: Times) -> Iterator[str]:
    yield "| what | p50 | p95 | p99 | most | n |"
    yield "|---|---|---|---|---|---|"
    yield _row("INVITE → 100", told.trying)
    yield _row("INVITE → 200", told.answered)
    yield _row("200 → first RTP", told.first_sound)
    yield _row("INVITE → the agent's phone rings", told.rang)
    yield _row("the phone's 200 → both hear each other", told.joined)
    yield _row("offer → both hear each other, less the ringing", told.offered)
    yield _row("RTP packet → the next one", told.gaps)
    yield _row("a packet of our own is late by", told.our_lateness)


def _row(what: str, told: Figure) -> str:
    if not told.count:
        return f"| {what} | – | – | – | – | 0 |"
    numbers = (told.p50, told.p95, told.p99, told.most)
    return f"| {what} | {' | '.join(f'{_words(one)} ms' for one in numbers)} | {told.count} |"


def _words(value: float) -> str:
    """Three digits that matter."""
    if value >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _packets(told: Packets) -> str:
    late = told.late / told.received * 100 if told.received else 0.0
    return (
        f"RTP towards the phones: {told.received} packets came, {told.lost} lost, {told.late} "
        f"({late:.3f} %) more than 60 ms after the one before"
    )


def _kept(told: Kept) -> Iterator[str]:
    yield (
        f"recordings: {told.there} of {told.wanted} there, {told.right} right, "
        f"{told.exact} without a single seam"
    )
    whole = told.equal + told.wrong + told.smoothed
    share = told.equal / whole * 100 if whole else 0.0
    yield (
        f"  samples of both voices: {told.equal} as said ({share:.3f} %), {told.wrong} wrong, "
        f"{told.smoothed} made up at {told.seams} seams of jitter buffers"
    )
    yield f"  a voice begins {told.late:g} s late at most, and ends {told.early:g} s early"
    for call, faults in list(told.faults.items())[:FAULTS_SHOWN]:
        yield f"  call {call}: {'; '.join(faults)}"
    if len(told.faults) > FAULTS_SHOWN:
        yield f"  and {len(told.faults) - FAULTS_SHOWN} more"


def _costing(told: Costing) -> Iterator[str]:
    yield f"| process | CPU in {told.seconds:g} s | memory (PSS) | how many |"
    yield "|---|---|---|---|"
    for kind, cost in told.processes.items():
        yield f"| {kind} | {cost.cpu:.2f} s | {cost.memory:.1f} MB | {cost.processes} |"
    yield ""
    yield (
        f"the centre: {told.cores:.2f} cores, {told.core_per_call:.2f} % of a core for each call "
        f"that is up, {told.line_memory:.1f} MB for each line at {told.at_most} conversations"
    )
    yield f"the phones of the load: {told.generator:.2f} cores; load before: {told.load_before:g}"
