"""What an administrator is told of desk phones: the models of `/api/v1/phones`."""

from datetime import datetime

from callcenter.web.shapes import Shape


class PhonePlace(Shape):
    """Where a phone is reached."""

    host: str
    port: int
    transport: str
    """udp or tcp."""
    since: datetime
    """When it last registered."""
    until: datetime


class PhoneState(Shape):
    """One phone; it is registered while it has a place. The best place is first, and is called."""

    extension: str
    device: str
    """What an agent's device is, to be called there."""
    set_at: datetime
    """When its password was set."""
    places: list[PhonePlace]
    agents: list[str]
    """Whose device it is: in the directory, or since she signed in."""


class PhoneList(Shape):
    """`GET /api/v1/phones`."""

    at: datetime
    realm: str
    phones: list[PhoneState]


class PhonePassword(Shape):
    """`POST /api/v1/phones/{extension}/password`: shown this once, kept nowhere."""

    extension: str
    realm: str
    password: str
