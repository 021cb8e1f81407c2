"""Acts by hand upon calls in a story made from a seed: sensible ones, late ones, repeated.

Drawn by `callcenter.lab.simulation.acts`; each takes what is so at present and makes one press.
"""

from collections.abc import Callable
from datetime import datetime
from random import Random
from typing import Final, Protocol

from acd import facts as f
from acd.configuration import Configuration
from acd.consults import consult_id, consulted_in
from acd.distributor import Distributor
from acd.facts import AgentState
from acd.ids import AgentId, CallId, PartyId, QueueId
from acd.step import Fact
from acd.waiting_call import Kind, Phase, WaitingCall
from callcenter.lab.simulation import chance
from callcenter.lab.simulation.course import Course

_BY: Final = AgentId("leader")
_NOWHERE: Final = QueueId("nowhere")


class Presses(Protocol):
    """What acts by hand need of the scene."""

    room: Distributor
    course: Course
    random: Random
    configuration: Configuration | None
    pressed: int

    def somebody(self, *states: AgentState) -> AgentId:
        """In one of these states, mostly."""

    def any_call(self) -> CallId:
        """Of the story, whatever became of it."""


def press(scene: Presses) -> Fact:
    """One of the acts, most of them upon a call that waits."""
    random, at, by = scene.random, scene.course.instant, _BY
    call, name = _a_call(scene), _name(scene)
    known = scene.room.call(call)
    seen = random.choice((None, None, None, known.acts if known else 0, 1))
    sure = random.random() < 0.6
    match random.choice(tuple(f.Act)):
        case f.Act.MOVE:
            queue = random.choice((*chance.QUEUES, *chance.QUEUES, _NOWHERE))
            return f.MovePressed(at=at, press=name, call=call, by=by, seen=seen, queue=queue)
        case f.Act.PRIORITISE:
            to = random.randint(-1, 11)
            return f.PrioritisePressed(at=at, press=name, call=call, by=by, seen=seen, priority=to)
        case f.Act.WITHDRAW:
            return f.WithdrawPressed(at=at, press=name, call=call, by=by, seen=seen)
        case f.Act.ASSIGN:
            agent = scene.somebody(AgentState.IDLE)
            return f.AssignPressed(
                at=at, press=name, call=call, by=by, seen=seen, agent=agent, confirmed=sure
            )
        case f.Act.PULL:
            by = scene.somebody(AgentState.IDLE)
            call = _a_call(scene, by)
            return f.PullPressed(at=at, press=name, call=call, by=by, seen=seen, confirmed=sure)
        case act:
            return _OF_HER_OWN[act](scene)


def dials(scene: Presses) -> Fact:
    """By one whom no call has, mostly."""
    random, at, name = scene.random, scene.course.instant, _name(scene)
    by = scene.somebody(AgentState.IDLE, AgentState.NOT_READY)
    configured = scene.configuration.agents if scene.configuration else ()
    hers = next((one.queues for one in configured if one.id == by), ()) or chance.QUEUES
    queue = random.choice((*hers, *hers, _NOWHERE))
    call = CallId(f"o{scene.pressed:02}")
    return f.DialPressed(at=at, press=name, call=call, by=by, party=PartyId("z"), queue=queue)


def dialled_answers(scene: Presses) -> Fact:
    """One who is being called; else somebody who is not."""
    ours = sorted(one.call for one in scene.room.calls() if one.kind is Kind.OUTBOUND)
    call = scene.random.choice(ours) if ours else scene.any_call()
    answered = f.OutboundAnswered(at=scene.course.instant, call=call)
    left = f.CallerLeft(at=scene.course.instant, call=call)
    return answered if not ours or scene.random.random() < 0.7 else left


def hands_over(scene: Presses) -> Fact:
    """By one who speaks with a caller, mostly: to a queue, or to somebody free; or she asks there
    first.
    """
    random, at, name = scene.random, scene.course.instant, _name(scene)
    by = scene.somebody(AgentState.ON_CALL)
    kind = random.choice((f.TransferPressed, f.ConsultPressed))
    her = scene.room.agent(by)
    call = her.call if her and her.call else scene.any_call()
    if random.random() < 0.4:
        agent = scene.somebody(AgentState.IDLE)
        return kind(at=at, press=name, call=call, by=by, agent=agent)
    queue = random.choice((*chance.QUEUES, *chance.QUEUES, _NOWHERE))
    return kind(at=at, press=name, call=call, by=by, queue=queue)


def calls_outside(scene: Presses) -> Fact:
    """By one who speaks with a caller, mostly."""
    by, name = scene.somebody(AgentState.ON_CALL), _name(scene)
    her = scene.room.agent(by)
    call = her.call if her and her.call else scene.any_call()
    party, over = PartyId("hotel"), scene.random.random() < 0.5
    at = scene.course.instant
    return f.OutsidePressed(at=at, press=name, call=call, by=by, party=party, hand_over=over)


def outside_goes_on(scene: Presses) -> Fact:
    """They answer or do not, have the caller or let her go; now and then it is nobody's."""
    random, at = scene.random, scene.course.instant
    calls = sorted(scene.room.calls(), key=lambda one: one.call)
    away = [one.call for one in calls if one.phase is Phase.OUTSIDE]
    if away or random.random() < 0.1:
        call = random.choice(away) if away else scene.any_call()
        if random.random() < 0.5:
            return f.OutsideAnswered(at=at, call=call)
        return f.OutsideNotReached(at=at, call=call, because="busy")
    asking = [(one, one.outside) for one in calls if one.outside is not None]
    if not asking:
        none = consult_id(scene.any_call(), 1)
        return f.ConsultEnded(at=at, call=none, of=consulted_in(none), because="returned")
    about, question = random.choice(asking)
    if about.agent is not None and random.random() < 0.6:
        there = random.random() < 0.5
        return f.HandedOutside(at=at, call=about.call, by=about.agent, answered=there)
    return f.ConsultEnded(at=at, call=question, of=about.call, because="returned")


def consult_goes_on(scene: Presses) -> Fact:
    """She goes back to her caller, or the colleague takes the caller over; else it is nobody's."""
    random, at = scene.random, scene.course.instant
    asked = sorted(
        (one for one in scene.room.calls() if one.kind is Kind.CONSULT), key=lambda one: one.call
    )
    if not asked:
        none = consult_id(scene.any_call(), 1)
        return f.ConsultEnded(at=at, call=none, of=consulted_in(none), because="returned")
    call = random.choice(asked)
    of = scene.room.call(consulted_in(call.call))
    there = call.agent if call.phase is Phase.CONNECTED else None
    if there is not None and of is not None and of.agent is not None and random.random() < 0.5:
        return f.ConsultCompleted(at=at, call=call.call, of=of.call, by=of.agent, agent=there)
    return ends_consult(at, call)


def ends_consult(at: datetime, call: WaitingCall) -> Fact:
    """As the call would say it."""
    there = call.agent if call.phase is Phase.CONNECTED else None
    of = consulted_in(call.call)
    return f.ConsultEnded(at=at, call=call.call, of=of, because="returned", agent=there)


_OF_HER_OWN: Final[dict[f.Act, Callable[[Presses], Fact]]] = {
    f.Act.TRANSFER: hands_over,
    f.Act.CONSULT: hands_over,
    f.Act.DIAL: dials,
    f.Act.OUTSIDE: calls_outside,
}
"""What agents do with calls of their own, by the act."""


def _a_call(scene: Presses, agent: AgentId | None = None) -> CallId:
    """That waits, mostly; in one of her queues, where one does."""
    waiting = [
        call
        for queue in scene.room.queues()
        for call in scene.room.in_line(queue)
        if (found := scene.room.call(call)) and found.phase is Phase.WAITING
    ]
    profiles = scene.configuration.agents if scene.configuration else ()
    hers = {queue for one in profiles if one.id == agent for queue in one.queues}
    at_hers = [call for queue in sorted(hers) for call in scene.room.in_line(queue)]
    waiting = at_hers or waiting
    if waiting and scene.random.random() < 0.85:
        return scene.random.choice(waiting)
    return scene.any_call()


def _name(scene: Presses) -> str:
    """One in ten is told again."""
    if not scene.pressed or scene.random.random() > 0.1:
        scene.pressed += 1
    return f"press {scene.pressed}"
