"""`callcenter lab simulate` as a user types it."""

import pytest
from typer.testing import CliRunner

from callcenter.cli import app
from callcenter.errors import SettingsInvalid

pytestmark = pytest.mark.thinking


def lab(*arguments: str) -> str:
    """What it prints; its own errors are raised."""
    result = CliRunner().invoke(app, ["lab", *arguments], catch_exceptions=False)
    return result.output


def test_the_simple_case_is_played() -> None:
    said = lab(
        *("simulate", "--calls-per-half-hour", "20", "--agents", "4", "--patience", "60"),
        *("--hours", "2", "--runs", "2", "--seed", "3"),
    )
    assert "calls in 2 runs of 1.5 h" in said
    assert "seed 3" in said
    assert "| theory |" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "give --calls-per-half-hour and --agents"),
        (("--calls-per-half-hour", "9", "--agents", "1", "--handle", "0"), "--handle"),
        (("--calls-per-half-hour", "9", "--agents", "1", "--hours", "0.2"), "--hours"),
        (("--scenario", "nothing.toml"), "nothing.toml: cannot be read"),
    ],
)
def test_what_cannot_be_played_is_one_line(arguments: tuple[str, ...], said: str) -> None:
    with pytest.raises(SettingsInvalid) as wrong:
        lab("simulate", *arguments)
    assert said in str(wrong.value)


def test_stories_are_made_from_seeds_and_one_is_told_whole() -> None:
    assert lab("seeds", "--first", "3", "--count", "2").startswith(
        "2 stories from seed 3: 0 failed"
    )
    told = lab("seeds", "--first", "3", "--count", "1")
    assert "ConfigurationPublished" in told.splitlines()[0]
    assert "1 stories from seed 3: 0 failed" in told
