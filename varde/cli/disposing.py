"""varde dispose: what has lapsed, what waits, and carrying out what two people have approved. Nobody approves here."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from services.case_service.disposal import Disposals
from services.case_service.disposal.certificate import certificate, told_of
from services.case_service.letters.typesetting import pdf
from texts import label, text
from texts.case_number import case_number
from varde.cli.output import AsJson, fail, give, language, table, tell
from varde.composition import desk_over, event_store, make_read_model
from varde.settings import Settings, read_settings

app = typer.Typer(no_args_is_help=True, help="Disposal: what has lapsed, what two people have approved, and its certificate.")


@app.command(name="list", help="Content whose time is out, with what stands against destroying it.")
def list_lapsed(*, as_json: AsJson = False) -> None:
    """List what has lapsed, by case number; nothing of what it says is read."""
    settings = read_settings(os.environ)
    make_read_model(settings)
    with event_store(settings) as store:
        found = Disposals(desk_over(store, settings)).lapsed()
    if as_json:
        give(
            [
                {**_named(one.subject), "retention": one.retention, "lapsed_on": one.lapsed_on, "obstacles": one.obstacles}
                for one in found
            ]
        )
        return
    tell("dispose.lapsed", n=len(found))
    rows = [
        (
            case_number(one.subject),
            one.school or "",
            label(one.retention, language()),
            one.lapsed_on.isoformat(),
            "; ".join(text(f"disposal.obstacle.{obstacle}", language()) for obstacle in one.obstacles),
        )
        for one in found
    ]
    table(("dispose.case", "dispose.school", "dispose.content", "dispose.lapsed_on", "dispose.against"), rows)


@app.command(name="carry-out", help="Destroy what two people have approved. Repeat it after a crash: it goes on where it stopped.")
def carry_out(*, as_json: AsJson = False) -> None:
    """Carry out every disposal that is decided."""
    settings = read_settings(os.environ)
    make_read_model(settings)
    with event_store(settings) as store:
        done = Disposals(desk_over(store, settings)).carry_out_decided()
    if as_json:
        give(
            [
                {**_named(one.subject), "disposal": one.disposal, "destroyed": one.destroyed, "obstacles": one.obstacles}
                for one in done
            ]
        )
        return
    for one in done:
        if one.destroyed:
            content = ", ".join(label(retention, language()) for retention in one.destroyed)
            tell("dispose.done", case=case_number(one.subject), content=content)
        else:
            against = "; ".join(text(f"disposal.obstacle.{obstacle}", language()) for obstacle in one.obstacles)
            tell("dispose.held_back", case=case_number(one.subject), against=against)
    tell("dispose.rewrap" if any(one.destroyed for one in done) else "dispose.nothing")


@app.command(name="certificate", help="Write the certificate of a disposal that was carried out, as PDF.")
def write_certificate(
    disposal: Annotated[UUID, typer.Argument(help="The disposal's id, from the page or from carry-out --json.")],
    to: Annotated[Path, typer.Argument(help="The file to write.")],
) -> None:
    """Write a certificate."""
    settings = read_settings(os.environ)
    make_read_model(settings)
    to.write_bytes(_certificate(settings, disposal))
    tell("dispose.certificate", file=str(to))


def _certificate(settings: Settings, disposal: UUID) -> bytes:
    with event_store(settings) as store:
        told = told_of(desk_over(store, settings), disposal) or fail("dispose.unknown", value=str(disposal))
    return pdf(certificate(told, settings.municipality, language()))


def _named(subject: UUID) -> dict[str, object]:
    return {"subject": subject, "case": case_number(subject)}
