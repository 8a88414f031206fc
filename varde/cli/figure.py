"""varde figure: any figure of a dashboard, made again from the log up to a position, byte for byte."""

from __future__ import annotations

import json
import os
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import msgspec
import typer

from services.reporting.disclosure import PeriodNotPublishedError
from services.reporting.frozen import (
    Figure,
    FigureError,
    Frozen,
    FrozenPage,
    canonical_csv,
    canonical_json,
    figures,
    question_of,
)
from services.reporting.frozen.at_position import PositionError
from services.reporting.frozen.record import scope_of, without_hash
from services.reporting.queries import Queries, ScopeError
from services.reporting.questions import Asked, Scope
from varde.cli.output import BAD_USE, errors, fail, say, table, tell
from varde.importing.times import read_time
from varde.settings import read_settings
from varde.warehousing import questions_at

Position = Annotated[int | None, typer.Option("--at", min=1, help="The position of the log that the figure is made from.")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="figure", help="A figure of the dashboards, made from the log up to a position, and its SHA-256.")(figure)


def figure(
    name: Annotated[str | None, typer.Argument(help="The figure; --list names them all.")] = None,
    *,
    at: Position = None,
    school: Annotated[list[str] | None, typer.Option(help="Only this school (organisation number); may be repeated.")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help="Only what had happened by then counts.")] = None,
    recorded_by: Annotated[str | None, typer.Option("--recorded-by", help="Only what was written down by then counts.")] = None,
    seen: Annotated[str | None, typer.Option("--seen", help="The moment that it is asked at; else the last event's.")] = None,
    given: Annotated[str, typer.Option("--with", help="The figure's other parameters, as JSON.")] = "{}",
    without: Annotated[list[UUID] | None, typer.Option(help="Leave this matter out; may be repeated.")] = None,
    protected: Annotated[bool, typer.Option("--protected", help="As for those who may not see small numbers.")] = False,
    heightened: Annotated[bool, typer.Option("--heightened", help="With cases under § 12-5.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="The rows as CSV, instead of JSON with what it is a figure of.")] = False,
    listed: Annotated[bool, typer.Option("--list", help="Name every figure.")] = False,
    check: Annotated[Path | None, typer.Option(help="Make every figure of a frozen page again, and compare.")] = None,
) -> None:
    """Make a figure again."""
    if listed:
        _list()
    elif check is not None:
        _check(check, tuple(without or ()))
    else:
        if name is None or at is None:
            fail("figure.what", status=BAD_USE)
        moments = {"as_of": as_of, "recorded_by": recorded_by}
        parameters = {**_parameters(given), **{key: _moment(key, value) for key, value in moments.items() if value is not None}}
        settings = read_settings(os.environ)
        schools = None if not school else tuple(school)
        scope = Scope(
            tenant=settings.tenant, schools=schools, exact=not protected, heightened=heightened, without=tuple(without or ())
        )
        with ExitStack() as stack:
            asked = _asked(scope, name, parameters)
            queries = _opened(stack, at, None if seen is None else _moment("seen", seen))
            body = _made(queries, at, asked, csv=csv)
        sys.stdout.buffer.write(body)
        errors.print(say("figure.sum", sum=sha256(body).hexdigest()), markup=False)


def _list() -> None:
    table(("figure.name", "figure.says", "figure.takes"), [(one.name, one.says, _takes(one)) for one in figures().values()])


def _takes(one: Figure) -> str:
    return ", ".join(one.parameters)


def _check(file: Path, without: tuple[UUID, ...]) -> None:
    """Make the figures of a frozen page again. Ends with status 1 when one differs."""
    try:
        page = msgspec.json.decode(file.read_bytes(), type=FrozenPage)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        fail("figure.not_frozen", status=BAD_USE, detail=str(error))
    settings = read_settings(os.environ)
    if page.tenant != settings.tenant:
        fail("figure.other_tenant", status=BAD_USE, tenant=page.tenant)
    if without_hash(settings.pseudonym_key(), bytes.fromhex(page.salt), without) != page.without_hmac:
        tell("figure.left_out")
    differing = 0
    with ExitStack() as stack:
        queries = _opened(stack, page.position, page.moment)
        for one in page.figures:
            same = sha256(_again(queries, page, one, without)).hexdigest() == one.sha256
            differing += not same
            tell("figure.same" if same else "figure.differs", name=one.figure, sum=one.sha256)
    if differing:
        fail("figure.differing", n=differing)
    tell("figure.all_same", n=len(page.figures), position=page.position)


def _again(queries: Queries, page: FrozenPage, one: Frozen, without: tuple[UUID, ...]) -> bytes:
    return _made(queries, page.position, _asked(scope_of(page, one, without), one.figure, one.question), csv=False)


def _asked(scope: Scope, name: str, parameters: dict[str, Any]) -> Asked:
    try:
        return Asked(scope=scope, question=question_of(name, parameters))
    except FigureError as error:
        fail("figure.unknown", status=BAD_USE, detail=str(error))


def _opened(stack: ExitStack, position: int, moment: datetime | None = None) -> Queries:
    try:
        return stack.enter_context(questions_at(read_settings(os.environ), position, moment))
    except PositionError as error:
        fail("figure.no_position", status=BAD_USE, position=position, end=error.end)


def _made(queries: Queries, position: int, asked: Asked, *, csv: bool) -> bytes:
    try:
        answer = queries.ask(asked.scope, asked.question)
    except (ScopeError, PeriodNotPublishedError) as error:
        fail("figure.refused", detail=str(error))
    return canonical_csv(answer) if csv else canonical_json(position, asked, answer)


def _parameters(given: str) -> dict[str, Any]:
    try:
        found = json.loads(given)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        fail("figure.no_json", status=BAD_USE)
    return found


def _moment(option: str, value: str) -> datetime:
    try:
        return datetime.fromisoformat(value).astimezone(UTC) if "T" in value and value.endswith("Z") else read_time(value)[0]
    except ValueError:
        fail("case.not_a_moment", status=BAD_USE, option=f"--{option.replace('_', '-')}", value=value)
