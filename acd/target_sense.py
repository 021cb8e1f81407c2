"""Whether targets make sense: each goes one way, to what there is, and none leads in a circle."""

from collections.abc import Iterator, Mapping

from acd.configuration import Configuration, QueueProfile
from acd.ids import QueueId
from acd.targets import Target

Wrong = tuple[str, str, str]
"""Path, what is wrong, cure."""


def targets_of(queue: QueueProfile) -> Iterator[tuple[str, Target]]:
    """Every target a queue names, under the name of its rule."""
    yield "closed", queue.closed
    if isinstance(queue.closing, Target):
        yield "closing", queue.closing
    yield "emergency", queue.emergency
    if queue.join_empty is not None:
        yield "join_empty.to", queue.join_empty.to
    if queue.leave_when_empty is not None:
        yield "leave_when_empty.to", queue.leave_when_empty.to
    for number, rule in enumerate(queue.overflow):
        yield f"overflow[{number}].to", rule.to


def target_faults(configuration: Configuration) -> Iterator[Wrong]:
    """Of every target of every queue."""
    queues = frozenset(queue.id for queue in configuration.queues)
    leads: dict[QueueId, dict[QueueId, str]] = {queue.id: {} for queue in configuration.queues}
    for queue in configuration.queues:
        for rule, target in targets_of(queue):
            path = f"queues.{queue.id}.{rule}"
            yield from _alone(path, target, queues)
            if target.queue in queues:
                leads[queue.id].setdefault(target.queue, path)
        for key, target in queue.exit_keys.items():
            # A caller who presses a key goes where she wishes: that makes no circle.
            yield from _alone(f"queues.{queue.id}.exit_keys.{key}", target, queues)
    yield from _circles(leads)


def _alone(path: str, target: Target, queues: frozenset[QueueId]) -> Iterator[Wrong]:
    said = [target.queue is not None, target.callback, target.voicemail, bool(target.flow)]
    said.append(target.hang_up is not None and not (target.callback or target.voicemail))
    if sum(said) != 1:
        cure = "say one of queue, callback, voicemail, flow, hang_up"
        yield path, "a call goes one way", cure
    if target.queue is not None and target.queue not in queues:
        yield f"{path}.queue", f"no queue is called {target.queue}", "choose one of the queues"
    if target.flow and not all(target.place):
        yield f"{path}.flow", f"{target.flow} names no node", "write <flow>/<node>"


def _circles(leads: Mapping[QueueId, Mapping[QueueId, str]]) -> Iterator[Wrong]:
    """Each circle once, told at the target that closes it."""
    done: set[QueueId] = set()
    for start in leads:
        yield from _walk(start, (), leads, done)


def _walk(
    queue: QueueId,
    way: tuple[QueueId, ...],
    leads: Mapping[QueueId, Mapping[QueueId, str]],
    done: set[QueueId],
) -> Iterator[Wrong]:
    if queue in done:
        return
    for onward, path in leads[queue].items():
        if onward in (*way, queue):
            here = (*way, queue)
            circle = " > ".join((*here[here.index(onward) :], onward))
            yield f"{path}.queue", f"calls would go in a circle: {circle}", "let one end elsewhere"
        else:
            yield from _walk(onward, (*way, queue), leads, done)
    done.add(queue)
