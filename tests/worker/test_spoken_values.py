"""Words about an incident become audio, and stay for as long as they may be said."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from acd.ids import CommandId
from callcenter.calls.commands import SpeakTexts
from callcenter.clock import now
from callcenter.errors import Unavailable
from callcenter.worker.spoken_values import KEPT_FOR, SpokenValues
from ivr.prompts import prompt_key
from tests.worker.test_web_asker import Tone

TEXTS = (("mandarin", "航班取消。"), ("english", "Flights are cancelled."))


def wish(hours: float) -> SpeakTexts:
    """To be kept for so long."""
    until = now() + timedelta(hours=hours)
    return SpeakTexts(id=CommandId("incident:i:1:speak"), texts=TEXTS, until=until)


def files(folder: Path) -> list[Path]:
    return [folder / f"{prompt_key(*one)}.wav" for one in TEXTS]


async def test_they_lie_where_the_exchange_finds_them_until_an_hour_beyond_their_end(
    tmp_path: Path,
) -> None:
    tone: Any = Tone()
    values = SpokenValues(tmp_path, lambda: tone)
    asked = wish(5)
    closed = await values.speak(asked)
    assert (closed.command, closed.outcome) == (asked.id, "done")
    until = asked.until.timestamp()
    values.forget_old(until + KEPT_FOR - 1)
    assert all(one.is_file() for one in files(tmp_path))
    values.forget_old(until + KEPT_FOR + 1)
    assert not any(one.is_file() for one in files(tmp_path))


async def test_a_shorter_wish_for_the_same_words_takes_nothing_away(tmp_path: Path) -> None:
    tone: Any = Tone()
    values = SpokenValues(tmp_path, lambda: tone)
    long = wish(5)
    await values.speak(long)
    await values.speak(wish(1))
    await values.make(("english",), ("Flights are cancelled.",))
    values.forget_old(long.until.timestamp())
    assert all(one.is_file() for one in files(tmp_path))


async def test_a_prompt_that_is_there_for_good_stays_so(tmp_path: Path) -> None:
    tone: Any = Tone()
    for one in files(tmp_path):
        one.write_bytes(b"a company's own")
    asked = wish(1)
    assert (await SpokenValues(tmp_path, lambda: tone).speak(asked)).outcome == "done"
    SpokenValues(tmp_path).forget_old(asked.until.timestamp() + 10 * KEPT_FOR)
    assert [one.read_bytes() for one in files(tmp_path)] == [b"a company's own"] * 2


async def test_without_a_voice_the_wish_is_refused(tmp_path: Path) -> None:
    def no_voice() -> Any:
        raise Unavailable("espeak-ng cannot be loaded")

    closed = await SpokenValues(tmp_path, no_voice).speak(wish(1))
    assert (closed.outcome, closed.reason) == ("refused", "no_audio_file")
