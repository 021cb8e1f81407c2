"""What can be said, and under which name its audio is kept."""

import pytest

from ivr.flow_file import MAIN_FLOW, read
from ivr.prompts import every_text, prompt_key
from ivr.words import (
    LANGUAGES,
    comfort_texts,
    every_fixed_text,
    minutes_of,
    place_texts,
    please_hold_texts,
    work_number_texts,
)

pytestmark = pytest.mark.thinking


def test_key_is_short_stable_and_different_for_everything_that_differs() -> None:
    key = prompt_key("english", "Hello.")
    assert key == "783415b3f9f661aa2e941e4d71924fba53991776"
    others = {
        prompt_key("mandarin", "Hello."),
        prompt_key("english", "Hello"),
        prompt_key("english", "Hello.", voice="own"),
        prompt_key("englishH", "ello."),
        prompt_key("english", "您好。"),
    }
    assert len(others | {key}) == 6


def test_every_text_of_the_main_flow_once() -> None:
    texts = list(every_text(read(MAIN_FLOW.read_text(encoding="utf-8"))))
    assert len(set(texts)) == len(texts)
    assert ("english", "Welcome to Qinglu Travel.") in texts
    assert ("mandarin", "没有这个选项，请再选一次。") in texts
    assert ("mandarin", "正在为您转接人工服务。") in texts
    assert {language for language, _ in texts} == set(LANGUAGES)


@pytest.mark.parametrize(
    ("ahead", "minutes", "mandarin", "english"),
    [
        (0, 3, ["您是下一位，请不要挂机。"], ["You are next. Please stay on the line."]),
        (1, None, ["您前面还有 1 位。"], ["There is one caller ahead of you."]),
        (
            3,
            2,
            ["您前面还有 3 位。", "大约需要等待 2 分钟。"],
            ["There are 3 callers ahead of you.", "The wait is about 2 minutes."],
        ),
        (
            30,
            1,
            ["您前面还有 30 位。", "大约需要等待 1 分钟。"],
            ["There are 30 callers ahead of you.", "The wait is about 1 minute."],
        ),
        (
            200,
            90,
            ["您前面还有 30 多位。", "等待时间可能超过 15 分钟。"],
            [
                "There are more than 30 callers ahead of you.",
                "The wait may be more than 15 minutes.",
            ],
        ),
    ],
)
def test_place_in_line(
    ahead: int, minutes: int | None, mandarin: list[str], english: list[str]
) -> None:
    in_mandarin = tuple(("mandarin", text) for text in mandarin)
    in_english = tuple(("english", text) for text in english)
    assert place_texts("mandarin", ahead, minutes) == in_mandarin
    assert place_texts("english", ahead, minutes) == in_english
    assert place_texts("", ahead, minutes) == in_mandarin + in_english


@pytest.mark.parametrize(
    ("wait", "minutes"), [(None, None), (0, 1), (1, 1), (60, 1), (61, 2), (600, 10)]
)
def test_minutes_are_rounded_up(wait: int | None, minutes: int | None) -> None:
    assert minutes_of(wait) == minutes


def test_work_number_is_said_digit_by_digit() -> None:
    said = [text for _, text in work_number_texts("english", "1004")]
    assert said == ["Agent", "1", "0", "0", "4", "is with you."]
    assert [text for _, text in work_number_texts("mandarin", "1004")][0] == "工号"


def test_everything_that_can_be_said_is_in_the_list_for_the_cache() -> None:
    cached = list(every_fixed_text())
    assert len(set(cached)) == len(cached)
    for language in (*LANGUAGES, ""):
        said = [*comfort_texts(language), *please_hold_texts(language)]
        said += work_number_texts(language, "1234567890")
        for ahead in range(40):
            for minutes in (None, *range(20)):
                said += place_texts(language, ahead, minutes)
        assert set(said) <= set(cached)
