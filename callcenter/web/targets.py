"""The targets that hold for calls of several queues together: an agent's day, the whole board.

Each queue has its own handle-time target. Of several it is their mean, weighed by their calls, so
that a long queue is not held to a short one's seconds. It must not know whose calls they are.
"""

from collections.abc import Sequence

from msgspec import structs

from agent_desktop.marks import Marks


def together(marks: Sequence[Marks], calls: Sequence[int]) -> Marks:
    """Of queues with so many calls each; all alike when there were none, the usual without a queue.

    What a mean would make meaningless, such as the promise of the answer, is the busiest queue's.
    """
    if not marks:
        return Marks()
    weights = calls if any(calls) else [1] * len(marks)
    whole = sum(weights)
    busiest = max(zip(marks, weights, strict=True), key=lambda one: one[1])[0]

    warn = sum(one.handle_warn * n for one, n in zip(marks, weights, strict=True)) / whole
    over = sum(one.handle_over * n for one, n in zip(marks, weights, strict=True)) / whole
    return structs.replace(busiest, handle_warn=float(round(warn)), handle_over=float(round(over)))
