"""SIPp as caller and as called telephone, its scenarios written as a few steps each.

A scenario is a list of steps; a step is one element of SIPp's XML. Branches are fixed by name, so
that a repeat, a CANCEL and the ACK of a refusal are of the transaction they are meant to be of.
Nothing is repeated or passed over by SIPp itself (`-nr`): what comes twice is two steps.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Final

WITHIN: Final = 60
"""Seconds for one scenario, told to SIPp too."""

SDP: Final = """
v=0
o=sipp 1 {version} IN IP4 [local_ip]
s=-
c=IN IP4 [local_ip]
t=0 0
m=audio [media_port] RTP/AVP 8
a={direction}
"""
_CALLER: Final = """
{method} {uri} SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];rport;branch=z9hG4bK-[pid]-[call_number]-{branch}
{routes}From: <sip:sipp@[local_ip]:[local_port]>;tag=[pid]tag[call_number]
To: <sip:[service]@[remote_ip]:[remote_port]>{to_tag}
Call-ID: [call_id]
CSeq: {cseq} {method}
Contact: <sip:sipp@[local_ip]:[local_port];transport=[transport]>
Max-Forwards: 70
"""
_CALLED: Final = """
SIP/2.0 {status} Told
[last_Via:]
[last_From:]
[last_To:]{tag}
[last_Call-ID:]
[last_CSeq:]
[last_Record-Route:]
Contact: {contact}
{more}"""
_OWN: Final = "<sip:sipp@[local_ip]:[local_port];transport=[transport]>"


def _with_body(head: str, direction: str = "", version: int = 1) -> str:
    if not direction:
        return f"{head.strip()}\nContent-Length: 0\n\n"
    body = SDP.strip().format(direction=direction, version=version)
    return f"{head.strip()}\nContent-Type: application/sdp\nContent-Length: [len]\n\n{body}\n"


def _send(text: str) -> str:
    return f"<send><![CDATA[\n{text}\n]]></send>"


def ask(method: str, branch: str, cseq: int = 1, direction: str = "", *, more: str = "") -> str:
    """A request out of any dialog, or of the first INVITE's transaction; `more` header lines."""
    uri = "sip:[service]@[remote_ip]:[remote_port]"
    head = _CALLER.format(method=method, uri=uri, branch=branch, routes="", to_tag="", cseq=cseq)
    head += more
    return _send(_with_body(head, direction, cseq))


def ask_inside(method: str, branch: str, cseq: int = 1, direction: str = "") -> str:
    """A request inside the dialog that the last answer made."""
    head = _CALLER.format(
        method=method,
        uri="[next_url]",
        branch=branch,
        routes="[routes]\n",
        to_tag="[peer_tag_param]",
        cseq=cseq,
    )
    return _send(_with_body(head, direction, cseq))


def acknowledge_refusal() -> str:
    """The ACK of a refusal belongs to the INVITE's transaction."""
    head = _CALLER.format(
        method="ACK",
        uri="sip:[service]@[remote_ip]:[remote_port]",
        branch="invite",
        routes="",
        to_tag="[peer_tag_param]",
        cseq=1,
    )
    return _send(_with_body(head))


def expect(status: int, *, holds: str = "", where: str = "body") -> str:
    """An answer; `holds` must stand in its body, or anywhere in it: `msg`."""
    if not holds:
        return f'<recv response="{status}" rrs="true"/>'
    return (
        f'<recv response="{status}" rrs="true"><action>'
        f'<ereg regexp="{holds}" search_in="{where}" check_it="true" assign_to="1"/>'
        '<log message="[$1]"/></action></recv>'
    )


def maybe(*statuses: int) -> list[str]:
    """Answers that may come before the one that has to."""
    return [f'<recv response="{status}" optional="true"/>' for status in statuses]


def maybe_request(method: str) -> str:
    """A request that may come before the next one."""
    return f'<recv request="{method}" optional="true"/>'


def expect_proof(user: str, password: str) -> list[str]:
    """An INVITE with a proof that the password is known; with any other it is refused for good."""
    return [
        '<recv request="INVITE" rrs="true"><action>'
        f'<verifyauth assign_to="2" username="{user}" password="{password}"/></action></recv>',
        '<nop test="2" next="1"/>',
        tell(403),
        '<label id="1"/>',
    ]


def expect_request(method: str, *, without: str = "") -> str:
    """A request; `without` must not stand in it."""
    if not without:
        return f'<recv request="{method}" rrs="true"/>'
    return (
        f'<recv request="{method}" rrs="true"><action>'
        f'<ereg regexp="{without}" search_in="msg" check_it_inverse="true" assign_to="1"/>'
        '<log message="[$1]"/></action></recv>'
    )


def tell(
    status: int, contact: str = _OWN, *, direction: str = "", tag: str = "called", more: str = ""
) -> str:
    """Answer the last request; `tag` is whose answer it is, empty: as the request says; `more` are
    further header lines.
    """
    own = f";tag=[pid]{tag}[call_number]" if tag else ""
    head = _CALLED.format(status=status, contact=contact, tag=own, more=more)
    return _send(_with_body(head, direction))


def hang_up(cseq: int = 9) -> list[str]:
    """BYE and its answer."""
    return [ask_inside("BYE", f"bye{cseq}", cseq), expect(200)]


@dataclass(frozen=True)
class Sipp:
    """A SIPp that plays one scenario once, over one transport, in a folder of its own."""

    folder: Path
    transport: str

    async def calls(
        self, number: str, port: int, steps: list[str], *, crossing: bool = False
    ) -> None:
        """Play the caller; fails where the scenario does. `crossing`: an answer may come while the
        next request is about to be sent, and is passed over then.
        """
        target = (f"127.0.0.1:{port}", "-s", number)
        await _finish(await self._start(steps, *target, *_passes(crossing)))

    async def is_called(
        self, port: int, steps: list[str], *, crossing: bool = False
    ) -> asyncio.subprocess.Process:
        """Be a telephone at this port; `was_called` waits for its end. `crossing` as above."""
        return await self._start(steps, "-p", str(port), *_passes(crossing))

    async def was_called(self, running: asyncio.subprocess.Process) -> None:
        """Fails where the scenario did."""
        await _finish(running)

    async def _start(self, steps: list[str], *more: str) -> asyncio.subprocess.Process:
        scenario = self.folder / "scenario.xml"
        text = "\n".join(('<?xml version="1.0"?>', '<scenario name="edge">', *steps, "</scenario>"))
        await asyncio.to_thread(scenario.write_text, text)
        return await asyncio.create_subprocess_exec(
            *("sipp", *more, "-sf", str(scenario), "-i", "127.0.0.1", "-m", "1", "-nostdin"),
            *("-t", {"udp": "u1", "tcp": "t1"}[self.transport], "-trace_err", "-nr"),
            *("-timeout", str(WITHIN), "-timeout_error"),
            cwd=self.folder,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )


def _passes(crossing: bool) -> tuple[str, ...]:
    return ("-default_behaviors", "all,-abortunexp") if crossing else ()


async def _finish(running: asyncio.subprocess.Process) -> None:
    _, complaints = await asyncio.wait_for(running.communicate(), WITHIN + 10)
    assert running.returncode == 0, complaints.decode(errors="replace")[-3000:]
