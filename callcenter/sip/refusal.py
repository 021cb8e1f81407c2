"""The one error that reading or rebuilding SIP may raise.

It says what to answer. The door and the softphone catch it at their socket; nothing else that a
peer sends may raise. It never carries what the peer sent, so that it may be logged.
"""

from callcenter.errors import PeerMisbehaved


class SipRefusal(PeerMisbehaved):
    """A message that will not be passed on, with the status and reason to answer it with.

    `status` is a final SIP status (400-699). `headers` are added to the answer, such as
    `("Unsupported", "100rel")`.
    """

    def __init__(self, status: int, reason: str, *headers: tuple[str, str]) -> None:
        super().__init__(f"{status} {reason}")
        self.status = status
        self.reason = reason
        self.headers = headers
