"""The document out of a file: YAML, or TOML where its name ends so; with the line of each path.

Ids and texts are taken as they are written (`0801` stays four digits, `10:30` a text), and a name
that stands twice is an error instead of a silent loss.
"""

import tomllib
from typing import Final

import msgspec
import yaml

from callcenter.administration.plain import Plain

_PLAIN: Final = {f"tag:yaml.org,2002:{name}" for name in ("null", "bool", "int", "float", "str")}
_DEPTH_MOST: Final = 40
_NODES_MOST: Final = 2_000_000
"""A file that repeats itself by anchors beyond this is meant to do harm."""


class FileInvalid(Exception):
    """The file cannot be read as a document; the text names the line where it is known."""


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What a file says."""

    value: Plain
    lines: dict[str, int] = {}
    """Path to the line it stands in; empty for TOML."""

    def line(self, path: str) -> int | None:
        """The line of a path, or of what it is a part of."""
        while path and path not in self.lines:
            cut = max(path.rfind("."), path.rfind("["))
            path = path[:cut] if cut > 0 else ""
        return self.lines.get(path)


def read_file(text: str, *, toml: bool = False) -> Written:
    """The document in a text; raises FileInvalid."""
    if not toml:
        return _yaml(text)
    try:
        value = tomllib.loads(text)
        plain: Plain = msgspec.json.decode(msgspec.json.encode(value))
    except (tomllib.TOMLDecodeError, UnicodeEncodeError, RecursionError) as wrong:
        raise FileInvalid(str(wrong)) from wrong
    return Written(value=plain)


def _yaml(text: str) -> Written:
    try:
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        reader = _Reader(loader)
        value = reader.value(node, "", 0) if node is not None else {}
        msgspec.json.encode(value)  # half a character cannot be kept
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark
        where = f"line {mark.line + 1}: " if mark is not None else ""
        raise FileInvalid(f"{where}{wrong.problem or 'no YAML'}") from wrong
    except (yaml.YAMLError, ValueError, RecursionError) as wrong:
        raise FileInvalid(f"no YAML: {str(wrong).splitlines()[0][:200]}") from wrong
    return Written(value=value, lines=reader.lines)


class _Reader:
    """Turns nodes into values and keeps their lines."""

    def __init__(self, loader: yaml.SafeLoader) -> None:
        self._loader = loader
        self._nodes = 0
        self.lines: dict[str, int] = {}

    def value(self, node: yaml.Node, path: str, depth: int) -> Plain:
        """A node as a plain value; raises FileInvalid."""
        self._nodes += 1
        if depth > _DEPTH_MOST or self._nodes > _NODES_MOST:
            raise FileInvalid(f"line {node.start_mark.line + 1}: too deep, or too much of it")
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path, depth)
        if isinstance(node, yaml.SequenceNode):
            found: list[Plain] = []
            for number, one in enumerate(node.value):
                where = f"{path}[{number}]"
                self.lines.setdefault(where, one.start_mark.line + 1)
                found.append(self.value(one, where, depth + 1))
            return found
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: str, depth: int) -> Plain:
        found: dict[str, Plain] = {}
        for key_node, one in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise FileInvalid(f"line {line}: a name must be a text")
            key: str = key_node.value
            if key in found:
                raise FileInvalid(f"line {line}: {key} stands there twice; take one out")
            where = f"{path}.{key}" if path else key
            self.lines.setdefault(where, line)
            found[key] = self.value(one, where, depth + 1)
        return found

    def _scalar(self, node: yaml.Node) -> Plain:
        written: str = node.value
        if node.tag == "tag:yaml.org,2002:timestamp" or (
            node.tag.endswith((":int", ":float")) and ":" in written
        ):
            return written
        if node.tag not in _PLAIN:
            raise FileInvalid(f"line {node.start_mark.line + 1}: {node.tag} has no meaning here")
        told: Plain = self._loader.construct_object(node)
        return told
