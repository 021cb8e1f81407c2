"""Words of records and catalogues: both languages there, one Chinese word per thing."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import agent_desktop
from agent_desktop.catalogue import (
    NEED_CODES,
    NEEDS,
    OUTCOMES,
    REASONS,
    RESULTS,
    need_words,
    outcome_words,
)
from agent_desktop.view import Words, words_in
from callcenter.history.call_record import Result

pytestmark = pytest.mark.thinking

REFUSED = Path(agent_desktop.__file__).parent / "ui" / "src" / "i18n" / "refused_words.json"


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("经济舱 · 2 人 / Economy · 2", "经济舱 · 2 人", "Economy · 2"),
        ("退款 / 改签 / Refund", "退款 / 改签", "Refund"),
        ("22 / 20 s", "22 / 20 s", "22 / 20 s"),
        ("机票 / 酒店", "机票 / 酒店", "机票 / 酒店"),
        ("Change to an earlier flight", "Change to an earlier flight", None),
        ("云帆科技 · 赵琳", "云帆科技 · 赵琳", None),
        ("", "", ""),
    ],
)
def test_text_of_a_record(text: str, zh: str, en: str | None) -> None:
    assert words_in(text) == Words(zh=zh, en=zh if en is None else en)


def test_needs_and_outcomes_by_code() -> None:
    assert need_words("booking.flight") == Words(zh="预订 · 机票", en="Booking · Flight")
    assert need_words("complaint") == Words(zh="投诉", en="Complaint")
    assert [need_words(one) for one in ("", "flights", "booking.moon")] == [None, None, None]
    assert outcome_words("order_placed") == Words(zh="已下单", en="Order placed")
    assert outcome_words("short_abandoned") == Words(zh="短时放弃", en="Short abandon")
    assert outcome_words("") is None
    assert all(need_words(code) for code in NEED_CODES)
    assert set(RESULTS) == {*Result, "reached", "not_reached"}


def every_word() -> Iterator[Words]:
    """All the catalogue holds."""
    yield from (one.words for one in (*REASONS, *NEEDS, *OUTCOMES))
    yield from (kind.words for one in NEEDS for kind in one.kinds)
    yield from RESULTS.values()


def test_one_chinese_word_per_thing() -> None:
    refused = json.loads(REFUSED.read_text(encoding="utf-8"))
    assert "座席" in refused
    for words in every_word():
        assert words.zh
        assert words.en
        assert not [one for one in refused if one in words.zh]
