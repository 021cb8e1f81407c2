"""The shape of a table of decisions: what each kind of fact, or of deadline, leads to."""

from collections.abc import Callable
from typing import Any

from acd.step import DeadlineReached, Fact

Facts = tuple[Fact, ...]

FactTable = dict[type[Fact], Callable[[Any], Facts]]

DeadlineTable = dict[str, Callable[[str, DeadlineReached], Facts]]
"""By the kind in the deadline's id, `<kind>:<name>`; the name is handed on."""
