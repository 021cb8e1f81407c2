"""A trunk as the operator set it: one address of a carrier, or of a gateway, that calls go to.

It must not know which of them is alive or has room; `exchange.trunks` does.
"""

from typing import Annotated, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    model_validator,
)

from callcenter.sip.grammar import Uri, parse_uri
from callcenter.sip.refusal import SipRefusal

Beginning = Annotated[str, StringConstraints(pattern=r"^\+?[0-9]{0,15}$", min_length=1)]
Replacement = Annotated[str, StringConstraints(pattern=r"^\+?[0-9*#]{0,15}$")]


class Trunk(BaseModel):
    """One trunk. Of those that answer, the smallest `priority` is called first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[a-z][a-z0-9_-]{0,31}$")
    """For logs and figures."""
    address: str
    """`sip:host:port`, with `;transport=tcp` where it speaks TCP."""
    priority: int = Field(default=1, ge=1, le=100)
    weight: int = Field(default=1, ge=1, le=1000)
    """Its share among those of the same priority."""
    most_calls: int = Field(default=0, ge=0, le=100_000)
    """Calls at a time, those that came from it among them; 0: no limit."""
    most_a_second: int = Field(default=0, ge=0, le=10_000)
    """New calls to it in a second; 0: no limit."""
    rewrites: dict[Beginning, Replacement] = {}
    """How numbers are written there: the longest beginning that fits is replaced, such as +86 by 0
    and any other + by 00.
    """
    user: str = Field(default="", pattern=r"^[A-Za-z0-9+._-]{0,64}$")
    """Our account there, where the carrier asks for one."""
    password: SecretStr = SecretStr("")
    registers: bool = False
    """We register there, so that the carrier knows where our calls go."""
    probed: bool = True
    """It is asked by OPTIONS whether it is there. False for one that does not answer these."""

    @model_validator(mode="after")
    def _is_address(self) -> Self:
        try:
            uri = self.uri
        except SipRefusal as wrong:
            raise ValueError("no SIP address; write it as sip:192.0.2.1:5060") from wrong
        if uri.scheme != "sip" or uri.user:
            raise ValueError("a trunk has no user part; write it as sip:192.0.2.1:5060")
        return self

    @model_validator(mode="after")
    def _has_account(self) -> Self:
        if bool(self.user) != bool(self.password.get_secret_value()):
            raise ValueError("user and password go together: set both, or neither")
        if self.registers and not self.user:
            raise ValueError("to register needs an account: set user and password")
        return self

    @property
    def account(self) -> str:
        """The URI of our account."""
        return f"sip:{self.user}@{self.uri.host}"

    @property
    def login(self) -> tuple[str, str] | None:
        """User and password, where there are any."""
        return (self.user, self.password.get_secret_value()) if self.user else None

    @property
    def uri(self) -> Uri:
        """Its address, read."""
        return parse_uri(self.address, "trunk")

    def number(self, digits: str) -> str:
        """The URI of a number behind it, written as the trunk wants it."""
        return f"sip:{self._rewritten(digits)}@{self.address.partition(':')[2]}"

    def _rewritten(self, digits: str) -> str:
        fitting = [one for one in self.rewrites if digits.startswith(one)]
        longest = max(fitting, key=len, default="")
        return self.rewrites[longest] + digits.removeprefix(longest) if longest else digits
