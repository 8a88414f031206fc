"""The plan: its versions with the dates they applied, what the law wants it to hold, the measures, and how the pupil has it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from flask import abort, render_template
from markupsafe import Markup

from events.base import Stream
from events.closing import PostClosureCheckDone, SafetyConfirmed
from events.lists.measures import Effect, PlanPart
from events.plan import (
    FollowUpHeld,
    MeasureAdded,
    MeasureEvaluated,
    MeasureExecuted,
    MeasureMissed,
    PlanAdopted,
    PlanEvaluated,
    PlanRevised,
)
from services.case_service.forms import Refers
from services.case_service.http.languages import current_language, t
from services.case_service.http.matters.blueprint import page
from services.case_service.http.matters.dossier import Dossier, opened
from services.case_service.http.matters.frame import framed
from services.case_service.http.matters.shown_task import form_address
from services.case_service.http.matters.told import ToldEvent
from services.case_service.http.record.asking import is_recordable
from services.case_service.reading import Shown
from services.case_service.timeline.experience import Answer, experience_picture

SAID = (FollowUpHeld, MeasureEvaluated, PlanEvaluated, SafetyConfirmed, PostClosureCheckDone)
"""Events that may hold the pupil's own experience on the scale."""


class ShownMeasure(msgspec.Struct, frozen=True, kw_only=True):
    """A measure with what became of it. ``replaced`` when another measure stands in its place; ``effect`` as last evaluated."""

    added: ToldEvent
    event: MeasureAdded
    executor: Shown | None
    done: tuple[ToldEvent, ...]
    missed: tuple[ToldEvent, ...]
    evaluations: tuple[ToldEvent, ...]
    effect: Effect | None
    replaced: bool
    execute: str
    evaluate: str


class ShownVersion(msgspec.Struct, frozen=True, kw_only=True):
    """A version of the plan, and until when it applied (None: it still does)."""

    told: ToldEvent
    version: int
    applied_from: datetime
    applied_to: datetime | None
    parts: tuple[PlanPart, ...]


@page("/plan")
def plan(place: str, matter: UUID) -> str:
    """The plan page."""
    dossier = opened(matter, place)
    if dossier.row.stream not in {Stream.CASE, Stream.HEIGHTENED_CASE}:
        abort(404)
    versions = plan_versions(dossier)
    answers = pupils_answers(dossier)
    return render_template(
        "matters/plan.html",
        **framed(dossier, "plan"),
        versions=tuple(reversed(versions)),
        current=versions[-1] if versions else None,
        letters=tuple(PlanPart),
        measures=measures(dossier),
        answers=answers,
        experience=_picture(answers),
    )


def plan_versions(dossier: Dossier) -> tuple[ShownVersion, ...]:
    """The versions, oldest first. What a revision says nothing of stands as it stood before."""
    adopted = sorted(dossier.told.of(PlanAdopted, PlanRevised), key=lambda one: one.recorded.envelope.occurred_at)
    starts = [one.recorded.envelope.occurred_at for one in adopted]
    return tuple(
        ShownVersion(
            told=one,
            version=event.plan_version,
            applied_from=start,
            applied_to=end,
            parts=event.parts,
        )
        for one, start, end in zip(adopted, starts, [*starts[1:], dossier.row.closed_at], strict=False)
        if isinstance(event := one.recorded.event, PlanAdopted | PlanRevised)
    )


def measures(dossier: Dossier) -> tuple[ShownMeasure, ...]:
    """The measures in the order in which they were set in."""
    replaced = {one.recorded.event.replaces for one in dossier.told.of(MeasureAdded)}  # type: ignore[attr-defined]
    return tuple(_measure(dossier, one, replaced) for one in dossier.told.of(MeasureAdded))


def pupils_answers(dossier: Dossier) -> tuple[Answer, ...]:
    """What the pupil answered on the scale, in the order of time."""
    found = [
        Answer(at=one.recorded.envelope.occurred_at, value=value, what=one.title, url=one.url)
        for one in dossier.told.of(*SAID)
        if (value := getattr(one.recorded.event, "experience", None)) is not None
    ]
    return tuple(sorted(found, key=lambda answer: answer.at))


def _measure(dossier: Dossier, added: ToldEvent, replaced: set[UUID | None]) -> ShownMeasure:
    event = added.recorded.event
    assert isinstance(event, MeasureAdded)  # noqa: S101 - asked for by class
    measure, row = event.measure, dossier.row

    def about(cls: type) -> tuple[ToldEvent, ...]:
        return tuple(one for one in dossier.told.of(cls) if getattr(one.recorded.event, "measure", None) == measure)

    evaluations = about(MeasureEvaluated)
    last = evaluations[-1].recorded.event if evaluations else None
    open_ = row.is_open and measure not in replaced
    return ShownMeasure(
        added=added,
        event=event,
        executor=None if event.executor is None else dossier.whom(Refers.ANYBODY, event.executor, {}),
        done=about(MeasureExecuted),
        missed=about(MeasureMissed),
        evaluations=evaluations,
        effect=last.effect if isinstance(last, MeasureEvaluated) else None,
        replaced=measure in replaced,
        execute=_form(dossier, "case.MeasureExecuted", measure) if open_ else "",
        evaluate=_form(dossier, "case.MeasureEvaluated", measure) if open_ else "",
    )


def _form(dossier: Dossier, topic: str, measure: UUID) -> str:
    return (
        form_address(dossier.row.stream, dossier.row.stream_id, topic, key=str(measure))
        if is_recordable(dossier.matter, topic)
        else ""
    )


def _picture(answers: tuple[Answer, ...]) -> Markup | None:
    return experience_picture(answers, current_language(), title=t("matter.experience.title")) if len(answers) > 1 else None
