"""A matter as it stood at an event or a moment, for programs: what the page of the replay shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from flask import abort

from services.case_service.http.api.bodies import read_query
from services.case_service.http.api.operation import Reply, etag_of, operation
from services.case_service.http.api.refusing import ApiProblem
from services.case_service.http.case_access import open_matter
from services.case_service.http.languages import current_language
from services.case_service.http.matters.dossier import Dossier
from services.case_service.http.replay.asked import Spot
from services.case_service.http.replay.view import Replay, View
from services.case_service.http.rights import Right
from services.case_service.replay import Axis, Kind, LineChange, StateLine, VerdictChange, differences, verdict_changes
from services.case_service.rights import Action
from services.compliance.explain import source_of
from services.compliance.loading import Rules

Number = Annotated[int, msgspec.Meta(ge=1, description="The event's number in the matter, from 1, in the order of recording.")]
Moment = Annotated[datetime, msgspec.Meta(tz=True, description="A moment with its time zone.")]


class ReplayQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Which view is wanted. Neither event nor moment: the last event. ``against_…``: a second point that it is held against."""

    axis: Axis = Axis.OCCURRED
    event: Number | None = None
    at: Moment | None = None
    rules: Literal["then", "today"] = "then"
    against_event: Number | None = None
    against_at: Moment | None = None


class StateValue(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was known: ``path`` says what, ``about`` whom or which of several."""

    path: str
    about: UUID | None
    value: Any


class DutyThen(msgspec.Struct, frozen=True, kw_only=True):
    """One obligation with its verdict at the point, and the events that it rests on."""

    id: str
    rule: str
    rulebook: str
    kind: str
    duty: str
    text: str
    source: str
    opened_by: UUID
    opened_at: datetime
    due_at: datetime | None
    discharged_by: UUID | None
    discharged_at: datetime | None
    released_by: UUID | None
    verdict: str


class StateChange(msgspec.Struct, frozen=True, kw_only=True):
    """Something known that differs; null where it was not known."""

    kind: Kind
    path: str
    about: UUID | None
    before: Any
    after: Any


class DutyChange(msgspec.Struct, frozen=True, kw_only=True):
    """An obligation whose verdict or limit differs; null where it did not stand."""

    kind: Kind
    rule: str
    opened_by: UUID
    before: str | None
    after: str | None


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """What differs between two readings."""

    state: tuple[StateChange, ...]
    duties: tuple[DutyChange, ...]


class PointThen(msgspec.Struct, frozen=True, kw_only=True):
    """The shown point: the event (null for a moment), the moment that limits were held against, and how many events were seen."""

    event: int | None
    at: datetime
    seen: int
    total: int


class ReplayAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A matter at a point. ``changed``: what the shown event changed; ``against``: what differs from here to the second point."""

    axis: Axis
    rules: str
    point: PointThen
    state: tuple[StateValue, ...]
    duties: tuple[DutyThen, ...]
    changed: Changes
    against_point: PointThen | None
    against: Changes | None


@operation("GET", "/matters/<uuid:matter>/replay", right=Right.SIGNED_IN, answer=ReplayAnswer, query=ReplayQuery, etag=True)
def replay_matter(matter: UUID) -> Reply:
    """The matter as it stood at an event or a moment of one of its three times, judged by the rules of that day or of today."""
    asked = read_query(ReplayQuery)
    dossier = Dossier(open_matter(matter, Action.SEE_CONTENT))
    if not dossier.whole or not dossier.matter.recorded:
        abort(404)
    replay = Replay(dossier, asked.axis, by_today=asked.rules == "today")
    view = replay.view(_spot(asked.event, asked.at, "", dossier))
    second = asked.against_event is not None or asked.against_at is not None
    other = replay.view(_spot(asked.against_event, asked.against_at, "against_", dossier)) if second else None
    answer = ReplayAnswer(
        axis=asked.axis,
        rules=asked.rules,
        point=_point(view, replay),
        state=tuple(StateValue(path=line.path, about=line.about, value=line.value) for line in view.lines.values()),
        duties=tuple(_duty(row, view.rules) for row in view.rows),
        changed=Changes(state=_state(view.line_changes), duties=_duties(view.verdict_changes)),
        against_point=None if other is None else _point(other, replay),
        against=None if other is None else _between(view, other),
    )
    return Reply(body=answer, headers=etag_of(dossier.matter.version))


def _spot(event: int | None, at: datetime | None, prefix: str, dossier: Dossier) -> Spot:
    if event is not None and event > len(dossier.matter.recorded):
        raise ApiProblem("beyond_last_event", 400, parameter=f"{prefix}event", values={"n": len(dossier.matter.recorded)})
    if at is not None and at > dossier.now:
        raise ApiProblem("in_the_future", 400, parameter=f"{prefix}at")
    return Spot(event=event if at is None else None, moment=at)


def _point(view: View, replay: Replay) -> PointThen:
    return PointThen(event=view.number_of_event, at=view.point.at, seen=view.place, total=len(replay.order))


def _duty(row: Mapping[str, Any], rules: Rules) -> DutyThen:
    language = current_language()
    return DutyThen(
        id=row["obligation_id"],
        rule=row["rule_id"],
        rulebook=row["rulebook"],
        kind=row["kind"],
        duty=row["duty"],
        text=rules.of(row).rule.text.in_(language),
        source=source_of(row, rules, language),
        opened_by=row["opened_by"],
        opened_at=row["opened_at"],
        due_at=row["due_at"],
        discharged_by=row["discharged_by"],
        discharged_at=row["discharged_at"],
        released_by=row["released_by"],
        verdict=row["verdict"],
    )


def _between(one: View, other: View) -> Changes:
    return Changes(state=_state(differences(one.lines, other.lines)), duties=_duties(verdict_changes(one.rows, other.rows)))


def _state(changes: Sequence[LineChange]) -> tuple[StateChange, ...]:
    def value(line: StateLine | None) -> Any:
        return None if line is None else line.value

    return tuple(
        StateChange(kind=one.kind, path=one.key[0], about=one.key[1], before=value(one.before), after=value(one.after))
        for one in changes
    )


def _duties(changes: Sequence[VerdictChange]) -> tuple[DutyChange, ...]:
    return tuple(
        DutyChange(
            kind=one.kind,
            rule=one.latest["rule_id"],
            opened_by=one.latest["opened_by"],
            before=None if one.before is None else one.before["verdict"],
            after=None if one.after is None else one.after["verdict"],
        )
        for one in changes
    )
