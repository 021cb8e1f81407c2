"""`callcenter flow check` and `try`: a flow is read and walked without a centre."""

from pathlib import Path
from typing import Final

import pytest
from typer.testing import CliRunner

from callcenter.cli import app
from callcenter.errors import SettingsInvalid
from callcenter.flow_given import given
from callcenter.flow_verbs import Walk, flow_of, problems, try_with

pytestmark = pytest.mark.thinking

MAIN: Final = Path(__file__).resolve().parent.parent / "ivr" / "flows" / "main.yaml"
ROUND: Final = """\
flow: round
languages: [english]
start: one
default_queue: flights
nodes:
  one:
    language: english
    next: menu
  menu:
    menu: {english: Press 1.}
    keys: {1: menu, 2: back, 3: agent, 4: booking, 5: hours, 6: who, 7: ask, 8: late}
    retries: 1
    patience: 3
    otherwise: away
  back:
    callback: flights
    say: {english: We call you.}
    otherwise: away
  late:
    voicemail: flights
    say: {english: Speak now.}
    seconds: 45
    otherwise: away
  agent:
    queue: flights
  hours:
    hours: flights
    open: agent
    closed: away
  who:
    branch:
      - {tier: gold, travels_soon: true, dialled: "8001", next: agent}
      - {queue: flights, waiting_at_least: 2, next: agent}
      - {queue: flights, nobody_there: true, next: agent}
    otherwise: away
  booking:
    collect: {english: Your number.}
    variable: booking
    min_digits: 2
    max_digits: 4
    next: agent
    otherwise: away
  ask:
    request: https://orders.example.com/status
    give: {number: dialled}
    take: {status: order.status}
    say: {english: One moment.}
    ok: tell
    failed: away
  tell:
    say: {english: "It is {status}."}
    next: away
  away:
    hang_up: {english: Goodbye.}
"""


def walked(file: Path, keys: str, *, withheld: bool = False, so: str = "") -> list[str]:
    told: list[str] = []
    walk = Walk(flow_of(file), told.append, withheld=withheld, given=given(so.split()))
    try_with(walk, keys)
    return told


ASKED: Final = "POST https://orders.example.com/status number=8001"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ('{"order": {"status": "paid"}}', ["  = status: paid", "  = ok", "tell"]),
        ('{"order": {}}', ["  = value_missing", "  = failed", "away"]),
        ("<html>", ["  = unreadable", "  = failed", "away"]),
        ("", ["  = too_late", "  = failed", "away"]),
    ],
)
def test_who_tries_a_flow_answers_for_the_web_service(
    round_about: Path, answer: str, told: list[str]
) -> None:
    said: list[str] = []
    asked: list[str] = []

    def answering(what: str) -> str:
        asked.append(what)
        return answer

    walk = Walk(
        flow_of(round_about), said.append, given=given(["dialled=8001"]), answering=answering
    )
    assert try_with(walk, "7")
    assert asked == [ASKED]
    at = said.index("ask   [ok tell; failed away]")
    assert said[at + 1 : at + 5] == ["    english   One moment.", *told]


def test_an_answer_is_given_on_the_command_line_or_typed(round_about: Path) -> None:
    answer = '{"order": {"status": "paid"}}'
    command = ["flow", "try", str(round_about), "--given", "dialled=8001"]
    at_once = CliRunner().invoke(app, [*command, "--keys", "7", "--answer", answer])
    typed = CliRunner().invoke(app, command, input=f"7\n{answer}\n")
    for result in (at_once, typed):
        assert result.exit_code == 0
        assert f"    {ASKED}" in result.output
        assert "  = status: paid" in result.output


def nodes(told: list[str]) -> list[str]:
    return [line.split()[0] for line in told if not line.startswith((" ", "→"))]


@pytest.fixture
def round_about(tmp_path: Path) -> Path:
    file = tmp_path / "round.yaml"
    file.write_text(ROUND, encoding="utf-8")
    return file


def test_a_caller_hears_every_word_on_the_way_to_a_queue() -> None:
    told = walked(MAIN, "2.3")
    assert nodes(told) == ["welcome", "language", "in_english", "notice", "menu", "hotels"]
    assert "    english   Welcome to Qinglu Travel." in told
    assert told[-1] == "→ queue hotels · language english"


def test_after_a_language_is_chosen_words_are_in_that_one_only() -> None:
    told = walked(MAIN, "1.")
    chosen = told.index("  = mandarin")
    assert any(line.startswith("    english") for line in told[:chosen])
    assert not any(line.startswith("    english") for line in told[chosen:])


def test_who_declines_is_not_recorded() -> None:
    assert walked(MAIN, "281")[-1] == "→ queue flights · language english · not recorded"


def test_a_key_pressed_into_words_that_must_be_heard_is_kept_for_the_next_menu() -> None:
    told = walked(MAIN, "23")
    assert told[-1] == "→ queue hotels · language english"


def test_who_never_presses_a_key_goes_where_the_menu_says(round_about: Path) -> None:
    told = walked(round_about, "..")
    assert nodes(told) == ["one", "menu", "menu", "away"]
    assert told[-1] == "→ hang up · language english"


def test_a_circle_ends_at_the_step_budget(round_about: Path) -> None:
    told = walked(round_about, "1" * 200)
    assert told[-1] == "→ queue flights · language english · because: budget"


@pytest.mark.parametrize(
    ("withheld", "way"),
    [(False, ["one", "menu", "back"]), (True, ["one", "menu", "back", "away"])],
)
def test_who_withholds_the_number_cannot_be_called_back(
    round_about: Path, withheld: bool, way: list[str]
) -> None:
    told = walked(round_about, "2", withheld=withheld)
    assert nodes(told) == way
    assert ("  = is called back by flights" in told) is not withheld


def test_a_message_is_an_end_with_words_of_its_own(round_about: Path) -> None:
    told = walked(round_about, "8")
    assert told[-3:] == [
        "  = leaves a message for flights, up to 45 s",
        "    english   Speak now.",
        "→ message · language english",
    ]


@pytest.mark.parametrize(
    ("keys", "digits"), [("4123#", 3), ("412.", 2), ("41234.", 4), ("4..12#", 2)]
)
def test_digits_are_entered_key_by_key(round_about: Path, keys: str, digits: int) -> None:
    told = walked(round_about, keys)
    assert "booking   [2-4 digits and #; else away]" in told
    assert f"  = booking: {digits} digits" in told
    assert told[-1] == "→ queue flights · language english"


DIRECTORY: Final = """\
flow: find
languages: [english]
start: find
default_queue: flights
nodes:
  find:
    directory: {english: Whom do you want}
    queue: flights
    absent: away
    otherwise: away
  away: {hang_up: true}
"""
LISTED: Final = ("colleague=1001 林知夏", "colleague=1004 Grace Amoah", "away=1004")


@pytest.mark.parametrize(
    ("keys", "end"),
    [
        ("1001", "→ queue flights · no language · for 1001 alone, 20 s"),
        ("546#1", "→ queue flights · no language · for 1001 alone, 20 s"),
        ("266#1", "→ hang up · no language"),
        ("7#..", "→ hang up · no language"),
    ],
)
def test_colleagues_are_listed_as_they_are_given(tmp_path: Path, keys: str, end: str) -> None:
    file = tmp_path / "find.yaml"
    file.write_text(DIRECTORY, encoding="utf-8")
    told: list[str] = []
    assert try_with(Walk(flow_of(file), told.append, given=given(LISTED)), keys)
    assert told[0] == "find   [number or name; absent away; else away]"
    assert told[-1] == end


def test_a_colleague_is_given_with_number_and_name() -> None:
    for wrong in ("colleague=1001", "colleague= ", "away=", "away=1 2"):
        with pytest.raises(SettingsInvalid, match="--given takes .*colleague="):
            given((wrong,))


@pytest.mark.parametrize(
    ("so", "by", "end"),
    [
        ("", "open", "→ queue flights · language english"),
        ("hours=closed", "closed", "→ hang up · language english"),
        ("hours=emergency", "emergency", "→ hang up · language english"),
    ],
)
def test_hours_are_as_they_are_given(round_about: Path, so: str, by: str, end: str) -> None:
    told = walked(round_about, "5", so=so)
    assert told[-3:] == [f"  = {by}", told[-2], end]


@pytest.mark.parametrize(
    ("so", "by"),
    [
        ("", "otherwise"),
        ("tier=gold travels_soon=yes", "otherwise"),
        ("tier=gold travels_soon=yes dialled=8001", "condition 1"),
        ("waiting=2", "condition 2"),
        ("staffed=0", "condition 3"),
    ],
)
def test_conditions_hold_as_they_are_given(round_about: Path, so: str, by: str) -> None:
    assert f"  = {by}" in walked(round_about, "6", so=so)


@pytest.mark.parametrize("so", ["hours=never", "weather=fine", "hours", "waiting=few", "tier="])
def test_what_cannot_be_given_is_said(so: str) -> None:
    ran = CliRunner().invoke(app, ["flow", "try", str(MAIN), "--given", so])
    assert isinstance(ran.exception, SettingsInvalid)
    assert f"not {so}" in str(ran.exception)


def test_keys_that_do_not_lead_to_an_end_leave_it_waiting() -> None:
    ran = CliRunner().invoke(app, ["flow", "try", str(MAIN), "--keys", "2"])
    assert ran.exit_code == 0
    assert ran.output.splitlines()[-1] == "… waits for a key"


def test_in_a_terminal_it_asks_for_each_key() -> None:
    ran = CliRunner().invoke(app, ["flow", "try", str(MAIN)], input="2\nx\n\n5\n")
    assert ran.exit_code == 0
    assert ran.output.splitlines()[-1] == "→ queue complaints · language english"


def test_every_problem_of_a_file_is_named(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(ROUND.replace("next: menu", "next: nowhere"), encoding="utf-8")
    assert problems(MAIN) == []
    assert any("nowhere" in problem for problem in problems(wrong))
    for verb in ("check", "try", "draw"):
        assert CliRunner().invoke(app, ["flow", verb, str(wrong)]).exit_code == 2


def test_what_is_no_key_and_what_is_no_file_is_said(tmp_path: Path) -> None:
    ran = CliRunner().invoke(app, ["flow", "try", str(MAIN), "--keys", "2a"])
    assert isinstance(ran.exception, SettingsInvalid)
    with pytest.raises(SettingsInvalid, match="name a flow file"):
        flow_of(tmp_path / "missing.yaml")


def test_a_picture_goes_into_a_file_or_is_printed(tmp_path: Path) -> None:
    out = tmp_path / "main.svg"
    ran = CliRunner().invoke(app, ["flow", "draw", str(MAIN), "--out", str(out)])
    assert (ran.exit_code, ran.output) == (0, "")
    drawn = out.read_text(encoding="utf-8")
    assert drawn.startswith("<svg")
    assert "机票预订" in drawn
    assert CliRunner().invoke(app, ["flow", "draw", str(MAIN)]).output.strip() == drawn.strip()
    nowhere = ["flow", "draw", str(MAIN), "--out", str(tmp_path / "no" / "main.svg")]
    assert isinstance(CliRunner().invoke(app, nowhere).exception, SettingsInvalid)
