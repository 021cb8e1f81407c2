"""What a directory says: whom it has found, which key is for whom, and why it asks again.

Cut into parts, each with audio of its own; a colleague's name is a part, and so is each digit of
her work number, which is said where two names sound alike.
"""

from collections.abc import Collection, Iterator

from acd.ids import AgentId
from ivr.colleagues import MOST_TOLD, Colleague, Colleagues
from ivr.flow import Texts

Said = tuple[tuple[str, str], ...]

STAR = "*"
NOBODY_FOUND, TOO_MANY, NO_KEY, SEARCH_AGAIN = "nobody", "too_many", "no_key", "star"
"""Why a directory asks again; the last one is the caller's wish."""

AGAIN: dict[str, Texts] = {
    NOBODY_FOUND: {
        "mandarin": "没有找到您要找的同事。",
        "english": "We did not find anybody.",
    },
    TOO_MANY: {
        "mandarin": "符合的同事较多，请接着输入后面的字母。",
        "english": "Several colleagues match. Please go on with the next letters.",
    },
    NO_KEY: {
        "mandarin": "没有听到您的按键。",
        "english": "We did not hear a key.",
    },
}
"""What is said of it."""


def choice_texts(languages: Collection[str], found: Collection[AgentId], known: Colleagues) -> Said:
    """Who was found, and which key is for whom: 1 for the only one."""
    alike = known.sound_alike(found)
    there = [one if (one := known.get(agent)) else Colleague(agent) for agent in found]
    return tuple((spoken, part) for spoken in languages for part in _choice(spoken, there, alike))


def connecting_texts(languages: Collection[str], found: Colleague, *, there: bool) -> Said:
    """To whom the caller is being connected; or that she takes no calls now."""
    before, after = (_CONNECTING, {}) if there else ({}, _NOT_THERE)
    return tuple(
        (spoken, part)
        for spoken in languages
        for part in (before.get(spoken), *_name(found, spoken), after.get(spoken))
        if part
    )


def every_directory_text(language: str) -> Iterator[str]:
    """All that the functions above can say in one language, but names and digits."""
    yield from (words[language] for words in AGAIN.values())
    for one in (_ONE_BEFORE, _ONE_AFTER, _FOR, _SEARCH_AGAIN, _CONNECTING, _NOT_THERE):
        yield one[language]
    yield from (_press(language, number) for number in range(1, MOST_TOLD + 1))


# -- the words -----------------------------------------------------------------------------------

_ONE_BEFORE = {"mandarin": "您要找的是", "english": "We found"}
_ONE_AFTER = {
    "mandarin": "接通请按 1，重新查找请按星号。",
    "english": "To be connected, press 1. To search again, press star.",
}
_FOR = {"mandarin": "找", "english": "For"}
_SEARCH_AGAIN = {"mandarin": "重新查找请按星号。", "english": "To search again, press star."}
_CONNECTING = {"mandarin": "正在为您转接", "english": "You are being connected to"}
_NOT_THERE = {
    "mandarin": "暂时无法接听，将由其他同事为您服务。",
    "english": "cannot take your call now. Somebody else will.",
}


def _press(language: str, number: int) -> str:
    return f"请按 {number}。" if language == "mandarin" else f"press {number}."


def _choice(
    language: str, found: Collection[Colleague], alike: Collection[AgentId]
) -> Iterator[str]:
    if len(found) == 1:
        yield _ONE_BEFORE[language]
        yield from (part for one in found for part in _name(one, language))
        yield _ONE_AFTER[language]
        return
    for number, one in enumerate(found, 1):
        yield _FOR[language]
        yield from _name(one, language)
        yield from one.agent if one.agent in alike and one.spoken else ()
        yield _press(language, number)
    yield _SEARCH_AGAIN[language]


def _name(colleague: Colleague, language: str) -> Iterator[str]:
    """Her name in a language, else in another of hers; her work number where she has none."""
    spoken = colleague.spoken
    if spoken:
        yield spoken.get(language) or next(iter(spoken.values()))
    else:
        yield from colleague.agent
