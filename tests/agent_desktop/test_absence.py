"""Breaks, wrap-up on request, calls that answer themselves: as the desk shows and judges them."""

import pytest
from msgspec import structs

from acd.agent_rules import NotReadyReason as Rules
from acd.facts import AgentState, BreakRequested, Intent, IntentChosen, RedialPressed, WrapUpAsked
from agent_desktop import commands as do
from agent_desktop.catalogue import REASONS, reason_of
from agent_desktop.seen import AbsenceSeen, Seen
from agent_desktop.view import Words
from agent_desktop.views import BreakAskedView
from agent_desktop.wire import Refusal
from agent_desktop.wishes import Tell, Wish
from tests.agent_desktop.stories import CALL, MARIA, ask, at, desk_at, idle, talking, wrapping_up

pytestmark = pytest.mark.thinking

TEA = reason_of(Rules(code="tea", zh="茶歇", en="Tea", once=10), False)
BREAK = reason_of(Rules(code="break", a_day=30, takes_place=True), True)
ASKED = BreakAskedView(reason="break", since=at(0), waits_for="leader")


def absent(seen: Seen, **fields: object) -> Seen:
    """With the house's own two reasons, one of them asked for."""
    absence = structs.replace(AbsenceSeen(reasons=(TEA, BREAK)), **fields)
    return structs.replace(seen, absence=absence)


def having(seen: Seen, **fields: object) -> Seen:
    """She herself otherwise."""
    return structs.replace(seen, me=structs.replace(seen.me, **fields))


def wish(seen: Seen, command: do.AnyCommand) -> Wish | None:
    return desk_at(seen).judge(ask(command), at(5)).wish


def refused(seen: Seen, command: do.AnyCommand) -> Refusal | None:
    answer = desk_at(seen).judge(ask(command), at(5)).answer
    assert answer is not None
    return answer.reason


NOT_READY = do.SetIntent(intent=Intent.NOT_READY, reason="break")


# -- reasons and breaks --------------------------------------------------------------------------


def test_a_reason_is_chosen_or_asked_for_as_the_house_has_it() -> None:
    tea = do.SetIntent(intent=Intent.NOT_READY, reason="tea")
    chosen = IntentChosen(at=at(5), agent=MARIA, intent=Intent.NOT_READY, reason="tea")
    assert wish(absent(idle()), tea) == Tell(chosen)
    requested = BreakRequested(at=at(5), agent=MARIA, reason="break")
    assert wish(absent(idle()), NOT_READY) == Tell(requested)
    assert wish(absent(talking()), NOT_READY) == Tell(requested), "after this call"


@pytest.mark.parametrize("reason", ["", "meal", "declined"])
def test_a_reason_is_required_and_the_houses_own(reason: str) -> None:
    command = do.SetIntent(intent=Intent.NOT_READY, reason=reason)
    assert refused(absent(idle()), command) is Refusal.UNKNOWN_REASON


def test_the_menu_holds_the_houses_reasons_by_its_names_or_ours() -> None:
    desk = desk_at(absent(idle()))
    assert [one.words for one in desk.screen.view.choices.reasons] == [
        Words(zh="茶歇", en="Tea"),
        Words(zh="小休", en="Break"),
    ]
    assert reason_of(Rules(code="yoga"), False).words == Words(zh="yoga", en="yoga")
    assert desk_at(idle()).screen.view.choices.reasons == REASONS


def test_what_she_asked_for_is_shown_and_can_be_taken_back() -> None:
    seen = absent(idle(), asked=ASKED)
    assert desk_at(seen).screen.view.me.asked == ASKED
    kept = IntentChosen(at=at(5), agent=MARIA, intent=Intent.AVAILABLE)
    assert wish(seen, do.TakeBackBreak()) == Tell(kept)
    assert refused(absent(idle()), do.TakeBackBreak()) is Refusal.NOT_NOW


def test_taking_it_back_keeps_the_break_she_is_on() -> None:
    on_tea = having(idle(), state=AgentState.NOT_READY, reason="tea")
    on_tea = having(on_tea, intent=Intent.NOT_READY, intent_reason="tea")
    kept = IntentChosen(at=at(5), agent=MARIA, intent=Intent.NOT_READY, reason="tea")
    assert wish(absent(on_tea, asked=ASKED), do.TakeBackBreak()) == Tell(kept)


def test_the_limit_and_what_was_refused_are_shown() -> None:
    me = desk_at(absent(idle(), limit_at=at(600), overrun=True, refused="break")).screen.view.me
    assert (me.limit_at, me.overrun, me.refused) == (at(600), True, "break")


# -- wrap-up -------------------------------------------------------------------------------------


def test_wrap_up_is_asked_for_where_it_must_be() -> None:
    seen = having(talking(), must_ask=True)
    asked = WrapUpAsked(at=at(5), agent=MARIA, call=CALL)
    assert wish(seen, do.AskWrapUp(call=CALL)) == Tell(asked)
    back = structs.replace(asked, wanted=False)
    assert wish(seen, do.AskWrapUp(call=CALL, wanted=False)) == Tell(back)
    call = desk_at(having(seen, wrap_up_asked=True)).screen.view.call
    assert call is not None
    assert call.wrap_up_asked is True
    other = desk_at(talking()).screen.view.call
    assert other is not None
    assert other.wrap_up_asked is None


@pytest.mark.parametrize(
    ("seen", "command"),
    [
        (talking(), do.AskWrapUp(call=CALL)),
        (having(wrapping_up(), must_ask=True), do.AskWrapUp(call=CALL)),
        (having(wrapping_up(), extension=0), do.ExtendWrapUp(call=CALL)),
        (having(wrapping_up(), until=None), do.ExtendWrapUp(call=CALL)),
        (having(wrapping_up(), extended=True), do.ExtendWrapUp(call=CALL)),
        (wrapping_up(), do.Redial(call=CALL)),
    ],
)
def test_what_a_queues_wrap_up_does_not_allow(seen: Seen, command: do.AnyCommand) -> None:
    assert refused(seen, command) is Refusal.NOT_NOW


def test_a_wrap_up_without_a_deadline_is_shown_as_one() -> None:
    view = desk_at(having(wrapping_up(), until=None)).screen.view.wrap_up
    assert view is not None
    assert view.until is None


def test_who_was_cut_off_is_called_back_with_one_press() -> None:
    broke = having(wrapping_up(), may_redial=True)
    for seen, may in ((broke, True), (wrapping_up(), False)):
        view = desk_at(seen).screen.view.wrap_up
        assert view is not None
        assert view.redial is may
    pressed = RedialPressed(at=at(5), agent=MARIA, call=CALL)
    assert wish(broke, do.Redial(call=CALL)) == Tell(pressed)


def test_an_outcome_that_is_kept_is_shown() -> None:
    seen = having(wrapping_up(), ends_by_outcome=False, outcome_given=True)
    view = desk_at(seen).screen.view.wrap_up
    assert view is not None
    assert (view.ends_by_outcome, view.outcome_given) == (False, True)


# -- answered by itself --------------------------------------------------------------------------


def test_a_call_that_answers_itself_says_so_while_it_connects() -> None:
    seen = having(talking(), state=AgentState.CONNECTING)
    assert seen.call is not None
    for connected, shown in ((None, True), (at(0), False)):
        call = structs.replace(seen.call, auto=True, connected_at=connected)
        view = desk_at(structs.replace(seen, call=call)).screen.view.call
        assert view is not None
        assert view.auto is shown
        assert "decline" not in view.may
