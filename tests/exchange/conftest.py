"""The door's tests run on both event loops: asyncio's own and uvloop's, which serves in earnest.

Their transports differ in small ways, so what works on one is not yet shown for the other.
"""

import asyncio
from collections.abc import Callable, Mapping

import pytest
import uvloop

LoopFactory = Callable[[], asyncio.AbstractEventLoop]


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, LoopFactory]:
    """Both loops for the door, asyncio's for the rest."""
    if item.path.name.startswith("test_door"):
        return {"asyncio": asyncio.new_event_loop, "uvloop": uvloop.new_event_loop}
    return {"asyncio": asyncio.new_event_loop}
