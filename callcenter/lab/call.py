"""`callcenter lab call`: one scripted call through a running centre, told step by step.

The first check after a start. It brings the parties together: an observer, a caller, and an agent
with a desk phone, both telephones played on this machine. What they do is in `trial.py`.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Final

import msgspec

from callcenter.errors import SettingsInvalid
from callcenter.lab import tones
from callcenter.lab.desk import PHONE_PREFIX, desk
from callcenter.lab.phone import Phone, phone
from callcenter.lab.steps import StepFailed, Steps
from callcenter.lab.trial import Parties, Plan, Trial
from callcenter.lab.visitor import NotAllowed, visitor

OBSERVER: Final = "4001"
"""The demo's supervisor who may see every call."""
CALLER: Final = "+8614100000317"
"""A number of the demo's customer book."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which centre, with whom: `web` is the URL of its pages."""

    plan: Plan
    web: str
    agent: str = "1002"
    caller: str = CALLER
    passwords: Mapping[str, str]
    """Sign-in → password of agent and observer."""

    def password(self, who: str) -> str:
        """Raises SettingsInvalid when there is none."""
        if who not in self.passwords:
            known = ", ".join(self.passwords) or "none: start the centre with ./run first"
            raise SettingsInvalid(
                f"no demo sign-in {who} in the data folder's keys; there are: {known}"
            )
        return self.passwords[who]


async def call(wanted: Wanted, say: Callable[[str], None]) -> bool:
    """Place it and tell it; whether all was well.

    Raises SettingsInvalid and Unavailable, each with its cure.
    """
    steps = Steps(say)
    say(f"One call to {wanted.plan.number} at {wanted.plan.sip}, watched at {wanted.web}")
    try:
        async with _parties(wanted, steps) as parties:
            await Trial(wanted.plan, steps, parties).run()
    except StepFailed:
        pass  # its step has told it
    except NotAllowed as refused:
        steps.tell(False, "the centre allows it", str(refused))
    verdict = "all well" if not steps.failed else f"{steps.failed} went wrong"
    say(f"{steps.passed + steps.failed} steps, {verdict}")
    return not steps.failed


@asynccontextmanager
async def _parties(wanted: Wanted, steps: Steps) -> AsyncIterator[Parties]:
    """Everybody the call needs; that they are there is the first step."""
    async with AsyncExitStack() as stack:
        seen = visitor(wanted.web, OBSERVER, wanted.password(OBSERVER))
        observer = await stack.enter_async_context(seen)
        hers = visitor(wanted.web, wanted.agent, wanted.password(wanted.agent))
        agent = await stack.enter_async_context(hers)
        caller = await stack.enter_async_context(phone(wanted.caller))
        desk_phone = await stack.enter_async_context(phone(f"{PHONE_PREFIX}{wanted.agent}"))
        await caller.hum(tones.CALLER)
        await desk_phone.hum(tones.AGENT)
        await desk_phone.answer_calls(180)
        seated = await stack.enter_async_context(desk(agent, desk_phone))
        stack.push_async_callback(_end_call, caller)
        steps.tell(True, f"agent {seated.agent} is signed in at a desk phone", seated.name)
        yield Parties(observer=observer, caller=caller, desk=seated)


async def _end_call(caller: Phone) -> None:
    """A call that a failed step left standing would keep the agent at her desk."""
    if caller.state not in ("", "over"):
        await caller.hang_up()
