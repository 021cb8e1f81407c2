"""Keys as the entry of digits that a node asked for: which of them count, and when it is over.

Pure arithmetic on a line of keys; `Dialogue` holds the keys and knows the time.
"""

from typing import NamedTuple

from ivr.flow import AnyNode, CollectNode, DirectoryNode

DIGITS = "0123456789"
END = "#"
"""Ends an entry in a directory."""
MOST_DIGITS = 32
"""Of one entry."""


class Entered(NamedTuple):
    """What the first of a line of keys come to."""

    digits: int
    """How many of them are its digits."""
    is_over: bool
    """No key can add to it: it was ended, or is full and the next key is for another node."""

    @classmethod
    def of(cls, node: CollectNode, keys: str) -> "Entered":
        """Of keys that fit the node."""
        before_end = keys.partition(node.end_key)[0] if node.end_key else keys
        digits = min(len(before_end), node.max_digits)
        full = digits == node.max_digits and (not node.end_key or len(keys) > digits)
        return cls(digits, full or len(keys) > len(before_end))


def fitting(node: CollectNode | DirectoryNode, keys: str) -> str:
    """Those that mean something in an entry: digits and the end key. The others are passed over."""
    return "".join(key for key in keys if key in DIGITS or key == end_key(node))


def end_key(node: CollectNode | DirectoryNode) -> str:
    """What ends an entry; empty: only time does."""
    return node.end_key if isinstance(node, CollectNode) else END


def leftover(node: AnyNode | None, keys: str, digits: int) -> str:
    """What an entry of so many digits leaves for the nodes to come; its end key belongs to it."""
    rest = keys[digits:]
    ended = isinstance(node, CollectNode) and node.end_key and rest.startswith(node.end_key)
    return rest[1:] if ended else rest
