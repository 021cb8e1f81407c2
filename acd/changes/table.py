"""The shape of a table of changes: what each kind of fact, or of deadline, alters."""

from collections.abc import Callable
from typing import Any

from acd.step import DeadlineReached, Fact

FactChanges = dict[type[Fact], Callable[[Any], None]]

DeadlineChanges = dict[str, Callable[[str, DeadlineReached], None]]
"""By the kind in the deadline's id, `<kind>:<name>`; the name is handed on."""
