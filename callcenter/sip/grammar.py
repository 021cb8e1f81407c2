"""The strict grammar of what may pass: URIs, name-addrs, Via, parameters (RFC 3261 §25).

Everything is parsed into frozen values and written anew from them, so that no byte of a peer
reaches the other side unread. Narrower than the RFC where the RFC allows what nobody sends:
IPv6 references, passwords and escapes in host names are refused. Parsing raises only SipRefusal.
"""

import re
from dataclasses import dataclass, field, replace

from callcenter.sip.refusal import SipRefusal

LONGEST_HOST = 253
LONGEST_URI = 512
LONGEST_VALUE = 2000
"""Characters of one address or Via with all its parameters; longer ones are not even tried."""
MOST_PARAMS = 16

TOKEN = r"[A-Za-z0-9\-.!%*_+`'~]"
_HOST = r"[A-Za-z0-9_][A-Za-z0-9_.\-]{0,252}"
_USER = r"(?:[A-Za-z0-9\-_.!~*'()&=+$,;?/]|%[0-9A-Fa-f]{2})"
_PARAM_VALUE = r"[A-Za-z0-9\-.!%*_+`'~\[\]/:&$()@]"

_TOKEN_RE = re.compile(rf"{TOKEN}{{1,253}}")
_HOST_RE = re.compile(_HOST)
_SIP_URI = re.compile(
    rf"(?P<scheme>sips?):(?:(?P<user>{_USER}{{1,128}})@)?(?P<host>{_HOST})"
    r"(?::(?P<port>\d{1,5}))?(?P<params>;[^?]*)?(?:\?(?P<headers>.*))?",
    re.IGNORECASE,
)
_TEL_URI = re.compile(r"tel:(?P<number>\+?[0-9A-Fa-f*().\-]{1,64})(?P<params>;.*)?", re.IGNORECASE)
_URI_HEADERS = re.compile(rf"(?:{_PARAM_VALUE}|[=;,]){{1,400}}")
_PARAM = re.compile(
    rf'\s*;\s*(?P<name>{TOKEN}{{1,253}})(?:\s*=\s*(?:(?P<value>{_PARAM_VALUE}{{1,253}})|"[^"]*"))?'
)
_VIA = re.compile(
    rf"SIP\s*/\s*2\.0\s*/\s*(?P<transport>{TOKEN}{{1,32}})\s+(?P<host>{_HOST})"
    r"(?:\s*:\s*(?P<port>\d{1,5}))?(?P<params>.*)",
    re.IGNORECASE,
)
_QUOTED_DISPLAY = re.compile(r'"(?P<display>(?:[^"\\]|\\.){0,128})"\s*')
_PLAIN_DISPLAY = re.compile(r'(?P<display>[^<>"\\]{0,128}?)\s*(?=<)')

_OPENING = {'"': '"', "<": ">"}

Params = tuple[tuple[str, str | None], ...]


def is_token(text: str) -> bool:
    """True for 1-253 characters of a SIP token."""
    return _TOKEN_RE.fullmatch(text) is not None


def is_host(text: str) -> bool:
    """True for a host name or IPv4 literal of at most 253 characters."""
    return _HOST_RE.fullmatch(text) is not None


def split_list(text: str) -> list[str]:
    """Cut a header value at its commas, not inside quotes or angle brackets.

    What is never closed reaches to the end. One pass: a regular expression would begin anew at
    each quote, and take seconds for a long value made of them.
    """
    items, start, closing, skipped = [], 0, "", False
    for place, letter in enumerate(text):
        if skipped:
            skipped = False
        elif closing:
            skipped = letter == "\\" and closing == '"'
            closing = "" if letter == closing else closing
        elif letter in _OPENING:
            closing = _OPENING[letter]
        elif letter == ",":
            items.append(text[start:place])
            start = place + 1
    items.append(text[start:])
    return [item.strip() for item in items if item.strip()]


def param(params: Params, name: str) -> str | None:
    """The value of parameter `name`, "" when it stands without one, None when absent."""
    for key, value in params:
        if key == name:
            return value or ""
    return None


@dataclass(frozen=True, slots=True)
class Uri:
    """A sip:, sips: or tel: URI. For tel: `user` is the number and `host` is empty."""

    host: str
    user: str | None = None
    port: int | None = None
    scheme: str = "sip"
    params: Params = ()
    headers: str = ""

    def __str__(self) -> str:
        if self.scheme == "tel":
            return f"tel:{self.user}{render_params(self.params)}"
        user = f"{self.user}@" if self.user is not None else ""
        port = f":{self.port}" if self.port is not None else ""
        headers = f"?{self.headers}" if self.headers else ""
        return f"{self.scheme}:{user}{self.host}{port}{render_params(self.params)}{headers}"


@dataclass(frozen=True, slots=True)
class NameAddr:
    """From, To, Contact, Route and their kin: display name, URI, header parameters."""

    uri: Uri
    display: str = ""
    params: Params = ()

    def __str__(self) -> str:
        shown = self.display.replace("\\", "\\\\").replace('"', '\\"')
        display = f'"{shown}" ' if shown else ""
        return f"{display}<{self.uri}>{render_params(self.params)}"

    @property
    def tag(self) -> str:
        """The dialog tag, empty when there is none."""
        return param(self.params, "tag") or ""

    def only(self, *names: str) -> "NameAddr":
        """The same with no other header parameters than `names`."""
        kept = tuple((name, value) for name, value in self.params if name in names)
        return replace(self, params=kept)


@dataclass(frozen=True, slots=True)
class Via:
    """One Via value; `transport` in capitals as on the wire."""

    transport: str
    host: str
    port: int | None = None
    params: Params = field(default=())

    def __str__(self) -> str:
        port = f":{self.port}" if self.port is not None else ""
        return f"SIP/2.0/{self.transport} {self.host}{port}{render_params(self.params)}"

    @property
    def branch(self) -> str:
        """The transaction's branch, empty when there is none."""
        return param(self.params, "branch") or ""

    def with_param(self, name: str, value: str) -> "Via":
        """The same with parameter `name` set, in its old place or at the end."""
        others = tuple(pair for pair in self.params if pair[0] != name)
        return replace(self, params=(*others, (name, value)))


def render_params(params: Params) -> str:
    """`;name=value;flag` for the wire."""
    return "".join(f";{name}" if value is None else f";{name}={value}" for name, value in params)


def parse_params(text: str, where: str) -> Params:
    """Read `;name=value` pairs; a quoted value is left out, anything else unread is refused."""
    found: list[tuple[str, str | None]] = []
    position, end = 0, len(text.rstrip())
    while position < end:
        match = _PARAM.match(text, position)
        if match is None or len(found) >= MOST_PARAMS:
            raise SipRefusal(400, f"Bad parameters in {where}")
        position = match.end()
        name, value = match["name"].lower(), match["value"]
        if '"' not in match[0] and all(name != known for known, _ in found):
            found.append((name, value))
    return tuple(found)


def parse_port(text: str | None, where: str) -> int | None:
    """A port number 1-65535, or None when there is none."""
    if text is None:
        return None
    port = int(text)
    if not 1 <= port <= 65535:
        raise SipRefusal(400, f"Bad port in {where}")
    return port


def parse_uri(text: str, where: str) -> Uri:
    """Read a URI; `where` names the header in the refusal."""
    if len(text) > LONGEST_URI:
        raise SipRefusal(400, f"URI too long in {where}")
    if tel := _TEL_URI.fullmatch(text):
        params = parse_params(tel["params"] or "", where)
        return Uri(host="", user=tel["number"], scheme="tel", params=params)
    match = _SIP_URI.fullmatch(text)
    if match is None:
        raise SipRefusal(400, f"Bad URI in {where}")
    headers = match["headers"] or ""
    if headers and not _URI_HEADERS.fullmatch(headers):
        raise SipRefusal(400, f"Bad URI headers in {where}")
    return Uri(
        scheme=match["scheme"].lower(),
        user=match["user"],
        host=match["host"],
        port=parse_port(match["port"], where),
        params=parse_params(match["params"] or "", where),
        headers=headers,
    )


def parse_name_addr(text: str, where: str) -> NameAddr:
    """Read `"Name" <uri>;params` or `uri;params` (the parameters then belong to the header)."""
    text = text.strip()
    if len(text) > LONGEST_VALUE:
        raise SipRefusal(400, f"Address too long in {where}")
    match = _QUOTED_DISPLAY.match(text) or _PLAIN_DISPLAY.match(text)
    display, rest = "", text
    if match is not None:
        display, rest = match["display"].strip(), text[match.end() :]
        if match.re is _QUOTED_DISPLAY:
            display = re.sub(r"\\(.)", r"\1", display)
    if rest.startswith("<"):
        uri, closed, tail = rest[1:].partition(">")
        if not closed:
            raise SipRefusal(400, f"Bad address in {where}")
    elif match is None:
        uri, semicolon, tail = rest.partition(";")
        tail = semicolon + tail
    else:
        raise SipRefusal(400, f"Bad address in {where}")
    return NameAddr(parse_uri(uri.strip(), where), display, parse_params(tail, where))


def parse_via(text: str) -> Via:
    """Read one Via value (RFC 3261 §20.42)."""
    match = _VIA.fullmatch(text.strip()) if len(text) <= LONGEST_VALUE else None
    if match is None:
        raise SipRefusal(400, "Bad Via")
    return Via(
        transport=match["transport"].upper(),
        host=match["host"],
        port=parse_port(match["port"], "Via"),
        params=parse_params(match["params"], "Via"),
    )
