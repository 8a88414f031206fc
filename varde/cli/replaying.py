"""varde case replay: a case as it stood at an event or a moment. As in every command about cases, sealed text is never shown."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import Enum, StrEnum
from typing import Annotated, Any, NoReturn
from uuid import UUID

import msgspec
import typer

from events import Recorded
from services.case_service.replay import (
    Axis,
    Judging,
    Order,
    Point,
    StateLine,
    VerdictChange,
    differences,
    state_lines,
    then,
    verdict_changes,
)
from services.case_service.replay.judging import Law
from services.case_service.replay.state import then_and_before
from services.case_service.replay_sources import judging_of, law_of
from services.compliance.explain import day_text, moment_text, reason, source_of
from texts import label, text
from texts.case_number import case_number
from varde.cli.output import BAD_USE, CASE_HELP, AsJson, console, fail, give, language, table, tell, tell_duty
from varde.composition import desk_over, event_store, references
from varde.history import case_id_of
from varde.importing.times import read_time
from varde.settings import read_settings

Row = Mapping[str, Any]


class RulesOf(StrEnum):
    """Whose rules judge."""

    THEN = "then"
    TODAY = "today"


AXIS_HELP = "Along which time: as it happened (occurred), as the school knew it (known), as it was written down (recorded)."
AT_HELP = "At this moment, instead of at an event."


class _Case(msgspec.Struct, frozen=True, kw_only=True):
    """A case that was opened for its replay: its own events in the order of the axis, and the duties of all its streams."""

    number: str
    order: Order
    judging: Judging
    law: Law
    now: datetime

    @property
    def numbers(self) -> Sequence[Recorded]:
        """Its events in the order of their numbers."""
        return sorted(self.order.events, key=lambda one: one.version)


class _View(msgspec.Struct, frozen=True, kw_only=True):
    """The case at one point. ``event``: the number of the shown event; None for a moment."""

    event: int | None
    point: Point
    seen: Sequence[Recorded]
    lines: Mapping[Any, StateLine]
    rows: Sequence[Row]


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
    view = _view(opened, event, _moment("--at", at))
    second = against_event is not None or against_at is not None
    other = _view(opened, against_event, _moment("--against-at", against_at)) if second else None
    changed = _changed(opened, view)
    if as_json:
        give(_answer(opened, view, other, changed))
        return
    _tell_view(opened, view, changed)
    if other is not None:
        console.print()
        tell("replay.against", one=_stands(view, opened), other=_stands(other, opened))
        _tell_changes(differences(view.lines, other.lines), verdict_changes(view.rows, other.rows), opened)


def _opened(case: str, axis: Axis, rules: RulesOf) -> _Case:
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
            return _Case(
                number=case_number(case_id),
                order=Order(recorded, axis),
                judging=judging_of(desk, case_id),
                law=law_of(desk, schools, by_today=rules is RulesOf.TODAY),
                now=desk.clock(),
            )
        finally:
            desk.read_model.close()


def _view(opened: _Case, event: int | None, moment: datetime | None) -> _View:
    order, judged = opened.order, opened.judging.orders[opened.order.axis]
    if moment is not None:
        if moment > opened.now:
            fail("replay.future", status=BAD_USE)
        seen, point = order.seen(order.at_moment(moment)), judged.at_moment(moment)
        number = None
    else:
        if event is not None and event > len(order):
            fail("replay.no_such_event", status=BAD_USE, n=len(order))
        chosen = order.events[-1] if event is None else opened.numbers[event - 1]
        seen, point = order.events[: order.places[chosen.envelope.event_id]], judged.at_event(chosen.envelope.event_id)
        number = opened.numbers.index(chosen) + 1
    rows = opened.judging.at(order.axis, point, opened.law)
    return _View(event=number, point=point, seen=seen, lines=state_lines(then(seen), seen), rows=rows)


def _changed(opened: _Case, view: _View) -> tuple[Any, Sequence[VerdictChange]]:
    """What the shown event changed of the state and of the duties; nothing for a moment."""
    if view.event is None:
        return (), ()
    chosen = opened.numbers[view.event - 1]
    before = [one for one in view.seen if one is not chosen]
    _, without = then_and_before(view.seen, chosen.envelope.event_id)
    _, duties = opened.judging.at_event(opened.order.axis, chosen.envelope.event_id, opened.law)
    return differences(state_lines(without if before else None, before), view.lines), duties


def _tell_view(opened: _Case, view: _View, changed: tuple[Any, Sequence[VerdictChange]]) -> None:
    tell(
        "replay.head",
        number=opened.number,
        axis=text(f"replay.axis.{opened.order.axis.value}", language()),
        where=_stands(view, opened),
    )
    table(("replay.what", "replay.value"), [(_label(line), _words(line.value)) for line in view.lines.values()])
    if view.event is not None:
        console.print()
        tell("replay.changed")
        _tell_changes(*changed, opened)
    console.print()
    rules = opened.law.rules
    for row in view.rows:
        verdict = text(f"list.Verdict.{row['verdict']}", language())
        source = f"{source_of(row, rules, language())} · {row['rule_id']}"
        tell_duty(verdict, rules.of(row).rule.text.in_(language()), reason(row, rules, language()), source)
    tell("case.formal")


def _tell_changes(lines: Iterable[Any], duties: Iterable[VerdictChange], opened: _Case) -> None:
    rows = [
        (
            text(f"replay.kind.{one.kind.value}", language()),
            _label(one.after or one.before),
            "" if one.before is None else _words(one.before.value),
            "" if one.after is None else _words(one.after.value),
        )
        for one in lines
    ]
    rows += [
        (
            text(f"replay.kind.{one.kind.value}", language()),
            opened.law.rules.of(one.row).rule.text.in_(language()),
            _verdict(one.before),
            _verdict(one.after),
        )
        for one in duties
    ]
    if rows:
        table(("replay.how", "replay.what", "replay.before", "replay.after"), rows)
    else:
        tell("replay.nothing")


def _verdict(row: Row | None) -> str:
    return "" if row is None else text(f"list.Verdict.{row['verdict']}", language())


def _answer(opened: _Case, view: _View, other: _View | None, changed: tuple[Any, Sequence[VerdictChange]]) -> dict[str, Any]:
    found = {
        "number": opened.number,
        "axis": opened.order.axis,
        **_told(view),
        "total": len(opened.order),
        "changed": _differences(*changed),
    }
    if other is not None:
        found["against"] = {
            **_told(other),
            **_differences(differences(view.lines, other.lines), verdict_changes(view.rows, other.rows)),
        }
    return found


def _told(view: _View) -> dict[str, Any]:
    return {
        "event": view.event,
        "at": view.point.at,
        "seen": len(view.seen),
        "state": [{"path": one.path, "about": one.about, "value": one.value} for one in view.lines.values()],
        "obligations": list(view.rows),
    }


def _differences(lines: Iterable[Any], duties: Iterable[VerdictChange]) -> dict[str, Any]:
    def value(line: StateLine | None) -> Any:
        return None if line is None else line.value

    def verdict(row: Row | None) -> str | None:
        return None if row is None else row["verdict"]

    state = [
        {"kind": one.kind, "path": one.key[0], "about": one.key[1], "before": value(one.before), "after": value(one.after)}
        for one in lines
    ]
    changed = [
        {"kind": one.kind, "rule": one.row["rule_id"], "before": verdict(one.before), "after": verdict(one.after)} for one in duties
    ]
    return {"state_changes": state, "duty_changes": changed}


def _stands(view: _View, opened: _Case) -> str:
    when = moment_text(view.point.at, language())
    if view.event is None:
        return text("replay.stands.moment", language(), when=when, place=len(view.seen), total=len(opened.order))
    what = text(f"event.{opened.numbers[view.event - 1].topic}", language())
    values = {"number": view.event, "place": len(view.seen), "total": len(opened.order), "what": what, "when": when}
    return text("replay.stands.event", language(), **values)


def _label(line: StateLine) -> str:
    what = text(f"replay.state.{line.path}", language())
    return what if line.about is None else text("replay.state.of", language(), what=what, whom=line.about)


def _words(value: Any) -> str:  # noqa: PLR0911 - one line per kind of value
    match value:
        case bool():
            return text("reading.yes" if value else "reading.no", language())
        case datetime():
            return moment_text(value, language())
        case date():
            return day_text(value, language())
        case tuple():
            return ", ".join(map(_words, value))
        case UUID() | int() | None:
            return "" if value is None else str(value)
        case Enum() if type(value).__name__ != "Stage":
            return label(value, language())
    return _stage(str(value.value if isinstance(value, Enum) else value))


def _stage(value: str) -> str:
    for key in (f"list.Stage.{value}", f"matter.stage.{value}", f"replay.state.{value}"):
        try:
            return text(key, language())
        except LookupError:
            continue
    return value


def _moment(option: str, value: str | None) -> datetime | None:
    try:
        return None if value is None else read_time(value)[0]
    except ValueError:
        _not_a_moment(option, value)


def _not_a_moment(option: str, value: str | None) -> NoReturn:
    fail("case.not_a_moment", status=BAD_USE, option=option, value=value)
