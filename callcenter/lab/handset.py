"""The laboratory's phone, inside: a pjsua2 endpoint that does what lines on stdin tell it.

Each line on stdin is a JSON object with `do`; each line on stdout one with `event`. Started by
`callcenter.lab.phone` as `python -m callcenter.lab.handset`; it must not know the call centre, to
which it is only some telephone.
"""

import ctypes
import json
import math
import os
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable
from typing import Any, Final

import pjsua2 as pj

RATE: Final = 8000
WINDOW: Final = 1600
"""Samples a tone is looked for in: the last 200 ms."""
TONE: Final = 1000.0
SOUND: Final = 300
"""Amplitudes from which a frame counts as having a tone, or a sound."""
KEY_MS: Final = 160
_STATES: Final = {1: "calling", 2: "invited", 3: "ringing", 4: "connecting", 5: "up", 6: "over"}

Said = dict[str, Any]

_out = 1
"""Where events go; `main` keeps the true stdout for them alone, because the library prints too."""


def say(event: str, **more: Any) -> None:
    """Tell the wrapper, with the machine's monotonic time; one write, so events never mix."""
    told = {"event": event, "at": time.monotonic(), **more}
    os.write(_out, json.dumps(told).encode() + b"\n")


class Ear(pj.AudioMediaPort):  # type: ignore[misc]
    """Keeps the last moments of what the phone hears."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: deque[bytes] = deque(maxlen=WINDOW // 160)
        self.waits_for: float | None = None
        """A tone, Hz, whose first 20 ms are to be told; 0 is any sound."""
        shape = pj.MediaFormatAudio()
        shape.type = pj.PJMEDIA_TYPE_AUDIO
        shape.clockRate, shape.channelCount, shape.bitsPerSample = RATE, 1, 16
        shape.frameTimeUsec = 20000
        self.createPort("ear", shape)

    def onFrameReceived(self, frame: Any) -> None:
        raw = bytes(frame.buf)
        self.heard.append(raw)
        if self.waits_for is not None and raw and is_in(raw, self.waits_for):
            self.waits_for = None
            say("caught")

    def samples(self) -> list[int]:
        """The window, oldest first."""
        raw = b"".join(list(self.heard))
        return list(memoryview(raw[: len(raw) // 2 * 2]).cast("h"))


def is_in(raw: bytes, hertz: float) -> bool:
    """Whether one frame has the tone in it, or any sound for 0 Hz."""
    samples = list(memoryview(raw[: len(raw) // 2 * 2]).cast("h"))
    if hertz:
        return strength(samples, hertz) >= TONE
    return max(abs(each) for each in samples) >= SOUND


def strength(samples: list[int], hertz: float) -> float:
    """Amplitude of one frequency, 0 to 32767 (Goertzel)."""
    if not samples:
        return 0.0
    turn = 2 * math.cos(2 * math.pi * hertz / RATE)
    one = two = 0.0
    for sample in samples:
        one, two = sample + turn * one - two, one
    power = one * one + two * two - turn * one * two
    return 2 * math.sqrt(max(power, 0.0)) / len(samples)


class Dialog(pj.Call):  # type: ignore[misc]
    """The phone's one call at a time."""

    def __init__(self, handset: "Handset", call_id: int = -1) -> None:
        super().__init__(handset.account, call_id)
        self._handset = handset

    def onCallState(self, _: Any) -> None:
        about = self.getInfo()
        over = about.state == pj.PJSIP_INV_STATE_DISCONNECTED
        self._handset.later.append(lambda: self._handset.state_changed(self, over))
        say("state", state=_STATES.get(about.state, ""), code=about.lastStatusCode)

    def onCallMediaState(self, _: Any) -> None:
        self._handset.later.append(lambda: self._handset.media_changed(self))

    def onDtmfEvent(self, key: Any) -> None:
        if key.flags != 1:
            say("key", digit=key.digit, moment=key.timestamp)

    def onCallTransferRequest(self, asked: Any) -> None:
        asked.statusCode = 603


class Account(pj.Account):  # type: ignore[misc]
    """Takes calls."""

    def __init__(self, handset: "Handset") -> None:
        super().__init__()
        self._handset = handset

    def onIncomingCall(self, invite: Any) -> None:
        dialog = Dialog(self._handset, invite.callId)
        self._handset.later.append(lambda: self._handset.invited(dialog))


class Handset:
    """One phone: one port, one call at a time."""

    def __init__(self, name: str, first_port: int, proxy: str) -> None:
        self.later: deque[Callable[[], None]] = deque()
        self.running = True
        self._dialog: Dialog | None = None
        self._stream: Any = None
        self._answer_with = 0
        self._recorder: Any = None
        self._voice: Any = None
        ctypes.CDLL(str(pj._pjsua2.__file__)).pj_log_set_level(0)
        self._endpoint = pj.Endpoint()
        self._endpoint.libCreate()
        self._endpoint.libInit(_settings())
        for kind in (pj.PJSIP_TRANSPORT_UDP, pj.PJSIP_TRANSPORT_TCP):
            port = pj.TransportConfig()
            port.port, port.boundAddress = first_port, "127.0.0.1"
            self._endpoint.transportCreate(kind, port)
        self._endpoint.audDevManager().setNullDev()
        self._endpoint.libStart()
        for codec in self._endpoint.codecEnum2():
            wanted = {"PCMU": 255, "PCMA": 254}
            self._endpoint.codecSetPriority(
                codec.codecId, wanted.get(codec.codecId.split("/")[0], 0)
            )
        self.account = Account(self)
        self.account.create(_account(name, first_port, proxy), True)
        self._ear = Ear()
        self._mouth = pj.ToneGenerator()
        self._mouth.createToneGenerator(RATE, 1)
        say("ready", port=first_port, pid=os.getpid())

    # -- what happens ----------------------------------------------------------------------------

    def invited(self, dialog: Dialog) -> None:
        """Somebody calls this phone."""
        if self._dialog is not None:
            self._ask(dialog.hangup, 486)
            return
        self._dialog = dialog
        about = dialog.getInfo()
        say("invited", uri=about.localUri, caller=about.remoteUri)
        if self._answer_with:
            self._ask(dialog.answer, self._answer_with)

    def state_changed(self, dialog: Dialog, over: bool) -> None:
        """The dialog went on; when it is over its slot is free."""
        if over and dialog is self._dialog:
            self._dialog = self._stream = None

    def media_changed(self, dialog: Dialog) -> None:
        """Speak into the call, and listen."""
        about = dialog.getInfo()
        statuses = [each.status for each in about.media]
        if not any(each in (1, 3) for each in statuses):
            return
        self._stream = dialog.getAudioMedia(-1)
        self._stream.startTransmit(self._ear)
        self._mouth.startTransmit(self._stream)
        if self._voice is not None:
            self._voice.startTransmit(self._stream)
        if self._recorder is not None:
            self._stream.startTransmit(self._recorder)
        say("media", statuses=statuses)

    # -- what is told ----------------------------------------------------------------------------

    def do(self, told: Said) -> None:
        """Carry out one line of stdin; whatever goes wrong is an event."""
        because = ""
        try:
            getattr(self, f"do_{told['do']}")(told)
        except pj.Error as wrong:
            because = wrong.reason
        say("done", number=told["number"], because=because)

    def do_call(self, told: Said) -> None:
        """Place a call; `headers` are added to the INVITE."""
        how = pj.CallOpParam(True)
        for name, value in told.get("headers", {}).items():
            header = pj.SipHeader()
            header.hName, header.hValue = name, value
            how.txOption.headers.append(header)
        self._dialog = Dialog(self)
        self._dialog.makeCall(told["uri"], how)

    def do_answering(self, told: Said) -> None:
        """What to answer to calls that come: 0 waits for `answer`."""
        self._answer_with = told["code"]

    def do_answer(self, told: Said) -> None:
        """Answer the call that rings, with 180, 200 or a refusal."""
        if self._dialog is not None:
            self._ask(self._dialog.answer, told["code"])

    def do_hangup(self, told: Said) -> None:
        """End the call, or give up calling."""
        if self._dialog is not None:
            self._ask(self._dialog.hangup, told.get("code", 0))

    def do_keys(self, told: Said) -> None:
        """Press keys: RFC 4733, or SIP INFO."""
        if self._dialog is None:
            return
        how = pj.CallSendDtmfParam()
        info = told.get("info", False)
        how.method = pj.PJSUA_DTMF_METHOD_SIP_INFO if info else pj.PJSUA_DTMF_METHOD_RFC2833
        how.duration, how.digits = KEY_MS, told["digits"]
        self._dialog.sendDtmf(how)

    def do_refer(self, told: Said) -> None:
        """Ask that the other side go elsewhere (REFER)."""
        if self._dialog is not None:
            self._dialog.xfer(told["to"], pj.CallOpParam(True))

    def do_hold(self, told: Said) -> None:
        """Hold the call from this phone (re-INVITE), or take it back."""
        if self._dialog is None:
            return
        if told["hold"]:
            self._dialog.setHold(pj.CallOpParam())
            return
        how = pj.CallOpParam(True)
        how.opt.flag = pj.PJSUA_CALL_UNHOLD
        self._dialog.reinvite(how)

    def do_tone(self, told: Said) -> None:
        """Hum a tone into the call; 0 Hz is silence."""
        self._mouth.stop()
        if told["hz"]:
            tone = pj.ToneDesc()
            tone.freq1, tone.freq2, tone.on_msec, tone.off_msec = told["hz"], 0, 1000, 0
            tones = pj.ToneDescVector()
            tones.append(tone)
            self._mouth.play(tones, True)

    def do_speak(self, told: Said) -> None:
        """Play a file into the call, once or round and round."""
        self._voice = pj.AudioMediaPlayer()
        self._voice.createPlayer(told["path"], 0 if told.get("loop") else pj.PJMEDIA_FILE_NO_LOOP)
        if self._stream is not None:
            self._voice.startTransmit(self._stream)

    def do_record(self, told: Said) -> None:
        """Write what is heard to a WAV file; without a path: close it."""
        self._recorder = None
        if told.get("path"):
            self._recorder = pj.AudioMediaRecorder()
            self._recorder.createRecorder(told["path"])
            if self._stream is not None:
                self._stream.startTransmit(self._recorder)

    def do_listen(self, told: Said) -> None:
        """Answer how strong each frequency is, and how many packets have come."""
        samples = self._ear.samples()
        loudest = max((abs(each) for each in samples), default=0)
        levels = [strength(samples, hertz) for hertz in told["hz"]]
        packets = lost = 0
        if self._dialog is not None and self._stream is not None:
            received = self._dialog.getStreamStat(0).rtcp.rxStat
            packets, lost = received.pkt, received.loss
        say("heard", levels=levels, loudest=loudest, packets=packets, lost=lost)

    def do_catch(self, told: Said) -> None:
        """Tell the moment a tone is heard first, from now on."""
        self._ear.waits_for = told["hz"]

    def do_quit(self, _: Said) -> None:
        """End the process."""
        self.running = False

    def _ask(self, action: Callable[[Any], None], code: int) -> None:
        how = pj.CallOpParam(True)
        how.statusCode = code
        action(how)

    def _act(self, due: Callable[[], None]) -> None:
        try:
            due()
        except pj.Error as wrong:
            # The dialog has gone in the meantime; its end is the next thing that comes.
            say("missed", because=wrong.reason)

    # -- the loop --------------------------------------------------------------------------------

    def run(self) -> None:
        """Until told to quit, or until nobody is there to tell."""
        os.set_blocking(0, False)
        waiting = b""
        while self.running:
            self._endpoint.libHandleEvents(10)
            while self.later:
                self._act(self.later.popleft())
            try:
                data = os.read(0, 1 << 16)
            except BlockingIOError:
                continue
            if not data:
                break
            *lines, waiting = (waiting + data).split(b"\n")
            for line in lines:
                self.do(json.loads(line))
        self._recorder = None
        self._endpoint.hangupAllCalls()
        until = time.monotonic() + 0.2
        while time.monotonic() < until:
            self._endpoint.libHandleEvents(10)


def _settings() -> Any:
    settings = pj.EpConfig()
    settings.uaConfig.threadCnt = 0
    settings.uaConfig.mainThreadOnly = True
    settings.uaConfig.userAgent = "phone"
    settings.logConfig.level = settings.logConfig.consoleLevel = 0
    settings.medConfig.clockRate = settings.medConfig.sndClockRate = RATE
    settings.medConfig.noVad = True
    settings.medConfig.ecTailLen = 0
    settings.medConfig.sndAutoCloseTime = -1
    return settings


def _account(name: str, first_port: int, proxy: str) -> Any:
    settings = pj.AccountConfig()
    settings.idUri = f'"{name}" <sip:{name}@127.0.0.1:{first_port}>'
    if proxy:
        settings.sipConfig.proxies.append(proxy)
    # Over TCP too it can be called where its Contact says, not only over its own connection.
    settings.natConfig.contactUseSrcPort = 0
    transport = settings.mediaConfig.transportConfig
    transport.boundAddress = transport.publicAddress = "127.0.0.1"
    transport.port, transport.portRange = first_port + 2, 16
    return settings


def main() -> None:
    """`python -m callcenter.lab.handset <name> <first of 20 ports> [proxy]`."""
    global _out
    _out = os.dup(1)
    os.dup2(2, 1)
    code = 1
    try:
        Handset(sys.argv[1], int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "").run()
        code = 0
    except BrokenPipeError:
        # Whoever used this phone is gone, and so is it.
        code = 0
    except Exception:
        traceback.print_exc()
    finally:
        # The library aborts when its objects are released in the wrong order at a normal exit.
        os._exit(code)


if __name__ == "__main__":
    main()
