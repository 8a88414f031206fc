"""/admin/oppbevaring: how long each class of content is kept, and on what basis.

Arkivlova §§ 12-13; arkivforskrifta §§ 3 and 5.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from events import catalogue
from events.municipality import RetentionRuleSet
from events.sealing import RetentionClass, sealed_shape
from services.case_service.domain import fold
from services.case_service.domain.municipality import RULES
from services.case_service.domain.municipality.commands import SetRetentionRule
from services.case_service.domain.municipality.state import Municipality
from services.case_service.forms import field_label, form_of
from services.case_service.http.admin.blueprint import admin
from services.case_service.http.admin.history import told_changes
from services.case_service.http.admin.office import for_municipality
from services.case_service.http.admin.sheets import Sheet, Unfit, empty_sheet, take_sheet
from services.case_service.http.languages import current_language, t
from services.case_service.http.recording import Entry
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk
from services.case_service.streams import municipality_stream

LONGEST = 1200
"""Months: what is kept for longer than a century is preserved."""


@admin.get("/admin/oppbevaring")
@needs(Right.ADMINISTER)
def retention() -> str:
    """What is preserved, what is not, and what belongs to each."""
    recorded = the_desk().store.read(municipality_stream(the_desk().store.tenant))
    return render_template(
        "admin/retention.html",
        rule=_decided().retention.get(RetentionClass.WORKING_NOTE),
        notes=sorted(_working_notes()),
        history=told_changes(one for one in recorded if isinstance(one.event, RetentionRuleSet)),
    )


@admin.get("/admin/oppbevaring/arbeidsnotater")
@needs(Right.ADMINISTER)
def retention_of_notes() -> ResponseReturnValue:
    """The form for working notes."""
    return empty_sheet(_sheet())


@admin.post("/admin/oppbevaring/arbeidsnotater")
@needs(Right.ADMINISTER)
def set_retention_of_notes() -> ResponseReturnValue:
    """Decide how long working notes are kept."""

    def entries(fact: RetentionRuleSet) -> Iterable[Entry]:
        if fact.keep_months is not None and fact.keep_months > LONGEST:
            raise Unfit("keep_months", "admin.retention.problem.too_long", most=LONGEST)
        return (for_municipality(SetRetentionRule(fact=fact)),)

    return take_sheet(_sheet(), entries)


def _decided() -> Municipality:
    desk = the_desk()
    found: Municipality = fold(RULES, (one.event for one in desk.store.facts(municipality_stream(desk.store.tenant))))
    return found


def _sheet() -> Sheet:
    rule = _decided().retention.get(RetentionClass.WORKING_NOTE)
    suggested = {} if rule is None else {"keep_months": str(rule.keep_months or ""), "basis": rule.basis}
    return Sheet(
        title="admin.retention.do.notes",
        topic="municipality.RetentionRuleSet",
        back=(t("admin.retention"), url_for("admin.retention")),
        given={"retention": RetentionClass.WORKING_NOTE.value},
        suggested=suggested,
    )


def _working_notes() -> Iterator[str]:
    """Every field that holds a working note, with the event it stands in."""
    for kind in catalogue():
        noted = {name for name, shape in (sealed_shape(kind.cls) or {}).items() if _is_note(shape)}
        for field in form_of(kind.topic).asked:
            if field.name in noted:
                label = field_label(field, current_language())
                yield t("admin.retention.field", event=t(f"event.{kind.topic}"), field=label)


def _is_note(shape: object) -> bool:
    if isinstance(shape, tuple):
        return any(_is_note(one) for one in shape)
    return shape is RetentionClass.WORKING_NOTE
