"""/avvik: the list, with filters; the counts are of what the reader may know of and no more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import msgspec
from flask import render_template, request

from events.lists.decisions import AvvikGrade, AvvikKind
from services.case_service.http.avvik.asked import AGES, Asked, Which, is_overdue
from services.case_service.http.avvik.blueprint import avvik
from services.case_service.http.avvik.reach import current_avvik_reach
from services.case_service.http.languages import current_language, t
from services.case_service.http.rights import Right, needs
from services.case_service.http.web import the_desk
from services.case_service.read_model import AvvikRow
from services.compliance.calendar import local_day
from services.compliance.explain import day_text
from texts import label
from texts.case_number import case_number

ON_A_PAGE: Final = 50


class ListedAvvik(msgspec.Struct, frozen=True, kw_only=True):
    """An avvik as the list shows it: nobody's name but the staff member's who answers for it."""

    row: AvvikRow
    number: str
    title: str
    school: str
    raised: str
    due: str
    overdue: bool
    responsible: str


@avvik.get("/avvik")
@needs(Right.TREAT_AVVIK)
def listed() -> str:
    """The list."""
    reach, today = current_avvik_reach(), local_day(the_desk().clock())
    everything = reach.rows(open_only=False)
    schools = {one.orgnr: one.name for one in reach.of_schools()}
    rules = {row.rule: rule_text(row.rule) for row in everything if row.rule is not None}
    asked = Asked.of(request.args, schools, rules)
    groups = _grouped([row for row in everything if asked.holds(row, today)], today)
    found = groups[asked.which]
    first = (asked.page - 1) * ON_A_PAGE
    return render_template(
        "avvik/list.html",
        asked=asked,
        listed=[_shown(row, schools, today) for row in found[first : first + ON_A_PAGE]],
        counts=[(one, len(groups[one]), msgspec.structs.replace(asked, which=one).url()) for one in Which],
        schools=list(schools.items()),
        rules=sorted(rules.items(), key=lambda one: one[1]),
        kinds=[(one.value, label(one, current_language()).capitalize()) for one in AvvikKind],
        grades=[(one.value, label(one, current_language()).capitalize()) for one in AvvikGrade],
        ages=[(str(days), t("avvik.age.days", n=days)) for days in AGES],
        previous_url=asked.url(side=str(asked.page - 1)) if asked.page > 1 and first <= len(found) else "",
        next_url=asked.url(side=str(asked.page + 1)) if first + ON_A_PAGE < len(found) else "",
    )


def rule_text(rule: str) -> str:
    """What a rule demands, in the reader's language; its id when no rulebook has it any more."""
    bound = the_desk().rules.by_id.get(rule)
    return rule if bound is None else bound.rule.text.in_(current_language())


def title_of(row: AvvikRow) -> str:
    """What an avvik is called: the rule that was missed, else its kind."""
    if row.rule is not None:
        return rule_text(row.rule).removesuffix(".")
    return t(f"list.AvvikKind.{row.kind.value}").capitalize() if row.kind is not None else t("avvik.title.one")


def _grouped(rows: Sequence[AvvikRow], today: date) -> Mapping[Which, Sequence[AvvikRow]]:
    return {
        Which.OPEN: [row for row in rows if row.closed_at is None],
        Which.OVERDUE: [row for row in rows if is_overdue(row, today)],
        Which.CLOSED: [row for row in rows if row.closed_at is not None],
        Which.ALL: rows,
    }


def _shown(row: AvvikRow, schools: Mapping[str, str], today: date) -> ListedAvvik:
    language = current_language()
    return ListedAvvik(
        row=row,
        number=case_number(row.stream_id),
        title=title_of(row),
        school=t("avvik.municipality") if row.school is None else schools.get(row.school, row.school),
        raised=day_text(row.raised_at, language),
        due=day_text(row.due_on, language) if row.due_on is not None else "",
        overdue=is_overdue(row, today),
        responsible=the_desk().names.staff(row.responsible) if row.responsible is not None else "",
    )
