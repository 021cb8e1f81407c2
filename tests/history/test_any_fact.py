"""Every kind of fact there is, in any order: the fold never fails and the figures always add up."""

from datetime import UTC, datetime, timedelta
from enum import Enum
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acd.step import Fact
from callcenter.facts import FACTS
from callcenter.history.call_fold import fold_all
from callcenter.history.figures import day_figures
from callcenter.history.intervals import worked

pytestmark = pytest.mark.thinking

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
INSTANTS = st.integers(0, 5000).map(lambda tenths: NOON + timedelta(seconds=tenths / 10))
_PLAIN: dict[object, st.SearchStrategy[object]] = {
    datetime: INSTANTS,
    str: st.sampled_from(["a", "a.1", "a.2", "b", "declined", ""]),
    float: st.floats(0, 500),
    int: st.integers(0, 9),
    bool: st.booleans(),
    bytes: st.just(b""),
    tuple: st.just(()),
    dict: st.just({}),
}


def _values(kind: Any) -> st.SearchStrategy[Any]:
    """Anything a field of this type may hold; collections are empty."""
    kind = getattr(kind, "__supertype__", kind)
    known = _PLAIN.get(get_origin(kind) or kind)
    if known is not None:
        return known
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(kind)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return _built(kind)
    return st.one_of(*(st.none() if one is NoneType else _values(one) for one in get_args(kind)))


def _built(kind: type[Any]) -> st.SearchStrategy[Any]:
    hints = get_type_hints(kind)
    return st.builds(kind, **{name: _values(hints[name]) for name in kind.__struct_fields__})


ANY_OF: dict[type[Fact], st.SearchStrategy[Fact]] = {kind: _built(kind) for kind in FACTS}


@pytest.mark.parametrize("kind", FACTS, ids=lambda kind: kind.__name__)
def test_each_kind_alone_is_folded(kind: type[Fact]) -> None:
    @given(ANY_OF[kind])
    @settings(max_examples=10, deadline=None)
    def folded(fact: Fact) -> None:
        records = fold_all([fact])
        call = getattr(fact, "call", None)
        assert set(records) == ({call} if call else set())

    folded()


@given(st.lists(st.one_of(*ANY_OF.values()), max_size=40), INSTANTS)
@settings(max_examples=150, deadline=None)
def test_no_order_of_facts_breaks_the_figures(facts: list[Fact], as_of: datetime) -> None:
    records = list(fold_all(facts).values())
    figures = day_figures(records, as_of)
    assert figures.is_balanced
    for record in records:
        assert min(record.talk, record.hold, record.wrap_up, record.paused) >= 0
        assert record.waited is None or record.waited >= 0
    spent = worked(records, NOON, as_of)
    assert min(spent.waiting, spent.hold, spent.wrap_up) >= 0
