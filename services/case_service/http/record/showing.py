"""The page of one form."""

from __future__ import annotations

from collections.abc import Sequence

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services.case_service.drafts import Draft
from services.case_service.forms import FieldProblem
from services.case_service.http.attachments.blueprint import MOST_FILES
from services.case_service.http.attachments.kept import ACCEPTED, FILES
from services.case_service.http.languages import current_language, t
from services.case_service.http.problems import Changed, FormProblem
from services.case_service.http.record.asking import CHANNEL, CHANNELS, TIMES, Asking
from services.case_service.http.record.guides import guide_points, guides_of_choices
from services.case_service.http.record.kept_here import browsers_key
from services.case_service.http.record.places import draft_address, menu_of, page_of
from services.case_service.http.record.school_map import map_address
from texts import label
from texts.case_number import case_number


def form_page(
    asking: Asking,
    *,
    key: str,
    seen_version: int,
    problems: Sequence[FieldProblem] = (),
    others: Sequence[FormProblem] = (),
    changed: Changed | None = None,
    draft: Draft | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """The page, with every word that was written, what is wrong, and what others recorded meanwhile."""
    form = asking.shown(problems, others)
    row, single = asking.matter.row, asking.single()
    times_wrong = {problem.field: problem.message for problem in others if problem.field in TIMES}
    page = render_template(
        "record/form.html",
        form=form,
        matter=asking.matter,
        number=case_number(row.stream_id),
        key=key,
        seen_version=changed.actual if changed is not None else seen_version,
        changed=changed,
        draft=draft,
        kept=asking.files.kept,
        accepted=ACCEPTED,
        most=MOST_FILES,
        files_wrong=next((problem.message for problem in others if problem.field == FILES), ""),
        action=request.path,
        home=page_of(row),
        forms_url=menu_of(row),
        draft_url=draft_address(row.stream_id, asking.spec.topic),
        browsers_key=browsers_key(),
        school_map=map_address(asking.matter, asking.spec.topic),
        version_url=url_for("record.version", matter=row.stream_id),
        guide=guide_points(form.guide, current_language()),
        guides=guides_of_choices(form.guide, current_language()),
        times={name: single.get(name, "") for name in TIMES},
        times_wrong=times_wrong,
        times_open=bool(times_wrong) or any(single.get(name, "").strip() for name in TIMES),
        channel=single.get(CHANNEL, ""),
        channels=[(each.value, label(each, current_language())) for each in CHANNELS],
        submit=t("record.submit_anyway") if changed is not None else t("record.submit"),
    )
    return make_response(page, status)
