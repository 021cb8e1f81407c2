"""Makes the browser's types of the sockets and of REST from the Python that defines them.

`python scripts/wire_types.py` writes `agent_desktop/ui/src/wire/types.ts`; with `--check` it only
says whether the file is up to date (exit 1 when not). A test runs the check.
"""

import inspect
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "agent_desktop" / "ui" / "src" / "wire" / "types.ts"
sys.path.insert(0, str(ROOT))

from agent_desktop import (  # noqa: E402
    board,
    call_views,
    commands,
    customer_views,
    incident_views,
    listening_views,
    marks,
    opening_views,
    view,
    views,
    wire,
)
from callcenter.web import (  # noqa: E402
    act_shapes,
    break_shapes,
    callback_shapes,
    flow_shapes,
    incident_shapes,
    monitor_shapes,
    opening_shapes,
    outbound_shapes,
    phone_shapes,
    prompt_shapes,
    queue_shapes,
    recording_shapes,
    report_shapes,
    settings_shapes,
    shapes,
    transfer_shapes,
    voicemail_shapes,
    why_shapes,
)

HEAD = "// Made by scripts/wire_types.py. Change the Python and run it again.\n"
UNIONS = {
    "FromServer": wire.FromServer,
    "FromDesk": wire.FromDesk,
    "AnyCommand": commands.AnyCommand,
    "FromBoardServer": board.FromBoardServer,
}
BY_THE_PAGE = (commands.DeskCommand, wire.Ask, wire.Ping)
"""The page makes these, so it may leave out what has a default."""


_SHAPES = (
    shapes,
    recording_shapes,
    report_shapes,
    break_shapes,
    callback_shapes,
    flow_shapes,
    settings_shapes,
    queue_shapes,
    act_shapes,
    why_shapes,
    opening_shapes,
    incident_shapes,
    transfer_shapes,
    monitor_shapes,
    outbound_shapes,
    phone_shapes,
    prompt_shapes,
    voicemail_shapes,
)


def structs(*modules: ModuleType) -> dict[str, type[msgspec.Struct]]:
    """Every message class of the modules, by name."""
    return {
        name: one
        for module in modules
        for name, one in vars(module).items()
        if inspect.isclass(one)
        and issubclass(one, msgspec.Struct)
        and one.__module__ == module.__name__
    }


def name_of(reference: str) -> str:
    """The last part of a `$ref`, without the brackets of a generic."""
    return reference.rsplit("/", 1)[-1].replace("[", "").replace("]", "").rstrip("_")


def typed(schema: dict[str, Any]) -> str:
    """One JSON schema as a TypeScript type."""
    if "$ref" in schema:
        return name_of(schema["$ref"])
    for word in ("anyOf", "oneOf"):
        if word in schema:
            return " | ".join(dict.fromkeys(typed(one) for one in schema[word]))
    if "const" in schema:
        return f"'{schema['const']}'"
    if "enum" in schema:
        return " | ".join(f"'{one}'" for one in schema["enum"])
    return typed_plain(schema)


def typed_plain(schema: dict[str, Any]) -> str:
    """A schema without alternatives."""
    kind = schema.get("type")
    if kind == "array":
        inner = typed(schema.get("items", {}))
        return f"({inner})[]" if " | " in inner else f"{inner}[]"
    if kind == "object":
        more = schema.get("additionalProperties")
        return f"Record<string, {typed(more) if isinstance(more, dict) and more else 'unknown'}>"
    simple = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean"}
    return "null" if kind == "null" else simple.get(str(kind), "unknown")


def comment(text: str, indent: str = "") -> str:
    """A docstring as a TSDoc comment, in one line."""
    plain = " ".join(text.split()).replace("*/", "")
    return f"{indent}/** {plain} */\n" if plain else ""


def interface(name: str, schema: dict[str, Any], required: set[str]) -> str:
    """One object as an interface, or one enumeration as a union of strings."""
    said = comment(schema.get("description", ""))
    if "enum" in schema:
        return f"{said}export type {name} = {typed(schema)};\n"
    lines = [
        f"  {field}{'' if field in required else '?'}: {typed(one)};\n"
        for field, one in schema.get("properties", {}).items()
    ]
    return f"{said}export interface {name} {{\n{''.join(lines)}}}\n"


def socket_types() -> list[str]:
    """The messages of both sockets."""
    known = structs(
        view,
        marks,
        opening_views,
        incident_views,
        customer_views,
        listening_views,
        call_views,
        views,
        commands,
        wire,
        board,
    )
    roots = [one for one in known.values() if not one.__subclasses__()]
    _, components = msgspec.json.schema_components(roots, ref_template="{name}")
    made = []
    for name, schema in components.items():
        one = known.get(name)
        lax = one is not None and (issubclass(one, BY_THE_PAGE) or one is wire.Changes)
        tag = {one.__struct_config__.tag_field} if one is not None else set()
        required = (
            set(schema.get("required", ())) | tag if lax else set(schema.get("properties", ()))
        )
        made.append(interface(name, schema, {str(field) for field in required}))
    for name, union in UNIONS.items():
        members = [getattr(one, "__name__", "") for one in union.__args__]
        made.append(f"export type {name} =\n  | " + "\n  | ".join(members) + ";\n")
    return made


def rest_types() -> list[str]:
    """The models of REST; what the page sends may leave out what has a default."""
    models = [
        one
        for module in _SHAPES
        for one in vars(module).values()
        if inspect.isclass(one)
        and issubclass(one, BaseModel)
        and one.__module__ == module.__name__
        and one not in (shapes.Shape, shapes.Page)
    ]
    sent = {"SignIn", "TicketWanted", "NotesText", "CustomerChosen"} | {
        one.__name__ for one in models if one.__name__.endswith("Wanted")
    }
    _, schema = models_json_schema([(one, "serialization") for one in dict.fromkeys(models)])
    made = []
    for name, one in schema["$defs"].items():
        lax = name in sent
        required = {
            field
            for field, about in one.get("properties", {}).items()
            if not (lax and "default" in about)
        }
        made.append(interface(name_of(name), one, required))
    made.append(
        "/** One page of a list; `next` is the cursor of the following one, null at the end. */\n"
        "export interface Page<T> {\n  items: T[];\n  next: string | null;\n}\n"
    )
    return made


def whole() -> str:
    """The text of the file."""
    return HEAD + "\n" + "\n".join(socket_types() + rest_types())


def main() -> int:
    """Write the file, or check it."""
    text = whole()
    if "--check" not in sys.argv[1:]:
        TARGET.parent.mkdir(parents=True, exist_ok=True)
        TARGET.write_text(text, encoding="utf-8")
        return 0
    if TARGET.is_file() and TARGET.read_text(encoding="utf-8") == text:
        return 0
    sys.stderr.write(f"{TARGET.relative_to(ROOT)} is out of date: run scripts/wire_types.py\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
