"""varde migrate, varde demo: make the tables, make the demo municipality."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from typing import Annotated

import msgspec
import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from events.local_time import OSLO
from services.case_service.attachments.vault import Vault
from services.case_service.store import migrate as make_tables
from varde.cli.output import AsJson, errors, fail, give, say, tell
from varde.clock import system_clock
from varde.composition import event_store, prepare, store_settings
from varde.demo.accounts import make_accounts
from varde.demo.municipality import DEMO_TENANT, MUNICIPALITY
from varde.demo.nation import lay_nation
from varde.demo.play import beats, first_day, play
from varde.settings import Settings, read_settings

DEMO_SEED = 12


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(name="migrate", help="Make the tables, or bring them up to date.")(migrate)
    app.command(name="demo", help="Make an invented municipality with three school years of cases.")(demo)


def migrate(*, as_json: AsJson = False) -> None:
    """Make the tenant's tables."""
    settings = read_settings(os.environ)
    with _leaves_shown() as progress:
        taken = make_tables(store_settings(settings), progress)
    version = taken + prepare(settings)
    if as_json:
        give({"tenant": settings.tenant, "steps_taken": version})
    else:
        tell("migrate.done", tenant=settings.tenant, version=version)


@contextmanager
def _leaves_shown() -> Iterator[Callable[[int, int], object]]:
    """A bar for the leaves that older events get, which shows only when there is such work."""
    shown = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*shown, console=errors, transient=True) as bar:
        task = bar.add_task(say("migrate.leaves"), total=None, visible=False)
        yield lambda done, total: bar.update(task, completed=done, total=total, visible=total > 0)


def demo(
    seed: Annotated[int, typer.Option(help="The same seed and last day give the same demo.")] = DEMO_SEED,
    until: Annotated[str | None, typer.Option(help="The demo's last day, as 2026-11-20. Yesterday when left out.")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Make the demo municipality in an empty tenant."""
    settings = read_settings(os.environ)
    try:
        last_day = system_clock().astimezone(OSLO).date() - timedelta(days=1) if until is None else date.fromisoformat(until)
    except ValueError:
        fail("demo.not_a_date", status=2, value=until)
    started = time.monotonic()
    events = make_demo(settings, seed, last_day)
    if events is None:
        fail("demo.not_empty", tenant=settings.tenant)
    seconds = time.monotonic() - started
    if as_json:
        give({"municipality": MUNICIPALITY, "events": events, "seed": seed, "until": last_day, "seconds": round(seconds, 1)})
    else:
        tell("demo.done", municipality=MUNICIPALITY, events=events, seconds=f"{seconds:.0f}")


def make_demo(settings: Settings, seed: int, last_day: date) -> int | None:
    """Play the demo into an empty store and make its logins. Returns the number of events, None when there is something already.

    A demo that was interrupted is told to its end, with the seed and the last day that it was begun with.
    """
    if settings.tenant != DEMO_TENANT:
        fail("demo.other_tenant", status=2, tenant=settings.tenant, demo=DEMO_TENANT)
    prepare(settings)
    begun = settings.home / "demo.json"
    with event_store(settings) as store:
        if store.last_position() and not begun.exists():
            return None
        if begun.exists():
            story = msgspec.json.decode(begun.read_bytes(), type=Story)
        else:
            story = Story(seed=seed, until=datetime.combine(last_day, clock_time(17, 0), OSLO).astimezone(UTC))
            begun.write_bytes(msgspec.json.encode(story))
        lay_nation(settings.home)
        make_accounts(settings, first_day(story.until))
        if store.last_position() >= len(beats(story.seed, story.until)):
            return None
        with errors.status(MUNICIPALITY):
            return play(store, seed=story.seed, until=story.until, vault=Vault(settings.home / "attachments", store))


class Story(msgspec.Struct, frozen=True):
    """What a demo was begun with."""

    seed: int
    until: datetime
