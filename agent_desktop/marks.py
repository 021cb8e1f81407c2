"""Where a clock or a share changes its colour."""

from agent_desktop.view import View


class Marks(View, frozen=True, kw_only=True):
    """Where a clock or a share changes its colour: one table for desk, board and report."""

    wait_warn: float = 12.0
    wait_over: float = 20.0
    """The promise T of the queue."""
    handle_warn: float = 150.0
    handle_over: float = 180.0
    hold_over: float = 45.0
    """On hold for longer, an agent is reminded of her caller; 0: never."""
    service_floor: float = 0.8
    """Below it red, from it to the target amber."""
    service_target: float = 0.9
    answer_floor: float = 0.8
    """Share answered: below it red, from it to the target amber."""
    answer_target: float = 0.9
