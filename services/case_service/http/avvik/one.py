"""/avvik/<id>: what was missed and how that was reckoned, what has been done about it, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import UUID

import msgspec
from flask import abort, render_template

from events.avvik import AvvikMeasureDecided, AvvikRaised
from events.base import Stream
from events.lists.people import Role
from services.case_service.domain import fold
from services.case_service.domain.avvik import RULES
from services.case_service.domain.avvik.state import State, overdue_measures
from services.case_service.http.avvik.blueprint import avvik
from services.case_service.http.avvik.listing import title_of
from services.case_service.http.case_access import Matter, may_open, open_matter
from services.case_service.http.languages import current_language, t
from services.case_service.http.matters.blueprint import address
from services.case_service.http.matters.told import Told
from services.case_service.http.matters.whom import Whom
from services.case_service.http.overview_link import way_back
from services.case_service.http.record.places import form_page, menu_of
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk
from services.case_service.read_model import AvvikRow, ObligationRow
from services.case_service.rights import Action
from services.case_service.tasks import judged_row
from services.compliance.calendar import local_day
from services.compliance.explain import day_text, reason, reckoning, source_of
from texts import label
from texts.case_number import case_number

MOST: Final = 2000
NEXT: Final = {
    "awaits_completion": "avvik.AvvikMeasureDone",
    "awaits_effect": "avvik.AvvikEffectChecked",
    "effective": "avvik.AvvikClosed",
    "closed": "avvik.AvvikReopened",
}
"""What is recorded next, by what the avvik waits for."""

ALWAYS: Final = (
    "avvik.AvvikCauseFound",
    "avvik.AvvikMeasureDecided",
    "avvik.AvvikMeasureDone",
    "avvik.AvvikEffectChecked",
    "avvik.AvvikClosed",
    "avvik.AvvikRegisteredExternally",
)


class ShownMeasure(msgspec.Struct, frozen=True, kw_only=True):
    """A measure against the avvik: what, by whom, by when, and whether it was done."""

    text: str
    responsible: str
    due: str
    done: bool
    overdue: bool


class Why(msgspec.Struct, frozen=True, kw_only=True):
    """Why the avvik was raised: how the limit was reckoned and missed."""

    reason: str
    reckoning: tuple[str, ...]
    source: str


@avvik.get("/avvik/<uuid:one>")
@needs(Right.SIGNED_IN)
def show(one: UUID) -> str:
    """The avvik, for whoever leads the school or answers for all of them."""
    matter = open_matter(one, Action.SEE_CONTENT)
    row = _row(matter)
    whom = Whom(matter)
    state = fold(RULES, (each.event for each in matter.recorded))
    return render_template(
        "avvik/one.html",
        matter=matter,
        row=row,
        title=title_of(row),
        number=case_number(one),
        stage=t(f"avvik.stage.{row.stage}"),
        facts=list(_facts(row, whom)),
        description=next((each.event.description for each in matter.recorded if isinstance(each.event, AvvikRaised)), None),
        by_rule=any(each.envelope.actor.role is Role.SYSTEM for each in matter.recorded[:1]),
        why=_why(row),
        measures=list(_measures(matter, state, whom)),
        told=Told(matter, whom),
        following=_next(matter, state),
        others=[(topic, form_page(matter.row, topic)) for topic in _others(matter, state)],
        forms_url=menu_of(matter.row),
        about=_about(row),
        back=way_back(one),
    )


def _row(matter: Matter) -> AvvikRow:
    """The avvik's own row; 404 for what is no avvik."""
    if matter.row.stream is not Stream.AVVIK:
        abort(404)
    found = the_desk().read_model.avvik_row(matter.row.stream_id)
    return found if found is not None else abort(404)


def _facts(row: AvvikRow, whom: Whom) -> Iterator[tuple[str, str]]:
    language = current_language()
    school = the_desk().read_model.school(row.school) if row.school is not None else None
    yield t("avvik.school"), t("avvik.municipality") if school is None else school.name
    yield t("avvik.raised"), day_text(row.raised_at, language)
    if row.responsible is not None:
        yield t("avvik.responsible"), whom.staff(row.responsible)
    if row.due_on is not None:
        yield t("avvik.due"), day_text(row.due_on, language)
    if row.external_reference is not None:
        yield row.external_system or "", row.external_reference
    if row.closed_at is not None:
        yield t("avvik.closed"), day_text(row.closed_at, language)


def _why(row: AvvikRow) -> Why | None:
    desk, language = the_desk(), current_language()
    found = _obligation(row)
    if found is None or found.rule_id not in desk.rules.by_id:
        return None
    judged = judged_row(found, desk.clock())
    return Why(
        reason=reason(judged, desk.rules, language),
        reckoning=tuple(reckoning(judged, desk.rules, language, desk.calendar)),
        source=source_of(judged, desk.rules, language),
    )


def _obligation(row: AvvikRow) -> ObligationRow | None:
    """The obligation that was missed; one that an earlier system raised names the rule alone."""
    if row.about_stream is None:
        return None
    found = the_desk().read_model.obligations(streams=[row.about_stream], undone_only=False, limit=MOST)
    named = (one for one in found if one.obligation_id == row.obligation)
    return next(named, None) or next((one for one in found if row.obligation is None and one.rule_id == row.rule), None)


def _measures(matter: Matter, state: State, whom: Whom) -> Iterator[ShownMeasure]:
    overdue = overdue_measures(state, local_day(the_desk().clock()))
    for each in matter.recorded:
        if isinstance(fact := each.event, AvvikMeasureDecided):
            yield ShownMeasure(
                text=fact.description,
                responsible=whom.staff(fact.responsible),
                due=day_text(fact.due_on, current_language()),
                done=state.treatment.measures[fact.measure].done,
                overdue=fact.measure in overdue,
            )


def _next(matter: Matter, state: State) -> tuple[str, str] | None:
    """What is recorded next, and where; None when she may record nothing here."""
    topic = NEXT.get(matter.row.stage)
    if topic is None:
        topic = "avvik.AvvikMeasureDecided" if state.treatment.cause_found else "avvik.AvvikCauseFound"
    return (topic, form_page(matter.row, topic)) if matter.may_record(topic) else None


def _others(matter: Matter, state: State) -> list[str]:
    """What else can be recorded now."""
    following = _next(matter, state)
    if matter.row.closed_at is not None or following is None:
        return []
    return [topic for topic in ALWAYS if topic != following[0] and matter.may_record(topic) and _makes_sense(topic, state)]


def _makes_sense(topic: str, state: State) -> bool:
    known = state.treatment
    match topic:
        case "avvik.AvvikCauseFound":
            return not known.cause_found
        case "avvik.AvvikMeasureDone":
            return any(not one.done for one in known.measures.values())
        case "avvik.AvvikEffectChecked":
            return any(one.done for one in known.measures.values())
        case "avvik.AvvikRegisteredExternally":
            return known.external is None
    return True


def _about(row: AvvikRow) -> tuple[str, str] | None:
    """The matter that it is about, when she may open it."""
    about = the_desk().read_model.matter(row.about_stream) if row.about_stream is not None else None
    if about is None or not may_open(about):
        return None
    kind = label(about.stream, current_language()).capitalize()
    return t("avvik.about", kind=kind, number=case_number(about.stream_id)), address(about)
