"""A caller asks for one colleague: by her number, by the letters of her name, out of several."""

from __future__ import annotations

import msgspec
import pytest

import acd.facts as a
import ivr.facts as i
from acd.configuration import Configuration
from acd.ids import CallId
from callcenter.lab.desk import Desk
from callcenter.lab.phone import Phone
from callcenter.lab.visitor import Visitor
from ivr.prompts import prompt_key
from tests.centre import Centre
from tests.played import AGENT, OTHER_AGENT, call_in, hears_speech

pytestmark = pytest.mark.telephone

NUMBER = "8240"
FLOW = """\
flow: whom
languages: [english]
start: whom
default_queue: flights
nodes:
  whom:
    directory:
      english: For English, press 2.
    label: {english: Directory}
    queue: flights
    patience: 1
    retries: 1
    otherwise: nobody
  nobody:
    queue: complaints
"""


async def asks(centre: Centre, caller: Phone) -> CallId:
    """A call in which she is asked whom she wants."""
    return await call_in(centre, caller, await centre.number_with(NUMBER, "whom", FLOW))


async def reaches(centre: Centre, caller: Phone, call: CallId, agent: str, tone: int) -> None:
    """That very agent has the only offer there was, and both hear each other."""
    await centre.fact(a.CallConnected, call=call, agent=agent)
    offers = [one for _, one in centre.all(a.OfferMade, call=call)]
    assert [(one.agent, one.queue, one.strategy) for one in offers] == [
        (agent, "flights", "preferred")
    ]
    await caller.hears(tone)


async def goes(caller: Phone, desk: Desk, call: CallId) -> None:
    """The conversation is over, and so is its wrap-up."""
    await caller.hang_up()
    await desk.is_in("wrap_up")
    await desk.give_outcome(call)
    await desk.is_in("idle")


async def test_her_number_leads_to_her_whichever_queue_she_serves(
    centre: Centre, hemu: Desk, wang: Phone, mira: Visitor
) -> None:
    """1001 is free in the queue; 1003 serves another one."""
    call = await asks(centre, wang)
    await hears_speech(wang)
    await wang.press("1003")
    chosen = await centre.fact(i.ColleagueChosen, call=call)
    assert (chosen.colleague, chosen.there) == ("1003", True)
    queued = await centre.fact(a.CallQueued, call=call)
    assert (queued.queue, queued.preferred, queued.preferred_for) == ("flights", "1003", 20)
    await reaches(centre, wang, call, "1003", OTHER_AGENT)
    await goes(wang, hemu, call)
    await centre.finished(call)
    told = {
        one["kind"]: [words["en"] for words in one["told"]]
        for one in (await mira.get(f"/calls/{call}/timeline"))["facts"]
    }
    assert told["ColleagueChosen"] == ["He Mu"]
    row = await mira.get(f"/calls/{call}")
    assert [words["en"] for words in row["path_words"]] == ["asked for He Mu"]


async def test_the_letters_of_her_name_lead_to_her_once_the_caller_has_heard_it(
    centre: Centre, hemu: Desk, wang: Phone
) -> None:
    """何沐 is 4368 on the keys, and her name is said with her own recording or the voice."""
    call = await asks(centre, wang)
    spoken = await spoken_of(centre, "1003")
    await centre.until(
        lambda: all(
            (centre.running.data / "prompts" / f"{prompt_key(language, text)}.wav").is_file()
            for language, text in spoken.items()
        ),
        "her name is not spoken",
    )
    await wang.press("4368#")
    found = await centre.fact(i.ColleaguesFound, call=call)
    assert found.colleagues == ("1003",)
    await hears_speech(wang)
    assert not centre.all(a.CallQueued, call=call)
    await wang.press("1")
    await reaches(centre, wang, call, "1003", OTHER_AGENT)
    await goes(wang, hemu, call)


async def test_her_name_is_among_the_prompts_that_may_be_recorded(
    centre: Centre, mira: Visitor
) -> None:
    spoken = await spoken_of(centre, "1003")
    rows = {one["key"]: one for one in await mira.get("/prompts")}
    words = {
        language: rows[prompt_key(language, text)]["words"] for language, text in spoken.items()
    }
    assert words == {"mandarin": "何沐", "english": "He Mu"}


async def test_of_several_the_caller_chooses_one(
    centre: Centre, lin: Desk, zhou: Desk, wang: Phone
) -> None:
    """946 are Zhou Yu and (Tang) Yining; given name first it is Yu, and 98 would be enough."""
    call = await asks(centre, wang)
    await wang.press("946#")
    found = await centre.fact(i.ColleaguesFound, call=call)
    assert found.colleagues == ("1005", "1002")
    await hears_speech(wang)
    await wang.press("2")
    await reaches(centre, wang, call, "1002", OTHER_AGENT)
    await goes(wang, zhou, call)


async def test_one_who_is_not_there_is_said_to_be_so_and_the_queue_has_the_call(
    centre: Centre, lin: Desk, wang: Phone
) -> None:
    call = await asks(centre, wang)
    await wang.press("1005")
    assert not (await centre.fact(i.ColleagueChosen, call=call)).there
    await hears_speech(wang)
    await centre.fact(a.CallConnected, call=call, agent="1001")
    await wang.hears(AGENT)
    (offer,) = [one for _, one in centre.all(a.OfferMade, call=call)]
    assert (offer.agent, offer.strategy) == ("1001", "longest_idle")
    await goes(wang, lin, call)


async def test_one_who_finds_nobody_is_asked_again_and_then_led_on(
    centre: Centre, wang: Phone
) -> None:
    call = await asks(centre, wang)
    await wang.press("77#")
    await centre.fact(i.ColleagueMissed, call=call, because="nobody")
    await centre.fact(i.ColleagueMissed, call=call, because="no_key")
    queued = await centre.fact(a.CallQueued, call=call)
    assert (queued.queue, queued.preferred) == ("complaints", None)
    await wang.hang_up()


async def test_nobody_is_reached_who_is_not_listed(centre: Centre, lin: Desk, wang: Phone) -> None:
    async with centre.agent_rules("1001", listed=False):
        call = await asks(centre, wang)
        await wang.press("1001#")
        await centre.fact(i.ColleagueMissed, call=call, because="nobody")
        await wang.hang_up()


async def spoken_of(centre: Centre, agent: str) -> dict[str, str]:
    """What stands for her name, by language."""
    content = await centre.value(
        "SELECT content FROM configuration_versions WHERE kind = 'routing' "
        "ORDER BY version DESC LIMIT 1"
    )
    published = msgspec.json.decode(content, type=Configuration)
    (hers,) = [one.listing for one in published.agents if one.id == agent]
    assert hers is not None
    return {str(language): text for language, text in hers.spoken.items()}
