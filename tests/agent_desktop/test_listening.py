"""A trainee listens to her mentor: as the desk shows and judges it."""

import pytest
from msgspec import structs

from acd.facts import AgentState, ListenPressed, ListenStopPressed
from acd.ids import AgentId
from agent_desktop import commands as do
from agent_desktop.compose import compose
from agent_desktop.listening_views import ListenView
from agent_desktop.seen import Seen
from agent_desktop.view import Words
from agent_desktop.views import AudioView
from agent_desktop.wire import Refusal
from agent_desktop.wishes import Tell
from tests.agent_desktop.stories import (
    MARIA,
    ask,
    at,
    desk_at,
    idle,
    offered,
    talking,
    wrapping_up,
)

pytestmark = pytest.mark.thinking

MENTOR = AgentId("1002")
WANG = Words(zh="王磊", en="Wang Lei")
A_MENTOR = ListenView(mentor=MENTOR, mentor_name=WANG, mentor_is_there=True)
LISTENS = structs.replace(A_MENTOR, agent=MENTOR, agent_name=WANG)
LISTEN = do.Listen(press="press-1")
STOP = do.StopListening()


def trainee(seen: Seen, listen: ListenView = A_MENTOR, **fields: object) -> Seen:
    """With a mentor, unless told otherwise."""
    return structs.replace(seen, me=structs.replace(seen.me, listen=listen, **fields))


def refused(seen: Seen, command: do.AnyCommand) -> Refusal | None:
    answer = desk_at(seen).judge(ask(command), at(5)).answer
    assert answer is not None
    return answer.reason


@pytest.mark.parametrize("seen", [idle(), wrapping_up()])
def test_a_trainee_asks_to_hear_her_mentor(seen: Seen) -> None:
    pressed = ListenPressed(at=at(5), press="press-1", by=MARIA, agent=MENTOR)
    assert desk_at(trainee(seen)).judge(ask(LISTEN), at(5)).wish == Tell(pressed)


def test_whether_he_is_there_is_not_the_desks_to_say() -> None:
    """What the desk shows may be a moment old; the distributor refuses it with its reason."""
    gone = structs.replace(A_MENTOR, mentor_is_there=False)
    assert desk_at(trainee(idle(), gone)).judge(ask(LISTEN), at(5)).wish is not None


@pytest.mark.parametrize(
    ("seen", "because"),
    [
        (idle(), Refusal.NOT_NOW),
        (trainee(talking()), Refusal.NOT_NOW),
        (trainee(offered()), Refusal.NOT_NOW),
        (trainee(idle(), audio_uri=""), Refusal.AUDIO_ABSENT),
    ],
    ids=["no mentor", "in a call", "an offer stands", "no audio"],
)
def test_she_may_not(seen: Seen, because: Refusal) -> None:
    assert refused(seen, LISTEN) is because


@pytest.mark.parametrize("press", ["", "p" * 65])
def test_a_press_has_a_name(press: str) -> None:
    assert refused(trainee(idle()), do.Listen(press=press)) is Refusal.TOO_LONG


def test_a_desk_phone_needs_no_audio_of_the_page() -> None:
    phone = trainee(idle(), audio_uri="", device="sip:1001@127.0.0.1")
    assert desk_at(phone).judge(ask(LISTEN), at(5)).wish is not None


def test_she_stops_what_she_began() -> None:
    seen = trainee(idle(), LISTENS, state=AgentState.NOT_READY, reason="listening")
    wish = desk_at(seen).judge(ask(STOP), at(5)).wish
    assert wish == Tell(ListenStopPressed(at=at(5), by=MARIA))
    assert refused(trainee(idle()), STOP) is Refusal.NOT_NOW, "to nobody"


def test_the_screen_says_whom_she_hears_and_who_hears_her() -> None:
    heard = structs.replace(LISTENS, hears_since=at(3), heard_by=(WANG,))
    assert compose(trainee(idle(), heard), AudioView(), None).me.listen == heard
