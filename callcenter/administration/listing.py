"""How an agent is found in the directory: the keypad's digits of her name, worked out once.

Made of her two names when a configuration is made, so that a call only compares digits. Pure; what
it gives holds no name.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from itertools import islice, product

from acd.configuration import Listing
from acd.ids import AgentId, SkillName

LANGUAGES = {"mandarin": "name", "english": "name_en"}
"""In which language each of her two names is said."""

_LETTERS = {
    letter: digit
    for digit, letters in zip(
        "23456789", ("abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz"), strict=True
    )
    for letter in letters
}
_SPELT = {"ß": "ss", "æ": "ae", "ø": "o", "ð": "d", "þ": "th", "ł": "l", "đ": "d", "ı": "i"}
"""Latin letters that are no plain one with an accent."""
_MOST_READINGS = 24
"""Of one name; a character has seldom more than two."""
_TWO_CHARACTER_SURNAMES = """
欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 东方 東方 皇甫 尉迟 尉遲 公孙 公孫 慕容 令狐 长孙 長孫 宇文 司徒
夏侯 端木 南宫 南宮 独孤 獨孤 申屠 百里 呼延 闻人 聞人 轩辕 軒轅 太史 西门 西門 澹台 澹臺 拓跋 赫连
赫連 钟离 鍾離
"""
"""Everybody else's surname is one character."""


def listing(agent: AgentId, names: Mapping[str, str]) -> Listing:
    """Of her names in the interface's languages, as `LANGUAGES` calls them; either may be empty."""
    said = {spoken: names.get(field, "").strip() for spoken, field in LANGUAGES.items()}
    keypad = dict.fromkeys(digits for name in said.values() for digits in keypad_of(name))
    return Listing(
        keypad=tuple(keypad),
        spoken={
            SkillName(spoken): spoken_text(agent, name) for spoken, name in said.items() if name
        },
    )


def spoken_text(agent: AgentId, name: str) -> str:
    """What stands for a name in words that are said: another one when the name is another."""
    return f"colleague {agent} {blake2b(name.encode(), digest_size=4).hexdigest()}"


def is_chinese(name: str) -> bool:
    """It is written in Chinese characters, at least for a part."""
    return any(map(_is_han, name))


def keypad_of(name: str) -> Iterator[str]:
    """The digits of a name, surname first and given name first, in each of its readings."""
    for reading in islice(_readings(name), _MOST_READINGS):
        for cut in range(len(reading)):
            if digits := _digits("".join((*reading[cut:], *reading[:cut]))):
                yield digits


def _readings(name: str) -> Iterator[tuple[str, ...]]:
    """Surname and given name, or the words of one that is not Chinese."""
    if not is_chinese(name):
        yield tuple(name.replace("-", " ").split())
        return
    # Imported here: nobody pays for it in whose house no such name is listed.
    from callcenter.administration.pinyin import readings

    whole = "".join(name.replace("·", " ").split())
    surname = 2 if whole[:2] in _TWO_CHARACTER_SURNAMES.split() and len(whole) > 2 else 1
    for read in product(*map(readings, whole)):
        parts = ("".join(read[:surname]), "".join(read[surname:]))
        yield tuple(part for part in parts if part)


def _digits(text: str) -> str:
    """Letters as keys; accents are left away, and all that has no key."""
    plain = "".join(_SPELT.get(letter, letter) for letter in text.casefold())
    return "".join(_LETTERS.get(one, "") for one in unicodedata.normalize("NFD", plain))


def _is_han(character: str) -> bool:
    return unicodedata.name(character, "").startswith("CJK UNIFIED IDEOGRAPH")
