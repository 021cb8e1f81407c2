"""The laboratory's own judgement: medians, tones in a file, steps told, what may be asked for."""

from __future__ import annotations

import io

import numpy as np
import pytest
import soundfile

from callcenter.errors import SettingsInvalid
from callcenter.lab import addresses, tones
from callcenter.lab.bench import BenchWanted
from callcenter.lab.measures.spread import Table, spread
from callcenter.lab.steps import StepFailed, Steps
from callcenter.settings import Settings

pytestmark = pytest.mark.thinking

RATE = 8000


def test_the_spread_of_samples_is_median_p90_and_ends() -> None:
    told = spread([float(number) for number in range(1, 21)])
    assert (told.median, told.p90, told.least, told.most, told.count) == (10.5, 18.0, 1.0, 20.0, 20)
    assert spread([3.0]).p90 == 3.0


def test_a_table_tells_milliseconds_and_what_was_not_measured() -> None:
    said: list[str] = []
    table = Table(said.append)
    table.row("answer", [0.020, 0.0305, 0.5], "ms")
    table.row("nothing", [], "ms")
    assert said == [
        "| answer | 30.5 ms | 500 | 20.0 – 500 | 3 |",
        "| nothing | – | – | – | 0 |",
    ]


def stereo(left: float, right: float, seconds: float = 2.0) -> bytes:
    """A recording with a tone on each side."""
    moments = np.arange(int(seconds * RATE)) / RATE
    both = [0.3 * np.sin(2 * np.pi * hertz * moments) for hertz in (left, right)]
    file = io.BytesIO()
    soundfile.write(file, np.stack(both, axis=1), RATE, format="WAV", subtype="PCM_16")
    return file.getvalue()


def test_voices_are_found_on_their_sides() -> None:
    heard = tones.sides(stereo(tones.CALLER, tones.AGENT))
    assert heard == tones.Sides(length=2.0, caller_left=2.0, agent_right=2.0, crossed=0.0)


def test_voices_on_the_wrong_side_are_noticed() -> None:
    heard = tones.sides(stereo(tones.AGENT, tones.CALLER))
    assert heard == tones.Sides(length=2.0, caller_left=0.0, agent_right=0.0, crossed=4.0)


def test_a_step_that_does_not_come_says_why_and_stops_the_rest() -> None:
    said: list[str] = []
    steps = Steps(said.append)
    with steps.step("it rings", "it does not") as note:
        note.text = "twice"
    with pytest.raises(StepFailed), steps.step("it is answered", "nobody is there"):
        raise TimeoutError
    assert (steps.passed, steps.failed) == (1, 1)
    assert said[0].split() == ["✓", "it", "rings", "twice"]
    assert said[1].split() == ["✗", "it", "is", "answered", "nobody", "is", "there"]


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (BenchWanted(kinds=("weather",)), "weather is nothing to measure"),
        (BenchWanted(conversations=(10, 500)), "each from 1 to"),
    ],
)
def test_what_cannot_be_measured_is_refused(wanted: BenchWanted, told: str) -> None:
    with pytest.raises(SettingsInvalid, match=told):
        wanted.check()


def test_a_centre_that_listens_everywhere_is_asked_on_this_machine() -> None:
    wanted = {"web_host": "0.0.0.0", "sip_host": "0.0.0.0", "web_port": 81, "sip_port": 82}
    everywhere = Settings.model_validate(wanted)
    assert addresses.web(everywhere) == "http://127.0.0.1:81"
    assert addresses.sip(everywhere) == "127.0.0.1:82"
