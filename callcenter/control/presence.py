"""Who is here and what is alive: inventories compared with the house.

Spoken to by control. Nothing is ended because control does not know it: unknown lines are adopted,
and a call is given up only when its exchange has answered twice without it.
"""

import time
from collections.abc import Callable

from acd.facts import AudioLost
from acd.ids import LineId
from callcenter.calls.call import Stage
from callcenter.calls.facts import CallAdopted, ExchangeFound, LineGone
from callcenter.clock import Clock
from callcenter.control.routes import WORKER
from callcenter.control.switchboard import Switchboard
from callcenter.wire import FoundLine, Inventory

SURE_AFTER = 3.0
"""Seconds between two answers of an exchange that both lack a line, before its call is given up;
as long, a line's own facts are waited for before its unknown call is adopted without them.
"""


class Presence:
    """Processes that have accepted this epoch, and what they said is alive."""

    def __init__(self, switchboard: Switchboard, clock: Clock) -> None:
        self._switchboard = switchboard
        self._clock = clock
        self._fenced: set[str] = set()
        self._missing: dict[str, float] = {}
        self._expected: dict[str, float] = {}
        """Unknown calls of lines whose facts are on their way, since when."""
        self._boots: dict[str, str] = {}

    def is_fenced(self, subject: str) -> bool:
        """Whether an order on this subject may be sent."""
        return subject in self._fenced

    @property
    def is_unsure(self) -> bool:
        """Whether another inventory is needed to tell if a call is lost, or unknown."""
        return bool(self._missing or self._expected)

    def is_current(self, inventory: Inventory) -> bool:
        """Whether it was made under our epoch; a process that says otherwise must be fenced."""
        return inventory.epoch == self._switchboard.epoch

    def take(self, inventory: Inventory) -> None:
        """A process has accepted our epoch and says what it has."""
        if inventory.role == "worker":
            self._fenced.add(WORKER)
        if inventory.role == "exchange":
            self._fenced.add(f"cc.exchange.{inventory.name}.do")
            inbox = self._switchboard.inbox
            taken = {line.line: inbox.upto(line.line) for line in inventory.lines}
            self._later(lambda: self._compare_lines(inventory, taken))
        if inventory.role == "softphone":
            self._later(lambda: self._compare_audio(inventory))

    def _later(self, look: Callable[[], None]) -> None:
        """Behind the facts that the process sent before its inventory."""
        self._switchboard.after_those(look)

    def _compare_lines(self, inventory: Inventory, taken: dict[LineId, int]) -> None:
        self._find_calls(inventory, taken)
        known = self._switchboard.house.calls
        if not known.state.exchange:
            found = ExchangeFound(at=self._clock.now(), exchange=inventory.name)
            self._switchboard.say(found)
        alive = {line.call for line in inventory.lines}
        now = time.monotonic()
        for call in tuple(known.state.calls.values()):
            gone = call.exchange == inventory.name and call.stage is not Stage.ENDED and call.line
            if not gone or call.on_line in alive or call.within is not None:
                continue
            since = self._missing.setdefault(call.id, now)
            if now - since >= SURE_AFTER:
                del self._missing[call.id]
                at = self._clock.now()
                self._switchboard.say(LineGone(at=at, call=call.id, line=call.line, how="lost"))
        for name in [one for one in self._missing if known.on(one) is None]:
            del self._missing[name]

    def _find_calls(self, inventory: Inventory, taken: dict[LineId, int]) -> None:
        """Adopt calls that nobody knows and that no fact on its way will tell of.

        `taken` is how far each line's facts had come when the inventory came: those are in the
        house by now; the bus may bring others after the inventory, though they were sent before.
        """
        known = self._switchboard.house.calls
        expected, self._expected = self._expected, {}
        now = time.monotonic()
        for line in inventory.lines:
            self._missing.pop(line.call, None)
            if not line.call or not line.legs or known.on(line.call) is not None:
                continue
            since = expected.get(line.call, now)
            if taken[line.line] < line.last_seq and now - since < SURE_AFTER:
                self._expected[line.call] = since
            else:
                self._adopt(inventory.name, line)

    def _adopt(self, exchange: str, line: FoundLine) -> None:
        self._switchboard.say(
            CallAdopted(
                at=self._clock.now(),
                call=line.call,
                line=line.line,
                exchange=exchange,
                card=line.card,
                legs=line.legs,
                party=line.party,
                dialled=line.dialled,
            )
        )

    def _compare_audio(self, inventory: Inventory) -> None:
        """A new softphone has none of the old one's sessions: their agents' audio is lost."""
        if self._boots.get(inventory.name) == inventory.boot:
            return
        self._boots[inventory.name] = inventory.boot
        for agent in tuple(self._switchboard.house.acd.agents()):
            if agent.uri and agent.device == "browser" and agent.id not in inventory.agents:
                lost = AudioLost(at=self._clock.now(), agent=agent.id, because="softphone")
                self._switchboard.say(lost)
