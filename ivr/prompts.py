"""Which prompts there are, and under which name their audio is cached.

The worker makes the audio ahead of any call, the exchange finds it by the same key. Audio itself is
never touched here.
"""

from collections.abc import Iterator
from hashlib import blake2b

from ivr.flow import (
    AnyNode,
    CallbackNode,
    CollectNode,
    Flow,
    HangUpNode,
    MenuNode,
    QueueNode,
    SayNode,
    Texts,
    VoicemailNode,
)

_SPEAKING = (
    SayNode,
    MenuNode,
    CollectNode,
    QueueNode,
    CallbackNode,
    VoicemailNode,
    HangUpNode,
)

DEFAULT_VOICE = "espeak"


def prompt_key(language: str, text: str, voice: str = DEFAULT_VOICE) -> str:
    """The name of the cached audio: 40 hex digits, the same on every machine and in every release.

    `voice` names engine and voice together. Parts are set apart by their lengths, so that no two
    triples run into one.
    """
    parts = (part.encode() for part in (language, voice, text))
    written = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return blake2b(written, digest_size=20).hexdigest()


def every_text(flow: Flow) -> Iterator[tuple[str, str]]:
    """All (language, text) a flow can say, each once."""
    said: set[tuple[str, str]] = set()
    for node in flow.nodes:
        if isinstance(node, _SPEAKING):
            yield from _new(said, node.texts, *_asked_again(node))


def _asked_again(node: AnyNode) -> tuple[Texts, ...]:
    """What is said before the words when they were not answered as they should."""
    if isinstance(node, MenuNode):
        return (node.bad_key, node.no_key)
    return (node.too_few, node.no_key) if isinstance(node, CollectNode) else ()


def _new(said: set[tuple[str, str]], *texts: Texts) -> Iterator[tuple[str, str]]:
    for one in texts:
        for pair in one.items():
            if pair not in said:
                said.add(pair)
                yield pair
