"""What comes of a caller's keys in a directory: who is found, who is chosen, or that nobody is.

Spoken to by `decisions.py`. An entry is over with #, after a pause, or with the last digit of a
work number that no other goes on from; then it is looked up.
"""

from datetime import datetime

from acd.step import Fact
from ivr import facts as f
from ivr.colleagues import Colleague, Colleagues, Found
from ivr.dialogue import Dialogue
from ivr.digits import END
from ivr.directory_words import (
    AGAIN,
    NO_KEY,
    NOBODY_FOUND,
    SEARCH_AGAIN,
    STAR,
    TOO_MANY,
    Said,
    choice_texts,
    connecting_texts,
)
from ivr.flow import DirectoryNode, Flow
from ivr.surroundings import Surroundings


def seek(
    dialogue: Dialogue,
    node: DirectoryNode,
    around: Surroundings,
    at: datetime,
    *,
    time_is_over: bool = False,
) -> Fact | None:
    """What follows from the keys that are there; None: nothing yet."""
    if not dialogue.may_answer(node):
        return None
    if dialogue.colleagues:
        return _choice(dialogue, node, around, at, time_is_over)
    return _entry(dialogue, node, around, at, time_is_over)


def texts(dialogue: Dialogue, flow: Flow, known: Colleagues, *, there: bool = True) -> Said:
    """What is said once somebody is found: who it is, or to whom the caller is connected."""
    chosen = (dialogue.language,) if dialogue.language in flow.languages else flow.languages
    languages = [one for one in chosen if one in AGAIN[NO_KEY]] or list(AGAIN[NO_KEY])
    if not dialogue.answered:
        return choice_texts(languages, dialogue.colleagues, known)
    (agent,) = dialogue.colleagues
    return connecting_texts(languages, known.get(agent) or Colleague(agent), there=there)


def _choice(
    dialogue: Dialogue, node: DirectoryNode, around: Surroundings, at: datetime, late: bool
) -> Fact | None:
    """The key of one of them, or the star; without any they are told once more."""
    key = dialogue.keys[:1]
    if key == STAR:
        return _missed(dialogue, at, SEARCH_AGAIN)
    if key:
        return _chosen(dialogue, around, at, Found((dialogue.colleagues[int(key) - 1],)))
    if not late:
        return None
    if dialogue.attempt > node.retries:
        return _missed(dialogue, at, NO_KEY)
    return _found(dialogue, at, Found(dialogue.colleagues), attempt=dialogue.attempt + 1)


def _entry(
    dialogue: Dialogue, node: DirectoryNode, around: Surroundings, at: datetime, late: bool
) -> Fact | None:
    """By all that was entered, the tries before included where there were too many; else by what
    was entered now, for who is asked to go on may as well begin anew.
    """
    now, ended, _ = dialogue.keys.partition(END)
    known, keys = around.colleagues(), dialogue.entered + now
    found = known.find(keys, node.by)
    if not found.colleagues:
        keys = now
        found = known.find(keys, node.by)
    if not (ended or late or (found.is_number and found.is_whole)):
        return None
    if not now:
        return _missed(dialogue, at, NO_KEY, kept=len(dialogue.entered))
    if found.too_many:
        return _missed(dialogue, at, TOO_MANY, kept=len(keys))
    if not found.colleagues:
        return _missed(dialogue, at, NOBODY_FOUND)
    if found.is_number:
        return _chosen(dialogue, around, at, found)
    return _found(dialogue, at, found, attempt=dialogue.attempt)


def _found(dialogue: Dialogue, at: datetime, found: Found, *, attempt: int) -> Fact:
    return f.ColleaguesFound(
        at=at,
        call=dialogue.call,
        node=dialogue.node,
        colleagues=found.colleagues,
        attempt=attempt,
    )


def _missed(dialogue: Dialogue, at: datetime, because: str, *, kept: int = 0) -> Fact:
    return f.ColleagueMissed(
        at=at, call=dialogue.call, node=dialogue.node, because=because, kept=kept
    )


def _chosen(dialogue: Dialogue, around: Surroundings, at: datetime, found: Found) -> Fact:
    (agent,) = found.colleagues
    return f.ColleagueChosen(
        at=at,
        call=dialogue.call,
        node=dialogue.node,
        colleague=agent,
        there=around.works(agent),
    )
