"""The command line's ``callcenter flow``: a flow file checked, walked and drawn, without a centre.

`callcenter.cli` takes it in. It must not know how anything is done.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from callcenter.errors import SettingsInvalid

if TYPE_CHECKING:
    from callcenter.flow_verbs import Answering

flow = typer.Typer(help="The dialogues with callers.", no_args_is_help=True)

_Flow = Annotated[Path, typer.Argument(help="A flow as YAML, such as ivr/flows/main.yaml.")]


@flow.command("check")
def flow_check(file: _Flow) -> None:
    """Check a flow: every problem with its node and its cure, nothing when it is good."""
    from callcenter.flow_verbs import problems

    found = problems(file)
    for problem in found:
        typer.echo(problem, err=True)
    if found:
        raise typer.Exit(2)


@flow.command("try")
def flow_try(
    file: _Flow,
    keys: Annotated[
        str, typer.Option("--keys", help="Press these, one after another; a dot lets time pass.")
    ] = "",
    withheld: Annotated[
        bool, typer.Option("--withheld", help="The caller withholds the number.")
    ] = False,
    so: Annotated[
        list[str] | None, typer.Option("--given", help="What is so, such as hours=closed.")
    ] = None,
    answers: Annotated[
        list[str] | None,
        typer.Option("--answer", help="What a web service answers, as JSON; may be repeated."),
    ] = None,
) -> None:
    """Walk a flow in the terminal: read what a caller hears, press keys, see where it ends."""
    from callcenter.flow_given import given
    from callcenter.flow_verbs import KEYS, NO_KEY, Walk, flow_of, try_with

    flow_check(file)
    if not set(keys) <= {*KEYS, NO_KEY}:
        raise SettingsInvalid(f"--keys takes {KEYS} and a dot, not {keys}")
    walk = Walk(
        flow_of(file),
        typer.echo,
        withheld=withheld,
        given=given(so or ()),
        answering=_answering(answers or [], typed=not keys),
    )
    if keys and not try_with(walk, keys):
        typer.echo("… waits for a key")
    while not keys and not walk.is_over:
        key = typer.prompt("key, or Enter for none", default=NO_KEY, show_default=False)
        if key in (*KEYS, NO_KEY):
            try_with(walk, key)


def _answering(answers: list[str], *, typed: bool) -> Answering:
    """First those that were given, then what is typed; where nothing is, no answer comes."""
    waiting = iter(answers)

    def answer(asked: str) -> str:
        typer.echo(f"    {asked}")
        given = next(waiting, None)
        if given is None and typed:
            given = typer.prompt("JSON, or Enter for none", default="", show_default=False)
        return given or ""

    return answer


@flow.command("draw")
def flow_draw(
    file: _Flow,
    out: Annotated[Path | None, typer.Option("--out", help="Where to; else printed.")] = None,
) -> None:
    """Draw a flow as a picture (SVG): its nodes, and by what one leads to another."""
    from callcenter.flow_verbs import draw

    flow_check(file)
    draw(file, out, typer.echo)
