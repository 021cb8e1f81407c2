"""Short ways to press for something upon the first call, and to read the answer."""

from datetime import datetime

import msgspec

from acd import facts as f
from acd.acts import No
from acd.configuration import Configuration
from acd.distributor import Distributor
from acd.ids import AgentId, CallId, QueueId
from acd.step import Fact
from tests.acd.acts_by_hand import LEADER
from tests.acd.telling import C1, published
from tests.bench.people import HOTELS, floor
from tests.bench.rooms import Bench, Carrying, at


def move(seconds: float, to: QueueId = HOTELS, press: str = "m", **more: int) -> f.MovePressed:
    return f.MovePressed(at=at(seconds), press=press, call=C1, by=LEADER, queue=to, **more)


def prioritise(seconds: float, to: int, press: str = "p", call: CallId = C1) -> f.PrioritisePressed:
    return f.PrioritisePressed(at=at(seconds), press=press, call=call, by=LEADER, priority=to)


def withdraw(seconds: float, press: str = "w", call: CallId = C1) -> f.WithdrawPressed:
    return f.WithdrawPressed(at=at(seconds), press=press, call=call, by=LEADER, because="handled")


def assign(
    seconds: float, to: AgentId, press: str = "a", *, sure: bool = False, call: CallId = C1
) -> f.AssignPressed:
    return f.AssignPressed(
        at=at(seconds), press=press, call=call, by=LEADER, agent=to, confirmed=sure
    )


def pull(seconds: float, by: AgentId, press: str = "u", *, sure: bool = False) -> f.PullPressed:
    return f.PullPressed(at=at(seconds), press=press, call=C1, by=by, confirmed=sure)


def changed(configuration: Configuration, **rules: object) -> Configuration:
    """Every queue with these rules."""
    return msgspec.structs.replace(
        configuration,
        queues=tuple(msgspec.structs.replace(one, **rules) for one in configuration.queues),
    )


def on_the_floor(
    carrying: Carrying = Carrying.TOGETHER, **rules: object
) -> tuple[Distributor, Bench]:
    room = Distributor()
    bench = Bench(room, carrying=carrying)
    bench.told(published(changed(floor(), **rules)))
    return room, bench


def refusal(derived: list[Fact]) -> No:
    [refused] = derived
    assert isinstance(refused, f.ActRefused)
    return No(refused.reason, refused.detail)


def key(room: Distributor, call: CallId) -> tuple[int, datetime, CallId]:
    found = room.call(call)
    assert found is not None
    return found.key
