"""varde simulate: an invented nation of any size."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from varde.cli.output import BAD_USE, AsJson, errors, fail, give, say, tell

if TYPE_CHECKING:
    from varde.simulate.making import Progress

GIGABYTE = 1024**3
MUNICIPALITIES = 357
SCHOOLS = 2800


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="simulate", help="Make an invented nation's event stores, of the real one's structure and any size.")(simulate)


def simulate(
    folder: Annotated[Path, typer.Argument(help="An empty folder for the stores.")],
    *,
    schools: Annotated[int, typer.Option(help="Schools.")] = SCHOOLS,
    municipalities: Annotated[int, typer.Option(help="Municipalities.")] = MUNICIPALITIES,
    years: Annotated[int, typer.Option(min=1, max=30, help="Years back from the last day.")] = 10,
    events: Annotated[int, typer.Option(min=1, help="Events, at least.")] = 1_000_000,
    seed: Annotated[int, typer.Option(help="The same seed, numbers and last day give the same stores.")] = 1,
    until: Annotated[str | None, typer.Option(help="The last day, as 2026-11-20. Yesterday when left out.")] = None,
    one_tenant: Annotated[
        bool, typer.Option("--one-tenant/--per-municipality", help="One store with everything, or one for each municipality.")
    ] = True,
    as_json: AsJson = False,
) -> None:
    """Make the stores, with progress on standard error."""
    from varde.simulate.making import DiskFullError, FolderNotEmptyError, make, needs  # noqa: PLC0415  (Polars takes its time)
    from varde.simulate.simulating import Wanted  # noqa: PLC0415

    try:
        last = _yesterday() if until is None else date.fromisoformat(until)
    except ValueError:
        fail("demo.not_a_date", status=BAD_USE, value=until)
    wanted = Wanted(schools=schools, municipalities=municipalities, years=years, events=events, seed=seed, until=last)
    errors.print(say("simulate.needs", gigabytes=f"{needs(events) / GIGABYTE:.1f}", folder=folder), markup=False)
    started = time.monotonic()
    try:
        with _bar(events) as progress:
            made = make(wanted, folder, one_tenant=one_tenant, progress=progress)
    except FolderNotEmptyError:
        fail("simulate.not_empty", folder=folder)
    except DiskFullError as full:
        fail("simulate.disk_full", needed=f"{full.needed / GIGABYTE:.1f}", free=f"{full.free / GIGABYTE:.1f}")
    except ValueError:
        fail("simulate.numbers", status=BAD_USE, most=MUNICIPALITIES)
    seconds = time.monotonic() - started
    if as_json:
        give({"events": made.events, "municipalities": len(made.municipalities), "seconds": round(seconds, 1), "until": last})
    else:
        tell("simulate.done", events=made.events, municipalities=len(made.municipalities), seconds=f"{seconds:.0f}", folder=folder)


def _yesterday() -> date:
    from events.local_time import OSLO  # noqa: PLC0415
    from varde.clock import system_clock  # noqa: PLC0415

    return system_clock().astimezone(OSLO).date() - timedelta(days=1)


@contextmanager
def _bar(events: int) -> Iterator[Progress]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    shown = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*shown, console=errors, transient=True) as bar:
        task = bar.add_task(say("simulate.progress"), total=events)
        yield lambda more: bar.advance(task, more)
