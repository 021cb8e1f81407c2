"""Which prompts the house needs: all words of the published flows, the names of its queues, and
the fixed ones.

The worker hands them to the prompt maker. It must not know how a prompt is made.
"""

from collections.abc import Iterable, Iterator

from acd.configuration import Configuration
from acd.target_sense import targets_of
from callcenter.worker.prompt_maker import Prompt
from ivr.flow import Flow
from ivr.prompts import every_text, prompt_key
from ivr.words import every_fixed_text


def prompts_of(flows: Iterable[Flow]) -> Iterator[Prompt]:
    """Everything these flows can say; a node's own words carry its name."""
    for flow in flows:
        said_by = {
            pair: node.name for node in flow.nodes for pair in getattr(node, "texts", {}).items()
        }
        for language, words in every_text(flow):
            key = prompt_key(language, words)
            yield Prompt(key, language, words, said_by.get((language, words), ""))


def queue_prompts(configuration: Configuration) -> Iterator[Prompt]:
    """What the queues are called, said to agents whose calls are answered by themselves; and what
    callers hear who cannot be taken.
    """
    said = [queue.spoken_name for queue in configuration.queues]
    said += [
        target.hang_up or {} for queue in configuration.queues for _, target in targets_of(queue)
    ]
    said += [queue.exit_words for queue in configuration.queues]
    said += [
        target.hang_up or {}
        for queue in configuration.queues
        for target in queue.exit_keys.values()
    ]
    said += configuration.announcements.values()
    for one in said:
        for language, words in one.items():
            yield Prompt(prompt_key(language, words), language, words)


def fixed_prompts() -> Iterator[Prompt]:
    """Place in line, expected wait, work numbers, comfort."""
    for language, words in every_fixed_text():
        yield Prompt(prompt_key(language, words), language, words)
