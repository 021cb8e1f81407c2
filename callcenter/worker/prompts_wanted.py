"""Which prompts the house needs: all words of the published flows, and the fixed ones.

The worker hands them to the prompt maker. It must not know how a prompt is made.
"""

from collections.abc import Iterable, Iterator

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


def fixed_prompts() -> Iterator[Prompt]:
    """Place in line, expected wait, work numbers, comfort."""
    for language, words in every_fixed_text():
        yield Prompt(prompt_key(language, words), language, words)
