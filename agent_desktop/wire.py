"""Every message on the desk socket, both ways; what an agent may ask for is in `commands.py`.

JSON text frames on `/api/v1/desk?ticket=…[&desk=…&seq=…]`; each message names its kind in `type`.
`desk` and `seq` are what the last `hello` and `patch` said; with them a tab that comes back gets
only what it missed. The browser's types are made from this file by `scripts/wire_types.py`.
Fields are only ever added; unknown ones are ignored.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from agent_desktop.call_views import CallView, OfferView
from agent_desktop.commands import AnyCommand
from agent_desktop.customer_views import CustomerView
from agent_desktop.incident_views import IncidentView
from agent_desktop.opening_views import EmergencyView
from agent_desktop.views import (
    AudioView,
    Choices,
    DayFigures,
    DeskView,
    Me,
    NotesView,
    QueueView,
    RecentCall,
    WrapUpView,
)

DESK_PROTOCOL = 1
"""Raised when an old page could no longer understand a new server."""

NOTES_MOST = 4000
"""Characters of notes that are kept."""

# -- server → desk ---------------------------------------------------------------------------


class ToDesk(msgspec.Struct, frozen=True, kw_only=True, tag_field="type"):
    """Root of what the server says."""


class Hello(ToDesk, frozen=True, kw_only=True, tag="hello"):
    """First on every socket; then come a `snapshot`, or the missed patches when `resumed`."""

    protocol: int = DESK_PROTOCOL
    build: str
    """Another build than the page's own: show the reload banner, never during a call."""
    agent: str
    desk: str
    """This desk session; give it back in the address when reconnecting."""
    server_time: datetime
    resumed: bool = False
    softphone: str = ""
    """Where the audio goes; empty: a desk phone, no audio offer is wanted."""
    stun_urls: tuple[str, ...] = ()


class Snapshot(ToDesk, frozen=True, kw_only=True, tag="snapshot"):
    """The whole screen as of `seq`."""

    seq: int
    server_time: datetime
    desk: DeskView


class Changes(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Parts of `DeskView` that are to be replaced; an absent part stays, null clears it."""

    me: Me | msgspec.UnsetType = msgspec.UNSET
    choices: Choices | msgspec.UnsetType = msgspec.UNSET
    queues: tuple[QueueView, ...] | msgspec.UnsetType = msgspec.UNSET
    offer: OfferView | None | msgspec.UnsetType = msgspec.UNSET
    call: CallView | None | msgspec.UnsetType = msgspec.UNSET
    customer: CustomerView | None | msgspec.UnsetType = msgspec.UNSET
    wrap_up: WrapUpView | None | msgspec.UnsetType = msgspec.UNSET
    notes: NotesView | None | msgspec.UnsetType = msgspec.UNSET
    history: tuple[RecentCall, ...] | msgspec.UnsetType = msgspec.UNSET
    day: DayFigures | msgspec.UnsetType = msgspec.UNSET
    audio: AudioView | msgspec.UnsetType = msgspec.UNSET
    emergencies: tuple[EmergencyView, ...] | msgspec.UnsetType = msgspec.UNSET
    incidents: tuple[IncidentView, ...] | msgspec.UnsetType = msgspec.UNSET
    stored: bool | msgspec.UnsetType = msgspec.UNSET
    live: bool | msgspec.UnsetType = msgspec.UNSET


class OfferGone(msgspec.Struct, frozen=True, kw_only=True):
    """Why an offer left the screen without a conversation."""

    offer: str
    how: str
    """expired, rejected, busy, withdrawn (the caller left), taken (by a colleague), unreachable,
    device_lost or connect_failed.
    """


class Patch(ToDesk, frozen=True, kw_only=True, tag="patch"):
    """What changed; `seq` counts by one, a gap means: reconnect."""

    seq: int
    server_time: datetime
    changes: Changes
    offer_gone: OfferGone | None = None


class Refusal(StrEnum):
    """Why a command was not taken: the closed list."""

    STALE = "stale"
    """The screen has moved on since `expected_seq`."""
    NO_OFFER = "no_offer"
    NO_CALL = "no_call"
    NOT_NOW = "not_now"
    """The state does not allow it: hold while held, extend twice …"""
    AUDIO_NOT_CHECKED = "audio_not_checked"
    AUDIO_ABSENT = "audio_absent"
    UNKNOWN_REASON = "unknown_reason"
    UNKNOWN_OUTCOME = "unknown_outcome"
    UNKNOWN_NEED = "unknown_need"
    UNKNOWN_CUSTOMER = "unknown_customer"
    BAD_KEYS = "bad_keys"
    TOO_LONG = "too_long"
    NOT_YOURS = "not_yours"
    """Another tab holds the desk."""
    AWAY = "away"
    """Something it needs does not answer; try again."""


class Answer(ToDesk, frozen=True, kw_only=True, tag="answer"):
    """The one answer to a command; a repeated `client_id` gets the same for 10 minutes."""

    client_id: str
    ok: bool
    reason: Refusal | None = None
    detail: str = ""
    """One English sentence for a log or a developer; the page words the reason itself."""
    current: int = 0
    """The screen's sequence number when it was judged."""


class AudioAnswer(ToDesk, frozen=True, kw_only=True, tag="audio_answer"):
    """The softphone's SDP answer to `audio_offer`."""

    client_id: str
    sdp: str


class Occupied(ToDesk, frozen=True, kw_only=True, tag="occupied"):
    """Another tab of this agent holds the desk; send `take_over` to have it here."""

    since: datetime


class TakenOver(ToDesk, frozen=True, kw_only=True, tag="taken_over"):
    """Another tab took the desk. The server closes the socket after it (code 4001)."""

    at: datetime


class SignedOut(ToDesk, frozen=True, kw_only=True, tag="signed_out"):
    """The session is over. The server closes the socket after it (code 4003)."""

    forced: bool = False


class Reload(ToDesk, frozen=True, kw_only=True, tag="reload"):
    """The server is of another build: reload when no call is up."""

    build: str


class Pong(ToDesk, frozen=True, kw_only=True, tag="pong"):
    """Answer to `ping`."""

    server_time: datetime


class Unreadable(ToDesk, frozen=True, kw_only=True, tag="unreadable"):
    """A message from the page had the wrong shape. The socket stays open."""

    detail: str
    client_id: str = ""
    """Of the message, where it could be read."""


FromServer = (
    Hello
    | Snapshot
    | Patch
    | Answer
    | AudioAnswer
    | Occupied
    | TakenOver
    | SignedOut
    | Reload
    | Pong
    | Unreadable
)

# -- desk → server ---------------------------------------------------------------------------


class Ask(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="ask"):
    """One command. Kept by the page and sent again, unchanged, until it is answered.

    After a `snapshot` of another desk session it is sent with the new `expected_seq`.
    """

    client_id: str
    """Made by the page, never reused: 1-64 characters."""
    expected_seq: int
    """The `seq` of the screen she saw when she pressed."""
    command: AnyCommand


class Ping(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="ping"):
    """Each 2 s: the tab is there."""


FromDesk = Ask | Ping

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(FromDesk)


def encode(message: ToDesk) -> str:
    """As one JSON text frame."""
    return _encoder.encode(message).decode()


def decode(text: str | bytes) -> Ask | Ping:
    """Undo the page's encoding; raises `msgspec.DecodeError` with the place of the fault."""
    message: Ask | Ping = _decoder.decode(text)
    return message
