"""An open callback, as `GET /api/v1/callbacks` tells it. Instants are aware UTC."""

from datetime import datetime
from typing import Literal

from callcenter.web.shapes import Shape, TextPair


class CallbackRow(Shape):
    """One open callback."""

    callback: str
    """The call in which it was asked for."""
    call: str | None = None
    """Its attempt of the moment, once there is one."""
    number: str = ""
    """Masked."""
    customer_name: str = ""
    queue: str
    queue_name: TextPair
    entered_at: datetime
    """First queue entry of its caller: the place it keeps."""
    asked_at: datetime
    promised_until: datetime
    due_at: datetime
    """When somebody is to be called: the promise, or the next try."""
    state: Literal["asked", "in_line", "offered", "calling", "resting"]
    agent: str | None = None
    agent_name: TextPair | None = None
    """To whom it is offered, or who calls."""
    tries: int = 0
    again_at: datetime | None = None
    closed: bool = False
    """Its queue is closed: nobody is called, and the promise waits until it opens."""
