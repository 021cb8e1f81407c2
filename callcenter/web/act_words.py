"""Acts by hand upon waiting calls in words: what was pressed, who pressed, and why it was refused.

Spoken to by `telling.py`, for a call's timeline. Only words; it decides nothing.
"""

from collections.abc import Callable, Mapping
from typing import Any

import acd.facts as a
from acd.facts import Act, Refused
from acd.step import Fact
from agent_desktop.view import Words
from callcenter.web.naming import Naming
from callcenter.web.told_words import DIVERTED_BECAUSE, STATES

Told = tuple[Words, ...]

ACTS: Mapping[str, Words] = {
    Act.MOVE: Words(zh="移至其他队列", en="move"),
    Act.PRIORITISE: Words(zh="调整优先级", en="priority"),
    Act.WITHDRAW: Words(zh="撤出队列", en="withdraw"),
    Act.ASSIGN: Words(zh="指派", en="assign"),
    Act.PULL: Words(zh="自取", en="pull"),
    Act.TRANSFER: Words(zh="转接", en="transfer"),
    Act.CONSULT: Words(zh="咨询", en="consult"),
    Act.DIAL: Words(zh="外呼", en="outbound call"),
    Act.OUTSIDE: Words(zh="转外线", en="call to somebody outside"),
}

HANDS_OVER = Words(zh="直接转", en="handed over at once")
ASKS_FIRST = Words(zh="先咨询", en="asked first")
RINGING = Words(zh="对方振铃中", en="while it rang")

REFUSED: Mapping[str, Words] = {
    Refused.CALL_GONE: Words(zh="来电已不在排队", en="the call waits no more"),
    Refused.CALL_OFFERED: Words(zh="来电正在振铃", en="the call was ringing"),
    Refused.CALL_ANSWERED: Words(zh="来电已接起", en="the call was answered"),
    Refused.CHANGED_MEANWHILE: Words(zh="已被他人更改", en="somebody else had changed it"),
    Refused.QUEUE_UNKNOWN: Words(zh="没有这个队列", en="there is no such queue"),
    Refused.SAME_QUEUE: Words(zh="已在该队列", en="it was in that queue already"),
    Refused.QUEUE_CLOSED: Words(zh="该队列未开放", en="that queue was closed"),
    Refused.PRIORITY_OUT_OF_RANGE: Words(zh="优先级须为 0–10", en="a priority is 0 to 10"),
    Refused.AGENT_UNKNOWN: Words(zh="没有这位坐席", en="there is no such agent"),
    Refused.AGENT_NOT_FREE: Words(zh="坐席不空闲", en="the agent was not free"),
    Refused.SKILL_MISSING: Words(zh="坐席缺少技能", en="the agent lacks a skill"),
    Refused.NOT_HER_QUEUE: Words(zh="不是该坐席的队列", en="not a queue of the agent's"),
    Refused.PULL_NOT_ALLOWED: Words(zh="该队列不允许自取", en="the queue lets nobody pull"),
    Refused.NOT_HER_CALL: Words(zh="来电已不在该坐席处", en="the agent no longer had the call"),
    Refused.CONSULTS_ALREADY: Words(zh="正在咨询中", en="a consultation was open"),
    Refused.QUEUE_REFUSES: Words(zh="该队列暂不接入", en="that queue took no more calls"),
}

WITHDRAWN_BECAUSE: Mapping[str, Words] = {
    "handled": Words(zh="已另行处理", en="handled otherwise"),
    "unwanted": Words(zh="骚扰来电", en="unwanted call"),
    "closing": Words(zh="即将结束服务", en="closing time"),
}
"""Why a supervisor takes a call out of its queue; no free text, which could name somebody."""


class ActTelling:
    """Tells the facts of acts by hand; whom one concerns is told before."""

    def __init__(self, naming: Naming) -> None:
        self._naming = naming

    def told(self, fact: Fact) -> Told:
        """What it says, and who pressed; empty for every other fact."""
        by = getattr(fact, "by", None)
        tell = self._TELL.get(type(fact))
        if tell is None or not by:
            return ()
        return (*tell(self, fact), self._naming.person_name(by))

    def _to_queue(self, fact: a.MovePressed) -> Told:
        return (self._naming.queue(fact.queue),)

    def _moved(self, fact: a.CallMoved) -> Told:
        left, queue = self._naming.queue(fact.left), self._naming.queue(fact.queue)
        return (Words(zh=f"{left.zh} → {queue.zh}", en=f"{left.en} → {queue.en}"),)

    def _hand_over(self, fact: a.TransferPressed | a.ConsultPressed | a.ConsultQueued) -> Told:
        if fact.agent is not None:
            return (self._naming.person_name(fact.agent),)
        return (self._naming.queue(fact.queue),) if fact.queue is not None else ()

    def _dialled(self, fact: a.DialPressed) -> Told:
        return (self._naming.queue(fact.queue),)

    def _outside(self, fact: a.OutsidePressed | a.OutsideCalled) -> Told:
        return (HANDS_OVER,) if fact.hand_over else (ASKS_FIRST,)

    def _handed_outside(self, fact: a.HandedOutside) -> Told:
        return () if fact.answered else (RINGING,)

    def _handed_over(self, fact: a.CallTransferred) -> Told:
        if fact.agent is not None:
            return ()
        left, queue = self._naming.queue(fact.left), self._naming.queue(fact.queue)
        return (Words(zh=f"{left.zh} → {queue.zh}", en=f"{left.en} → {queue.en}"),)

    def _priority(self, fact: a.PrioritisePressed | a.CallPrioritised) -> Told:
        return (Words(zh=str(fact.priority), en=str(fact.priority)),)

    def _withdraw(self, fact: a.WithdrawPressed) -> Told:
        return _word(WITHDRAWN_BECAUSE, fact.because)

    def _withdrawn(self, fact: a.CallWithdrawn) -> Told:
        return (self._naming.queue(fact.queue), *_word(WITHDRAWN_BECAUSE, fact.because))

    def _pressed(self, _: a.AssignPressed | a.PullPressed) -> Told:
        return ()

    def _offered(self, fact: a.OfferMade) -> Told:
        act = Act.PULL if fact.strategy == a.PULLED else Act.ASSIGN
        return (ACTS[act],)

    def _refused(self, fact: a.ActRefused) -> Told:
        return (*_word(ACTS, fact.act), *_word(REFUSED, fact.reason), *self._detail(fact))

    def _detail(self, fact: a.ActRefused) -> Told:
        match fact.reason:
            case Refused.SKILL_MISSING:
                return (self._naming.skill(fact.detail),)
            case Refused.AGENT_NOT_FREE:
                return _word(STATES, fact.detail)
            case Refused.QUEUE_CLOSED | Refused.QUEUE_REFUSES:
                return _word(DIVERTED_BECAUSE, fact.detail)
        return ()

    _TELL: Mapping[type[Fact], Callable[["ActTelling", Any], Told]] = {
        a.MovePressed: _to_queue,
        a.PrioritisePressed: _priority,
        a.WithdrawPressed: _withdraw,
        a.AssignPressed: _pressed,
        a.PullPressed: _pressed,
        a.CallMoved: _moved,
        a.CallPrioritised: _priority,
        a.DialPressed: _dialled,
        a.TransferPressed: _hand_over,
        a.ConsultPressed: _hand_over,
        a.ConsultQueued: _hand_over,
        a.CallTransferred: _handed_over,
        a.OutsidePressed: _outside,
        a.OutsideCalled: _outside,
        a.HandedOutside: _handed_outside,
        a.CallWithdrawn: _withdrawn,
        a.OfferMade: _offered,
        a.ActRefused: _refused,
    }


def _word(table: Mapping[str, Words], code: str) -> Told:
    word = table.get(code)
    return (word,) if word is not None else ()
