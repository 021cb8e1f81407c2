"""What an edit of the settings comes to: its faults with their paths, its warnings, its changes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callcenter.administration.document import Edit, told
from callcenter.administration.faults import Change
from callcenter.administration.plain import Plain, as_items
from callcenter.administration.plan import Uses, plan
from callcenter.administration.sections import SECTIONS, THE_HOUSE
from tests.administration.houses import AGENT, NAMES, USES, house, put, remove

pytestmark = pytest.mark.thinking

FAULTS: list[tuple[str, str, Plain, str, str]] = [
    # section, item, value, path, code
    ("queues", "flights", {**NAMES, "ring_for": 0}, "ring_for", "out_of_range"),
    ("queues", "flights", {**NAMES, "ring_for": "10"}, "ring_for", "wrong_type"),
    ("queues", "flights", {**NAMES, "ring_for": True}, "ring_for", "wrong_type"),
    ("queues", "flights", {**NAMES, "ring_at_once": 9}, "ring_at_once", "out_of_range"),
    ("queues", "flights", {**NAMES, "service_target": 1.5}, "service_target", "out_of_range"),
    ("queues", "flights", {**NAMES, "luck": 7}, "luck", "unknown_field"),
    ("queues", "flights", {**NAMES, "spoken_name": {}}, "spoken_name", "unknown_field"),
    ("queues", "flights", {"name": "名"}, "name_en", "missing"),
    ("queues", "flights", {**NAMES, "name": ""}, "name", "missing"),
    ("queues", "flights", {**NAMES, "name": "a\0b"}, "name", "wrong_type"),
    ("queues", "flights", {**NAMES, "name": "\ud800"}, "name", "wrong_type"),
    ("queues", "flights", {**NAMES, "strategy": "loudest"}, "strategy", "no_such_choice"),
    ("queues", "flights", {**NAMES, "needs": 3}, "needs", "wrong_type"),
    ("queues", "flights", {**NAMES, "needs": [{"skill": "x"}]}, "needs[0].skill", "unknown_name"),
    (
        "queues",
        "flights",
        {**NAMES, "needs": [{"skill": "flight"}, {"skill": "flight"}]},
        "needs[1].skill",
        "twice",
    ),
    (
        "queues",
        "flights",
        {**NAMES, "widening": [{"after": 5, "also": ["ships"]}]},
        "widening[0].also[0]",
        "unknown_name",
    ),
    (
        "queues",
        "flights",
        {**NAMES, "widening": [{"after": 5, "also": [], "onward": 1}]},
        "widening[0].onward",
        "unknown_field",
    ),
    (
        "queues",
        "flights",
        {**NAMES, "widening": [{"after": 8}, {"after": 8}]},
        "widening[1].after",
        "makes_no_sense",
    ),
    (
        "queues",
        "flights",
        {**NAMES, "after_offer": {"expired": {"then": "pause", "seconds": 0}}},
        "after_offer.expired.seconds",
        "makes_no_sense",
    ),
    ("queues", "flights", {**NAMES, "calendar": "moon"}, "calendar", "unknown_name"),
    ("queues", "flights", {**NAMES, "closed": {"queue": "ships"}}, "closed.queue", "unknown_name"),
    (
        "queues",
        "flights",
        {**NAMES, "overflow": [{"when": "waited", "over": 60, "to": {"queue": "ships"}}]},
        "overflow[0].to.queue",
        "unknown_name",
    ),
    (
        "queues",
        "flights",
        {**NAMES, "overflow": [{"when": "bored", "over": -1, "to": {}}]},
        "overflow[0].when",
        "no_such_choice",
    ),
    ("queues", "flights", {**NAMES, "closing": "never"}, "closing", "no_such_choice"),
    ("queues", "flights", {**NAMES, "closing": {"queue": 7}}, "closing.queue", "wrong_type"),
    ("calendars", "office", {"week": {"moonday": []}}, "week.moonday", "no_such_choice"),
    ("calendars", "office", {"week": {"monday": ["9-25"]}}, "week.monday[0]", "makes_no_sense"),
    ("calendars", "office", {"days": {"soon": {}}}, "days.soon", "wrong_type"),
    ("calendars", "office", {"week": {}}, "", "makes_no_sense"),
    ("calendars", "office", {"week": {"monday": []}}, "", "makes_no_sense"),
    ("numbers", "8001", {"flow": "main", "priority": 99}, "priority", "out_of_range"),
    ("agents", "1001", {**AGENT, "queues": ["ships"]}, "queues[0]", "unknown_name"),
    ("agents", "1001", {**AGENT, "queues": ["hotels", "hotels"]}, "queues[1]", "twice"),
    ("agents", "1001", {**AGENT, "skills": {"sail": 3}}, "skills.sail", "unknown_name"),
    ("agents", "1001", {**AGENT, "skills": {"flight": 6}}, "skills.flight", "out_of_range"),
    ("agents", "1001", {**AGENT, "places": {"hotels": 1}}, "places.hotels", "makes_no_sense"),
    ("agents", "1001", {**AGENT, "device": "sip:x y"}, "device", "wrong_type"),
    ("agents", "1001", {**AGENT, "capacity": {"voice": 2}}, "capacity.voice", "out_of_range"),
    ("agents", "1001", {**AGENT, "team": "sea"}, "team", "unknown_name"),
    ("agents", "1001", {**NAMES, "site": "east"}, "team", "missing"),
    ("agents", "1001", {**AGENT, "team": ""}, "team", "missing"),
    ("agents", "10 01", AGENT, "", "wrong_id"),
    ("teams", "air", {**NAMES, "site": "east", "leader": "77"}, "leader", "unknown_name"),
    (
        "teams",
        "air",
        {**NAMES, "site": "east", "breaks": {"most": -1}},
        "breaks.most",
        "out_of_range",
    ),
    ("reasons", "lost", {}, "code", "makes_no_sense"),
    ("numbers", "8009", {"flow": "other"}, "flow", "unknown_name"),
    ("numbers", "80x", {"flow": "main"}, "", "wrong_id"),
    ("queues", "flights", 7, "", "wrong_type"),
]


@pytest.mark.parametrize(("section", "item", "value", "path", "code"), FAULTS)
def test_a_fault_has_a_path_a_code_and_a_cure(
    section: str, item: str, value: Plain, path: str, code: str
) -> None:
    planned = put(section, item, value)
    where = f"{section}.{item}" + (f".{path}" if path else "")
    assert (where, code) in [(one.path, one.code) for one in planned.faults]
    assert all(one.what for one in planned.faults)


def test_queues_that_send_calls_round_in_a_circle_are_refused() -> None:
    def sends(to: str) -> Plain:
        return {**NAMES, "overflow": [{"when": "waited", "over": 60, "to": {"queue": to}}]}

    both: Plain = {"queues": {"flights": sends("hotels"), "hotels": sends("flights")}}
    planned = plan(house(), Edit(value=both), USES)
    circles = [one for one in planned.faults if "circle" in one.what]
    assert [one.path for one in circles] == ["queues.hotels.overflow[0].to.queue"]
    assert all(one.cure for one in circles)


def test_all_faults_are_named_at_once() -> None:
    planned = put("queues", "flights", {**NAMES, "ring_for": 0, "luck": 1, "strategy": "x"})
    assert {one.path for one in planned.faults} == {
        "queues.flights.ring_for",
        "queues.flights.luck",
        "queues.flights.strategy",
    }


@pytest.mark.parametrize(
    ("field", "value", "path"),
    [
        ("default_queue", "ships", "house.default_queue"),
        ("time_zone", "Moon/Sea", "house.time_zone"),
        ("refusals", {"rejected": -1}, "house.refusals.rejected"),
    ],
)
def test_faults_of_the_house_stand_at_the_house(field: str, value: Plain, path: str) -> None:
    now = as_items(house()["house"][THE_HOUSE])
    planned = plan(house(), Edit(section="house", value={**now, field: value}), USES)
    assert [one.path for one in planned.faults] == [path]


def test_a_section_that_there_is_not_is_named() -> None:
    planned = plan(house(), Edit(value={"queue": {}, "agents": []}), USES)
    assert {one.path for one in planned.faults} == {"queue", "agents"}


def test_what_is_named_by_others_is_not_removed() -> None:
    planned = remove("queues", "flights")
    assert {(one.path, one.code) for one in planned.faults} >= {
        ("house.default_queue", "in_use"),
        ("agents.1001.queues[0]", "in_use"),
        ("agents.1002.queues[0]", "in_use"),
    }
    assert "flow main" in remove("queues", "hotels").faults[0].what
    assert [one.path for one in remove("skills", "flight").faults] == [
        "queues.flights.needs[0].skill",
        "agents.1001.skills.flight",
    ]
    assert remove("agents", "1002").faults == ()
    assert {one.path for one in remove("agents", "1001").faults} == {"teams.air.leader"}


def test_what_differs_is_told_value_by_value() -> None:
    now = as_items(house()["queues"]["flights"])
    planned = put("queues", "flights", {**now, "ring_for": 12, "needs": []})
    assert planned.changes == (
        Change(path="queues.flights.needs", old=[{"skill": "flight", "at_least": 2}], new=[]),
        Change(path="queues.flights.ring_for", old=10, new=12),
    )
    assert put("queues", "flights", now).changes == ()


def test_the_order_of_reasons_is_a_change() -> None:
    turned: Plain = dict(reversed(house()["reasons"].items()))
    planned = plan(house(), Edit(section="reasons", value=turned), USES)
    assert planned.changes == (
        Change(path="reasons", old=["break", "training"], new=["training", "break"]),
    )


def test_what_a_value_leaves_out_gets_its_default() -> None:
    after = as_items(put("queues", "ships", NAMES).after["queues"]["ships"])
    assert set(after) == {one.name for one in SECTIONS["queues"].fields}
    assert (after["ring_for"], after["strategy"]) == (10, "longest_idle")


def test_odd_things_are_warnings() -> None:
    found = {one.path: one.what for one in put("queues", "ships", NAMES).warnings}
    assert found == {"queues.ships": "nobody works for it"}
    found = {one.path: one.what for one in put("agents", "1003", AGENT).warnings}
    assert found == {"agents.1003.queues": "she works for no queue"}
    needs: Plain = [{"skill": "flight", "at_least": 5}]
    found = {
        one.path: one.what for one in put("queues", "flights", {**NAMES, "needs": needs}).warnings
    }
    assert found == {"queues.flights.needs[0]": "none of its agents can do this"}


def test_what_was_wrong_before_does_not_stop_mending_something_else() -> None:
    before = house()
    flights = as_items(before["queues"]["flights"])
    flights["ring_for"] = 9000
    planned = plan(
        before, Edit(section="queues", item="hotels", value={**NAMES, "ring_for": 8}), USES
    )
    assert planned.faults == ()
    assert "queues.flights.ring_for" in {one.path for one in planned.warnings}
    planned = plan(
        before, Edit(section="queues", item="flights", value={**flights, "ring_for": 9001}), USES
    )
    assert [one.path for one in planned.faults] == ["queues.flights.ring_for"]


def test_the_document_itself_is_without_a_fault() -> None:
    planned = plan(house(), Edit(value=dict(told(house()))), Uses())
    assert (planned.faults, planned.changes) == ((), ())


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=5)
    | st.sampled_from(["flights", "1001", "pause", "browser"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([one.name for one in SECTIONS["queues"].fields])
            | st.sampled_from([one.name for one in SECTIONS["agents"].fields])
            | st.sampled_from(["flights", "expired", "then", "seconds", "skill", "after", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(section=st.sampled_from(sorted(SECTIONS)), item=st.text(max_size=4), value=anything)
def test_no_value_whatever_breaks_the_check(section: str, item: str, value: Plain) -> None:
    key = item if not SECTIONS[section].is_sole else THE_HOUSE
    before = house()
    planned = plan(before, Edit(section=section, item=key, value=value), USES)
    assert before == house()
    if not planned.faults and key:
        assert set(as_items(planned.after[section][key])) == {
            one.name for one in SECTIONS[section].fields
        }
