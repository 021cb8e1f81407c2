"""Which way a caller goes at a node that asks nothing: by a queue's hours, or by conditions.

Pure: what is so around the dialogue is asked once, at the moment of the decision.
"""

from acd.ids import NodeName
from ivr.dialogue import Dialogue
from ivr.flow import BranchNode, Condition, HoursNode
from ivr.leads import OTHERWISE, leads
from ivr.surroundings import CLOSED, EMERGENCY, HOLIDAY, Surroundings


def way_on(
    node: HoursNode | BranchNode, dialogue: Dialogue, around: Surroundings
) -> tuple[str, NodeName]:
    """What is so, as `BranchTaken` says it, and the node for it."""
    if isinstance(node, HoursNode):
        return _by_hours(node, around)
    for number, condition in enumerate(node.conditions, 1):
        if holds(condition, dialogue, around):
            return str(number), condition.next
    return OTHERWISE, node.otherwise


def lead_of(node: HoursNode | BranchNode, by: str) -> str:
    """What is so, as `ivr.leads` names the way for it."""
    if isinstance(node, HoursNode):
        return by if by in dict(leads(node)) else CLOSED
    return by if by == OTHERWISE else f"condition {by}"


def _by_hours(node: HoursNode, around: Surroundings) -> tuple[str, NodeName]:
    hours = around.queue(node.queue).hours
    ways = {CLOSED: node.closed, HOLIDAY: node.holiday, EMERGENCY: node.emergency}
    return hours, (ways[hours] or node.closed) if hours in ways else node.open


def holds(condition: Condition, dialogue: Dialogue, around: Surroundings) -> bool:
    """All that it names is so. What is not known, or not yet, is not so."""
    return (
        _caller(condition, dialogue, around)
        and _entered(condition, dialogue, around)
        and _queue(condition, around)
    )


def _caller(condition: Condition, dialogue: Dialogue, around: Surroundings) -> bool:
    caller = around.caller(dialogue.call)
    return (
        (not condition.dialled or caller.dialled in condition.dialled)
        and condition.withheld in (None, not dialogue.party)
        and (not condition.languages or dialogue.language in condition.languages)
        and (not condition.tiers or caller.tier in condition.tiers)
        and condition.travels_soon in (None, caller.travels_soon)
    )


def _entered(condition: Condition, dialogue: Dialogue, around: Surroundings) -> bool:
    if not condition.variable:
        return True
    known = {**around.caller(dialogue.call).brought, **dialogue.collected, **dialogue.told}
    value = known.get(condition.variable)
    if value is None:
        return False
    is_one = not condition.one_of or value in condition.one_of
    return is_one and condition.length in (None, len(value))


def _queue(condition: Condition, around: Surroundings) -> bool:
    if not condition.queue:
        return True
    queue = around.queue(condition.queue)
    there = condition.nobody_there in (None, queue.staffed == 0)
    return there and queue.waiting >= (condition.waiting_at_least or 0)
