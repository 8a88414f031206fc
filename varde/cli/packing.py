"""varde package: what was asked about a case, how each event would go, and the package itself, as it was approved."""

from __future__ import annotations

import hashlib
import os
from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from events.local_time import OSLO
from services.case_service.packages.asked import Asked
from services.case_service.proven.anchor import NotSignedError
from texts import label, text
from varde.cli.output import BAD_USE, CASE_HELP, AsJson, fail, give, language, table, tell
from varde.packing import (
    Case,
    NoSuchMatterError,
    NotApprovedError,
    NothingToMakeError,
    NotReadyError,
    content_of,
    fetch,
    handed_over,
    make_approved,
    opened_case,
)
from varde.settings import Settings, read_settings

OWNER_ALONE = 0o600


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="package", help="What was asked about a case, and the package that answers it, as it was approved.")(package)


def package(
    case: Annotated[str, typer.Argument(help=CASE_HELP)],
    *,
    request: Annotated[UUID | None, typer.Option(help="The request, by its id; without it the requests are listed.")] = None,
    preview: Annotated[bool, typer.Option("--preview", help="How each event would go; no text is shown.")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="The file that is written: the package handed over last, or a new one.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List, look at or write."""
    if request is None and (preview or out is not None):
        fail("package.which", status=BAD_USE)
    settings = read_settings(os.environ)
    try:
        with opened_case(settings, case) as found:
            if request is None:
                _list(found, as_json=as_json)
                return
            asked = found.request(request) or fail("package.no_request", request=request)
            if out is None:
                show_preview(found, asked, as_json=as_json)
            else:
                _write(found, asked, out, settings, as_json=as_json)
    except NoSuchMatterError:
        fail("case.unknown", value=case)
    except NothingToMakeError:
        fail("package.nothing_saved", request=request)
    except NotApprovedError:
        fail("package.not_approved", request=request)
    except NotReadyError as error:
        for one in error.problems:
            tell("package.problem", what=text(f"package.problem.{one.problem.value}", language(), what=one.what))
        fail("package.not_ready")
    except NotSignedError as error:
        fail("export.not_signed", detail=error)


def _list(case: Case, *, as_json: bool) -> None:
    rows = [
        {
            "request": one.request,
            "basis": one.basis,
            "asked": one.at,
            "answer_by": one.answer_by,
            "questions": len(one.questions),
            "packages": [given.sha256 for given in one.answers if given.file is not None],
        }
        for one in case.asked
    ]
    if as_json:
        give(rows)
        return
    table(
        ("package.request", "package.basis", "package.asked", "package.answer_by", "package.answered"),
        [(one.request, label(one.basis, language()), _day(one.at), one.answer_by, _answered(one)) for one in case.asked],
    )


def show_preview(case: Case, asked: Asked, *, as_json: bool) -> None:
    """Print how each event would go: what it is, how much of it, and why not all."""
    content, _ = content_of(case, asked)
    copies = [
        (one, sorted({mask.why.value for mask in one.masked} | ({one.why.value} if one.why else set()))) for one in content.copies
    ]
    if as_json:
        give(
            {
                "digest": content.digest,
                "events": [
                    {"number": one.number, "topic": one.recorded.topic, "treatment": one.treatment, "why": whys}
                    for one, whys in copies
                ],
            }
        )
        return
    table(
        ("package.number", "case.what", "package.treatment", "package.why"),
        [
            (
                one.number,
                text(f"event.{one.recorded.topic}", language()),
                text(f"package.treatment.{one.treatment.value}", language()),
                ", ".join(text(f"package.why.{why}", language()) for why in whys),
            )
            for one, whys in copies
        ],
    )


def _write(case: Case, asked: Asked, out: Path, settings: Settings, *, as_json: bool) -> None:
    if out.exists():
        fail("export.exists", status=BAD_USE, file=out)
    given = handed_over(asked)
    if given is None:
        made = make_approved(case, asked, settings)
        content, sha256, position = made.content, made.sha256, made.log_position
    else:
        content = fetch(case, given) or fail("package.gone")
        sha256, position = hashlib.sha256(content).hexdigest(), given.log_position or 0
    with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ALONE), "wb") as file:
        file.write(content)
    if as_json:
        give({"file": out, "sha256": sha256, "position": position, "made_now": given is None})
        return
    tell("package.made" if given is None else "package.fetched", file=out)
    tell("export.sha256", sha256=sha256)


def _answered(asked: Asked) -> str:
    given = asked.answers[-1] if asked.answers else None
    return "" if given is None else f"{label(given.outcome, language())}, {_day(given.at)}"


def _day(moment: datetime) -> date:
    return moment.astimezone(OSLO).date()
