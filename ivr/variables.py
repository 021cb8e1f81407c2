"""Variables in what is said: `Your order {order} is {status}.`

Such words are cut into parts, each with audio of its own: what stands between the variables is made
ahead of any call, what was entered is said digit by digit, and what a web service answered the
worker makes when it answers. A variable that is not known is passed over.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from ivr.flow import AnyNode, Flow, MenuNode, Texts
from ivr.flow import CollectNode as Collect

_VARIABLE = re.compile(r"\{([^{}]*)\}")


def named_in(text: str) -> tuple[str, ...]:
    """The variables that a text says, in order."""
    return tuple(_VARIABLE.findall(text))


def fixed_parts(text: str) -> Iterator[str]:
    """What is said of a text whatever its variables are; a text without any is one part."""
    return (
        part for number, part in enumerate(_VARIABLE.split(text)) if number % 2 == 0 and _said(part)
    )


def said_parts(text: str, entered: Mapping[str, str], told: Mapping[str, str]) -> Iterator[str]:
    """All that is said of a text now."""
    for number, part in enumerate(_VARIABLE.split(text)):
        if number % 2 == 0:
            yield from (part,) if _said(part) else ()
        elif part in told:
            yield told[part]
        else:
            yield from entered.get(part, "")


def every_words(node: AnyNode) -> Iterator[Texts]:
    """All that a node says: its words, and what comes before them when they are said again."""
    texts: Texts | None = getattr(node, "texts", None)
    if texts is not None:
        yield texts
    if isinstance(node, MenuNode):
        yield from (node.bad_key, node.no_key)
    if isinstance(node, Collect):
        yield from (node.too_few, node.no_key)


def spoken_of(flow: Flow, variables: Iterable[str]) -> tuple[str, ...]:
    """Those of the variables that some node of the flow says."""
    texts = (text for node in flow.nodes for words in every_words(node) for text in words.values())
    said = {name for text in texts for name in named_in(text)}
    return tuple(one for one in variables if one in said)


def _said(part: str) -> bool:
    """Marks between two variables are no words."""
    return any(letter.isalnum() for letter in part)
