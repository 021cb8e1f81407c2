"""The telephone library, tamed: one endpoint, one account, callbacks that only enqueue.

The line's loop is the only thread that touches it. Callbacks come on that thread, except
`onEof2`, which comes on a native one; all of them only append to `happenings`, and the loop acts on
these later, because the library aborts the process when it is called back from a wrong place.
It must not know what a call is about.
"""

import ctypes
import re
from collections import deque
from dataclasses import dataclass
from typing import Any, Final

import pjsua2 as pj

from callcenter.birth import LineBirth

RATE: Final = 8000
"""Hertz, everywhere: no resampling."""
CODECS: Final = {"PCMU": 255, "PCMA": 254}
"""Priorities; every other codec is switched off (the library would prefer speex)."""
SESSION_EXPIRES: Final = 600
SESSION_LEAST: Final = 90
_KEY_ENDED: Final = 2
_ALREADY_GONE: Final = 171140

Call = Any
"""A pjsua2 call; the library has no types."""
Sound = Any
"""A pjsua2 audio media: a leg's stream, a file player, a recorder, a tone."""


@dataclass(frozen=True, slots=True)
class Invited:
    """An INVITE came in."""

    call: Call
    message: str


@dataclass(frozen=True, slots=True)
class StateChanged:
    """The dialog went on: `state` is a PJSIP_INV_STATE."""

    call: Call
    state: int
    code: int
    reason: str


@dataclass(frozen=True, slots=True)
class MediaChanged:
    """Audio was negotiated, or negotiated anew."""

    call: Call


@dataclass(frozen=True, slots=True)
class Replied:
    """Something came back for our INVITE, be it only 100."""

    call: Call
    code: int


@dataclass(frozen=True, slots=True)
class Referred:
    """The other side asks by REFER that the call go elsewhere. `to` is an agent's number or a
    queue's name; empty for anything else, which may be somebody's telephone number.
    """

    call: Call
    to: str


@dataclass(frozen=True, slots=True)
class KeyHeard:
    """A key, by RFC 4733 event or SIP INFO. `moment` is the same for all RFC 4733 packets of one
    press; of SIP INFO, which comes once, it says nothing: two may have the same.
    """

    call: Call
    digit: str
    moment: int
    by_info: bool


@dataclass(frozen=True, slots=True)
class FileEnded:
    """A player came to its file's end."""

    player: Sound


_TOO_MANY: Final = 70010
"""PJ_ETOOMANY; the binding has no name for it."""

Happening = Invited | StateChanged | MediaChanged | Replied | KeyHeard | Referred | FileEnded
Happenings = deque[Happening]

_OURS: Final = re.compile(r"<?sips?:([0-9]{2,6}|[a-z][a-z0-9_-]{0,31})@")
"""An agent's number, or a queue's name: nothing that could be a customer's number."""


class NoSlot(Exception):
    """Every dialog of the library is taken. It says that one is over as soon as we hang up, and has
    its slot free when the other side has answered our BYE.
    """


class LibraryTooSmall(Exception):
    """The library is compiled for fewer calls than one conversation needs."""


class _Call(pj.Call):  # type: ignore[misc]
    """One dialog. Overriding `onCallTransferRequest` keeps the library from dialling by itself."""

    def __init__(self, account: "_Account", happenings: Happenings, call_id: int = -1) -> None:
        super().__init__(account, call_id)
        self._happenings = happenings

    def onCallState(self, _: Any) -> None:
        try:
            about = self.getInfo()
        except pj.Error:
            # The library tells of a change of something it has no more: that is the end.
            self._happenings.append(StateChanged(self, pj.PJSIP_INV_STATE_DISCONNECTED, 0, ""))
            return
        self._happenings.append(
            StateChanged(self, about.state, about.lastStatusCode, about.lastReason)
        )

    def onCallMediaState(self, _: Any) -> None:
        self._happenings.append(MediaChanged(self))

    def onCallTsxState(self, event: Any) -> None:
        changed = event.e.body.tsxState
        if changed.tsx.role == pj.PJSIP_ROLE_UAC and changed.tsx.method == "INVITE":
            self._happenings.append(Replied(self, changed.tsx.statusCode))

    def onDtmfEvent(self, key: Any) -> None:
        by_info = key.method == pj.PJSUA_DTMF_METHOD_SIP_INFO
        self._happenings.append(KeyHeard(self, key.digit, key.timestamp, by_info))

    def onCallTransferRequest(self, asked: Any) -> None:
        """Refused, so that the library dials nobody; what is asked for is carried out by us."""
        asked.statusCode = 603
        found = _OURS.match(asked.dstUri)
        self._happenings.append(Referred(self, found.group(1) if found is not None else ""))


class _Account(pj.Account):  # type: ignore[misc]
    """Takes every INVITE, whomever it is for."""

    def __init__(self, happenings: Happenings) -> None:
        super().__init__()
        self._happenings = happenings

    def onIncomingCall(self, invite: Any) -> None:
        call = _Call(self, self._happenings, invite.callId)
        self._happenings.append(Invited(call, invite.rdata.wholeMsg))


class _Player(pj.AudioMediaPlayer):  # type: ignore[misc]
    """A file player; `onEof2` comes on a native thread, so it only enqueues."""

    def __init__(self, happenings: Happenings) -> None:
        super().__init__()
        self._happenings = happenings

    def onEof2(self) -> None:
        self._happenings.append(FileEnded(self))


def _endpoint_settings() -> Any:
    settings = pj.EpConfig()
    settings.uaConfig.maxCalls = 4
    settings.uaConfig.threadCnt = 0
    settings.uaConfig.mainThreadOnly = True
    settings.uaConfig.userAgent = "callcenter"
    settings.logConfig.level = 0
    settings.logConfig.consoleLevel = 0
    media = settings.medConfig
    media.clockRate = media.sndClockRate = RATE
    media.channelCount = 1
    media.threadCnt = 1
    media.noVad = True
    media.ecTailLen = 0
    media.quality = 5
    media.sndAutoCloseTime = -1
    media.maxMediaPorts = 64
    return settings


class Telephone:
    """One endpoint; exactly one in a process, made after the fork."""

    def __init__(self, birth: LineBirth) -> None:
        self.happenings: Happenings = deque()
        # Until its settings are read the library tells its own start on stdout.
        ctypes.CDLL(str(pj._pjsua2.__file__)).pj_log_set_level(0)
        self._endpoint = pj.Endpoint()
        self._endpoint.libCreate()
        self._endpoint.libInit(_endpoint_settings())
        self._open_port(birth.sip_port)
        self._endpoint.audDevManager().setNullDev()
        self._endpoint.libStart()
        for codec in self._endpoint.codecEnum2():
            name = codec.codecId.split("/")[0]
            self._endpoint.codecSetPriority(codec.codecId, CODECS.get(name, 0))
        self._account = _Account(self.happenings)
        self._settings = _account_settings(birth)
        self._account.create(self._settings, True)

    def _open_port(self, port: int) -> None:
        transport = pj.TransportConfig()
        transport.port = port
        transport.boundAddress = transport.publicAddress = "127.0.0.1"
        self._endpoint.transportCreate(pj.PJSIP_TRANSPORT_UDP, transport)

    def poll(self, milliseconds: int) -> None:
        """Let the library work; returns at the first thing that happens, or after the time."""
        self._endpoint.libHandleEvents(milliseconds)

    def dial(self, uri: str, sender: str = "", login: tuple[str, str] | None = None) -> Call:
        """Send an INVITE, from `sender` where one is given; raises NoSlot, or pj.Error.

        `login` is for this dialog alone: nobody else who asks gets a proof of it.
        """
        call = _Call(self._account, self.happenings)
        how = pj.CallOpParam(True)
        if sender:
            how.txOption.localUri = sender
        try:
            if login is not None:
                self._knows(login)
            call.makeCall(uri, how)
        except pj.Error as wrong:
            if wrong.status == _TOO_MANY:
                raise NoSlot from wrong
            raise
        finally:
            if login is not None:
                self._knows(None)
        return call

    def _knows(self, login: tuple[str, str] | None) -> None:
        """A dialog takes over what the account knows when it is made, and keeps it."""
        known = self._settings.sipConfig.authCreds
        known.clear()
        if login is not None:
            user, password = login
            known.append(pj.AuthCredInfo("digest", "*", user, 0, password))
        self._account.modify(self._settings)

    def player(self, path: str, *, loop: bool) -> Sound:
        """A player of one file; raises pj.Error for what is no audio file."""
        player = _Player(self.happenings)
        player.createPlayer(path, 0 if loop else pj.PJMEDIA_FILE_NO_LOOP)
        return player

    def beeps(self) -> Sound:
        """A short soft beep every few seconds, forever: comfort when no music is there."""
        beep = pj.ToneDesc()
        beep.freq1, beep.freq2, beep.on_msec, beep.off_msec = 425, 0, 120, 4880
        tones = pj.ToneDescVector()
        tones.append(beep)
        generator = self.silence()
        generator.play(tones, True)
        return generator

    def silence(self) -> Sound:
        """A tone generator that plays nothing: keeps a recorder's clock running."""
        generator = pj.ToneGenerator()
        generator.createToneGenerator(RATE, 1)
        return generator

    def recorder(self, path: str) -> Sound:
        """A µ-law recorder; the file is valid once it is released. Raises pj.Error."""
        recorder = pj.AudioMediaRecorder()
        recorder.createRecorder(path, 0, 0, pj.PJMEDIA_FILE_WRITE_ULAW)
        return recorder

    def hang_up_all(self) -> None:
        """End every dialog that is left."""
        self._endpoint.hangupAllCalls()


def _account_settings(birth: LineBirth) -> Any:
    settings = pj.AccountConfig()
    settings.idUri = f"<sip:line@127.0.0.1:{birth.sip_port}>"
    settings.callConfig.timerUse = 1
    settings.callConfig.timerSessExpiresSec = SESSION_EXPIRES
    settings.callConfig.timerMinSESec = SESSION_LEAST
    if birth.door_port:
        settings.sipConfig.proxies.append(f"<sip:127.0.0.1:{birth.door_port};lr>")
    transport = settings.mediaConfig.transportConfig
    transport.boundAddress = transport.publicAddress = birth.media_bind
    transport.port = birth.rtp_first
    transport.portRange = birth.rtp_ports - 2
    return settings


# -- what the line may do to a call; each returns whether the library still had it -----------------


def answer(call: Call) -> bool:
    """Send 200."""
    return _asked(call.answer, 200)


def end(call: Call, code: int = 0) -> bool:
    """BYE, CANCEL or, before an answer, the final status `code`."""
    return _asked(call.hangup, code)


def _asked(action: Any, code: int) -> bool:
    how = pj.CallOpParam(True)
    how.statusCode = code
    try:
        action(how)
    except pj.Error:
        # The dialog was gone already; the library tells by StateChanged, or it never will.
        return False
    return True


def send_keys(call: Call, digits: str) -> bool:
    """Send keys by RFC 4733 (160 ms each)."""
    how = pj.CallSendDtmfParam()
    how.digits, how.method, how.duration = digits, pj.PJSUA_DTMF_METHOD_RFC2833, 160
    try:
        call.sendDtmf(how)
    except pj.Error:
        return False
    return True


def stream_of(call: Call) -> Sound | None:
    """The call's audio in the bridge; None while there is none."""
    try:
        about = call.getInfo()
        active = (pj.PJSUA_CALL_MEDIA_ACTIVE, pj.PJSUA_CALL_MEDIA_REMOTE_HOLD)
        if not any(each.status in active for each in about.media):
            return None
        return call.getAudioMedia(-1)
    except pj.Error:
        return None


@dataclass(frozen=True, slots=True)
class Reception:
    """What the RTP stream has received so far."""

    packets: int = 0
    lost: int = 0
    jitter_ms: float = 0.0
    round_trip_ms: float = 0.0


def reception_of(call: Call) -> Reception | None:
    """Counters of the call's stream; None while there is none."""
    try:
        statistics = call.getStreamStat(0)
    except pj.Error:
        return None
    received = statistics.rtcp.rxStat
    return Reception(
        packets=received.pkt,
        lost=received.loss,
        jitter_ms=received.jitterUsec.mean / 1000,
        round_trip_ms=statistics.rtcp.rttUsec.mean / 1000,
    )
