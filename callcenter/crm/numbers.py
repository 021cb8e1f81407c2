"""Telephone numbers as callers' networks write them, brought to one form, and masked for screens.

The front door, the worker and storage ask; no number is looked up here. A number only has to be
*possible*: ranges open every month, and a caller with a strange number is still a caller.
"""

import re
from typing import Final

import phonenumbers

SHORT_UPTO: Final = 6
"""Digits of a number inside a house, or of a service number; it is kept as it is."""

_URI: Final = re.compile(r"^(?:sips?|tel):", re.IGNORECASE)
_WRITTEN: Final = re.compile(r"[\s().\-/]")
_DIALLABLE: Final = re.compile(r"^\+?[0-9]+$")
_WITHHELD: Final = frozenset({"", "anonymous", "unavailable", "restricted", "unknown", "private"})
_MOST: Final = 64


def normalise(user_part: str, default_region: str = "CN") -> str:
    """E.164 (`+8614100000317`) where that is possible, else what was sent, cleaned.

    Takes a URI's user part, a whole `sip:` or `tel:` URI, or a number as a person writes it. Empty
    for a withheld number (RFC 3323 `anonymous` and its like). Never raises.
    """
    bare = _bare(user_part)
    if bare.lower() in _WITHHELD:
        return ""
    written = _WRITTEN.sub("", bare)
    if not _DIALLABLE.match(written):
        return bare
    if not written.startswith("+") and len(written) <= SHORT_UPTO:
        return written
    return _e164(written, default_region) or written


def mask(number: str) -> str:
    """What a screen may show: `+86 141****0317`. Short and withheld numbers are no secret."""
    digits = number.lstrip("+")
    if not digits.isdigit():
        return number[:1] + "***" if number else ""
    if len(digits) <= SHORT_UPTO:
        return number
    country, national = _split(number)
    shown = 3 if len(national) >= 10 else 1
    return f"{country}{national[:shown]}****{national[-4:]}"


def _bare(user_part: str) -> str:
    """Without scheme, host and parameters (RFC 3261 §19.1, RFC 3966)."""
    text = user_part.strip().strip("<>")[:_MOST].replace("\0", "")
    return _URI.sub("", text).split("@", 1)[0].split(";", 1)[0].strip()


def _e164(written: str, region: str) -> str:
    try:
        parsed = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(parsed):
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _split(number: str) -> tuple[str, str]:
    """Country code, written `+86 `, and the rest; no code for a number that is not E.164."""
    if number.startswith("+"):
        try:
            code = str(phonenumbers.parse(number, None).country_code)
        except phonenumbers.NumberParseException:
            return "", number.lstrip("+")
        return f"+{code} ", number[1 + len(code) :]
    return "", number
