"""`callcenter exchange drain` and `resume`: what the operator asks, and what she is told."""

import time
from collections.abc import Callable
from typing import Final

from callcenter.embedded.left_behind import calls_up
from callcenter.exchange.draining import Draining
from callcenter.settings import Settings
from callcenter.state_file import read_states

LOOK_EVERY: Final = 1.0


def drain(settings: Settings, say: Callable[[str], None], *, wait: bool) -> None:
    """Ask for it; with `wait` stay until the last call is over."""
    _of(settings).ask()
    here = _is_here(settings)
    up = calls_up(settings.run)
    say(
        f"No new calls; still up: {_calls(up)}. Take calls again: callcenter exchange resume"
        if here
        else "The exchange does not run; it will take no new calls when it does."
    )
    while wait:
        # Before the first look too: by then the exchange has seen the note.
        time.sleep(LOOK_EVERY)
        before, up = up, calls_up(settings.run)
        if up != before:
            say(_calls(up))
        if not up:
            return


def resume(settings: Settings, say: Callable[[str], None]) -> None:
    """New calls are taken again."""
    _of(settings).end()
    say("New calls are taken.")


def remind(settings: Settings, say: Callable[[str], None]) -> None:
    """Nobody is to wonder at a start why no calls come."""
    if _of(settings).is_asked:
        say("Drained: no new calls are taken until `callcenter exchange resume`.")


def _of(settings: Settings) -> Draining:
    return Draining(settings.run, settings.exchange_name)


def _is_here(settings: Settings) -> bool:
    return any(one.is_alive() for one in read_states(settings.run, "exchange"))


def _calls(count: int) -> str:
    return "1 call" if count == 1 else f"{count} calls"
