"""Which prompts there are, and under which name their audio is cached.

The worker makes the audio ahead of any call, the exchange finds it by the same key. Audio itself is
never touched here.
"""

from collections.abc import Iterator
from hashlib import blake2b

from ivr.flow import Flow
from ivr.variables import every_words, fixed_parts

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
    """All (language, text) a flow can say, each once; of words with variables what stands between
    them.
    """
    words = (one for node in flow.nodes for texts in every_words(node) for one in texts.items())
    parts = ((language, part) for language, text in words for part in fixed_parts(text))
    return iter(dict.fromkeys(parts))
