"""Messages in words: for which queue, how long, what ended one, and what came of it.

Spoken to by `telling.py`, for a call's timeline. Only words; it decides nothing.
"""

from collections.abc import Callable, Mapping
from typing import Any

import callcenter.calls.voicemail_facts as v
from acd.step import Fact
from agent_desktop.view import Words
from callcenter.web.naming import Naming

Told = tuple[Words, ...]

HOW: Mapping[str, Words] = {
    v.HowLeft.KEY: Words(zh="按 # 键结束", en="ended by #"),
    v.HowLeft.HUNG_UP: Words(zh="挂机结束", en="hung up"),
    v.HowLeft.LIMIT: Words(zh="达到最长时间", en="as long as it may be"),
    v.HowLeft.LOST: Words(zh="线路中断", en="the line was lost"),
}

NOT_LEFT: Mapping[str, Words] = {
    "short": Words(zh="留言过短", en="too short"),
    "hung_up": Words(zh="未留言即挂机", en="hung up before the tone"),
    "not_recorded": Words(zh="没有录音", en="nothing was recorded"),
}

OUTCOMES: Mapping[str, Words] = {
    v.Outcome.HANDLED: Words(zh="已办理", en="handled"),
    v.Outcome.PASSED_ON: Words(zh="已转交", en="passed on"),
    v.Outcome.NOTHING_TO_DO: Words(zh="无需处理", en="nothing to do"),
    v.Outcome.CALLED_BACK: Words(zh="已回拨", en="called back"),
}

REFUSED: Mapping[str, Words] = {
    v.No.GONE: Words(zh="已处理完毕", en="it was done"),
    v.No.TAKEN: Words(zh="同事正在处理", en="a colleague had it"),
    v.No.NOT_YOURS: Words(zh="不归该坐席处理", en="it was not hers"),
    v.No.WITHHELD: Words(zh="号码隐藏", en="the number is withheld"),
    v.No.ON_LINE: Words(zh="来电尚未挂断", en="the caller was still there"),
}

SIGNED_OUT = Words(zh="坐席已签出", en="she signed out")


class VoicemailTelling:
    """Tells facts about messages; any other fact says nothing here."""

    def __init__(self, naming: Naming) -> None:
        self._naming = naming

    def told(self, fact: Fact) -> Told:
        """Words beside the kind of the fact and the agent's name."""
        tell = self._TELL.get(type(fact))
        return tell(self, fact) if tell is not None else ()

    def _asked(self, fact: v.VoicemailAsked) -> Told:
        most = Words(zh=f"最长 {fact.most} 秒", en=f"up to {fact.most} s")
        return (self._naming.queue(fact.queue), most)

    def _left(self, fact: v.VoicemailLeft) -> Told:
        seconds = round(fact.seconds)
        long = Words(zh=f"{seconds} 秒", en=f"{seconds} s")
        return (self._naming.queue(fact.queue), long, HOW[fact.how])

    def _not_left(self, fact: v.VoicemailNotLeft) -> Told:
        because = NOT_LEFT.get(fact.because)
        return () if because is None else (because,)

    def _returned(self, fact: v.VoicemailReturned) -> Told:
        return () if fact.press else (SIGNED_OUT,)

    def _done(self, fact: v.VoicemailDone | v.FinishVoicemailPressed) -> Told:
        return (OUTCOMES[fact.outcome],)

    def _refused(self, fact: v.VoicemailRefused) -> Told:
        return (REFUSED[fact.because],)

    _TELL: Mapping[type[Fact], Callable[["VoicemailTelling", Any], Told]] = {
        v.VoicemailAsked: _asked,
        v.VoicemailLeft: _left,
        v.VoicemailNotLeft: _not_left,
        v.VoicemailReturned: _returned,
        v.VoicemailDone: _done,
        v.FinishVoicemailPressed: _done,
        v.VoicemailRefused: _refused,
    }
