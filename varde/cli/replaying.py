"""varde case replay: a case as it stood at an event or a moment. As in every command about cases, sealed text is never shown."""

from __future__ import annotations

import os
from datetime import datetime
from enum import StrEnum
from typing import Annotated, NoReturn

import typer

from services.case_service.replay import Axis, Order
from services.case_service.replay_sources import judging_of, law_of
from texts.case_number import case_number
from varde.cli.output import BAD_USE, CASE_HELP, AsJson, fail, give
from varde.cli.replay_answer import answer
from varde.cli.replay_told import tell_difference, tell_view
from varde.cli.replayed import Changes, ReplayedCase, between, changed_by, view_of
from varde.composition import desk_over, event_store, references
from varde.history import case_id_of
from varde.importing.times import read_time
from varde.settings import read_settings


class RulesOf(StrEnum):
    """Whose rules judge."""

    THEN = "then"
    TODAY = "today"


AXIS_HELP = "Along which time: as it happened (occurred), as the school knew it (known), as it was written down (recorded)."
AT_HELP = "At this moment, instead of at an event."


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="replay", help="A case as it stood at an event or a moment, and what the event changed.")(replay)


def replay(
    case: Annotated[str, typer.Argument(help=CASE_HELP)],
    *,
    axis: Annotated[Axis, typer.Option(help=AXIS_HELP)] = Axis.OCCURRED,
    event: Annotated[int | None, typer.Option(min=1, help="At this event, by its number in the case; the last otherwise.")] = None,
    at: Annotated[str | None, typer.Option(help=AT_HELP)] = None,
    against_event: Annotated[int | None, typer.Option(min=1, help="Say what differs from there to this event.")] = None,
    against_at: Annotated[str | None, typer.Option(help="Say what differs from there to this moment.")] = None,
    rules: Annotated[RulesOf, typer.Option(help="Judge by the rules in force then, or by today's.")] = RulesOf.THEN,
    as_json: AsJson = False,
) -> None:
    """Replay a case."""
    for number, moment, options in ((event, at, "--event, --at"), (against_event, against_at, "--against-event, --against-at")):
        if number is not None and moment is not None:
            fail("replay.both", status=BAD_USE, options=options)
    opened = _opened(case, axis, rules)
    view = view_of(opened, event, _moment("--at", at))
    changed, other, against = changed_by(opened, view), None, Changes()
    if against_event is not None or against_at is not None:
        other = view_of(opened, against_event, _moment("--against-at", against_at))
        against = between(view, other)
    if as_json:
        give(answer(opened, view, changed, other, against))
        return
    tell_view(opened, view, changed)
    if other is not None:
        tell_difference(opened, view, other, against)


def _opened(case: str, axis: Axis, rules: RulesOf) -> ReplayedCase:
    settings = read_settings(os.environ)
    with event_store(settings) as store:
        desk = desk_over(store, settings)
        try:
            case_id = case_id_of(store, references(settings), case) or fail("case.unknown", value=case)
            desk.read_model.catch_up()
            streams = desk.read_model.streams_of(case_id)
            recorded = store.facts(case_id if case_id in streams else streams[0]) if streams else ()
            if not recorded:
                fail("case.unknown", value=case)
            schools = {one.envelope.school for one in recorded if one.envelope.school is not None}
            return ReplayedCase(
                number=case_number(case_id),
                order=Order(recorded, axis),
                judging=judging_of(desk, case_id),
                law=law_of(desk, schools, by_today=rules is RulesOf.TODAY),
                now=desk.clock(),
            )
        finally:
            desk.read_model.close()


def _moment(option: str, value: str | None) -> datetime | None:
    try:
        return None if value is None else read_time(value)[0]
    except ValueError:
        _not_a_moment(option, value)


def _not_a_moment(option: str, value: str | None) -> NoReturn:
    fail("case.not_a_moment", status=BAD_USE, option=option, value=value)
