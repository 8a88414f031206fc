"""varde import roster: staff, pupils and guardians from the municipality's register (OneRoster 1.2 CSV), with a dry run."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from typing import Annotated, NoReturn

import msgspec
import typer

from events.envelope import Actor
from events.lists.people import Role
from services.case_service.reactions.avvik_by_rule import VARDE
from services.case_service.roster.carrying_out import Outcome, carry_out
from services.case_service.roster.faults import BundleError
from services.case_service.roster.gathering import plan_of
from services.case_service.roster.steps import Plan
from texts import text
from varde.cli.importing import PROBLEMS_SHOWN
from varde.cli.output import BAD_USE, LEFT_OUT, AsJson, console, fail, give, language, say, tell
from varde.composition import desk_over, event_store, prepare
from varde.settings import read_settings


class RosterReport(msgspec.Struct, frozen=True, kw_only=True):
    """What an import did, or would do. Counts alone: no name leaves Varde by this way."""

    changes: dict[str, int]
    left_alone: dict[str, int]
    unchanged: dict[str, int]
    large_ends: tuple[str, ...]
    people: int = 0
    events: int = 0
    left_out: int = 0
    faults: tuple[str, ...] = ()


def register(group: typer.Typer) -> None:
    """Add the command to those that import."""
    group.command(name="roster", help="Import staff, pupils and guardians (OneRoster 1.2 CSV, a zip file).")(import_roster)


def import_roster(
    file: Annotated[Path, typer.Argument(help="The zip file from the register.", metavar="FILE")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and change nothing.")] = False,
    confirm_ends: Annotated[bool, typer.Option("--confirm-ends", help="It is right that many end at once.")] = False,
    as_json: AsJson = False,
) -> None:
    """Import a file. Exit status 0: done. 3: something is wrong with it, or somebody was left out. 2: it cannot be read."""
    if not file.is_file():
        fail("roster.file", status=BAD_USE, file=str(file))
    settings = read_settings(os.environ)
    prepare(settings)
    with event_store(settings) as store:
        desk = desk_over(store, settings)
        with closing(desk.read_model):
            try:
                plan = plan_of(file.read_bytes(), desk)
            except BundleError as error:
                _refuse(error, as_json=as_json)
            names = {row.orgnr: row.name for row in desk.read_model.schools()}
            held_back = bool(plan.large_ends) and not confirm_ends
            outcome = None if dry_run or held_back else carry_out(plan, desk, Actor(ref=VARDE, role=Role.SYSTEM))
    report = _report(plan, outcome, names)
    if as_json:
        give(report)
    else:
        _tell(report, outcome)
        if held_back and not dry_run:
            tell("roster.large")
    raise typer.Exit(LEFT_OUT if report.left_out or (held_back and not dry_run) else 0)


def _refuse(error: BundleError, *, as_json: bool) -> NoReturn:
    faults = tuple(" ".join(part for part in (one.place(language()), one.sentence(language())) if part) for one in error.found)
    if as_json:
        give(RosterReport(changes={}, left_alone={}, unchanged={}, large_ends=(), faults=faults))
    else:
        tell("roster.faults", n=len(faults))
        for fault in faults[:PROBLEMS_SHOWN]:
            console.print(f"  {fault}", markup=False)
        if len(faults) > PROBLEMS_SHOWN:
            tell("import.more", more=len(faults) - PROBLEMS_SHOWN)
    raise typer.Exit(LEFT_OUT)


def _report(plan: Plan, outcome: Outcome | None, names: dict[str, str]) -> RosterReport:
    left_alone: dict[str, int] = {}
    for one in plan.notes:
        left_alone[one.note.value] = left_alone.get(one.note.value, 0) + 1
    return RosterReport(
        changes={change.value: count for change, count in plan.counts.items()},
        left_alone=left_alone,
        unchanged=dict(plan.unchanged),
        large_ends=tuple(
            text(f"roster.large_end.{one.what}", language(), school=names[one.school], ended=one.ended, before=one.before)
            for one in plan.large_ends
        ),
        people=0 if outcome is None else outcome.people,
        events=0 if outcome is None else outcome.events,
        left_out=0 if outcome is None else len(outcome.left_out),
    )


def _tell(report: RosterReport, outcome: Outcome | None) -> None:
    if not report.changes:
        tell("roster.nothing")
    elif outcome is None:
        tell("roster.dry_run")
    _lines("roster.change", report.changes)
    _lines("roster.note", report.left_alone)
    for one in report.large_ends:
        console.print(f"! {one}", markup=False)
    if outcome is not None and report.changes:
        console.print(text("roster.done", language(), people=outcome.people, events=outcome.events), markup=False)
    if report.left_out:
        console.print(say("roster.left_out", n=report.left_out), markup=False)


def _lines(key: str, counts: dict[str, int]) -> None:
    for name, count in counts.items():
        console.print(f"  {text(f'{key}.{name}', language())}: {count}", markup=False)
