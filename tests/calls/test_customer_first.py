"""Callbacks whose customer is called first: no agent before the answer, then a call like any."""

import msgspec
import pytest

import acd.facts as a
import callcenter.calls.commands as do
import callcenter.calls.facts as c
from acd.configuration import CallbackFirst
from acd.ids import CallId, LineId
from acd.step import CommandClosed
from acd.targets import Target
from callcenter.calls.call import caller_leg_id
from callcenter.house import House
from callcenter.outbound.callback import Phase
from ivr.commands import Say
from ivr.facts import PromptEnded
from tests.bench.rooms import at
from tests.calls.callback_story import CallbackStory
from tests.calls.story import CALL, CONFIGURATION, FLIGHTS, MARIA, OMAR, PHONE

pytestmark = pytest.mark.thinking

LATER = CallId("01LATER")
QUEUES = tuple(
    msgspec.structs.replace(one, callback_first=CallbackFirst.CUSTOMER)
    for one in CONFIGURATION.queues
)


class CustomerFirst(CallbackStory):
    """The queue calls its customers before it asks an agent."""

    def __init__(self) -> None:
        super().__init__(msgspec.structs.replace(CONFIGURATION, queues=QUEUES))

    def rung(self) -> None:
        """Somebody is free; the line is given and the customer's telephone rings."""
        self.asks()
        self.ready()
        self.dials()

    def dials(self) -> None:
        """The line carries out the newest `PlaceCall`."""
        wish = self.wished("PlaceCall")[-1]
        assert isinstance(wish, do.PlaceCall)
        now = at(self.seconds)
        self.tell(
            c.CallPlaced(
                at=now, call=wish.call, line=LineId("l2"), exchange="one", party=wish.party
            )
        )
        self.tell(c.LegDialled(at=now, call=wish.call, leg=wish.leg, role=c.Role.CALLER))
        self.tell(CommandClosed(at=now, command=wish.id, outcome="done"))


def test_the_customer_is_called_without_an_agent_and_is_a_try_when_it_is_dialled() -> None:
    story = CustomerFirst()
    story.asks()
    assert not story.wished("PlaceCall")
    story.ready()
    [place] = story.wished("PlaceCall")
    assert isinstance(place, do.PlaceCall)
    assert (place.id, place.leg) == (f"{CALL}b1:place", f"{CALL}b1.1")
    assert (place.agent, place.uri, place.ring_for, place.party) == (None, "", 20, "p")
    assert not story.all(a.CallbackAttempted)
    story.dials()
    [attempted] = story.all(a.CallbackAttempted)
    assert (attempted.call, attempted.callback) == (f"{CALL}b1", CALL)
    assert story.is_free()
    assert not story.wished("DialLeg")


def test_who_answers_hears_why_then_music_and_gets_the_agent_who_is_free() -> None:
    story = CustomerFirst()
    story.rung()
    story.wait(8)
    story.answers(story.customer)
    say = story.wished("Say")[-1]
    assert isinstance(say, Say)
    assert say.prompt == f"{CALL}b1:greeting"
    assert [language for language, _ in say.texts] == ["mandarin", "english"]
    offer = story.offer()
    assert (offer.call, offer.agent, offer.entered_at) == (story.attempt, MARIA, at(0))
    story.tell(
        PromptEnded(
            at=at(9), call=story.attempt, leg=story.customer, prompt=say.prompt, how="finished"
        )
    )
    assert story.wished("PlayMusic")[-1].id == f"{story.customer}:music:greeting"
    story.accepts()
    [dial] = story.wished("DialLeg")
    assert isinstance(dial, do.DialLeg)
    assert (dial.leg, dial.join) == (f"{CALL}b1.a1", story.customer)
    now = at(story.seconds)
    story.tell(
        c.LegDialled(at=now, call=story.attempt, leg=dial.leg, role=c.Role.AGENT, agent=MARIA)
    )
    story.answers(dial.leg)
    story.joined(dial.leg)
    assert [one.call for one in story.all(a.CallbackKept)] == [story.attempt]
    assert not list(story.house.callbacks.open())
    story.over(story.customer, c.Side.CALLER, c.Reason.HANGUP)
    story.over(dial.leg, c.Side.HOUSE, c.Reason.HANGUP)
    assert not story.all(a.CallbackMissed)
    assert not story.all(a.CallAbandoned)


def test_words_that_cannot_be_said_are_followed_by_music_all_the_same() -> None:
    story = CustomerFirst()
    story.rung()
    story.answers(story.customer)
    say = story.wished("Say")[-1]
    story.tell(CommandClosed(at=at(1), command=say.id, outcome="refused", reason="no_audio_file"))
    assert story.wished("PlayMusic")[-1].id == f"{story.customer}:music:greeting"


@pytest.mark.parametrize("reason", [c.Reason.BUSY, c.Reason.NO_ANSWER, c.Reason.UNREACHABLE])
def test_who_is_not_reached_is_tried_again_and_no_agent_has_noticed(reason: c.Reason) -> None:
    story = CustomerFirst()
    story.rung()
    story.over(story.customer, c.Side.CALLER, reason)
    [missed] = story.all(a.CallbackMissed)
    assert (missed.because, missed.tries, missed.again_at) == (reason, 1, at(600))
    assert story.house.calls.on(f"{CALL}b1") is None
    assert story.house.acd.call(CallId(f"{CALL}b1")) is None
    assert not story.all(a.OfferMade)
    story.wait(600)
    assert story.wished("PlaceCall")[-1].id == f"{CALL}b2:place"


@pytest.mark.parametrize(
    ("outcome", "reason", "because", "tries", "again"),
    [
        ("refused", "no_free_line", "not_begun", 0, 5),
        ("expired", "", "not_begun", 0, 5),
        ("refused", "unreachable", "unreachable", 1, 600),
    ],
)
def test_one_that_could_not_be_placed_is_over_at_once_and_a_try_if_the_number_was_wrong(
    outcome: str, reason: str, because: str, tries: int, again: int
) -> None:
    story = CustomerFirst()
    story.asks()
    story.ready()
    [place] = story.wished("PlaceCall")
    story.tell(CommandClosed(at=at(0), command=place.id, outcome=outcome, reason=reason))
    [missed] = story.all(a.CallbackMissed)
    assert (missed.because, missed.tries, missed.again_at) == (because, tries, at(again))
    assert story.house.calls.on(f"{CALL}b1") is None
    story.tell(CommandClosed(at=at(0), command=place.id, outcome=outcome, reason=reason))
    assert len(story.all(a.CallbackMissed)) == 1


def test_who_answers_and_hangs_up_before_an_agent_comes_has_abandoned_and_is_called_again() -> None:
    story = CustomerFirst()
    story.rung()
    story.tell(a.IntentChosen(at=at(1), agent=MARIA, intent=a.Intent.NOT_READY))
    story.wait(6)
    story.answers(story.customer)
    assert story.house.acd.in_line(FLIGHTS) == (story.attempt,)
    story.wait(4)
    story.over(story.customer, c.Side.CALLER, c.Reason.HANGUP)
    assert [one.call for one in story.all(a.CallAbandoned)] == [f"{CALL}b1"]
    [missed] = story.all(a.CallbackMissed)
    assert (missed.because, missed.tries) == ("hangup", 1)


def test_withdrawn_while_it_rings_it_rings_no_longer() -> None:
    story = CustomerFirst()
    story.rung()
    story.tell(a.WithdrawCallbackPressed(at=at(1), callback=CALL))
    assert [one.id for one in story.wished("EndLeg")][-1] == f"{story.customer}:end"
    story.over(story.customer, c.Side.HOUSE, c.Reason.CANCELLED)
    assert not story.all(a.CallbackMissed)
    assert story.house.calls.on(f"{CALL}b1") is None


def test_withdrawn_before_its_line_came_the_line_is_let_go() -> None:
    story = CustomerFirst()
    story.asks()
    story.ready()
    story.tell(a.WithdrawCallbackPressed(at=at(1), callback=CALL))
    assert [one.call for one in story.all(c.CallEnded)] == [CALL, f"{CALL}b1"]
    story.dials()
    assert [one.id for one in story.wished("EndLeg")][-1] == f"{story.customer}:end"
    story.answers(story.customer)
    assert not story.all(a.CallbackAnswered)
    assert not story.all(a.CallbackAttempted)
    story.over(story.customer, c.Side.HOUSE, c.Reason.CANCELLED)
    assert story.house.calls.on(f"{CALL}b1") is None


def test_withdrawn_after_the_answer_it_stays_a_call() -> None:
    story = CustomerFirst()
    story.rung()
    story.answers(story.customer)
    story.tell(a.WithdrawCallbackPressed(at=at(1), callback=CALL))
    assert not story.all(a.CallbackWithdrawn)
    assert story.offer().call == story.attempt


def test_who_calls_in_while_it_rings_is_served_and_the_ringing_ends() -> None:
    story = CustomerFirst()
    story.rung()
    story.rings(LATER, "p", "none")
    assert [one.because for one in story.all(a.CallbackWithdrawn)] == ["called_again"]
    assert [one.id for one in story.wished("EndLeg")][-1] == f"{CALL}b1.1:end"
    assert story.offer().call == LATER


def test_who_answers_and_calls_in_as_well_has_two_calls_and_no_more_callbacks() -> None:
    story = CustomerFirst()
    story.rung()
    story.answers(story.customer)
    story.rings(LATER, "p", "none")
    assert not story.all(a.CallbackWithdrawn)
    assert story.house.acd.in_line(FLIGHTS) == (LATER,)


def test_a_line_that_dies_while_it_rings_is_a_try_and_makes_room() -> None:
    story = CustomerFirst()
    story.rung()
    story.asks(LATER, party="q")
    assert len(story.wished("PlaceCall")) == 1
    story.tell(c.LineGone(at=at(2), call=CallId(f"{CALL}b1"), line=LineId("l2"), how="died"))
    [missed] = story.all(a.CallbackMissed)
    assert (missed.because, missed.tries) == ("line_died", 1)
    assert story.wished("PlaceCall")[-1].id == f"{LATER}b1:place"


def test_thinking_that_dies_while_it_rings_goes_on_from_a_snapshot_or_from_the_card() -> None:
    story = CustomerFirst()
    story.rung()
    attempt, card = story.attempt, story.house.card(story.attempt)
    again = House()
    again.load(story.house.dump())
    assert again.dump() == story.house.dump()
    story.house = again
    story.answers(story.customer)
    assert story.offer().call == attempt

    other = CustomerFirst()
    other.ready()
    found = c.FoundLeg(leg=caller_leg_id(attempt), role=c.Role.CALLER, answered=False)
    other.tell(
        c.CallAdopted(
            at=at(9),
            call=attempt,
            line=LineId("l2"),
            exchange="one",
            party=story.house.calls.state.calls[attempt].party,
            dialled="",
            legs=(found,),
            card=card,
        )
    )
    other.wait(10)
    [callback] = other.house.callbacks.open()
    assert (callback.call, callback.phase) == (attempt, Phase.CALLING)
    assert not other.all(a.CallRequeued)
    other.answers(caller := found.leg)
    assert other.offer().call == attempt
    assert other.wished("Say")[-1].id == f"{attempt}:greeting:say"
    other.over(caller, c.Side.CALLER, c.Reason.HANGUP)
    assert [one.callback for one in other.all(a.CallbackMissed)] == [CALL]


def test_a_desk_phone_that_takes_it_is_joined_and_has_two_seconds_like_any() -> None:
    story = CustomerFirst()
    story.asks()
    story.ready(OMAR, PHONE)
    story.dials()
    story.answers(story.customer)
    [dial] = story.wished("DialLeg")
    assert isinstance(dial, do.DialLeg)
    assert dial.uri == PHONE
    now = at(story.seconds)
    story.tell(
        c.LegDialled(at=now, call=story.attempt, leg=dial.leg, role=c.Role.AGENT, agent=OMAR)
    )
    story.answers(dial.leg)
    assert story.wished("JoinLegs")
    story.wait(2)
    assert [one.agent for one in story.all(a.ConnectFailed)] == [OMAR]
    assert story.all(a.CallRequeued)[-1].call == story.attempt
    assert len(story.wished("PlaceCall")) == 1


def test_one_who_answers_into_an_emergency_and_is_to_be_called_back_has_one_callback() -> None:
    story = CustomerFirst()
    queues = tuple(msgspec.structs.replace(one, emergency=Target(callback=True)) for one in QUEUES)
    told = msgspec.structs.replace(CONFIGURATION, queues=queues, version=2)
    story.tell(a.ConfigurationPublished(at=at(0), configuration=told))
    story.rung()
    first = story.attempt
    story.tell(a.EmergencyPressed(at=at(1), on=True))
    story.answers(story.customer)
    assert story.all(a.CallbackRequested)[-1].call == first
    assert [one.because for one in story.all(a.CallbackWithdrawn)] == ["asked_again"]
    story.over(story.customer, c.Side.HOUSE, c.Reason.FLOW_END)
    [callback] = story.house.callbacks.open()
    assert (callback.id, callback.call, callback.entered_at) == (first, f"{first}b1", at(0))
