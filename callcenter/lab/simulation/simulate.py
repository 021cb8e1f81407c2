"""`callcenter lab simulate`: several runs of a scenario, as a table of means with their intervals.

It decides what is printed; what is played and counted is in `play`, `tally` and `ideal`.
"""

from collections.abc import Callable, Sequence
from random import Random
from statistics import fmean
from typing import Final

import msgspec

from callcenter.history.staffing import Expected
from callcenter.lab.simulation.callers import callers
from callcenter.lab.simulation.conservation import Conservation
from callcenter.lab.simulation.ideal import ideal
from callcenter.lab.simulation.interval import interval
from callcenter.lab.simulation.play import play
from callcenter.lab.simulation.scenario import Scenario
from callcenter.lab.simulation.tally import Outcome

ROWS: Final = (
    ("service level (SL-4)", "service_level", "%"),
    ("answer rate", "answer_rate", "%"),
    ("abandoned", "abandons", "%"),
    ("did not get through at once", "waits", "%"),
    ("mean wait of the answered (ASA)", "asa", "s"),
    ("mean wait of all", "mean_wait", "s"),
    ("median wait of the answered", "p50", "s"),
    ("p90 wait of the answered", "p90", "s"),
    ("occupancy", "occupancy", "%"),
    ("offers for each answer", "offers_per_answer", ""),
    ("waits within the median told", "foreseen_p50", "%"),
    ("waits within the 80 % told", "foreseen_p80", "%"),
    ("median error of the wait told", "foreseen_error", "s"),
)
"""What is printed: words, the field of `Outcome`, unit."""

_HOUR: Final = 3600.0
_OF_WAITS: Final = ("service_level", "abandons", "waits", "mean_wait")
_THEORY: Final = frozenset({"service_level", "abandons", "waits", "mean_wait", "occupancy"})
"""Fields that `Expected` has too."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is played, how often, and what theory says where it knows the case."""

    scenario: Scenario
    seed: int = 1
    runs: int = 10
    theory: Expected | None = None
    alike: int = 0
    """How many agents serve the one queue, where all are alike: an ideal line plays beside it."""
    check: bool = False
    """Whether idle agents beside waiting calls, and calls out of order, are counted."""


def simulate(wanted: Wanted, say: Callable[[str], None]) -> bool:
    """Play and print; False when work was left lying, where that is checked."""
    watches = [Conservation() for _ in range(wanted.runs)]
    runs = [
        play(wanted.scenario, f"{wanted.seed}/{run}", *([watch] if wanted.check else []))
        for run, watch in enumerate(watches)
    ]
    outcomes = [run.outcome() for run in runs]
    calls = sum(outcome.offered for outcome in outcomes)
    hours = wanted.scenario.hours - wanted.scenario.warm_up
    counted = f"{calls} calls in {wanted.runs} runs of {hours:g} h"
    say(f"{counted} after {wanted.scenario.warm_up:g} h to warm up, seed {wanted.seed}")
    _table(outcomes, wanted.theory, say)
    if wanted.alike:
        _tell_gap(outcomes, [_ideal(wanted, run) for run in range(wanted.runs)], say)
    if len(wanted.scenario.queues) > 1:
        for callers in wanted.scenario.queues:
            say(f"\nqueue {callers.id}")
            _table([run.queues[callers.id].outcome(None) for run in runs], None, say)
    if wanted.check:
        _tell_violations(watches, say)
    return sum(watch.idle_beside_waiting + watch.overtaken for watch in watches) == 0


def _ideal(wanted: Wanted, run: int) -> Outcome:
    """The very calls of one run, in an ideal line."""
    [queue] = wanted.scenario.queues
    random = Random(f"{wanted.seed}/{run}/{queue.id}")
    stream = callers(queue, wanted.scenario.hours * _HOUR, random)
    rules = wanted.scenario.configuration().queues[0]
    warm_up = wanted.scenario.warm_up * _HOUR
    return ideal(stream, wanted.alike, rules.answer_within, warm_up).outcome(None)


def _tell_gap(
    outcomes: Sequence[Outcome], ideals: Sequence[Outcome], say: Callable[[str], None]
) -> None:
    """What the distributor loses against an ideal line, of the same calls."""
    say("\n| the same calls | here | in an ideal line | lost |")
    say("|---|---|---|---|")
    for words, name, unit in ROWS:
        if name not in _OF_WAITS:
            continue
        here = fmean(getattr(outcome, name) or 0.0 for outcome in outcomes)
        best = fmean(getattr(outcome, name) or 0.0 for outcome in ideals)
        lost = abs(here - best) / best if best else 0.0
        row = f"| {words} | {_words(here, unit)} {unit} | {_words(best, unit)} {unit} |"
        say(f"{row} {100 * lost:.4f} % |")


def _tell_violations(watches: Sequence[Conservation], say: Callable[[str], None]) -> None:
    offers = sum(watch.offers for watch in watches)
    idle = sum(watch.idle_beside_waiting for watch in watches)
    overtaken = sum(watch.overtaken for watch in watches)
    say(f"\nidle beside a waiting call: {idle}; out of order: {overtaken}; offers: {offers}")


def _table(
    outcomes: Sequence[Outcome], theory: Expected | None, say: Callable[[str], None]
) -> None:
    say(f"\n| what | mean | 95 % interval |{' theory |' if theory else ''}")
    say(f"|---|---|---|{'---|' if theory else ''}")
    for words, name, unit in ROWS:
        measured = [getattr(outcome, name) for outcome in outcomes]
        known = [value for value in measured if value is not None]
        if not known:
            continue
        found = interval(known)
        width = f"{_words(found.least, unit)} – {_words(found.most, unit)}"
        row = f"| {words} | {_words(found.mean, unit)} {unit} | {width} |"
        if theory is not None:
            said = _words(getattr(theory, name), unit) if name in _THEORY else ""
            row = f"{row} {said} |"
        say(row.replace("  |", " |"))


def _words(value: float, unit: str) -> str:
    if value in (float("inf"), float("-inf")):
        return "?"
    return f"{100 * value:.2f}" if unit == "%" else f"{value:.2f}"
