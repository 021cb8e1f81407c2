"""The root of everything a page is shown, and a text in both of its languages."""

import msgspec


class View(msgspec.Struct, frozen=True, kw_only=True):
    """Root of everything shown."""


class Words(View, frozen=True, kw_only=True):
    """One text in both languages of the interface."""

    zh: str
    en: str


NAMELESS = Words(zh="", en="")

_BOTH = " / "


def words_in(text: str) -> Words:
    """A text of a record: kept as `中文 / English`, or in one language, which then is both's."""
    zh, parted, en = text.rpartition(_BOTH)
    if parted and _is_chinese(zh) and not _is_chinese(en):
        return Words(zh=zh, en=en)
    return Words(zh=text, en=text)


def _is_chinese(text: str) -> bool:
    return any("\u3400" <= letter <= "\u9fff" for letter in text)
