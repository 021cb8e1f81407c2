"""How a name becomes keys of a telephone: Latin and Chinese names, in both orders."""

import pytest

from acd.ids import AgentId, SkillName
from callcenter.administration.listing import keypad_of, listing, spoken_text

pytestmark = pytest.mark.thinking

KEYS = {
    letter: key
    for key, letters in zip(
        "23456789", ("abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz"), strict=True
    )
    for letter in letters
}


def spelt(*names: str) -> set[str]:
    return {"".join(KEYS[letter] for letter in name) for name in names}


@pytest.mark.parametrize(
    ("name", "as_spelt"),
    [
        ("Lin Wei", ("linwei", "weilin")),
        ("Grace Amoah", ("graceamoah", "amoahgrace")),
        ("Maria de la Cruz", ("mariadelacruz", "delacruzmaria", "lacruzmariade", "cruzmariadela")),
        ("Anne-Marie O'Neill", ("annemarieoneill", "marieoneillanne", "oneillannemarie")),
        ("José Müller", ("josemuller", "mullerjose")),
        ("Łukasz Groß", ("lukaszgross", "grosslukasz")),
        ("Cher", ("cher",)),
        ("林伟", ("linwei", "weilin")),
        ("林知夏", ("linzhixia", "zhixialin", "linzhijia", "zhijialin")),
        ("欧阳修", ("ouyangxiu", "xiuouyang")),
        ("吕布", ("lvbu", "bulv", "lubu", "bulu")),
        ("", ()),
        ("7", ()),
    ],
)
def test_a_name_is_entered_surname_first_or_given_name_first(
    name: str, as_spelt: tuple[str, ...]
) -> None:
    assert set(keypad_of(name)) == spelt(*as_spelt)


@pytest.mark.parametrize(
    ("name", "surname_read"),
    [("单雄信", "shan"), ("曾毅", "zeng"), ("解晓东", "xie"), ("仇英", "qiu")],
)
def test_a_surname_is_found_by_its_own_reading(name: str, surname_read: str) -> None:
    (begin,) = spelt(surname_read)
    assert any(digits.startswith(begin) for digits in keypad_of(name))


def test_a_name_of_many_readings_has_not_more_than_can_be_searched() -> None:
    assert 0 < len(set(keypad_of("单重行乐调长和"))) <= 48


def test_both_names_lead_to_her_and_neither_is_in_what_is_published() -> None:
    told = listing(AgentId("1004"), {"name": "林伟", "name_en": "Grace Lin"})
    assert set(told.keypad) == spelt("linwei", "weilin", "gracelin", "lingrace")
    assert set(told.spoken) == {SkillName("mandarin"), SkillName("english")}
    assert not {"林", "伟"} & set("".join(told.spoken.values()))
    assert "race" not in "".join(told.spoken.values())


def test_another_name_is_spoken_anew_and_each_agent_has_her_own_recording() -> None:
    one, other = AgentId("1001"), AgentId("1002")
    texts = {spoken_text(one, "Lin Wei"), spoken_text(one, "Lin Yu"), spoken_text(other, "Lin Wei")}
    assert len(texts) == 3


def test_a_language_in_which_she_has_no_name_is_left_out() -> None:
    told = listing(AgentId("1001"), {"name": "", "name_en": "Lin Wei"})
    assert set(told.spoken) == {SkillName("english")}
