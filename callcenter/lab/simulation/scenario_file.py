"""Reads a scenario from a TOML file: every fault is one line that names the place and the cure.

It knows what makes sense; what is then played, `play` knows.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from acd.configuration import QueueProfile
from acd.ids import SkillName
from acd.sense import faults
from callcenter.errors import SettingsInvalid
from callcenter.lab.simulation.draws import Draw
from callcenter.lab.simulation.scenario import Callers, Scenario, Staff, Stretch

_PLACE = re.compile(r" - at `\$\.?(?P<path>[^`]*)`")
_SHARES = ("no_answer", "rejects", "connect_fails", "lost_desk", "lost_audio")


def read(path: Path) -> Scenario:
    """The scenario in a file; raises SettingsInvalid."""
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeError) as wrong:
        raise SettingsInvalid(f"{path}: cannot be read ({wrong}); name a scenario file") from None
    except tomllib.TOMLDecodeError as wrong:
        raise SettingsInvalid(f"{path}: is no TOML: {wrong}") from None
    try:
        scenario = msgspec.convert(written, Scenario)
    except msgspec.ValidationError as wrong:
        raise SettingsInvalid(f"{path}: {_said(wrong)}") from None
    read_in: Scenario = _with_files(scenario, path.parent)
    for fault in scenario_faults(read_in):
        raise SettingsInvalid(f"{path}: {fault}")
    return read_in


def scenario_faults(scenario: Scenario) -> Iterator[str]:
    """What makes no sense, each with place and cure."""
    if not 0 <= scenario.warm_up < scenario.hours:
        yield "warm_up: not within the hours that are played; make it shorter than `hours`"
    if not scenario.queues or not scenario.agents:
        yield "queues, agents: at least one [[queues]] and one [[agents]] are needed"
        return
    for number, callers in enumerate(scenario.queues):
        yield from (f"queues[{number}].{fault}" for fault in _callers_faults(callers))
    names = [callers.id for callers in scenario.queues]
    for number, staff in enumerate(scenario.agents):
        yield from (f"agents[{number}].{fault}" for fault in _staff_faults(staff, names))
    if len({staff.name for staff in scenario.agents}) < len(scenario.agents):
        yield "agents: two have the same name; give each [[agents]] a `name` of its own"
    yield from _draw_faults(scenario)
    yield from _rules_faults(scenario)


def _rules_faults(scenario: Scenario) -> Iterator[str]:
    """What the distributor's own look at a configuration says."""
    for number, callers in enumerate(scenario.queues):
        for rule in callers.rules:
            if rule not in QueueProfile.__struct_fields__ or rule == "id":
                known = ", ".join(one for one in QueueProfile.__struct_fields__ if one != "id")
                yield f"queues[{number}].rules.{rule}: there is no such rule; there are {known}"
                return
    try:
        configuration = scenario.configuration()
    except msgspec.ValidationError as wrong:
        yield f"queues, rules: {_said(wrong)}"
        return
    spoken = {skill for staff in scenario.agents for skill in staff.skills}
    yield from map(str, faults(configuration, frozenset(map(SkillName, spoken))))


def _callers_faults(callers: Callers) -> Iterator[str]:
    rates = callers.calls_per_half_hour
    rates = rates if isinstance(rates, tuple) else (rates,)
    if not rates or min(rates) < 0:
        yield "calls_per_half_hour: takes numbers from 0 on"
    if not callers.arrivals and not any(rates):
        yield "calls_per_half_hour: nobody calls; give a rate, or `arrivals`"
    if callers.arrivals and any(rates):
        yield "arrivals: given beside calls_per_half_hour; leave one of the two out"
    if min(callers.languages.values(), default=0) < 0 or sum(callers.languages.values()) > 1:
        yield "languages: shares from 0 to 1, together 1 at most"


def _staff_faults(staff: Staff, queues: list[Any]) -> Iterator[str]:
    if staff.count < 1:
        yield "count: at least 1"
    for queue in staff.queues:
        if queue not in queues:
            yield f"queues: there is no queue {queue}; there are {', '.join(queues)}"
    for name, stretches in (("shifts", staff.shifts), ("breaks", staff.breaks)):
        yield from _stretch_faults(name, stretches)
    for share in _SHARES:
        if not 0 <= getattr(staff.habits, share) <= 1:
            yield f"habits.{share}: a share from 0 to 1"


def _stretch_faults(name: str, stretches: tuple[Stretch, ...]) -> Iterator[str]:
    before = 0.0
    for number, (begin, end) in enumerate(stretches):
        if not before <= begin < end:
            yield f"{name}[{number}]: hours from and to, one stretch after the other"
        before = end


def _with_files(part: Any, folder: Path) -> Any:
    """The same, with recorded values read from the files that are named instead of them."""
    if isinstance(part, tuple):
        return tuple(_with_files(one, folder) for one in part)
    if not isinstance(part, msgspec.Struct):
        return part
    read_in = {name: _with_files(getattr(part, name), folder) for name in part.__struct_fields__}
    if isinstance(part, Draw) and part.recorded is not None:
        read_in["recorded"] = _recorded(part.recorded, folder)
    if isinstance(part, Callers):
        read_in["arrivals"] = tuple(sorted(_recorded(part.arrivals, folder)))
    return msgspec.structs.replace(part, **read_in)


def _draw_faults(part: Any, place: str = "") -> Iterator[str]:
    """Of every draw in it, wherever it is."""
    if isinstance(part, Draw):
        if part.fault():
            yield f"{place}: {part.fault()}"
    elif isinstance(part, tuple):
        for number, one in enumerate(part):
            yield from _draw_faults(one, f"{place}[{number}]")
    elif isinstance(part, msgspec.Struct):
        for name in part.__struct_fields__:
            inside = f"{place}.{name}" if place else name
            yield from _draw_faults(getattr(part, name), inside)


def _recorded(written: tuple[float, ...] | str, folder: Path) -> tuple[float, ...]:
    if not isinstance(written, str):
        return written
    path = folder / written
    try:
        return tuple(map(float, path.read_text(encoding="utf-8").split()))
    except (OSError, ValueError) as wrong:
        cure = "it takes one number of seconds in each line"
        raise SettingsInvalid(f"{path}: {wrong}; {cure}") from None


def _said(wrong: msgspec.ValidationError) -> str:
    """msgspec's words, with the place first."""
    words = str(wrong)
    place = _PLACE.search(words)
    path = place["path"] if place and place["path"] else "the file"
    what = _PLACE.sub("", words)
    return f"{path}: {what[0].lower()}{what[1:]}; see `callcenter lab simulate --help`"
