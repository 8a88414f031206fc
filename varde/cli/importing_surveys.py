"""varde import survey: results of Elevundersøkelsen and the like, per school and grade, as published."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from events.lists.investigation import SurveySource
from texts import text
from varde.cli.importing import PROBLEMS_SHOWN
from varde.cli.output import BAD_USE, LEFT_OUT, AsJson, console, fail, give, language, say, tell
from varde.composition import prepare
from varde.importing.surveys import SurveyReport, take_in
from varde.settings import read_settings


def register(group: typer.Typer) -> None:
    """Add the command to those that import."""
    group.command(name="survey", help="Import published survey results (CSV), all of a file or nothing.")(import_survey)


def import_survey(
    file: Annotated[Path, typer.Argument(help="The file as it was published.", metavar="FILE")],
    source: Annotated[SurveySource, typer.Option(help="Which survey it is.")] = SurveySource.ELEVUNDERSOKELSEN,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be taken in, and write nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Import a file. Exit status 0: it is in. 3: something is wrong with it, and nothing is in. 2: it cannot be read."""
    if not file.is_file():
        fail("import.no_file", status=BAD_USE, files=str(file))
    settings = read_settings(os.environ)
    prepare(settings)
    report = take_in(settings, file.read_bytes(), source, dry_run=dry_run)
    if as_json:
        give(report)
    else:
        _tell(report, dry_run=dry_run)
    raise typer.Exit(LEFT_OUT if report.faults else 0)


def _tell(report: SurveyReport, *, dry_run: bool) -> None:
    for why, lines in report.left_out.items():
        console.print(f"  {text(f'surveys.left_out.{why.value}', language(), n=lines)}", markup=False)
    if report.faults:
        tell("import.survey.faulty", faults=len(report.faults))
        for fault in report.faults[:PROBLEMS_SHOWN]:
            console.print(f"  {fault.sentence(language())}", markup=False)
        if len(report.faults) > PROBLEMS_SHOWN:
            tell("import.more", more=len(report.faults) - PROBLEMS_SHOWN)
        return
    counts = {"new": len(report.added) + len(report.changed), "changed": len(report.changed), "known": len(report.known)}
    console.print(say("import.survey.would" if dry_run else "import.survey.done", **counts), markup=False)
