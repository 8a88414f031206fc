"""varde export, varde verify: copies that carry their proof, and their check."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from events.lists.access import DisclosureBasis
from services.case_service.proven.anchor import NotSignedError
from services.case_service.proven.copying import For, Written
from services.case_service.proven.older import NoOlderCopyError, size_of
from services.integrity.verifier import varde_verify
from varde.cli.output import BAD_USE, CASE_HELP, AsJson, fail, give, language, tell
from varde.exporting import NoSuchCaseError, Wanted, export_case, export_log
from varde.settings import read_settings


class Text(StrEnum):
    """Whether sealed text goes."""

    NONE = "none"
    WHOLE = "whole"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(name="export", help="A copy of a case with its proof, or with --log of the whole log without content.")(export)
    app.command(
        name="verify",
        help="Check a copy offline: the same as the one file varde_verify.py. Say --help-verifier for its options.",
        context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
    )(verify)


def verify(context: typer.Context) -> None:
    """Run the verifier on the words given."""
    words = ["--help" if word == "--help-verifier" else word for word in context.args]
    if "--language" not in words:
        words = ["--language", language().value, *words]
    raise typer.Exit(varde_verify.main(words))


def export(
    case: Annotated[str | None, typer.Argument(help=CASE_HELP)] = None,
    *,
    out: Annotated[Path, typer.Option("--out", help="The file that is written.")],
    recipient: Annotated[str, typer.Option(help="Whom the copy is for.")],
    provision: Annotated[str, typer.Option(help="The legal basis, such as: opplæringslova § 12-6.")],
    basis: Annotated[DisclosureBasis, typer.Option(help="On what basis it was asked for.")] = DisclosureBasis.STATSFORVALTER,
    text: Annotated[
        Text, typer.Option(help="Sealed text: none, or whole but for working notes. Redaction is made on the pages.")
    ] = (Text.NONE),
    since: Annotated[
        list[Path] | None, typer.Option(help="A copy or checkpoint that the recipient has: the new one proves that it goes on.")
    ] = None,
    log: Annotated[bool, typer.Option("--log", help="The whole log, every event by hashes alone.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write a copy."""
    if log == (case is not None):
        fail("export.case_or_log", status=BAD_USE)
    if not recipient.strip() or not provision.strip():
        fail("export.for_whom", status=BAD_USE)
    if out.exists():
        fail("export.exists", status=BAD_USE, file=out)
    if not out.parent.is_dir():
        fail("error.FileNotFoundError", status=BAD_USE, file=out.parent)
    settings = read_settings(os.environ)
    try:
        sizes = [size_of(file) for file in since or []]
        for_ = For(recipient=recipient.strip(), legal_basis=provision.strip())
        if case is None:
            sha256, written = export_log(settings, out, for_, sizes)
        else:
            wanted = Wanted(case=case, basis=basis, text=text is Text.WHOLE, since=tuple(sizes))
            sha256, written = export_case(settings, out, for_, wanted)
    except NoOlderCopyError as error:
        fail("export.no_older_copy", status=BAD_USE, file=error)
    except NoSuchCaseError:
        fail("case.unknown", value=case or "")
    except NotSignedError as error:
        fail("export.not_signed", detail=error)
    _tell(out, sha256, written, as_json=as_json)


def _tell(out: Path, sha256: str, written: Written, *, as_json: bool) -> None:
    if as_json:
        give(
            {
                "file": out,
                "sha256": sha256,
                "position": written.position,
                "shown": written.shown,
                "left_out": written.left_out,
                "witnessed": written.witnessed,
            }
        )
        return
    tell("export.done", file=out, shown=written.shown, position=written.position)
    tell("export.sha256", sha256=sha256)
    if not written.witnessed:
        tell("export.unwitnessed")
