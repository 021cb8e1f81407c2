"""Prompts and their own recordings: the models of `/prompts`."""

from datetime import datetime

from callcenter.web.shapes import Shape, TextPair


class OwnRecording(Shape):
    """Somebody's, in place of the voice."""

    by: str
    by_name: TextPair
    at: datetime
    name: str
    """What the uploaded file was called."""
    seconds: float


class PromptRow(Shape):
    """Words that callers or agents may hear."""

    key: str
    language: str
    words: str
    flow: str
    """The flow whose `node` says it; empty: a queue does, or the house."""
    node: str
    queue: str
    queue_name: TextPair
    ready: bool
    """Its audio is made; else that takes a moment."""
    own: OwnRecording | None
    """None: the voice says it."""
