"""The dialogue's wishes, carried out by the line; `AskWeb` by the worker."""

from acd.ids import CallId, LegId, PromptId
from acd.step import Command


class Say(Command, frozen=True, kw_only=True):
    """Play prompts one after another to the caller; closed at once, `PromptEnded` tells the end."""

    call: CallId
    leg: LegId
    prompt: PromptId
    texts: tuple[tuple[str, str], ...]
    """Pairs (language, text): what is said, in order; the exchange finds the cached audio."""
    tone: bool = False
    """Half a second of tone behind the words: what is spoken now is kept."""
    barge_in: bool = True
    """A key stops the prompt, by reflex of the line."""
    only_held: bool = False
    """Not said to one who is in the conversation again when it comes to the line."""
    over_voices: bool = False
    """Said over the conversation, which goes on beneath."""


class AskWeb(Command, frozen=True, kw_only=True):
    """Ask a web service, make audio of what will be said of its answer, then tell `WebAnswered`.

    It carries what a caller entered: it is never written to a log line, and no fact repeats it.
    """

    call: CallId
    url: str
    method: str
    given: dict[str, str]
    """By the names under which the service expects them."""
    taken: dict[str, str]
    """Variable to where its value stands in the answer."""
    spoken: tuple[str, ...] = ()
    """Those of the variables that are said to the caller ..."""
    languages: tuple[str, ...] = ()
    """... in these languages."""
    within: float
    """Seconds after which nobody waits for the answer any more."""


COMMANDS: tuple[type[Command], ...] = (Say, AskWeb)
