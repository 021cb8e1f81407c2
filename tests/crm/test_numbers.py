"""Numbers in every form a network or a person writes them."""

from __future__ import annotations

import pytest

from callcenter.crm.numbers import mask, normalise

pytestmark = pytest.mark.thinking


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("+8614100000317", "+8614100000317"),
        ("14100000317", "+8614100000317"),
        ("008614100000317", "+8614100000317"),
        ("sip:+8614100000317@127.0.0.1", "+8614100000317"),
        ("<sip:14100000317@127.0.0.1:5080;user=phone>", "+8614100000317"),
        ("tel:+86-141-0000-0317", "+8614100000317"),
        ("tel:+8614100000317;phone-context=example.com", "+8614100000317"),
        ("141 0000 0317", "+8614100000317"),
        ("+447700900123", "+447700900123"),
        ("00447700900123", "+447700900123"),
        ("+1 (202) 555-0143", "+12025550143"),
        ("+862155550123", "+862155550123"),
        ("1001", "1001"),
        ("95511", "95511"),
        ("maria", "maria"),
        ("anonymous", ""),
        ("Anonymous", ""),
        ("sip:anonymous@anonymous.invalid", ""),
        ("", ""),
        ("+", "+"),
        ("+999999999999999999999", "+999999999999999999999"),
        ("７７", "７７"),
        ("a\0b", "ab"),
    ],
)
def test_one_form_for_each_number(sent: str, kept: str) -> None:
    assert normalise(sent) == kept
    assert normalise(kept) == kept


def test_the_region_decides_about_national_numbers() -> None:
    assert normalise("07700900123", "GB") == "+447700900123"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+8614100000317", "+86 141****0317"),
        ("+447700900123", "+44 770****0123"),
        ("+12025550143", "+1 202****0143"),
        ("1001", "1001"),
        ("maria", "m***"),
        ("", ""),
        ("02155550123", "021****0123"),
        ("5550123", "5****0123"),
    ],
)
def test_a_screen_never_shows_a_whole_number(number: str, shown: str) -> None:
    assert mask(number) == shown
