"""What is so around one who tries a flow: `callcenter flow try FILE --given hours=closed`."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from acd.ids import AgentId, CallId, QueueId
from callcenter.administration.listing import LANGUAGES, listing
from callcenter.errors import SettingsInvalid
from ivr.colleagues import Colleague, Colleagues
from ivr.surroundings import HOURS, OPEN, CallerNow, QueueNow

_CAN_BE = (
    f"hours={'|'.join(HOURS)}, waiting=<callers>, staffed=<agents>, dialled=<number>, "
    'tier=<tier>, travels_soon=yes, colleague="<work number> <name>", away=<work number>'
)


class Given(NamedTuple):
    """Implements `ivr.surroundings.Surroundings`: every queue is alike."""

    of_queues: QueueNow = QueueNow(hours=OPEN, staffed=1)
    of_caller: CallerNow = CallerNow()
    listed: tuple[Colleague, ...] = ()
    away: frozenset[AgentId] = frozenset()

    def queue(self, queue: QueueId) -> QueueNow:
        """As it was given."""
        return self.of_queues

    def caller(self, call: CallId) -> CallerNow:
        """As she was given."""
        return self.of_caller

    def colleagues(self) -> Colleagues:
        """Those who were given."""
        return Colleagues(self.listed)

    def works(self, agent: AgentId) -> bool:
        """Everybody does who was not said to be away."""
        return agent not in self.away


NOTHING_GIVEN: Final = Given()


def given(said: Iterable[str]) -> Given:
    """Of `name=value`, each; raises SettingsInvalid for what cannot be given."""
    told = NOTHING_GIVEN
    for one in said:
        name, _, value = one.partition("=")
        more = _of_people(told, name, value) or _of_house(told, name, value)
        if more is None:
            raise SettingsInvalid(f"--given takes {_CAN_BE}; not {one}")
        told = more
    return told


def _of_house(told: Given, name: str, value: str) -> Given | None:
    queues, caller = told.of_queues, told.of_caller
    match name:
        case "hours" if value in HOURS:
            queues = queues._replace(hours=value)
        case "waiting" if value.isdecimal():
            queues = queues._replace(waiting=int(value))
        case "staffed" if value.isdecimal():
            queues = queues._replace(staffed=int(value))
        case "dialled" if value:
            caller = caller._replace(dialled=value)
        case "tier" if value:
            caller = caller._replace(tier=value)
        case "travels_soon" if value == "yes":
            caller = caller._replace(travels_soon=True)
        case _:
            return None
    return told._replace(of_queues=queues, of_caller=caller)


def _of_people(told: Given, name: str, value: str) -> Given | None:
    """Who is listed, and who of them takes no calls now."""
    number, _, called = value.strip().partition(" ")
    if name == "colleague" and number and called.strip():
        agent, names = AgentId(number), dict.fromkeys(LANGUAGES.values(), called)
        keypad = listing(agent, names).keypad
        one = Colleague(agent, keypad, dict.fromkeys(LANGUAGES, called.strip()))
        return told._replace(listed=(*told.listed, one))
    if name == "away" and number and not called:
        return told._replace(away=told.away | {AgentId(number)})
    return None
