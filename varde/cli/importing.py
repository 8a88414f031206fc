"""varde import: case histories from earlier systems, and the group that other kinds of file join."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Annotated, Any, Self

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from typer.core import TyperGroup

from texts import Language
from varde.cli.output import BAD_USE, AsJson, console, errors, fail, give, language, say, tell
from varde.clock import system_clock
from varde.composition import application, event_store, prepare, references
from varde.importing.importer import Importer
from varde.importing.report import Report
from varde.settings import Settings, read_settings

PLAIN_PROGRESS_SECONDS = 2.0
PROBLEMS_SHOWN = 20
CASES = "cases"


class CasesUnlessNamed(TyperGroup):
    """What is imported stands first: ``varde import survey FILE``. Without it, the files are case histories."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments, with the command that was left out."""
        if args and args[0] not in {*self.commands, "--help"}:
            args = [CASES, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(cls=CasesUnlessNamed, no_args_is_help=True, help="Import case histories, and what else other systems hold.")
"""One command for each kind of file."""


@app.command(name=CASES, help="Import case histories, one JSON object per line.")
def import_files(
    files: Annotated[list[Path], typer.Argument(help="Files with one event per line.", metavar="FILE...")],
    report_to: Annotated[Path | None, typer.Option("--report", help="Write the whole report as JSON to this file.")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Import the files. Exit status 0: all in. 3: something was left out. 2: a file cannot be read."""
    missing = [str(file) for file in files if not file.is_file()]
    if missing:
        fail("import.no_file", status=BAD_USE, files=", ".join(missing))
    settings = read_settings(os.environ)
    prepare(settings)
    report = run_import(settings, files, language())
    if report_to is not None:
        report.write(report_to)
    if as_json:
        give(report)
    else:
        _tell(report, report_to)
    raise typer.Exit(report.exit_status)


def run_import(settings: Settings, files: list[Path], speak: Language) -> Report:
    """Import the files into the tenant's store, with progress on standard error."""
    with event_store(settings) as store, _Watching() as watching:
        importer = Importer(
            application(store, settings), store, references(settings), language=speak, clock=system_clock, progress=watching
        )
        return importer.run(files)


class _Watching:
    """Shows progress: a bar on a terminal, else a line every few seconds, on standard error."""

    def __init__(self) -> None:
        self._bar = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=errors, transient=True
        )
        self._tasks: dict[str, TaskID] = {}
        self._plain = not sys.stderr.isatty()
        self._last = time.monotonic()

    def __enter__(self) -> Self:
        if not self._plain:
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if not self._plain:
            self._bar.stop()

    def __call__(self, what: str, done: int, total: int) -> None:
        """Take note of how far it has come."""
        if self._plain:
            if time.monotonic() - self._last > PLAIN_PROGRESS_SECONDS:
                self._last = time.monotonic()
                errors.print(say(f"import.progress_{what}", done=done, total=total), markup=False)
            return
        if what not in self._tasks:
            self._tasks[what] = self._bar.add_task(say(f"import.doing_{what}"), total=total or None)
        self._bar.update(self._tasks[what], completed=done)


def _tell(report: Report, report_to: Path | None) -> None:
    tell(
        "import.done",
        events=report.events_added,
        added=len(report.cases_added),
        extended=len(report.cases_extended),
        known=report.events_known,
    )
    if not report.problems:
        return
    tell("import.left_out", problems=len(report.problems), cases=len(report.cases_left_out))
    for problem in report.problems[:PROBLEMS_SHOWN]:
        where = say("import.at", file=problem.file, line=problem.line)
        case = "" if problem.case is None else f" {say('import.case', case=problem.case)}"
        field = "" if problem.field is None else f" [{problem.field}]"
        console.print(f"  {where}{case}{field}: {problem.reason}", markup=False)
    if len(report.problems) > PROBLEMS_SHOWN:
        tell("import.more", more=len(report.problems) - PROBLEMS_SHOWN)
    if report_to is not None:
        tell("import.report_at", file=report_to)
