"""Whether a file makes sense by itself, without the house it is meant for.

What it leaves out is not known here, so what names it is not held against it.
"""

from callcenter.administration.document import Document, Edit, edited, normal
from callcenter.administration.faults import Fault
from callcenter.administration.file_reading import Written
from callcenter.administration.plain import as_items
from callcenter.administration.plan import misplaced
from callcenter.administration.sections import SECTIONS
from callcenter.administration.sense import document_faults, warnings


def file_faults(written: Written) -> tuple[tuple[Fault, ...], tuple[Fault, ...]]:
    """Faults and warnings of what a file says."""
    edit = Edit(value=written.value)
    if wrong := tuple(misplaced(edit)):
        return wrong, ()
    nothing: Document = {name: {} for name in SECTIONS}
    given = edited(nothing, edit)
    after = normal(given, nothing)
    there = frozenset(as_items(written.value))
    faults = document_faults(given, after, None, there)
    odd = tuple(warnings(after)) if there >= {"queues", "agents"} else ()
    return faults, odd
