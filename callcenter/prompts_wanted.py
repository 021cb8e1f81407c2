"""Which prompts the house needs: all words of the published flows, the names of its queues and of
those who are listed in the directory, and the fixed ones.

The worker hands them to the prompt maker, pages list them. It must not know how one is made.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from acd.configuration import Configuration
from acd.ids import SkillName
from acd.target_sense import targets_of
from callcenter.administration.listing import is_chinese, spoken_text
from callcenter.staff import Names
from ivr.flow import Flow
from ivr.prompts import every_text, prompt_key
from ivr.words import every_fixed_text

OWN: Final = "own"
"""The folder of own recordings, in the folder of prompts."""
UPLOADS: Final = "uploads"
"""Where a recording lies until it is judged."""


class Prompt(NamedTuple):
    """One wanted file, and who says it: a flow's node, a queue, or the house."""

    key: str
    language: str
    words: str
    node: str = ""
    """The flow's node that says it, if there is one: an own recording may go by its name."""
    flow: str = ""
    queue: str = ""


def prompts_of(flows: Iterable[Flow]) -> Iterator[Prompt]:
    """Everything these flows can say; a node's own words carry its name."""
    for flow in flows:
        said_by = {
            pair: node.name for node in flow.nodes for pair in getattr(node, "texts", {}).items()
        }
        for language, words in every_text(flow):
            key = prompt_key(language, words)
            node = said_by.get((language, words), "")
            yield Prompt(key, language, words, node, flow=flow.name)


def queue_prompts(configuration: Configuration) -> Iterator[Prompt]:
    """What the queues are called, said to agents whose calls are answered by themselves; and what
    callers hear who cannot be taken.
    """
    for queue in configuration.queues:
        said = [queue.spoken_name, queue.exit_words]
        said += [target.hang_up or {} for _, target in targets_of(queue)]
        said += [target.hang_up or {} for target in queue.exit_keys.values()]
        yield from _each(said, queue.id)
    yield from _each(configuration.announcements.values())


def _each(said: Iterable[Mapping[SkillName, str]], queue: str = "") -> Iterator[Prompt]:
    for one in said:
        for language, words in one.items():
            yield Prompt(prompt_key(language, words), language, words, queue=queue)


def colleague_prompts(configuration: Configuration, names: Names) -> Iterator[Prompt]:
    """The names of those who are listed in the directory, each by the voice for its letters. A
    recording of her own goes by `colleague-<work number>`. A name that has changed since is left to
    the configuration that follows.
    """
    for agent in configuration.agents:
        person = names.people.get(agent.id)
        if agent.listing is None or person is None:
            continue
        called = {"mandarin": person.name.zh, "english": person.name.en}
        for language, text in agent.listing.spoken.items():
            name = called.get(language, "").strip()
            if name and text == spoken_text(agent.id, name):
                voice = "mandarin" if is_chinese(name) else "english"
                yield Prompt(prompt_key(language, text), voice, name, f"colleague-{agent.id}")


def fixed_prompts() -> Iterator[Prompt]:
    """Place in line, expected wait, work numbers, comfort."""
    for language, words in every_fixed_text():
        yield Prompt(prompt_key(language, words), language, words)
