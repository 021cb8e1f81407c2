"""The message of an incident in words, on the timeline of a call in which it was heard.

Spoken to by `telling.py`. Only words; it decides nothing.
"""

from collections.abc import Mapping

import acd.facts as a
from acd.facts import Heard
from acd.step import Fact
from agent_desktop.catalogue import INCIDENTS
from agent_desktop.view import Words
from callcenter.web.told_words import LANGUAGES

Told = tuple[Words, ...]

HEARD: Mapping[str, Words] = {
    Heard.WHOLE: Words(zh="完整播放", en="to the end"),
    Heard.KEY: Words(zh="客户按键跳过", en="ended by a key"),
    Heard.CUT: Words(zh="中途结束", en="cut short"),
    Heard.UNSAID: Words(zh="未播放", en="not said"),
}


def told(fact: Fact) -> Told:
    """Words beside the kind of the fact; empty for any other fact."""
    if isinstance(fact, a.IncidentMet):
        what = INCIDENTS.get(fact.what)
        return () if what is None else (what,)
    if not isinstance(fact, a.IncidentHeard):
        return ()
    how = HEARD[fact.how]
    if fact.how is Heard.UNSAID:
        return (how,)
    seconds = round(fact.seconds)
    long = Words(zh=f"{seconds} 秒", en=f"{seconds} s")
    return (how, long, *(LANGUAGES[one] for one in fact.languages if one in LANGUAGES))
