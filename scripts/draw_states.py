"""Draws docs/states.md from the table of agent states.

    python scripts/draw_states.py           write it
    python scripts/draw_states.py --check   exit 1 if it is stale

A test runs the check. The table itself is `acd.agent.STEPS`.
"""

import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from acd.agent import OCCUPIED, STEPS  # noqa: E402 - the project is found first
from acd.facts import AgentState  # noqa: E402

PAGE = PROJECT / "docs" / "states.md"

_MEANS = {
    AgentState.LOGGED_OUT: "no session",
    AgentState.NOT_READY: "she chose so, or a pause after an offer runs (`declined`, `busy` …), or "
    "her audio was lost in a call (`lost`)",
    AgentState.IDLE: "ready and reachable: the only state in which a call is offered",
    AgentState.OFFERED: "a call rings at her desk",
    AgentState.CONNECTING: "she accepted; the voices are not joined yet",
    AgentState.ON_CALL: "caller and agent hear each other",
    AgentState.WRAP_UP: "notes and outcome, as the rules of the queue say; by force at any time",
    AgentState.NOT_RESPONDING: "an offer ran out, or its rule says so; until she chooses anew",
    AgentState.UNREACHABLE: "ready, but her page, her audio or her connection is not there",
}


def page() -> str:
    """The whole page."""
    return "\n".join([*_head(), *_states(), *_picture(), *_steps(), ""])


def _head() -> list[str]:
    return [
        "# Agent states",
        "",
        "Drawn from `acd/agent.py` by `python scripts/draw_states.py`; do not edit.",
        "",
        "An agent's **intent** is what she chose (available, not ready, logged out); her **state** "
        "is what is",
        "so. Only the fact `AgentStateChanged` moves it, through one gate, by this table. While a "
        "call has her",
        "(**bold**), her own choices take effect after it.",
        "",
    ]


def _states() -> list[str]:
    rows = [
        f"| {f'**{state.value}**' if state in OCCUPIED else state.value} | {_MEANS[state]} |"
        for state in AgentState
    ]
    return ["| state | means |", "| --- | --- |", *rows, ""]


def _picture() -> list[str]:
    """Without the steps of recovery and to logged out, which would hide the rest."""
    drawn = [
        f"    {before.value} --> {after.value}"
        for (before, after), why in STEPS.items()
        if "recovery" not in why and after is not AgentState.LOGGED_OUT and before is not after
    ]
    return [
        "```mermaid",
        "stateDiagram-v2",
        f"    [*] --> {AgentState.LOGGED_OUT.value}",
        *drawn,
        "```",
        "",
        "Not drawn: signing out, and what recovery finds. Every step:",
        "",
    ]


def _steps() -> list[str]:
    order = list(AgentState)
    steps = sorted(STEPS.items(), key=lambda step: tuple(map(order.index, step[0])))
    rows = [f"| {before.value} | {after.value} | {why} |" for (before, after), why in steps]
    return ["| from | to | when |", "| --- | --- | --- |", *rows]


def main(arguments: list[str]) -> int:
    """Write the page, or say whether it is stale."""
    if arguments == ["--check"]:
        fresh = PAGE.exists() and PAGE.read_text(encoding="utf-8") == page()
        if not fresh:
            print("docs/states.md is stale: run python scripts/draw_states.py", file=sys.stderr)
        return 0 if fresh else 1
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
