"""Prompts with a voice of one's own: uploaded by an administrator, heard by the next caller."""

from __future__ import annotations

import io

import numpy as np
import pytest
import soundfile

from callcenter.lab.phone import Phone
from callcenter.lab.visitor import NotAllowed, Visitor, visitor
from tests.centre import Centre, eventually
from tests.played import OTHER_CALLER

pytestmark = pytest.mark.telephone

NUMBER = "8120"
WORDS = "This is a greeting of our own, and it is nothing but words."
FLOW = f"""\
flow: greeted
languages: [english]
start: hello
default_queue: flights
nodes:
  hello:
    say:
      english: {WORDS}
    next: over
  over:
    queue: flights
"""


def recording() -> bytes:
    """Three seconds of a tone that is in no prompt, as a stereo FLAC."""
    at = np.arange(3 * 44_100) / 44_100
    written = io.BytesIO()
    hum = 0.3 * np.sin(2 * np.pi * OTHER_CALLER * at)
    soundfile.write(written, np.stack([hum, hum], axis=1), 44_100, format="FLAC")
    return written.getvalue()


async def row(who: Visitor) -> dict[str, object]:
    """As the page lists it, once its audio is there."""

    async def look() -> dict[str, object] | None:
        found = [one for one in await who.get("/prompts") if one["words"] == WORDS]
        return found[0] if found and found[0]["ready"] else None

    return await eventually(look, lambda: "the greeting is not listed")


async def test_a_caller_hears_what_was_uploaded_and_then_the_voice_again(
    centre: Centre, wang: Phone, mira: Visitor
) -> None:
    number = await centre.number_with(NUMBER, "greeted", FLOW)
    password = centre.running.passwords()["9001"]
    async with visitor(centre.running.web, "9001", password) as admin:
        told = await row(admin)
        assert (told["flow"], told["node"], told["own"]) == ("greeted", "hello", None)
        spoken = await admin.file(f"/prompts/{told['key']}/audio")
        place = f"/prompts/{told['key']}/recording"
        with pytest.raises(NotAllowed) as no:
            await mira.upload(place, recording())
        assert no.value.code == "forbidden"
        with pytest.raises(NotAllowed) as no:
            await admin.upload(place, b"nothing")
        assert no.value.code == "no_sound_file"
        await admin.upload(place, recording(), name="greeting.flac")
        own = (await row(admin))["own"]
        assert isinstance(own, dict)
        assert (own["by"], own["name"]) == ("9001", "greeting.flac")

        async def made() -> bool:
            return await admin.file(f"/prompts/{told['key']}/audio") != spoken

        await eventually(made, lambda: "the recording is not heard")
        await wang.call(f"sip:{number}@{centre.sip}")
        await wang.hears(OTHER_CALLER)
        await wang.hang_up()
        heard = await admin.file(f"/prompts/{told['key']}/audio")
        await admin.delete(place)
        assert (await row(admin))["own"] is None

        async def back() -> bool:
            return await admin.file(f"/prompts/{told['key']}/audio") != heard

        await eventually(back, lambda: "the voice is not back")
