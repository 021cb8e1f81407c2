"""The document as a file: written, read again the same, its faults with their lines."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callcenter.administration.document import told
from callcenter.administration.file_checking import file_faults
from callcenter.administration.file_reading import FileInvalid, read_file
from callcenter.administration.file_writing import write_file
from callcenter.administration.plain import Plain, as_items
from tests.administration.houses import house

pytestmark = pytest.mark.thinking


def test_what_is_written_is_read_again_the_same() -> None:
    document = house()
    as_items(document["queues"]["flights"])["widening"] = [
        {"after": 8, "needs": [{"skill": "flight", "at_least": 1}], "also": ["hotels"]},
        {"after": 15, "needs": [], "also": []},
    ]
    as_items(document["agents"]["1002"])["places"] = {"hotels": 3}
    written = read_file(write_file(document))
    assert written.value == told(document)
    assert file_faults(written)[0] == ()


def test_each_number_is_written_with_its_unit_and_range() -> None:
    text = write_file(house())
    assert "    ring_for: 10  # s, 1 to 300, default 10\n" in text
    assert "    service_target: 0.9  # share of 1, 0 to 1, default 0.9\n" in text
    assert "    idle_since: ready  # ready | contact, default ready\n" in text
    assert '  "8001":\n    flow: main  # one of the flows\n' in text


@settings(max_examples=200, deadline=None, derandomize=True)
@given(name=st.text(max_size=12), code=st.sampled_from(["no", "on", "0801", "1e3", "null", "a-b"]))
def test_any_name_comes_back_as_it_was(name: str, code: str) -> None:
    document = house()
    document["skills"] = {code: {"name": name, "name_en": name}}
    assert as_items(read_file(write_file(document)).value)["skills"] == document["skills"]


def test_a_fault_stands_in_its_line() -> None:
    text = """\
queues:
  flights:
    name: 机票
    name_en: Flights
    ring_for: 0
    widening:
      - after: 8
        also: [ships]
  0801: {name: a, name_en: b}
"""
    written = read_file(text)
    faults, _ = file_faults(written)
    assert [(written.line(one.path), one.path, one.code) for one in reversed(faults)] == [
        (5, "queues.flights.ring_for", "out_of_range"),
        (8, "queues.flights.widening[0].also[0]", "unknown_name"),
    ]
    assert "0801" in as_items(as_items(written.value)["queues"])


def test_what_a_file_leaves_out_is_not_held_against_it() -> None:
    text = "agents: {'1001': {name: a, name_en: b, team: air, site: east, queues: [flights]}}"
    assert file_faults(read_file(text)) == ((), ())


def test_toml_says_the_same() -> None:
    text = '[queues.flights]\nname = "a"\nname_en = "b"\nring_for = 12\n[reasons.tea]\nonce = 10\n'
    written = read_file(text, toml=True)
    assert written.value == {
        "queues": {"flights": {"name": "a", "name_en": "b", "ring_for": 12}},
        "reasons": {"tea": {"once": 10}},
    }
    assert file_faults(written)[0] == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "house:\n  default_queue: a\n  default_queue: b\n",
            "line 3: default_queue stands there twice",
        ),
        ("queues: [\n", "line 2: "),
        ("queues: {a: !!python/name:os.system x}\n", "has no meaning here"),
        ("? [a]\n: 1\n", "line 1: a name must be a text"),
        ("a: &a [*a]\n", "found unconstructable recursive node|too deep"),
        ("[" * 3000, "no YAML"),
        ("a: *nothing\n", "undefined alias"),
        ('a: "\\ud800"', "no YAML"),
    ],
)
def test_no_file_gets_further_than_its_own_refusal(text: str, said: str) -> None:
    with pytest.raises(FileInvalid, match=said):
        read_file(text)


@pytest.mark.parametrize(
    ("written", "value"),
    [("10:30", "10:30"), ("2026-11-26", "2026-11-26"), ("yes", True), ("1_000", 1000), ("~", None)],
)
def test_a_value_is_what_it_looks_like(written: str, value: Plain) -> None:
    assert read_file(f"a: {written}").value == {"a": value}


@pytest.mark.parametrize("text", ["", "# nothing\n", "[]", "7", "queues: 7", "queue: {}"])
def test_a_file_that_is_no_document_says_so(text: str) -> None:
    faults, _ = file_faults(read_file(text))
    assert bool(faults) == (text.strip() not in ("", "# nothing"))
