"""Which way a caller goes at a node that asks nothing: by a queue's hours.

Pure: what is so around the dialogue is asked once, at the moment of the decision.
"""

from acd.ids import NodeName
from ivr.flow import HoursNode
from ivr.surroundings import CLOSED, EMERGENCY, HOLIDAY, Surroundings


def by_hours(node: HoursNode, around: Surroundings) -> tuple[str, NodeName]:
    """What is so of the queue's hours, and the node for it."""
    hours = around.queue(node.queue).hours
    ways = {CLOSED: node.closed, HOLIDAY: node.holiday, EMERGENCY: node.emergency}
    return hours, (ways[hours] or node.closed) if hours in ways else node.open
