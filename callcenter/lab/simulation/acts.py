"""What may happen in a story made from a seed: the usual, mishaps, and nonsense.

An act makes one fact of what is so at present, at random. Most are about somebody whom they fit;
some are about anybody, come twice, or come too late.
"""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Final

from acd import facts as f
from acd.configuration import Configuration
from acd.distributor import Distributor
from acd.facts import AgentState, Intent
from acd.ids import AgentId, CallId, DeadlineId, DeskId, OfferId, PartyId, QueueId
from acd.redials import redial_of
from acd.step import DeadlineReached, Fact
from callcenter.lab.simulation import chance, listening
from callcenter.lab.simulation.by_hand import (
    calls_outside,
    consult_goes_on,
    dialled_answers,
    dials,
    hands_over,
    outside_goes_on,
    press,
)
from callcenter.lab.simulation.course import Course

CALLS: Final = tuple(CallId(f"c{number:02}") for number in range(1, 25))
_PARTIES = tuple(map(PartyId, ("p", "q", "r", "s", "")))
_NOWHERE = QueueId("nowhere")


class Scene:
    """What is so, as far as acts need it."""

    def __init__(self, room: Distributor, course: Course, random: Random) -> None:
        self.room = room
        self.course = course
        self.random = random
        self.configuration: Configuration | None = None
        self.offers: list[f.OfferMade] = []
        self.left: set[CallId] = set()
        self.redials: list[CallId] = []
        """The broken calls of those that were begun."""
        self.pressed = 0

    def sees(self, fact: Fact) -> None:
        """Remember what later acts are about."""
        if isinstance(fact, f.OfferMade):
            self.offers.append(fact)
        elif isinstance(fact, f.RedialQueued):
            self.redials.append(fact.broken)
        elif isinstance(fact, f.CallDiverted):
            if fact.target.way in ("hang_up", "callback", "voicemail"):
                self.left.add(fact.call)
        elif isinstance(fact, f.CallerLeft | f.CallWithdrawn):
            self.left.add(fact.call)
        elif isinstance(fact, f.ConfigurationPublished):
            self.configuration = fact.configuration

    def settles(self) -> None:
        """Nothing is kept from one step to the next."""

    def somebody(self, *states: AgentState) -> AgentId:
        """In one of these states where there is one, mostly; else anybody."""
        fitting = sorted(one.id for one in self.room.agents() if one.state in states)
        if fitting and self.random.random() < 0.95:
            return self.random.choice(fitting)
        return self.random.choice(chance.AGENTS)

    def any_call(self) -> CallId:
        """Whatever became of it."""
        return self.random.choice(CALLS)

    def her_call(self, agent: AgentId) -> CallId:
        """The call that has her; else any."""
        her = self.room.agent(agent)
        return her.call if her and her.call else self.random.choice(CALLS)

    def her_offer(self, agent: AgentId) -> OfferId:
        """The offer held out to her; else an old one."""
        offer = self.room.offer_of(agent)
        return offer.id if offer else self.old_offer().offer

    def old_offer(self) -> f.OfferMade:
        """Any that was ever made."""
        if self.offers:
            return self.random.choice(self.offers[-6:])
        at = self.course.instant
        never = OfferId("c00/1")
        return f.OfferMade(
            at=at,
            offer=never,
            call=CallId("c00"),
            agent=chance.AGENTS[0],
            queue=_NOWHERE,
            device="browser",
            until=at,
            entered_at=at,
        )


Act = Callable[[Scene], Fact]


def _queued(scene: Scene) -> Fact:
    random = scene.random
    fresh = [call for call in CALLS if call not in scene.left]
    return f.CallQueued(
        at=scene.course.instant,
        call=random.choice(fresh) if fresh else CallId(f"d{len(scene.left)}{random.random()}"),
        party=random.choice(_PARTIES),
        queue=random.choice((*chance.QUEUES, *chance.QUEUES, _NOWHERE)),
        language=random.choice((None, None, *chance.LANGUAGES)),
        priority=random.choice((0, 0, 0, 1, 2)),
        head_start=random.choice((0, 0, 0, 5, 60)),
        preferred=random.choice((None, None, None, *chance.AGENTS[:2])),
    )


def _left(scene: Scene) -> Fact:
    return f.CallerLeft(at=scene.course.instant, call=scene.random.choice(CALLS))


def _recognised(scene: Scene) -> Fact:
    random = scene.random
    return f.CustomerIdentified(
        at=scene.course.instant,
        call=random.choice(CALLS),
        party=_PARTIES[0],
        tier=random.choice(("gold", "gold", "silver", "")),
        travels_soon=random.random() < 0.5,
        last_agent=random.choice((None, *chance.AGENTS[:2])),
        last_talk_at=scene.course.instant - timedelta(minutes=random.choice((1, 90))),
    )


def _intent(intent: Intent, *states: AgentState) -> Act:
    return lambda scene: f.IntentChosen(
        at=scene.course.instant, agent=scene.somebody(*states), intent=intent
    )


def _signed_in(scene: Scene) -> Fact:
    agent = scene.somebody(AgentState.LOGGED_OUT)
    profiles = scene.configuration.agents if scene.configuration else ()
    device = next((one.device for one in profiles if one.id == agent), "browser")
    desk = DeskId(f"desk-{agent}")
    return f.AgentSignedIn(at=scene.course.instant, agent=agent, desk=desk, device=device)


def _signed_out(scene: Scene) -> Fact:
    agent, forced = scene.somebody(), scene.random.random() < 0.5
    desk = DeskId(f"desk-{agent}")
    return f.AgentSignedOut(at=scene.course.instant, agent=agent, desk=desk, forced=forced)


def _audio_ready(scene: Scene) -> Fact:
    agent = scene.somebody(AgentState.UNREACHABLE, AgentState.NOT_READY)
    return f.AudioReady(at=scene.course.instant, agent=agent, uri=f"sip:{agent}@softphone")


def _audio_lost(scene: Scene) -> Fact:
    return f.AudioLost(at=scene.course.instant, agent=scene.somebody())


def _desk_lost(scene: Scene) -> Fact:
    return f.DeskLost(at=scene.course.instant, agent=scene.somebody())


def _desk_found(scene: Scene) -> Fact:
    return f.DeskFound(at=scene.course.instant, agent=scene.somebody(AgentState.UNREACHABLE))


def _accepted(scene: Scene) -> Fact:
    agent = scene.somebody(AgentState.OFFERED)
    return f.AcceptPressed(at=scene.course.instant, offer=scene.her_offer(agent), agent=agent)


def _accepted_again(scene: Scene) -> Fact:
    """Twice, too late, or by somebody else."""
    old = scene.old_offer()
    agent = old.agent if scene.random.random() < 0.7 else scene.random.choice(chance.AGENTS)
    return f.AcceptPressed(at=scene.course.instant, offer=old.offer, agent=agent)


def _rejected(scene: Scene) -> Fact:
    agent = scene.somebody(AgentState.OFFERED)
    return f.RejectPressed(at=scene.course.instant, offer=scene.her_offer(agent), agent=agent)


def _connected(scene: Scene) -> Fact:
    agent = scene.somebody(AgentState.CONNECTING)
    call, offer = scene.her_call(agent), scene.her_offer(agent)
    return f.CallConnected(at=scene.course.instant, call=call, agent=agent, offer=offer)


def _connect_failed(scene: Scene) -> Fact:
    agent = scene.somebody(AgentState.CONNECTING, AgentState.OFFERED)
    return f.ConnectFailed(
        at=scene.course.instant,
        call=scene.her_call(agent),
        agent=agent,
        offer=scene.her_offer(agent),
        because="not_joined",
    )


def _released(*, lost: bool = False, dropped: bool = False) -> Act:
    def act(scene: Scene) -> Fact:
        agent = scene.somebody(AgentState.ON_CALL)
        call = scene.her_call(agent)
        return f.AgentReleased(
            at=scene.course.instant, agent=agent, call=call, lost=lost, dropped=dropped
        )

    return act


def _redial_pressed(scene: Scene) -> Fact:
    agent = scene.somebody(AgentState.WRAP_UP)
    return f.RedialPressed(at=scene.course.instant, agent=agent, call=scene.her_call(agent))


def _redial_answered(scene: Scene) -> Fact:
    """Of one that is under way; else of a call that is none."""
    broken = scene.random.choice(scene.redials) if scene.redials else scene.any_call()
    return f.RedialAnswered(at=scene.course.instant, call=redial_of(broken), broken=broken)


def _extended(scene: Scene) -> Fact:
    agent = scene.somebody(AgentState.WRAP_UP)
    return f.WrapUpExtended(at=scene.course.instant, agent=agent, call=scene.her_call(agent))


def _outcome(scene: Scene) -> Fact:
    agent = scene.somebody(AgentState.WRAP_UP)
    call = scene.her_call(agent)
    return f.OutcomeGiven(at=scene.course.instant, agent=agent, call=call, outcome="answered")


def _published(scene: Scene) -> Fact:
    before = scene.configuration
    told = chance.changed(before, scene.random) if before else chance.configuration(scene.random, 1)
    seed = scene.random.randrange(1 << 30)
    return f.ConfigurationPublished(at=scene.course.instant, configuration=told, seed=seed)


def _key_pressed(scene: Scene) -> Fact:
    call = scene.random.choice(CALLS)
    return f.ExitKeyPressed(
        at=scene.course.instant, call=call, key=scene.random.choice("0123456789*#")
    )


def _emergency_on(scene: Scene) -> Fact:
    return f.EmergencyPressed(
        at=scene.course.instant,
        on=True,
        queue=scene.random.choice((None, *chance.QUEUES)),
        announcement=scene.random.choice(("", "fire", "unheard of")),
    )


def _emergency_off(scene: Scene) -> Fact:
    """Of a switch that is pressed, where there is one."""
    pressed = [one for one in (None, *chance.QUEUES) if scene.room.emergency(one) is not None]
    queue = scene.random.choice(pressed) if pressed else None
    return f.EmergencyPressed(at=scene.course.instant, on=False, queue=queue)


def _wrap_up_asked(scene: Scene) -> Fact:
    agent, wanted = scene.somebody(AgentState.ON_CALL), scene.random.random() < 0.8
    call = scene.her_call(agent)
    return f.WrapUpAsked(at=scene.course.instant, agent=agent, call=call, wanted=wanted)


def _break_requested(scene: Scene) -> Fact:
    agent = scene.somebody(AgentState.IDLE, AgentState.ON_CALL)
    reason = scene.random.choice(("break", "meal", "coaching", "nonsense"))
    return f.BreakRequested(at=scene.course.instant, agent=agent, reason=reason)


def _break_answered(scene: Scene) -> Fact:
    asked = [one for one in scene.room.agents() if one.asked is not None]
    agent = min((one.id for one in asked), default=scene.somebody())
    answer = scene.random.choice((f.BreakGranted, f.BreakRefused))
    return answer(at=scene.course.instant, agent=agent, reason="break", by=chance.AGENTS[0])


def _old_deadline(scene: Scene) -> Fact:
    """One that is over, or has not come; one that comes late has its own instant."""
    offer, now = scene.old_offer().offer, scene.course.instant
    due = scene.room.next_deadline()
    if due and scene.random.random() < 0.5:
        return DeadlineReached(at=min(now, due.at), deadline=due.id)
    return DeadlineReached(at=now, deadline=DeadlineId(f"offer:{offer}"))


def _resumed(scene: Scene) -> Fact:
    return f.ThinkingResumed(at=scene.course.instant)


def _listens(scene: Scene) -> Fact:
    return listening.act(scene.room, scene.random, chance.AGENTS, scene.course.instant)


_WANTS = (AgentState.NOT_READY, AgentState.NOT_RESPONDING)

ACTS: Final[tuple[tuple[int, Act], ...]] = (
    (16, _queued),
    (10, _intent(Intent.AVAILABLE, *_WANTS)),
    (14, _accepted),
    (13, _connected),
    (10, _released()),
    (2, _released(dropped=True)),
    (7, _outcome),
    (7, _left),
    (5, _signed_in),
    (5, _audio_ready),
    (3, _desk_found),
    (3, _rejected),
    (3, _connect_failed),
    (3, _accepted_again),
    (2, _released(lost=True)),
    (2, _intent(Intent.NOT_READY, AgentState.IDLE)),
    (1, _intent(Intent.LOGGED_OUT, AgentState.IDLE)),
    (1, _signed_out),
    (2, _audio_lost),
    (2, _desk_lost),
    (2, _recognised),
    (8, press),
    (12, hands_over),
    (6, consult_goes_on),
    (5, calls_outside),
    (5, outside_goes_on),
    (5, _redial_pressed),
    (1, _redial_answered),
    (4, dials),
    (4, dialled_answers),
    (2, _extended),
    (2, _wrap_up_asked),
    (3, _break_requested),
    (4, _key_pressed),
    (1, _emergency_on),
    (5, _emergency_off),
    (1, _break_answered),
    (4, _listens),
    (2, _published),
    (1, _old_deadline),
    (1, _resumed),
)
"""How often each comes, and what it is."""
