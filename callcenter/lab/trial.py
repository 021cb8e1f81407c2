"""One call from INVITE to figures, as a caller, an agent and an observer live it, step by step.

`call.py` brings them together. Ears and the centre's own answers say whether each step was so; it
uses nothing but SIP, REST and the desk's socket, as anybody outside.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

import msgspec

from callcenter.lab import tones
from callcenter.lab.desk import Desk
from callcenter.lab.patience import until
from callcenter.lab.phone import LOUD, Phone, is_up_or_over
from callcenter.lab.steps import StepFailed, Steps
from callcenter.lab.visitor import Visitor

PATIENCE: Final = 15.0
"""Seconds until a step that does not come has failed."""
DIALOGUE_WITHIN: Final = 60.0
"""The same for the whole dialogue: its words are said in both languages."""
SOUND: Final = 300
"""Largest sample from which there is sound at all."""
HELD_FOR: Final = 1.5
RING_FOR: Final = 0.5
KEPT_FROM: Final = 1.0
"""Seconds from which a key is said to have waited for its menu."""
DIFFERENCE_MOST: Final = 1.0
"""Seconds by which the recording may differ from answer to end."""
TONE_LEAST: Final = 0.8
"""Share of the talk in which each hum must be found."""

Fact = dict[str, Any]


class Parties(msgspec.Struct, frozen=True, kw_only=True):
    """Who takes part."""

    observer: Visitor
    caller: Phone
    desk: Desk


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What is tried. `talk` is seconds; `sip` is host:port."""

    number: str = "8000"
    keys: tuple[str, ...] = ("1", "1")
    sip: str
    talk: float = 3.0


class Trial:
    """One call and those who take part in it."""

    def __init__(self, plan: Plan, steps: Steps, parties: Parties) -> None:
        self._plan = plan
        self._steps = steps
        self._observer = parties.observer
        self._caller = parties.caller
        self._desk = parties.desk
        self._call = ""
        self._before: set[str] = set()
        self._figures: dict[str, Any] = {}

    async def run(self) -> None:
        """Everything in order; raises StepFailed at the first step without which none follows."""
        self._before = {one["call"] for one in await self._live_calls()}
        self._figures = await self._counts()
        await self._place()
        await self._press_keys()
        await self._wait_in_queue()
        await self._be_offered()
        await self._talk()
        await self._hold()
        await self._hang_up()
        await self._wrap_up()
        await self._read_record()
        await self._listen_to_recording()
        await self._compare_figures()

    # -- the caller's way ------------------------------------------------------------------------

    async def _place(self) -> None:
        """INVITE, 200, a voice."""
        address = f"sip:{self._plan.number}@{self._plan.sip}"
        self._steps.begin()
        hint = f"nothing answers at {address}: does the exchange run? `callcenter doctor` tells"
        with self._steps.step(f"{self._plan.number} answers", hint):
            await self._caller.call(address)
            event = await self._caller.wait_until(is_up_or_over, PATIENCE)
            if event["state"] == "over":
                self._fail(f"{self._plan.number} answers", f"refused with {event['code']}")
        with self._steps.step("the centre knows the call", "it is not among the live calls"):
            self._call = await until(self._newest, PATIENCE)
        with self._steps.step("the caller hears it speak or play", "silence"):
            await self._sound()

    async def _press_keys(self) -> None:
        """Each key leads on in the menu."""
        for count, key in enumerate(self._plan.keys, 1):
            with self._steps.step(f"key {key} is taken", "no menu took it") as note:
                await self._caller.press(key)
                taken = await self._fact("ChoiceMade", count)
                waited = _between(await self._fact("DigitPressed", count), taken)
                kept = f", for which it waited {waited:.1f} s" if waited >= KEPT_FROM else ""
                note.text = f"by the menu `{taken['body']['node']}`{kept}"

    async def _wait_in_queue(self) -> None:
        """In line, with music."""
        with self._steps.step("the call is in a queue", "the dialogue led to none") as note:
            queued = await self._fact("CallQueued", within=DIALOGUE_WITHIN)
            note.text = queued["body"]["queue"]
        with self._steps.step("the caller hears music", "no MusicStarted, or silence") as note:
            music = await self._fact("MusicStarted")
            await self._sound()
            note.text = music["body"]["tune"]

    # -- the agent's way -------------------------------------------------------------------------

    async def _be_offered(self) -> None:
        """Ready, offered, the caller's record on screen, the phone rings."""
        await self._desk.ready()
        what = f"it is offered to {self._desk.agent}"
        with self._steps.step(what, "no offer"):
            made = await self._fact("OfferMade")
            other = made["body"]["agent"]
            if other != self._desk.agent:
                self._fail(what, f"{other} got it: she has been idle for longer")
            await self._desk.shows(lambda screen: _call_of(screen["offer"]) == self._call)
        with self._steps.step("the caller's record pops", "it stays `loading`") as note:
            screen = await self._desk.shows(_customer_is_there)
            popped = (self._desk.changed["customer"] - _at(made)).total_seconds()
            note.text = f"{_record_words(screen['customer'])}; {max(popped, 0) * 1000:.0f} ms"
        with self._steps.step("the desk phone rings", "no INVITE came") as note:
            await self._desk.phone.wait_for_call(PATIENCE)
            rang = _between(made, await self._fact("LegProgressed"))
            note.text = f"{rang * 1000:.0f} ms after the offer"
        await asyncio.sleep(RING_FOR)

    async def _talk(self) -> None:
        """Answering the phone connects; each hears the other."""
        with self._steps.step("the phone is answered, the legs join", "not connected") as note:
            await self._desk.phone.answer()
            await self._desk.shows(lambda screen: _phase(screen) == "talking")
            joined = _between(await self._fact("LegAnswered", 2), await self._fact("LegsJoined"))
            note.text = f"{joined * 1000:.0f} ms after the phone's 200"
        with self._steps.step("the caller hears the agent", f"no {tones.AGENT} Hz"):
            await self._caller.hears(tones.AGENT, PATIENCE)
        with self._steps.step("the agent hears the caller", f"no {tones.CALLER} Hz"):
            await self._desk.phone.hears(tones.CALLER, PATIENCE)
        await asyncio.sleep(self._plan.talk)
        for name, ear in (("caller", self._caller), ("agent", self._desk.phone)):
            heard = await ear.listen(tones.CALLER)
            counted = f"{heard.packets} packets, {heard.lost} lost"
            self._steps.tell(heard.lost == 0, f"no RTP is lost towards the {name}", counted)

    async def _hold(self) -> None:
        """Music for the caller, nothing for the agent, and back."""
        with self._steps.step("on hold the caller hears music only", "the agent's tone stays"):
            await self._desk.press("hold", call=self._call)
            await self._caller.stops_hearing(tones.AGENT, PATIENCE)
            await self._sound()
        await asyncio.sleep(HELD_FOR)
        with self._steps.step("taken back, they hear each other", "the tones do not come back"):
            await self._desk.press("retrieve", call=self._call)
            await self._caller.hears(tones.AGENT, PATIENCE)
            await self._desk.phone.hears(tones.CALLER, PATIENCE)

    async def _hang_up(self) -> None:
        """The caller ends it; the agent's phone is free."""
        with self._steps.step("the caller hangs up, the phone is freed", "its leg stays"):
            await self._caller.hang_up()
            await self._desk.phone.wait_for("over", PATIENCE)

    async def _wrap_up(self) -> None:
        """Work after the call, ended by the outcome."""
        with self._steps.step("wrap-up begins", "the agent's state is another"):
            await self._desk.is_in("wrap_up")
        with self._steps.step("the outcome ends it, she is ready again", "she is not idle"):
            await self._desk.give_outcome(self._call)
            await self._desk.is_in("idle")

    # -- what is left of it ----------------------------------------------------------------------

    async def _read_record(self) -> None:
        """The record is whole."""
        with self._steps.step("the call's record is complete", "it is not") as note:
            record = await self._record(lambda one: one["ended_at"] and one["outcome"])
            note.text = (
                f"waited {record['waited']:.1f} s, talk {record['talk']:.1f} s, hold "
                f"{record['hold']:.1f} s, wrap-up {record['wrap_up']:.1f} s"
            )
        ending = record["ending"] or {}
        fine = (ending.get("side"), ending.get("reason")) == ("caller", "hangup")
        self._steps.tell(fine, "it says who ended it", " ".join(map(str, ending.values())))
        fine = record["agent"] == self._desk.agent
        self._steps.tell(fine, "it says who took it, with what outcome", record["outcome"])

    async def _listen_to_recording(self) -> None:
        """Each voice is on its own side, for as long as the call was."""
        with self._steps.step("the recording is stored", "the record has none") as note:
            record = await self._record(lambda one: one["recording"] == "stored")
            wav = await self._observer.file(f"/calls/{self._call}/recording")
            note.text = f"{len(wav) / 1024:.0f} kB"
        heard = tones.sides(wav)
        ended = datetime.fromisoformat(record["ended_at"])
        length = (ended - _at(await self._fact("LegAnswered"))).total_seconds()
        fine = abs(heard.length - length) <= DIFFERENCE_MOST
        self._steps.tell(fine, "it is as long as the call", f"{heard.length:.1f} of {length:.1f} s")
        least = self._plan.talk * TONE_LEAST
        fine = min(heard.caller_left, heard.agent_right) >= least and heard.crossed == 0
        sound = f"{heard.caller_left:.1f} s left, {heard.agent_right:.1f} s right"
        self._steps.tell(fine, "each voice is on its own side of it", sound)

    async def _compare_figures(self) -> None:
        """The day's figures have moved by one call."""

        async def moved() -> dict[str, Any] | None:
            now = await self._counts()
            grown = all(now[name] > self._figures[name] for name in ("offered", "answered"))
            return now if grown else None

        with self._steps.step("the day counts one call more", "the figures stand still") as note:
            now = await until(moved, PATIENCE)
            note.text = f"offered {now['offered']}, answered in 20 s {now['answered_within']}"

    # -- asking ----------------------------------------------------------------------------------

    async def _live_calls(self) -> list[dict[str, Any]]:
        found: dict[str, Any] = await self._observer.get("/calls", live="true", limit="50")
        return list(found["items"])

    async def _newest(self) -> str:
        """The call that was not there before ours; empty while it is not seen yet."""
        fresh = [one for one in await self._live_calls() if one["call"] not in self._before]
        ours = [one for one in fresh if one["dialled"] == self._plan.number]
        return str(ours[0]["call"]) if ours else ""

    async def _record(self, fits: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
        async def look() -> dict[str, Any] | None:
            record: dict[str, Any] = await self._observer.get(f"/calls/{self._call}")
            return record if fits(record) else None

        return await until(look, PATIENCE)

    async def _counts(self) -> dict[str, Any]:
        report: dict[str, Any] = await self._observer.get("/reports/service-level")
        return dict(report["counts"])

    async def _fact(self, kind: str, number: int = 1, within: float = PATIENCE) -> Fact:
        """The first, second … fact of a kind in the call's timeline; raises TimeoutError."""

        async def look() -> Fact | None:
            told = await self._observer.get(f"/calls/{self._call}/timeline")
            found: list[Fact] = [one for one in told["facts"] if one["kind"] == kind]
            return found[number - 1] if len(found) >= number else None

        return await until(look, within)

    async def _sound(self) -> None:
        """Wait until the caller hears something that is not the agent."""

        async def look() -> bool:
            heard = await self._caller.listen(tones.AGENT)
            return heard.loudest >= SOUND and heard.levels[0] < LOUD

        await until(look, PATIENCE)

    def _fail(self, what: str, because: str) -> None:
        self._steps.tell(False, what, because)
        raise StepFailed(because)


def _at(fact: Fact) -> datetime:
    return datetime.fromisoformat(fact["at"])


def _between(first: Fact, then: Fact) -> float:
    return (_at(then) - _at(first)).total_seconds()


def _call_of(part: dict[str, Any] | None) -> str:
    return str(part["call"]) if part else ""


def _phase(screen: dict[str, Any]) -> str:
    return str(screen["call"]["phase"]) if screen["call"] else ""


def _customer_is_there(screen: dict[str, Any]) -> bool:
    customer = screen["customer"]
    return customer is not None and customer["state"] != "loading"


def _record_words(customer: dict[str, Any]) -> str:
    card = customer["card"]
    return f"{card['name']}, {card['tier']}" if card else str(customer["state"])
