"""What a fact of a call says to a reader: the names and words that tell which one it was.

A call's timeline shows them beside the kind of the fact: "Choice made · Flights", "Offer ended ·
Lin Zhixia · not answered". It decides nothing and must not know where facts are kept.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

import acd.facts as a
import callcenter.calls.facts as c
import callcenter.calls.presses as p
import ivr.facts as i
from acd.step import Fact
from agent_desktop.catalogue import need_words, outcome_words
from agent_desktop.view import Words
from callcenter.web import incident_words
from callcenter.web import told_words as w
from callcenter.web.act_words import ActTelling
from callcenter.web.naming import Naming
from callcenter.web.voicemail_words import VoicemailTelling
from callcenter.web.ways import Ways

Told = tuple[Words, ...]


class Telling:
    """Tells the facts of one call, whose caller dialled `dialled`."""

    def __init__(self, naming: Naming, ways: Ways, dialled: str) -> None:
        self._naming = naming
        self._ways = ways
        self._dialled = dialled
        self._hides_keys = False
        self._acts = ActTelling(naming)
        self._voicemails = VoicemailTelling(naming)

    def hide_keys(self, facts: Iterable[Fact]) -> None:
        """Of a call in which keys were personal data at any node: a caller may press ahead of it.
        What was chosen in a menu is told by its own fact.
        """
        self._hides_keys = any(isinstance(one, i.NodeEntered) and one.masked for one in facts)

    def body(self, fact: Fact) -> dict[str, Any]:
        """Every field of a fact as it may be shown."""
        body: dict[str, Any] = msgspec.to_builtins(fact)
        if self._hides_keys and isinstance(fact, i.DigitPressed):
            body["digit"] = w.HIDDEN
        if isinstance(fact, i.WebAnswered):
            body["values"] = dict.fromkeys(fact.values, w.HIDDEN)
        return body

    def told(self, fact: Fact) -> Told:
        """Names and words, the most telling one first; empty when the kind says it all."""
        tell = self._TELL.get(type(fact))
        agent = getattr(fact, "agent", None)
        person = (self._naming.person_name(agent),) if agent else ()
        told = tell(self, fact) if tell is not None else ()
        told += (*incident_words.told(fact), *self._acts.told(fact), *self._voicemails.told(fact))
        return (*person, *told)

    # -- the dialogue ----------------------------------------------------------------------------

    def _rang(self, fact: c.LegRang) -> Told:
        return _plain(fact.dialled)

    def _language(self, fact: i.LanguageChosen) -> Told:
        return _word(w.LANGUAGES, fact.language)

    def _choice(self, fact: i.ChoiceMade) -> Told:
        return (self._ways.choice(self._dialled, fact.node, fact.choice), *_plain(fact.choice))

    def _node(self, fact: i.NodeEntered) -> Told:
        return (self._ways.node(self._dialled, fact.node),)

    def _dialogue_ended(self, fact: i.DialogueEnded) -> Told:
        queue = (self._naming.queue(fact.queue),) if fact.queue else ()
        asked = self._people(*((fact.asked_for,) if fact.asked_for else ()))
        return (*queue, *asked, *_word(w.DIALOGUE_BECAUSE, fact.because))

    def _people(self, *agents: str) -> Told:
        return tuple(map(self._naming.person_name, agents))

    def _colleagues(self, fact: i.ColleaguesFound) -> Told:
        return self._people(*fact.colleagues)

    def _missed(self, fact: i.ColleagueMissed) -> Told:
        return _word(w.MISSED_BECAUSE, fact.because)

    def _asked_for(self, fact: i.ColleagueChosen) -> Told:
        return (*self._people(fact.colleague), *(() if fact.there else (w.TAKES_NO_CALLS,)))

    def _digit(self, fact: i.DigitPressed) -> Told:
        return _plain(w.HIDDEN if self._hides_keys else fact.digit)

    def _collected(self, fact: i.DigitsCollected) -> Told:
        many = Words(zh=f"{fact.count} 位", en=f"{fact.count} digit{'s' if fact.count > 1 else ''}")
        return (self._ways.node(self._dialled, fact.node), many, *_plain(fact.digits))

    def _branched(self, fact: i.BranchTaken) -> Told:
        held = Words(zh=f"条件 {fact.by}", en=f"condition {fact.by}")
        by = (held,) if fact.by.isdecimal() else _word(w.BRANCHED_BY, fact.by)
        return (self._ways.node(self._dialled, fact.node), *by)

    def _web_answered(self, fact: i.WebAnswered) -> Told:
        return _word(w.WEB_BECAUSE, fact.because) or _plain(", ".join(fact.values))

    def _awaited(self, fact: i.AnswerAwaited) -> Told:
        return (self._ways.node(self._dialled, fact.node),)

    def _prompt_ended(self, fact: i.PromptEnded) -> Told:
        return _word(w.PROMPT_ENDS, fact.how)

    # -- the queue -------------------------------------------------------------------------------

    def _queued(self, fact: a.CallQueued) -> Told:
        queue = self._naming.queue(fact.queue)
        if fact.priority == 0:
            return (queue,)
        sign = f"{fact.priority:+d}"
        return (queue, Words(zh=f"优先级 {sign}", en=f"priority {sign}"))

    def _queue(self, fact: a.CallAbandoned) -> Told:
        return (self._naming.queue(fact.queue),)

    def _offered(self, fact: a.OfferMade) -> Told:
        """To whom is said already; then why to her."""
        others = len(fact.candidates) - 1
        beside = Words(zh=f"另有 {others} 人未选", en=f"{others} others looked at")
        wider = Words(zh=f"已扩大第 {fact.width} 次", en=f"search widened, step {fact.width}")
        return (
            self._naming.queue(fact.queue),
            *_word(w.CHOSEN_BY, fact.strategy),
            *((beside,) if others > 0 else ()),
            *((wider,) if fact.width > 0 else ()),
        )

    def _requeued(self, fact: a.CallRequeued) -> Told:
        return (self._naming.queue(fact.queue), *_word(w.BACK_BECAUSE, fact.because))

    def _released(self, fact: a.AgentReleased) -> Told:
        return (w.CONVERSATION_BROKE,) if fact.dropped else ()

    def _redial_withdrawn(self, fact: a.RedialWithdrawn) -> Told:
        return (w.BACK_MEANWHILE,)

    def _returned(self, fact: a.CallerReturned) -> Told:
        return (w.FIRST_IN_LINE,)

    def _diverted(self, fact: a.CallDiverted) -> Told:
        to = self._naming.queue(fact.target.queue) if fact.target.queue else None
        where = (to,) if to else _word(w.WAYS_ON, fact.target.way)
        return (*_word(w.DIVERTED_BECAUSE, fact.because.value), *where)

    def _exit_key(self, fact: a.ExitKeyPressed) -> Told:
        return _plain(fact.key)

    def _identified(self, fact: a.CustomerIdentified) -> Told:
        soon = (w.TRAVELS_SOON,) if fact.travels_soon else ()
        told = (*_word(w.TIERS, fact.tier), *soon)
        if not fact.last_agent:
            return told
        name = self._naming.person_name(fact.last_agent)
        spoke = Words(zh=f"上次由{name.zh}接听", en=f"spoke last with {name.en}")
        return (*told, spoke)

    def _place(self, fact: a.PlaceTold) -> Told:
        if fact.ahead == 0:
            return (w.NEXT_IN_LINE,)
        ahead = Words(zh=f"前面 {fact.ahead} 位", en=f"{fact.ahead} ahead")
        if fact.wait is None:
            return (ahead,)
        return (ahead, Words(zh=f"约 {fact.wait} 秒", en=f"about {fact.wait} s"))

    def _raised(self, fact: a.PriorityRaised) -> Told:
        return _word(w.WENT_BEFORE, fact.because)

    def _preference_ended(self, fact: a.PreferenceEnded) -> Told:
        return _word(w.WAITED_IN_VAIN, fact.because)

    def _widened(self, fact: a.SearchWidened) -> Told:
        return _plain(str(fact.width))

    def _offer_ended(self, fact: a.OfferEnded) -> Told:
        return _word(w.OFFER_ENDS, fact.how)

    def _because(self, fact: a.ConnectFailed | a.RejectPressed) -> Told:
        return _word(w.REASONS, fact.because)

    # -- callbacks -------------------------------------------------------------------------------

    def _callback_asked(
        self, fact: a.CallbackRequested | a.CallbackQueued | a.OutboundQueued
    ) -> Told:
        return (self._naming.queue(fact.queue),)

    def _consult_ended(self, fact: a.ConsultEnded | a.OutsideNotReached) -> Told:
        return _word(w.REASONS, fact.because)

    def _callback_missed(self, fact: a.CallbackMissed) -> Told:
        because = _word(w.CALLBACK_BECAUSE, fact.because)
        if fact.again_at is None:
            return because
        return (*because, w.TRIED_AGAIN)

    def _callback_withdrawn(self, fact: a.CallbackWithdrawn) -> Told:
        return _word(w.CALLBACK_BECAUSE, fact.because)

    # -- agents ----------------------------------------------------------------------------------

    def _audio_lost(self, fact: a.AudioLost) -> Told:
        return _word(w.AUDIO_BECAUSE, fact.because)

    def _state(self, fact: a.AgentStateChanged) -> Told:
        return _word(w.STATES, fact.state)

    def _outcome(self, fact: a.OutcomeGiven) -> Told:
        outcome = outcome_words(fact.outcome) if fact.outcome else w.NO_OUTCOME
        needs = (need_words(one) for one in (fact.need, *fact.needs))
        return tuple(one for one in (outcome, *needs) if one is not None)

    def _wrap_up_ended(self, fact: a.WrapUpEnded) -> Told:
        return _word(w.WRAP_UP_ENDS, fact.how)

    def _hold_pressed(self, fact: p.HoldPressed) -> Told:
        return () if fact.hold else (w.RETRIEVED,)

    def _mute_pressed(self, fact: p.MutePressed) -> Told:
        return () if fact.mute else (w.UNMUTED,)

    def _pause_pressed(self, fact: p.PauseRecordingPressed) -> Told:
        return () if fact.pause else (w.RESUMED,)

    # -- the line --------------------------------------------------------------------------------

    def _dialled_leg(self, fact: c.LegDialled) -> Told:
        return () if fact.agent else _word(w.ROLES, fact.role)

    def _muted(self, fact: c.LegMuted) -> Told:
        return () if fact.muted else (w.UNMUTED,)

    def _rated(self, fact: c.SurveyAnswered) -> Told:
        return _plain(str(fact.score))

    def _voiced(self, fact: c.LegVoiced) -> Told:
        return _word(w.VOICES, fact.voice)

    def _ended(self, fact: c.LegEnded | c.CallEnded) -> Told:
        return (*_word(w.SIDES, fact.ending.side), *_word(w.REASONS, fact.ending.reason))

    def _reflex(self, fact: c.ReflexTaken) -> Told:
        return _word(w.REFLEXES, fact.reflex)

    def _music(self, fact: c.MusicStarted) -> Told:
        return _word(w.TUNES, fact.tune)

    def _keys_sent(self, fact: c.DigitsSent) -> Told:
        return (Words(zh=f"{fact.count} 个", en=str(fact.count)),)

    def _recording_lost(self, fact: c.RecordingLost) -> Told:
        return _word(w.NOT_RECORDED, fact.because)

    def _quality(self, fact: c.QualityCrossed) -> Told:
        return _word(w.QUALITY, fact.level)

    def _line_gone(self, fact: c.LineGone) -> Told:
        return _word(w.LINE_ENDS, fact.how)

    _TELL: Mapping[type[Fact], Callable[["Telling", Any], Told]] = {
        c.LegRang: _rang,
        i.LanguageChosen: _language,
        i.ChoiceMade: _choice,
        i.NodeEntered: _node,
        i.DialogueEnded: _dialogue_ended,
        i.DigitPressed: _digit,
        i.DigitsCollected: _collected,
        i.ColleaguesFound: _colleagues,
        i.ColleagueMissed: _missed,
        i.ColleagueChosen: _asked_for,
        i.BranchTaken: _branched,
        i.WebAnswered: _web_answered,
        i.AnswerAwaited: _awaited,
        i.PromptEnded: _prompt_ended,
        a.CallQueued: _queued,
        a.OfferMade: _offered,
        a.CallAbandoned: _queue,
        a.CallRequeued: _requeued,
        a.AgentReleased: _released,
        a.CallerReturned: _returned,
        a.RedialWithdrawn: _redial_withdrawn,
        a.CallDiverted: _diverted,
        a.ExitKeyPressed: _exit_key,
        a.CustomerIdentified: _identified,
        a.PlaceTold: _place,
        a.SearchWidened: _widened,
        a.PriorityRaised: _raised,
        a.PreferenceEnded: _preference_ended,
        a.OfferEnded: _offer_ended,
        a.ConnectFailed: _because,
        a.RejectPressed: _because,
        a.CallbackRequested: _callback_asked,
        a.CallbackQueued: _callback_asked,
        a.OutboundQueued: _callback_asked,
        a.CallbackMissed: _callback_missed,
        a.ConsultEnded: _consult_ended,
        a.OutsideNotReached: _consult_ended,
        a.CallbackWithdrawn: _callback_withdrawn,
        a.AudioLost: _audio_lost,
        a.AgentStateChanged: _state,
        a.OutcomeGiven: _outcome,
        a.WrapUpEnded: _wrap_up_ended,
        p.HoldPressed: _hold_pressed,
        p.MutePressed: _mute_pressed,
        p.PauseRecordingPressed: _pause_pressed,
        c.LegDialled: _dialled_leg,
        c.LegMuted: _muted,
        c.LegVoiced: _voiced,
        c.SurveyAnswered: _rated,
        c.LegEnded: _ended,
        c.CallEnded: _ended,
        c.ReflexTaken: _reflex,
        c.MusicStarted: _music,
        c.DigitsSent: _keys_sent,
        c.RecordingLost: _recording_lost,
        c.QualityCrossed: _quality,
        c.LineGone: _line_gone,
    }


def _word(table: w.Table, code: str) -> Told:
    word = table.get(code)
    return (word,) if word is not None else ()


def _plain(text: str) -> Told:
    """Figures are the same in both languages."""
    return (Words(zh=text, en=text),) if text else ()
