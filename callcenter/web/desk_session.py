"""One agent's desk session: her desk and its tab. Implements `agent_desktop.socket.Hands`.

It composes her screen, keeps the outbox of her facts and knows whether her tab is there; wishes
are carried out next door, in `hands.py`. REST presses for agents with a desk phone come through
`press`, under the same rules.
"""

import time
from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime

from ulid import ULID

from acd.facts import AgentSignedIn, AgentSignedOut, DeskFound, DeskLost
from acd.ids import AgentId, DeskId
from acd.step import Fact
from agent_desktop.commands import AnyCommand
from agent_desktop.desk import Desk
from agent_desktop.socket import DeskSocket
from agent_desktop.views import NotesView
from agent_desktop.wire import Answer, Ask, Hello, Patch, ToDesk
from agent_desktop.wishes import Wish
from callcenter.bus import Bus
from callcenter.clock import now
from callcenter.errors import Unavailable
from callcenter.outbox import Outbox
from callcenter.web.hands import Outside, WishHands
from callcenter.wire import Positioned, Stamped


class DeskSession:
    """One agent's desk, its outbox and the tab that holds it."""

    def __init__(
        self, agent: AgentId, desk: DeskId, outside: Outside, ends: OrderedDict[str, str]
    ) -> None:
        self.agent = agent
        self._outside = outside
        self._ends = ends
        self._desk = Desk(desk, outside.floor.seen(agent))
        self._hands: WishHands
        self.outbox: Outbox
        self._holder: DeskSocket | None = None
        self._had_tab = False
        self._alone_since = time.monotonic()
        self._said_lost = False
        self._unheard: dict[int, float] = {}
        self._notes_of = ""
        self._notes_wanted = ""

    async def open(self, bus: Bus) -> None:
        """Begin its outbox."""
        self._hands = WishHands(self._desk, self._outside, bus, self.tell, self.leave)
        self.outbox = Outbox(bus, f"desk-{self._desk.desk}")
        await self.outbox.open()

    # -- what the socket asks --------------------------------------------------------------------

    @property
    def desk(self) -> Desk:
        """Her desk."""
        return self._desk

    @property
    def holder(self) -> DeskSocket | None:
        """The tab that holds it."""
        return self._holder

    def now(self) -> datetime:
        """The present instant."""
        return now()

    def look(self) -> Patch | None:
        """Compose her screen anew; it stays as it is while the replica reads its beginning."""
        if not self._outside.replica.is_ready:
            return None
        seen = self._outside.floor.seen(self.agent)
        offer = self._desk.screen.view.offer
        how = self._ends.get(offer.offer, "") if offer is not None else ""
        patch = self._desk.look(seen, now(), how)
        self._want_notes()
        return patch

    def hello(self, resumed: bool) -> Hello:
        """The greeting."""
        browser = self._desk.seen.me.device == "browser"
        return Hello(
            build=self._outside.build,
            agent=self.agent,
            desk=self._desk.desk,
            server_time=now(),
            resumed=resumed,
            softphone=self._outside.softphone if browser else "",
            stun_urls=self._outside.stun_urls,
        )

    def attach(self, socket: DeskSocket) -> None:
        """This tab holds the desk from now on."""
        self._holder = socket
        self._had_tab = True

    def detach(self, socket: DeskSocket) -> None:
        """The tab is gone; nothing happens when another one holds the desk."""
        if self._holder is socket:
            self._holder = None
            self._alone_since = time.monotonic()

    def note_unreadable(self) -> None:
        """A message of hers had the wrong shape."""
        self._outside.unreadable()

    def wake(self) -> None:
        """Her screen may have changed."""
        if self._holder is not None:
            self._holder.wake()

    async def carry_out(self, client_id: str, wish: Wish) -> Sequence[ToDesk]:
        """Do it; what to say to her, the command's answer included."""
        return await self._hands.carry_out(client_id, wish)

    # -- presence --------------------------------------------------------------------------------

    async def arrive(self, device: str = "") -> None:
        """She is here: sign in, or be found again. Safe to repeat."""
        known = self._outside.replica.house.acd.agent(self.agent)
        person = self._outside.floor.device_of(self.agent)
        wanted = device or person
        if known is None or not known.signed_in or (device and device != known.device):
            await self.tell(
                AgentSignedIn(at=now(), agent=self.agent, desk=self._desk.desk, device=wanted)
            )
        elif not known.desk_here or self._said_lost:
            await self.tell(DeskFound(at=now(), agent=self.agent))
        self._said_lost = False

    def is_gone_for(self, seconds: float, monotonic: float) -> bool:
        """Whether its tab has been away so long, and nobody was told yet."""
        alone = self._holder is None and self._had_tab and not self._said_lost
        return alone and monotonic - self._alone_since >= seconds

    async def say_lost(self) -> None:
        """Nobody is at the desk."""
        self._said_lost = True
        known = self._outside.replica.house.acd.agent(self.agent)
        if known is not None and known.signed_in:
            await self.tell(DeskLost(at=now(), agent=self.agent))

    async def leave(self, *, forced: bool = False) -> None:
        """Sign her out and let her audio go."""
        desk = self._desk.desk
        await self.tell(AgentSignedOut(at=now(), agent=self.agent, desk=desk, forced=forced))
        self._had_tab = False
        if self._desk.seen.me.device == "browser":
            await self._hands.close_audio()
        if self._holder is not None:
            self._holder.signed_out(forced=forced)

    def is_about(self, call: str) -> bool:
        """Whether the call is on her screen."""
        view = self._desk.screen.view
        shown = (view.call.call if view.call else None, view.offer.call if view.offer else None)
        return call in shown

    # -- facts -----------------------------------------------------------------------------------

    async def tell(self, fact: Fact) -> Stamped:
        """Send a fact to control, and keep it until it is held there."""
        stamped = await self.outbox.emit(fact)
        self._unheard[stamped.seq] = time.monotonic()
        return stamped

    def heard(self, row: Positioned) -> None:
        """A fact is in the journal's order."""
        if row.source == self.outbox.source:
            self._unheard.pop(row.seq, None)

    def unheard_for(self, seconds: float, monotonic: float) -> bool:
        """Whether something she did is not in the journal after so long."""
        return any(monotonic - at > seconds for at in self._unheard.values())

    # -- presses by REST -------------------------------------------------------------------------

    async def press(self, command: AnyCommand) -> Answer:
        """Judge and carry out a command that came without a socket."""
        self.look()
        client_id = str(ULID())
        ask = Ask(client_id=client_id, expected_seq=self._desk.screen.seq, command=command)
        judged = self._desk.judge(ask, now())
        self.wake()
        if judged.answer is not None:
            return judged.answer
        if judged.wish is None:
            return self._desk.settle(client_id, now())
        said = await self.carry_out(client_id, judged.wish)
        self.wake()
        answers = [one for one in said if isinstance(one, Answer)]
        return answers[-1]

    # -- notes of before -------------------------------------------------------------------------

    def _want_notes(self) -> None:
        """A desk that meets a call without notes asks once whether there is an older draft."""
        notes = self._desk.screen.view.notes
        if notes is None:
            self._notes_of = self._notes_wanted = ""
        elif notes.call != self._notes_of:
            self._notes_of = notes.call
            self._notes_wanted = notes.call if notes == NotesView(call=notes.call) else ""

    async def find_notes(self) -> None:
        """Look the older draft up, when one is wanted; away: asked again."""
        call = self._notes_wanted
        if not call:
            return
        try:
            found = await self._outside.notes.of_call(call)
        except Unavailable:
            return
        self._notes_wanted = "" if self._notes_wanted == call else self._notes_wanted
        mine = [one for one in found if one.agent == self.agent]
        if mine:
            last = mine[-1]
            self._desk.notes_found(
                NotesView(
                    call=call,
                    text=last.text,
                    need=last.need,
                    needs=last.needs,
                    outcome=last.outcome,
                    saved_at=last.saved_at,
                )
            )
            self.wake()
