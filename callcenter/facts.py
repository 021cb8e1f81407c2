"""The one closed union of every room's facts and commands, and their encoding.

Everything that is journalled or crosses between processes is one of these. A new fact class is in
the union as soon as its module is listed here.
"""

import msgspec

import acd.facts.acts
import acd.facts.agents
import acd.facts.callbacks
import acd.facts.calls
import acd.facts.consults
import acd.facts.health
import acd.facts.incidents
import acd.facts.listening
import acd.facts.offers
import acd.facts.opening
import acd.facts.outbound
import acd.facts.outside
import acd.facts.redials
import acd.facts.transfers
import acd.step
import callcenter.calls.commands
import callcenter.calls.facts
import callcenter.calls.presses
import callcenter.calls.voicemail_facts
import ivr.commands
import ivr.facts
from acd.facts import ListenPressed, ListenRefused, ListenStopPressed
from acd.step import Command, Fact

_FACT_MODULES = (
    acd.step,
    acd.facts.acts,
    acd.facts.agents,
    acd.facts.callbacks,
    acd.facts.calls,
    acd.facts.consults,
    acd.facts.health,
    acd.facts.incidents,
    acd.facts.listening,
    acd.facts.offers,
    acd.facts.opening,
    acd.facts.outbound,
    acd.facts.outside,
    acd.facts.redials,
    acd.facts.transfers,
    ivr.facts,
    callcenter.calls.facts,
    callcenter.calls.presses,
    callcenter.calls.voicemail_facts,
)
_COMMAND_MODULES = (ivr.commands, callcenter.calls.commands)


def _leaves(root: type, modules: tuple[object, ...]) -> tuple[type, ...]:
    """Every class below `root` defined in one of the modules that has no class below it."""
    homes = {getattr(module, "__name__", "") for module in modules}
    found: dict[str, type] = {}
    waiting: list[type] = list(root.__subclasses__())
    while waiting:
        one = waiting.pop()
        below: list[type] = one.__subclasses__()
        waiting.extend(below)
        if not below and one.__module__ in homes:
            found[one.__name__] = one
    return tuple(found[name] for name in sorted(found))


FACTS: tuple[type[Fact], ...] = _leaves(Fact, _FACT_MODULES)
COMMANDS: tuple[type[Command], ...] = _leaves(Command, _COMMAND_MODULES)


def kind_of(thing: Fact | Command) -> str:
    """The name under which it is encoded: its class's name."""
    return type(thing).__name__


def _union(types: tuple[type, ...]) -> object:
    joined: object = types[0]
    for one in types[1:]:
        joined = joined | one
    return joined


ANY_FACT = _union(FACTS)
ANY_COMMAND = _union(COMMANDS)

_encoder = msgspec.msgpack.Encoder()
_fact_decoder: msgspec.msgpack.Decoder[Fact] = msgspec.msgpack.Decoder(ANY_FACT)
_command_decoder: msgspec.msgpack.Decoder[Command] = msgspec.msgpack.Decoder(ANY_COMMAND)
_fact_json_decoder: msgspec.json.Decoder[Fact] = msgspec.json.Decoder(ANY_FACT)


def encode(thing: Fact | Command) -> bytes:
    """As msgpack, for the bus and the local log."""
    return _encoder.encode(thing)


def decode_fact(raw: bytes | msgspec.Raw) -> Fact:
    """Undo `encode`; raises `msgspec.ValidationError` for what is no fact."""
    return _fact_decoder.decode(raw)


def decode_command(raw: bytes | msgspec.Raw) -> Command:
    """Undo `encode`; raises `msgspec.ValidationError` for what is no command."""
    return _command_decoder.decode(raw)


def fact_to_json(fact: Fact) -> str:
    """The journal's `body` column."""
    return msgspec.json.encode(fact).decode()


def fact_from_json(body: str | bytes) -> Fact:
    """Undo `fact_to_json`; unknown fields are ignored, as an older release must."""
    return _fact_json_decoder.decode(body)


def call_of(fact: Fact) -> str | None:
    """The call a fact is about, if it is about one."""
    return getattr(fact, "call", None)


def listener_of(fact: Fact) -> str | None:
    """Who listens, or wants to, if the fact is about that."""
    asked = isinstance(fact, ListenPressed | ListenRefused | ListenStopPressed)
    return getattr(fact, "by" if asked else "listener", None)


def agent_of(fact: Fact) -> str | None:
    """The agent a fact is about, if it is about one."""
    return getattr(fact, "agent", None)
