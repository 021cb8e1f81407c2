"""The root of everything a page is shown, and a text in both of its languages."""

import msgspec


class View(msgspec.Struct, frozen=True, kw_only=True):
    """Root of everything shown."""


class Words(View, frozen=True, kw_only=True):
    """One text in both languages of the interface."""

    zh: str
    en: str
