"""What `callcenter lab` offers of the simulation: each verb thin, each importing late."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from callcenter.errors import SettingsInvalid

if TYPE_CHECKING:
    from callcenter.lab.simulation.scenario import Simple
    from callcenter.lab.simulation.simulate import Wanted


def simulate(  # noqa: PLR0913  (one option each)
    calls_per_half_hour: Annotated[float, typer.Option(help="How many call in half an hour.")] = 0,
    agents: Annotated[int, typer.Option(min=0, help="How many agents there are.")] = 0,
    handle: Annotated[float, typer.Option(help="Mean seconds of a call, exponential.")] = 180,
    patience: Annotated[
        float, typer.Option(help="Mean seconds until a caller hangs up; 0: never.")
    ] = 0,
    answer_within: Annotated[int, typer.Option(min=1, help="The promise, in seconds.")] = 20,
    hours: Annotated[float, typer.Option(help="Hours of each run.")] = 40,
    scenario: Annotated[
        Path | None,
        typer.Option(help="A TOML file instead: queues, shifts, habits; docs/simulation.md."),
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed plays the same calls.")] = 1,
    runs: Annotated[int, typer.Option(min=1, help="Independent runs; they give the spread.")] = 10,
    check: Annotated[
        bool, typer.Option("--check", help="Count idle agents beside waiting calls; must be 0.")
    ] = False,
) -> None:
    """Play days of calls through the real distributor, in virtual time."""
    from callcenter.lab.simulation.scenario import Simple
    from callcenter.lab.simulation.simulate import simulate as play

    if scenario is not None:
        wanted = _of_a_file(scenario)
    else:
        wanted = _of_options(
            Simple(
                calls_per_half_hour=calls_per_half_hour,
                agents=agents,
                handle=handle,
                patience=patience or None,
                answer_within=answer_within,
                hours=hours,
            )
        )
    wanted = msgspec.structs.replace(wanted, seed=seed, runs=runs, check=check)
    if not play(wanted, typer.echo):
        raise typer.Exit(1)


def _of_a_file(path: Path) -> "Wanted":
    from callcenter.lab.simulation.scenario_file import read
    from callcenter.lab.simulation.simulate import Wanted

    return Wanted(scenario=read(path))


def _of_options(simple: "Simple") -> "Wanted":
    from callcenter.history.staffing import Load, expected
    from callcenter.lab.simulation.simulate import Wanted

    if simple.calls_per_half_hour <= 0 or simple.agents < 1:
        raise SettingsInvalid(
            "lab simulate: nobody calls or nobody answers; give --calls-per-half-hour and "
            "--agents, or a --scenario file"
        )
    if simple.handle <= 0 or (simple.patience or 0) < 0:
        raise SettingsInvalid("--handle, --patience: seconds above 0; --patience 0 is for ever")
    if simple.hours <= simple.warm_up:
        raise SettingsInvalid(f"--hours: the first {simple.warm_up:g} do not count; take more")
    load = Load(
        calls_per_half_hour=simple.calls_per_half_hour,
        handle=simple.handle,
        patience=simple.patience,
    )
    theory = expected(load, simple.agents, simple.answer_within)
    return Wanted(scenario=simple.scenario(), theory=theory, alike=simple.agents)


def seeds(
    first: Annotated[int, typer.Option(min=0, help="The first seed.")] = 0,
    count: Annotated[int, typer.Option(min=1, help="How many; a single one is told whole.")] = 500,
    seed: Annotated[int | None, typer.Option(min=0, help="This seed alone, told whole.")] = None,
    house: Annotated[
        bool, typer.Option("--house", help="The whole house, with callbacks and its lines.")
    ] = False,
) -> None:
    """Make stories of faults from seeds, and check every promise of the distributor, or of the
    whole house, after each.
    """
    from callcenter.lab.simulation.seeds import seeds as play

    if seed is not None:
        first, count = seed, 1
    if play(first, count, typer.echo, house):
        raise typer.Exit(1)
