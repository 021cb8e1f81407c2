"""The line's pieces that need no telephone: who hears whom, what an INVITE says, why legs end."""

from dataclasses import dataclass

import pytest

from acd.facts.listening import Voice
from acd.ids import LegId
from callcenter.calls.facts import Reason, Role, Side
from callcenter.line.endings import asked_ending, refused_ending, remote_ending
from callcenter.line.hearing import AGENTS_TRACK, CALLER_TRACK, SILENCE, Edge, Pair, edges
from callcenter.line.invite import normalised, read_invitation
from callcenter.line.quality import level_of, mean_opinion, opinion_of
from callcenter.line.telephone import Reception
from callcenter.party import party_of

CALLER, AGENT, THIRD, FOURTH = LegId("c.1"), LegId("c.2"), LegId("c.3"), LegId("c.4")


@dataclass
class Someone:
    id: LegId
    role: Role
    held: bool = False
    muted: bool = False
    has_sound: bool = False
    heard_early_by: LegId | None = None
    voice: Voice = Voice.SILENT


def caller(*, held: bool = False, muted: bool = False, has_sound: bool = False) -> Someone:
    return Someone(CALLER, Role.CALLER, held, muted, has_sound)


def agent(*, held: bool = False, muted: bool = False) -> Someone:
    return Someone(AGENT, Role.AGENT, held, muted)


BOTH: Pair = frozenset((CALLER, AGENT))
TRACKS = {Edge(SILENCE, CALLER_TRACK), Edge(SILENCE, AGENTS_TRACK)}


def heard(*legs: Someone, pairs: tuple[Pair, ...] = (BOTH,)) -> set[tuple[str, str]]:
    made = edges(legs, pairs, tracks=True, paused=False) - TRACKS
    return {(edge.source, edge.sink) for edge in made}


def test_two_joined_legs_hear_each_other_and_are_recorded_apart() -> None:
    assert heard(caller(), agent()) == {
        (CALLER, AGENT),
        (AGENT, CALLER),
        (CALLER, CALLER_TRACK),
        (AGENT, AGENTS_TRACK),
    }


def test_an_early_customer_is_heard_and_hears_nobody() -> None:
    ringing = Someone(CALLER, Role.CALLER, heard_early_by=AGENT)
    assert (CALLER, AGENT) in heard(ringing, agent(), pairs=())
    assert (AGENT, CALLER) not in heard(ringing, agent(), pairs=())
    gone = Someone(CALLER, Role.CALLER, heard_early_by=THIRD)
    assert (CALLER, THIRD) not in heard(gone, agent(), pairs=())


def test_a_muted_leg_is_heard_nowhere() -> None:
    assert heard(caller(), agent(muted=True)) == {(CALLER, AGENT), (CALLER, CALLER_TRACK)}


def test_a_held_caller_hears_only_the_music_and_is_not_recorded() -> None:
    assert heard(caller(held=True, has_sound=True), agent()) == {(f"sound:{CALLER}", CALLER)}


def ear(voice: Voice, *, muted: bool = False) -> Someone:
    return Someone(THIRD, Role.LISTENER, muted=muted, voice=voice)


TALK = {
    (CALLER, AGENT),
    (AGENT, CALLER),
    (CALLER, THIRD),
    (AGENT, THIRD),
    (CALLER, CALLER_TRACK),
    (AGENT, AGENTS_TRACK),
}


def test_a_whisper_is_heard_by_the_agent_alone_and_is_on_no_track() -> None:
    assert heard(caller(), agent(), ear(Voice.WHISPER)) == {*TALK, (THIRD, AGENT)}


def test_who_barges_in_is_heard_by_both_and_is_on_the_agents_track() -> None:
    spoken = {(THIRD, AGENT), (THIRD, CALLER), (THIRD, AGENTS_TRACK)}
    assert heard(caller(), agent(), ear(Voice.BARGE)) == TALK | spoken
    assert heard(caller(), agent(), ear(Voice.BARGE, muted=True)) == TALK


def test_beside_a_held_caller_who_barges_in_is_heard_by_the_agent_and_not_recorded() -> None:
    made = heard(caller(held=True), agent(), ear(Voice.BARGE))
    assert made == {(AGENT, THIRD), (THIRD, AGENT)}


def test_a_listener_hears_both_is_heard_by_nobody_and_is_on_no_track() -> None:
    ear, other = Someone(THIRD, Role.LISTENER), Someone(FOURTH, Role.LISTENER)
    beside = {(CALLER, THIRD), (AGENT, THIRD), (CALLER, FOURTH), (AGENT, FOURTH)}
    assert heard(caller(), agent(), ear, other) == heard(caller(), agent()) | beside


@pytest.mark.parametrize(
    ("legs", "voices"),
    [
        ((caller(held=True, has_sound=True), agent()), {AGENT}),
        ((caller(), agent(held=True)), {CALLER}),
        ((caller(), agent(muted=True)), {CALLER}),
        ((caller(held=True), agent(muted=True)), set()),
        ((caller(),), set()),
    ],
    ids=["caller held", "agent holds at her phone", "agent muted", "neither", "alone"],
)
def test_a_listener_hears_who_speaks_and_changes_nothing(
    legs: tuple[Someone, ...], voices: set[LegId]
) -> None:
    ear = Someone(THIRD, Role.LISTENER)
    assert heard(*legs, ear) == heard(*legs) | {(voice, THIRD) for voice in voices}


def test_a_listener_is_never_joined_whatever_is_told() -> None:
    pairs = (BOTH, frozenset((AGENT, THIRD)))
    ear = Someone(THIRD, Role.LISTENER)
    assert (THIRD, AGENT) not in heard(caller(), agent(), ear, pairs=pairs)


def test_an_agent_who_consults_beside_a_held_caller_is_recorded() -> None:
    third = Someone(THIRD, Role.CONSULT)
    pairs = (BOTH, frozenset((AGENT, THIRD)))
    assert heard(caller(held=True), agent(), third, pairs=pairs) == {
        (AGENT, THIRD),
        (THIRD, AGENT),
        (AGENT, AGENTS_TRACK),
        (THIRD, AGENTS_TRACK),
    }


def test_a_caller_alone_is_recorded_and_an_agent_alone_is_not() -> None:
    assert heard(caller(), agent(), pairs=()) == {(CALLER, CALLER_TRACK)}


def test_a_pause_leaves_only_silence_in_the_tracks() -> None:
    made = edges([caller(), agent()], [BOTH], tracks=True, paused=True)
    assert made == TRACKS | {Edge(CALLER, AGENT), Edge(AGENT, CALLER)}


def test_a_pair_with_a_leg_that_is_gone_is_nothing() -> None:
    assert heard(caller()) == {(CALLER, CALLER_TRACK)}


INVITE = (
    "INVITE sip:8000@127.0.0.1:20003 SIP/2.0\r\n"
    "Via: SIP/2.0/UDP 127.0.0.1:5999;branch=z9hG4bKa\r\n"
    "v: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bKb\r\n"
    'f: "Zhang \\"San\\"" <sip:+86-138%200013@trunk>;tag=1\r\n'
    "t: <sip:8000@centre>\r\n"
    "\r\n"
    "v=0\r\nFrom: <sip:liar@body>\r\n"
)


def test_an_invite_says_who_whom_and_how() -> None:
    assert read_invitation(INVITE) == ("+861380013", 'Zhang "San"', "8000", "tcp", {})


def test_an_asserted_identity_is_believed_before_the_from_field() -> None:
    asserted = INVITE.replace("t: ", "P-Asserted-Identity: <tel:+8613900000000>\r\nt: ")
    assert read_invitation(asserted).number == "+8613900000000"


def test_nonsense_reads_as_nothing() -> None:
    assert read_invitation("") == ("", "", "", "udp", {})
    assert read_invitation("INVITE\r\nFrom\r\n\r\n").number == ""


@pytest.mark.parametrize("withheld", ["anonymous", "Anonymous", "", "unknown"])
def test_a_withheld_number_has_no_party(withheld: str) -> None:
    assert party_of(normalised(withheld), b"key") == ""


def test_a_party_is_the_same_in_every_call_and_tells_nothing() -> None:
    one, again = party_of("13800138000", b"key"), party_of(normalised("138-0013 8000"), b"key")
    assert one == again
    assert len(one) == 26
    assert "138" not in one
    assert party_of("13800138000", b"other") != one


@pytest.mark.parametrize(
    ("answered", "incoming", "code", "text", "side", "reason"),
    [
        (True, True, 200, "", Side.CALLER, Reason.HANGUP),
        (False, True, 487, "", Side.CALLER, Reason.CANCELLED),
        (True, True, 408, "No session refresh received", Side.NETWORK, Reason.SESSION_EXPIRED),
        (True, True, 503, "", Side.NETWORK, Reason.UNREACHABLE),
    ],
)
def test_why_a_caller_is_gone(
    answered: bool, incoming: bool, code: int, text: str, side: Side, reason: Reason
) -> None:
    ending = remote_ending(Role.CALLER, answered=answered, incoming=incoming, code=code, text=text)
    assert (ending.side, ending.reason, ending.code) == (side, reason, code)


@pytest.mark.parametrize(
    ("code", "side", "reason"),
    [
        (486, Side.AGENT, Reason.BUSY),
        (480, Side.AGENT, Reason.NO_ANSWER),
        (603, Side.AGENT, Reason.REJECTED),
        (404, Side.NETWORK, Reason.UNREACHABLE),
        (503, Side.NETWORK, Reason.UNREACHABLE),
    ],
)
def test_why_an_agents_phone_did_not_answer(code: int, side: Side, reason: Reason) -> None:
    ending = remote_ending(Role.AGENT, answered=False, incoming=False, code=code, text="")
    assert (ending.side, ending.reason) == (side, reason)


def test_our_own_endings_have_their_reason_or_are_a_counted_defect() -> None:
    assert refused_ending(486).reason is Reason.BUSY
    assert refused_ending(404).reason is Reason.REJECTED
    assert asked_ending("flow_end").reason is Reason.FLOW_END
    assert asked_ending("because").reason is Reason.UNCLASSIFIED


def test_quality_is_good_fair_or_poor_by_loss_and_delay() -> None:
    fine = Reception(packets=250, lost=0, jitter_ms=2, round_trip_ms=20)
    assert level_of(Reception(), fine) == "good"
    lossy = Reception(packets=500, lost=14, jitter_ms=2, round_trip_ms=20)
    assert level_of(fine, lossy) == "fair"
    awful = Reception(packets=600, lost=60, jitter_ms=40, round_trip_ms=500)
    assert level_of(lossy, awful) == "poor"
    assert level_of(awful, Reception(packets=620, lost=60)) is None


@pytest.mark.parametrize(
    ("rating", "opinion"), [(-5, 1.0), (0, 1.0), (50, 2.58), (60, 3.1), (80, 4.02), (93.2, 4.41)]
)
def test_a_rating_is_an_opinion_by_the_curve_of_g_107(rating: float, opinion: float) -> None:
    assert mean_opinion(rating) == pytest.approx(opinion, abs=0.01)


def test_a_leg_that_lost_a_twentieth_is_heard_worse() -> None:
    clear = opinion_of(Reception(packets=1000, lost=0, jitter_ms=1, round_trip_ms=20))
    lossy = opinion_of(Reception(packets=950, lost=50, jitter_ms=1, round_trip_ms=20))
    assert clear > 4.3
    assert 3.5 < lossy < 4.2


def test_header_fields_that_are_kept_come_by_plain_names() -> None:
    more = (
        "X-Campaign: spring sale\r\nx-order-no: QL010000\r\nX-Other: no\r\n"
        "Diversion: <sip:4008001234@198.51.100.1>;reason=no-answer\r\nX-Long: " + "a" * 100 + "\r\n"
    )
    invite = INVITE.replace("\r\n\r\n", f"\r\n{more}\r\n", 1)
    kept = ("x-campaign", "x-order-no", "diversion", "x-long", "x-absent")
    assert read_invitation(invite, kept).brought == {
        "x_campaign": "spring sale",
        "x_order_no": "QL010000",
        "diversion": "4008001234",
        "x_long": "a" * 64,
    }
