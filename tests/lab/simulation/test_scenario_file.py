"""A scenario that makes no sense is refused in one line that names the place and the cure."""

from pathlib import Path

import pytest

from callcenter.errors import SettingsInvalid
from callcenter.lab.simulation.scenario_file import read

pytestmark = pytest.mark.thinking

GOOD = """
hours = 2
[[queues]]
id = "desk"
calls_per_half_hour = 10
[[agents]]
queues = ["desk"]
skills = { flight = 3 }
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "day.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_small_one_is_enough(tmp_path: Path) -> None:
    scenario = read(written(tmp_path, GOOD))
    assert scenario.configuration().queues[0].id == "desk"


@pytest.mark.parametrize(
    ("instead", "of", "said"),
    [
        ("hour = 2", "hours = 2", "the file: object contains unknown field `hour`"),
        ("hours = 0.1", "hours = 2", "warm_up: not within the hours"),
        ("hours = 'long'", "hours = 2", "hours: expected `float`, got `str`"),
        ("calls = 10", "calls_per_half_hour = 10", "queues[0]: object contains unknown field"),
        ("", "calls_per_half_hour = 10", "queues[0].calls_per_half_hour: nobody calls"),
        ("calls_per_half_hour = -1", "calls_per_half_hour = 10", "takes numbers from 0 on"),
        ("talk = { steady = 3 }\nid", "id", "queues[0].talk: object contains unknown field"),
        ("talk = {}\nid", "id", "queues[0].talk: names 0 distributions; give one of constant"),
        ("talk = { exponential = 0 }\nid", "id", "queues[0].talk: exponential takes its mean"),
        ("patience = { log_normal = [9, 0] }\nid", "id", "queues[0].patience: log_normal is"),
        ("languages = { a = 0.9, b = 0.2 }\nid", "id", "queues[0].languages: shares"),
        ("rules = { ring_four = 3 }\nid", "id", "queues[0].rules.ring_four: there is no such rule"),
        ("rules = { ring_for = 'x' }\nid", "id", "ring_for: expected `int`, got `str`"),
        (
            "rules = { needs = [{ skill = 'hotel' }] }\nid",
            "id",
            "queues.desk.needs[0].skill: no skill",
        ),
        ("arrivals = [3]\nid", "id", "queues[0].arrivals: given beside"),
        ("queues = ['chairs']", 'queues = ["desk"]', "agents[0].queues: there is no queue chairs"),
        ("count = 0\nskills", "skills", "agents[0].count: at least 1"),
        ("shifts = [[3, 2]]\nskills", "skills", "agents[0].shifts[0]: hours from and to"),
        ("habits = { rejects = 3 }\nskills", "skills", "agents[0].habits.rejects: a share"),
        ("habits = { answer = {} }\nskills", "skills", "agents[0].habits.answer: names 0"),
        ("[[agents]]\n[[agents]]", "[[agents]]", "agents: two have the same name"),
        ("[[queues]", "[[queues]]", "is no TOML"),
    ],
)
def test_nonsense_is_named_with_its_place(tmp_path: Path, instead: str, of: str, said: str) -> None:
    path = written(tmp_path, GOOD.replace(of, instead, 1))
    with pytest.raises(SettingsInvalid) as wrong:
        read(path)
    assert str(wrong.value).startswith(f"{path}: ")
    assert said in str(wrong.value)
    assert "\n" not in str(wrong.value)


def test_recorded_values_come_from_files_beside_it(tmp_path: Path) -> None:
    (tmp_path / "calls.txt").write_text("30\n10.5\n", encoding="utf-8")
    text = GOOD.replace("calls_per_half_hour = 10", 'arrivals = "calls.txt"')
    assert read(written(tmp_path, text)).queues[0].arrivals == (10.5, 30.0)
    (tmp_path / "calls.txt").write_text("30\nsoon\n", encoding="utf-8")
    with pytest.raises(SettingsInvalid, match="calls.txt: .*one number of seconds in each line"):
        read(written(tmp_path, text))
    with pytest.raises(SettingsInvalid, match="cannot be read"):
        read(tmp_path / "nothing.toml")
