"""The desk as tables: what is on the screen, what is pressed, what follows."""

from datetime import timedelta

import pytest

from acd.facts import AcceptPressed, AgentState, Intent, IntentChosen, OutcomeGiven, RejectPressed
from acd.ids import OfferId
from agent_desktop import commands as do
from agent_desktop.call_views import RecordingState
from agent_desktop.customer_views import CustomerChoice, CustomerState, CustomerView
from agent_desktop.desk import REMEMBERED_FOR, Judged
from agent_desktop.seen import Seen
from agent_desktop.views import NotesView
from agent_desktop.wire import Refusal
from agent_desktop.wishes import (
    Button,
    ChooseRecord,
    CreateRecord,
    EchoAudio,
    EndSession,
    KeepNotes,
    OpenAudio,
    Press,
    SendKeys,
    Tell,
)
from tests.agent_desktop.stories import (
    CALL,
    MARIA,
    NOON,
    OFFER,
    ask,
    at,
    desk_at,
    idle,
    maria,
    offered,
    talking,
    wrapping_up,
)

pytestmark = pytest.mark.thinking


def refusal(judged: Judged) -> Refusal | None:
    """Why it was refused."""
    assert judged.answer is not None
    return judged.answer.reason


# -- the offer --------------------------------------------------------------------------------


def test_an_offer_comes_as_one_patch_with_its_reasons() -> None:
    desk = desk_at(idle())
    patch = desk.look(offered(), at(1))
    assert patch is not None
    assert patch.seq == 1
    offer = desk.screen.view.offer
    assert offer is not None
    assert (offer.ring_for, offer.candidates, offer.idle_for) == (10, 2, 3.0)
    assert desk.look(offered(), at(2)) is None


def test_accept_becomes_one_fact() -> None:
    desk = desk_at(offered())
    judged = desk.judge(ask(do.Accept(offer=OFFER)), at(1))
    assert judged.wish == Tell(AcceptPressed(at=at(1), offer=OFFER, agent=MARIA))
    answer = desk.settle("c1", at(1))
    assert answer.ok


def test_a_second_accept_is_fine_and_says_nothing_more() -> None:
    desk = desk_at(offered())
    desk.judge(ask(do.Accept(offer=OFFER), client_id="c1"), at(1))
    again = desk.judge(ask(do.Accept(offer=OFFER), client_id="c2"), at(1.1))
    assert again.wish is None
    assert again.answer is not None
    assert again.answer.ok


def test_the_same_client_id_gets_the_same_answer_for_ten_minutes() -> None:
    desk = desk_at(offered())
    press = ask(do.Accept(offer=OFFER))
    assert desk.judge(press, at(1)).wish is not None
    assert desk.judge(press, at(1.1)) == Judged(), "still under way: neither answer nor wish"
    first = desk.settle("c1", at(1.2))
    desk.look(talking(), at(2))
    assert desk.judge(press, at(500)).answer == first
    assert refusal(desk.judge(press, at(1.2) + REMEMBERED_FOR)) is Refusal.STALE


def test_accept_after_the_offer_went_names_no_offer() -> None:
    desk = desk_at(offered())
    patch = desk.look(idle(), at(10), "expired")
    assert patch is not None
    assert patch.offer_gone is not None
    assert patch.offer_gone.how == "expired"
    press = ask(do.Accept(offer=OFFER), seq=desk.screen.seq)
    assert refusal(desk.judge(press, at(10.1))) is Refusal.NO_OFFER


def test_a_press_meant_for_the_offer_before_is_stale() -> None:
    desk = desk_at(offered())
    desk.look(idle(), at(10), "expired")
    desk.look(offered(OfferId("01JC/2")), at(11))
    press = ask(do.Accept(offer=OfferId("01JC/2")), seq=1)
    judged = desk.judge(press, at(11.1))
    assert refusal(judged) is Refusal.STALE
    assert judged.answer is not None
    assert judged.answer.current == 2


def test_figures_that_move_make_no_press_stale() -> None:
    desk = desk_at(offered())
    moved = offered()
    for n in range(3):
        desk.look(Seen(me=moved.me, offer=moved.offer, live=n % 2 == 1), at(n))
    assert desk.screen.seq == 3
    assert desk.judge(ask(do.Accept(offer=OFFER), seq=0), at(4)).wish is not None


def test_an_accepted_offer_is_not_told_as_gone() -> None:
    desk = desk_at(offered())
    patch = desk.look(talking(), at(2))
    assert patch is not None
    assert patch.offer_gone is None


def test_decline_and_desk_phone() -> None:
    desk = desk_at(offered())
    assert desk.judge(ask(do.Decline(offer=OFFER)), at(1)).wish == Tell(
        RejectPressed(at=at(1), offer=OFFER, agent=MARIA)
    )
    phone = desk_at(offered(device="sip:maria@127.0.0.1:5090"))
    assert refusal(phone.judge(ask(do.Accept(offer=OFFER)), at(1))) is Refusal.NOT_NOW


# -- refresh ----------------------------------------------------------------------------------


def test_a_refresh_in_mid_offer_resumes_by_number() -> None:
    desk = desk_at(idle())
    desk.look(offered(), at(1))
    desk.look(offered(OfferId("01JC/2")), at(2))
    missed = desk.screen.missed_since(1)
    assert missed is not None
    assert [patch.seq for patch in missed] == [2]
    assert desk.screen.missed_since(2) == ()
    assert desk.screen.missed_since(3) is None, "a number of another life"
    whole = desk.screen.snapshot(at(3))
    assert whole.seq == 2
    assert whole.desk.offer is not None
    assert whole.desk.offer.offer == "01JC/2"


def test_the_ring_keeps_five_hundred() -> None:
    desk = desk_at(idle())
    for n in range(501):
        desk.look(Seen(me=maria(), live=n % 2 == 1), at(n))
    assert desk.screen.missed_since(0) is None
    kept = desk.screen.missed_since(1)
    assert kept is not None
    assert len(kept) == 500


def test_notes_stay_through_offer_call_and_wrap_up() -> None:
    desk = desk_at(offered())
    wish = desk.judge(ask(do.SaveNotes(call=CALL, text="wants a window seat")), at(1)).wish
    assert isinstance(wish, KeepNotes)
    desk.look(talking(), at(2))
    kept = NotesView(call=CALL, text="wants a window seat", saved_at=at(2))
    desk.notes_kept(kept)
    desk.look(wrapping_up(), at(60))
    assert desk.screen.view.notes == kept
    desk.look(idle(), at(90))
    assert desk.screen.view.notes is None


def test_a_late_save_never_undoes_what_she_typed_since() -> None:
    desk = desk_at(talking())
    desk.judge(ask(do.SaveNotes(call=CALL, text="a"), client_id="c1"), at(1))
    desk.judge(ask(do.SaveNotes(call=CALL, text="ab"), client_id="c2"), at(2))
    desk.notes_kept(NotesView(call=CALL, text="a", saved_at=at(3)))
    desk.look(talking(), at(3))
    assert desk.screen.view.notes == NotesView(call=CALL, text="ab")
    desk.notes_found(NotesView(call=CALL, text="of yesterday", saved_at=NOON))
    desk.look(talking(), at(4))
    assert desk.screen.view.notes == NotesView(call=CALL, text="ab")


# -- the call ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seen", "command", "button"),
    [
        (talking(), do.Hold(call=CALL), Button.HOLD),
        (talking(held=True), do.Retrieve(call=CALL), Button.RETRIEVE),
        (talking(), do.Mute(call=CALL), Button.MUTE),
        (talking(muted=True), do.Unmute(call=CALL), Button.UNMUTE),
        (talking(), do.HangUp(call=CALL), Button.HANG_UP),
        (talking(), do.PauseRecording(call=CALL), Button.PAUSE_RECORDING),
        (
            talking(recording=RecordingState.PAUSED),
            do.ResumeRecording(call=CALL),
            Button.RESUME_RECORDING,
        ),
    ],
)
def test_the_buttons_of_a_call(seen: Seen, command: do.AnyCommand, button: Button) -> None:
    assert desk_at(seen).judge(ask(command), at(1)).wish == Press(CALL, button)


@pytest.mark.parametrize(
    ("seen", "command", "reason"),
    [
        (talking(), do.Retrieve(call=CALL), Refusal.NOT_NOW),
        (talking(held=True), do.Hold(call=CALL), Refusal.NOT_NOW),
        (talking(), do.ResumeRecording(call=CALL), Refusal.NOT_NOW),
        (talking(), do.HangUp(call="another"), Refusal.NO_CALL),
        (wrapping_up(), do.HangUp(call=CALL), Refusal.NOT_NOW),
        (idle(), do.Mute(call=CALL), Refusal.NO_CALL),
        (talking(), do.Keys(call=CALL, keys="12x"), Refusal.BAD_KEYS),
        (talking(), do.Keys(call=CALL, keys=""), Refusal.BAD_KEYS),
        (talking(), do.SaveNotes(call=CALL, text="x" * 4001), Refusal.TOO_LONG),
        (talking(), do.SaveNotes(call=CALL, text="", outcome="won"), Refusal.UNKNOWN_OUTCOME),
        (talking(), do.GiveOutcome(call=CALL, outcome="done"), Refusal.NOT_NOW),
        (wrapping_up(), do.GiveOutcome(call=CALL, outcome=""), Refusal.UNKNOWN_OUTCOME),
        (
            wrapping_up(),
            do.GiveOutcome(call=CALL, outcome="done", need="money"),
            Refusal.UNKNOWN_NEED,
        ),
        (talking(), do.SignOut(), Refusal.NOT_NOW),
        (talking(), do.AudioEcho(echo=True), Refusal.NOT_NOW),
        (idle(), do.SetIntent(intent=Intent.NOT_READY, reason="tea"), Refusal.UNKNOWN_REASON),
        (idle(), do.SetIntent(intent=Intent.LOGGED_OUT), Refusal.NOT_NOW),
        (idle(), do.AudioOffer(sdp=""), Refusal.TOO_LONG),
    ],
)
def test_what_is_refused_and_why(seen: Seen, command: do.AnyCommand, reason: Refusal) -> None:
    assert refusal(desk_at(seen).judge(ask(command), at(1))) is reason


def test_keys_go_to_the_caller() -> None:
    wish = desk_at(talking()).judge(ask(do.Keys(call=CALL, keys="12#")), at(1)).wish
    assert wish == SendKeys(CALL, "12#")


# -- wrap-up ----------------------------------------------------------------------------------


def test_an_outcome_ends_the_wrap_up() -> None:
    desk = desk_at(wrapping_up())
    view = desk.screen.view.wrap_up
    assert view is not None
    assert (view.suggested_need, view.missing) == ("booking.flight", ("outcome",))
    command = do.GiveOutcome(call=CALL, outcome="done", need="change.flight", needs=("refund",))
    wish = desk.judge(ask(command), at(5)).wish
    assert wish == Tell(
        OutcomeGiven(
            at=at(5),
            agent=MARIA,
            call=CALL,
            outcome="done",
            need="change.flight",
            needs=("refund",),
        )
    )


def test_a_ticked_outcome_is_not_missing_any_more() -> None:
    desk = desk_at(wrapping_up())
    desk.judge(ask(do.SaveNotes(call=CALL, text="", outcome="done")), at(1))
    desk.look(wrapping_up(), at(1))
    assert desk.screen.view.wrap_up is not None
    assert desk.screen.view.wrap_up.missing == ()


# -- ready ------------------------------------------------------------------------------------


def test_ready_waits_for_the_audio_check() -> None:
    desk = desk_at(Seen(me=maria(AgentState.NOT_READY, uri="")))
    ready = do.SetIntent(intent=Intent.AVAILABLE)
    assert refusal(desk.judge(ask(ready, client_id="c1"), at(1))) is Refusal.AUDIO_ABSENT
    desk.look(Seen(me=maria(AgentState.NOT_READY)), at(2))
    assert refusal(desk.judge(ask(ready, client_id="c2"), at(3))) is Refusal.AUDIO_NOT_CHECKED
    assert desk.screen.view.me.cannot_because == "audio_not_checked"
    desk.judge(ask(do.AudioChecked(ok=True, rtt_ms=38.0), client_id="c3"), at(4))
    desk.look(Seen(me=maria(AgentState.NOT_READY)), at(4))
    assert desk.screen.view.me.can_be_ready
    assert desk.screen.view.audio.quality == "good"
    judged = desk.judge(ask(ready, seq=desk.screen.seq, client_id="c4"), at(5))
    assert judged.wish == Tell(
        IntentChosen(at=at(5), agent=MARIA, intent=Intent.AVAILABLE, reason="")
    )


def test_a_desk_phone_needs_no_audio_check() -> None:
    desk = desk_at(Seen(me=maria(AgentState.NOT_READY, uri="", device="sip:maria@127.0.0.1:5090")))
    assert desk.screen.view.audio.state == "phone"
    judged = desk.judge(ask(do.SetIntent(intent=Intent.AVAILABLE)), at(1))
    assert isinstance(judged.wish, Tell)


def test_away_is_not_remembered_so_that_it_can_be_tried_again() -> None:
    desk = desk_at(idle())
    press = ask(do.AudioOffer(sdp="v=0"))
    assert desk.judge(press, at(1)).wish == OpenAudio("v=0")
    assert desk.settle("c1", at(2), Refusal.AWAY).reason is Refusal.AWAY
    assert desk.judge(press, at(3)).wish == OpenAudio("v=0")


def test_echo_and_sign_out() -> None:
    desk = desk_at(idle())
    assert desk.judge(ask(do.AudioEcho(echo=True)), at(1)).wish == EchoAudio(True)
    assert desk.judge(ask(do.SignOut(), client_id="c2"), at(1)).wish == EndSession()


# -- the customer -----------------------------------------------------------------------------


def test_one_of_several_records_is_chosen_and_a_new_one_made() -> None:
    several = CustomerView(
        call=CALL,
        state=CustomerState.CHOICE,
        choices=(CustomerChoice(id="k1", name="Qiao"), CustomerChoice(id="k2", name="Ye")),
    )
    seen = offered()
    desk = desk_at(Seen(me=seen.me, offer=seen.offer, customer=several))
    wish = desk.judge(ask(do.ChooseCustomer(call=CALL, customer="k2"), client_id="c1"), at(1)).wish
    assert wish == ChooseRecord(CALL, "k2")
    stranger = desk.judge(ask(do.ChooseCustomer(call=CALL, customer="k9"), client_id="c2"), at(1))
    assert refusal(stranger) is Refusal.UNKNOWN_CUSTOMER
    made = desk.judge(ask(do.CreateCustomer(call=CALL, name=" Ye "), client_id="c3"), at(1)).wish
    assert made == CreateRecord(CALL, "Ye", "", "", "", "")


def test_a_press_from_the_future_is_stale() -> None:
    desk = desk_at(idle())
    judged = desk.judge(ask(do.SignOut(), seq=7), NOON + timedelta(seconds=1))
    assert refusal(judged) is Refusal.STALE
