"""What each message of RFC 4475 is to be met with at the front door, and why.

The door's host knows the number 8000 alone, is no registrar, and speaks sip: over UDP and TCP.
`status` is the door's own answer; None: none may go out. `tcp` says what differs in a stream.

The files in `torture` are the messages byte by byte: built from the RFC's text (joined lines,
repeated strings, hexadecimal bytes), each with CRLF and the blank line after its header; every
Content-Length that the RFC means to be right is right. They are data, not to be formatted.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "torture"
CLOSED = "closed"
"""The stream cannot be followed any more: the connection is cut, and that is the answer."""


@dataclass(frozen=True)
class Case:
    name: str
    status: int | None
    why: str
    tcp: int | str | None = None
    counted: str = ""

    @property
    def data(self) -> bytes:
        return (FOLDER / f"{self.name}.dat").read_bytes()


VALID = (
    Case("wsinv", 481, "well-formed; its To has a tag of no dialog here"),
    Case("intmeth", 501, "well-formed; a method nobody here implements"),
    Case("esc01", 404, "well-formed; 'sips:user@example.com' is no number of ours"),
    Case("escnull", 403, "well-formed; no registrar here, whatever the user part escapes"),
    Case("esc02", 501, "well-formed; RE%47IST%45R is not REGISTER: % escapes nothing in a method"),
    Case("lwsdisp", 200, "well-formed; no space is needed between name and <"),
    Case("longreq", 404, "well-formed, 34 Vias and no branch; no number of ours"),
    Case("dblreq", 403, "what follows the first message in its datagram is not looked at", tcp=403),
    Case("semiuri", 200, "well-formed; the semicolon belongs to the user part"),
    Case("transports", 200, "well-formed; transports of other hops are not ours to know"),
    Case("mpart01", 405, "well-formed with nulls in its body; MESSAGE is none of ours"),
    Case(
        "unreason", None, "well-formed; it answers no request of ours", counted="forged_responses"
    ),
    Case(
        "noreason", None, "well-formed; it answers no request of ours", counted="forged_responses"
    ),
)

INVALID = (
    Case("badinv01", 400, "Via and Contact with separators that separate nothing"),
    Case("clerr", 400, "a body shorter than it says; a stream would wait for it", tcp=CLOSED),
    Case("ncl", 400, "a negative Content-Length; a stream cannot go on", tcp=CLOSED),
    Case("scalar02", 400, "a CSeq beyond 32 bits"),
    Case("scalarlg", None, "a response with a CSeq beyond 32 bits", counted="unreadable"),
    Case("quotbal", 400, "a quote without its end in To"),
    Case("ltgtruri", 400, "a Request-URI in angle brackets"),
    Case("lwsruri", 400, "a space in the Request-URI"),
    Case("lwsstart", 400, "two spaces in the start line"),
    Case("trws", 400, "spaces after the start line"),
    Case("escruri", 400, "a Request-URI with a header in it"),
    Case("baddate", 404, "the RFC lets Date be ignored where nobody reads it; no number of ours"),
    Case("regbadct", 403, "no registrar here: nobody looks into the Contact"),
    Case("badaspec", 200, "spaces inside <>: the RFC lets them be overlooked"),
    Case("baddn", 200, "a comma in a name without quotes: the RFC lets the quotes be inferred"),
    Case("badvers", 505, "SIP/7.0"),
    Case("mismatch01", 400, "OPTIONS with a CSeq of INVITE"),
    Case("mismatch02", 501, "an unknown method with a CSeq of INVITE: 501 is what the RFC prefers"),
    Case("bigcode", None, "a status of 33 bits", counted="unreadable"),
)

TRANSACTION = (
    Case("badbranch", 200, "a branch that is the cookie alone names no transaction; Call-ID does"),
)

APPLICATION = (
    Case("insuf", 400, "no Call-ID, From or To"),
    Case("unkscm", 416, "a scheme nobody knows"),
    Case("novelsc", 416, "a scheme of others"),
    Case("unksm2", 400, "a REGISTER for what is no SIP address"),
    Case("bext01", 420, "it requires what nobody here has"),
    Case("invut", 415, "a body of an unknown kind"),
    Case("regaut01", 403, "no registrar here, whatever it is authorized by"),
    Case("multi01", 400, "From, To, Call-ID, CSeq and Max-Forwards twice"),
    Case("mcl01", 400, "two Content-Lengths; a stream cannot go on", tcp=CLOSED),
    Case("bcast", None, "its next hop would be everybody", counted="forged_responses"),
    Case("zeromf", 200, "Max-Forwards 0 has arrived where it asks"),
    Case("cparam01", 403, "no registrar here"),
    Case("cparam02", 403, "no registrar here"),
    Case("regescrt", 403, "no registrar here"),
    Case("sdp01", 404, "no number of ours, whatever answers it would take"),
)

OLD = (
    Case(
        "inv2543",
        400,
        "without a From tag two of its calls could not be told apart; RFC 2543 is not kept up",
        tcp=CLOSED,
    ),
)

CASES = (*VALID, *INVALID, *TRANSACTION, *APPLICATION, *OLD)
