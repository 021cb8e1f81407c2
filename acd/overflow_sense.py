"""Whether rules about leaving a line make sense: a part of `acd.sense`. Targets are checked next
door, in `acd.target_sense`.
"""

from collections.abc import Iterator

from acd.configuration import Configuration, QueueProfile
from acd.overflow import MAY_COUNT, When, WhenEmpty

Wrong = tuple[str, str, str]
"""Path, what is wrong, cure."""

KEYS = frozenset("0123456789*#")
_MOST = 7200


def overflow_faults(configuration: Configuration) -> Iterator[Wrong]:
    """Of every queue."""
    for queue in configuration.queues:
        place = f"queues.{queue.id}"
        yield from _overflow(place, queue)
        for name, rule in (
            ("join_empty", queue.join_empty),
            ("leave_when_empty", queue.leave_when_empty),
        ):
            yield from _empty(f"{place}.{name}", rule)
        if queue.exit_words and not queue.exit_keys:
            cure = "name the keys, or leave the words out"
            yield f"{place}.exit_words", "there are no keys they could be about", cure
        for key in queue.exit_keys:
            if key not in KEYS:
                cure = "use one of 0-9, * and #"
                yield f"{place}.exit_keys.{key}", f"{key!r} is no key of a telephone", cure


def _overflow(place: str, queue: QueueProfile) -> Iterator[Wrong]:
    for number, rule in enumerate(queue.overflow):
        least = 0 if rule.when is When.LENGTH else 1
        if not least <= rule.over <= _MOST:
            unit = "callers" if rule.when is When.LENGTH else "s"
            path = f"{place}.overflow[{number}].over"
            yield path, f"{rule.over} {unit} makes no sense", f"use {least} to {_MOST}"


def _empty(place: str, rule: WhenEmpty | None) -> Iterator[Wrong]:
    if rule is None:
        return
    if not rule.counting:
        yield f"{place}.counting", "nobody would ever count as nobody", "name one, or no rule"
    for number, presence in enumerate(rule.counting):
        if presence not in MAY_COUNT:
            path, cure = f"{place}.counting[{number}]", f"one of: {sorted(map(str, MAY_COUNT))}"
            yield path, f"whoever is {presence} is there", cure
    if not 0 <= rule.empty_for <= _MOST:
        yield f"{place}.empty_for", f"{rule.empty_for} s makes no sense", f"use 0 to {_MOST}"
