"""Reads the tables of a flow's YAML key by key; what is wrong is noted with its place and its cure.

`flow_file` makes flows and nodes of them. It knows no kind of node.
"""

from collections.abc import Collection, Hashable
from typing import Any

import yaml

from ivr.errors import FlowInvalid, Problem, nearest
from ivr.flow import Texts

Entries = dict[str, Any]


class _Loader(yaml.SafeLoader):
    """Safe, and a name given twice is an error instead of a silent loss."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = key_node.value
            if key in seen:
                line = key_node.start_mark.line + 1
                what = f"{key} is there twice"
                raise FlowInvalid([Problem(f"line {line}", what, "take one out")])
            seen.add(key)
        return super().construct_mapping(node, deep)


def parsed(text: str) -> Entries:
    """The file's own table; raises FlowInvalid for what is none."""
    try:
        loaded = yaml.load(text, _Loader)
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}" if mark else "flow"
        raise FlowInvalid([Problem(where, f"no YAML: {wrong.problem}", "mend it")]) from wrong
    except yaml.YAMLError as wrong:
        raise FlowInvalid([Problem("flow", f"no YAML: {wrong}", "mend it")]) from wrong
    if not isinstance(loaded, dict):
        raise FlowInvalid([Problem("flow", "the file holds no flow", "begin with flow: <name>")])
    return {str(key): value for key, value in loaded.items()}


class Entry:
    """A mapping of the file, read key by key; what is wrong is noted, not raised."""

    def __init__(self, where: str, entries: Entries, problems: list[Problem]) -> None:
        self.where = where
        self.entries = entries
        self.problems = problems

    def wrong(self, what: str, cure: str) -> None:
        """Note a problem here."""
        self.problems.append(Problem(self.where, what, cure))

    def allows(self, keys: Collection[str]) -> None:
        """Every key is one of these."""
        for key in self.entries:
            if key not in keys:
                self.wrong(f"{key} is not known here", nearest(key, keys))

    def name(self, key: str) -> str:
        """A required name."""
        value = self.entries.get(key)
        if isinstance(value, str) and value:
            return value
        self.wrong(f"{key} is missing or no name", f"write {key}: <name>")
        return ""

    def word(self, key: str) -> str:
        """An optional word; empty when it is not there."""
        value = self.entries.get(key, "")
        if isinstance(value, str):
            return value
        self.wrong(f"{key} is {value!r}", f"write {key}: <word>")
        return ""

    def words(self, key: str) -> tuple[str, ...]:
        """One word or several, if any."""
        value = self.entries.get(key, [])
        said = [value] if isinstance(value, str) else value
        if isinstance(said, list) and all(isinstance(one, str) for one in said):
            return tuple(said)
        self.wrong(f"{key} is {value!r}", f"write {key}: <word>, or [<word>, <word>], in quotes")
        return ()

    def whole(self, key: str, default: int | None, least: int, most: int) -> int:
        """A whole number in a range; required where there is no default."""
        value = self.entries.get(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        what = f"{key} is {value!r}" if key in self.entries else f"{key} is missing"
        self.wrong(what, f"use a whole number from {least} to {most}")
        return least

    def seconds(self, key: str, default: float, least: float, most: float) -> float:
        """A time in a range."""
        value = self.entries.get(key, default)
        if (
            isinstance(value, int | float)
            and not isinstance(value, bool)
            and least <= value <= most
        ):
            return float(value)
        self.wrong(f"{key} is {value!r}", f"use seconds from {least:g} to {most:g}")
        return least

    def flag(self, key: str, default: bool) -> bool:
        """True or false."""
        value = self.entries.get(key, default)
        if isinstance(value, bool):
            return value
        self.wrong(f"{key} is {value!r}", "use true or false")
        return default

    def mapping(self, key: str, what: str) -> dict[str, str]:
        """Names to names or words; an absent key is an empty one."""
        value = self.entries.get(key, {})
        if isinstance(value, dict) and all(isinstance(one, str) for one in value.values()):
            return {str(name): one for name, one in value.items()}
        self.wrong(f"{key} is not a table", f"write {what}, one a line")
        return {}

    def texts(self, key: str) -> Texts:
        """Words by language."""
        return self.mapping(key, "<language>: <words>")
