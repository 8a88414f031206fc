"""What is wrong with a letter's words before a municipality makes them its own."""

from __future__ import annotations

from collections.abc import Iterator

from events.lists.documents import Letter
from events.lists.municipality import WrittenLanguage
from services.case_service.http.languages import current_language, t
from services.case_service.http.letters.form import LONGEST_BODY, LONGEST_HEADING
from services.case_service.http.letters.template_place import TemplatePlace
from services.case_service.http.problems import FormProblem
from services.case_service.letters.complaint import complaint_gaps
from services.case_service.letters.markup import UnknownGapError, gaps
from services.case_service.letters.wording import Wording, check_wording, proposed
from texts import text


def unknown_gaps(place: TemplatePlace, wording: Wording) -> tuple[str, ...]:
    """Gaps that this letter knows nothing to fill in, as they were written."""
    try:
        check_wording(place.letter, heading=wording.heading, body=wording.body)
    except UnknownGapError as unknown:
        return tuple(f"{{{gap}}}" for gap in unknown.names)
    return ()


def missing_gaps(place: TemplatePlace, wording: Wording) -> tuple[str, ...]:
    """Gaps that Varde's own words have and these have not."""
    own = proposed(place.letter, WrittenLanguage(place.language.value))
    there = set(gaps(f"{wording.heading}\n{wording.body}"))
    return tuple(f"{{{gap}}}" for gap in gaps(f"{own.heading}\n{own.body}") if gap not in there)


def template_problems(place: TemplatePlace, wording: Wording, *, without: bool, seen: int) -> tuple[FormProblem, ...]:
    """Everything that is wrong. ``without``: that gaps are left out was confirmed; ``seen``: the version the form was made on."""
    return tuple(_problems(place, wording, without=without, seen=seen))


def _problems(place: TemplatePlace, wording: Wording, *, without: bool, seen: int) -> Iterator[FormProblem]:
    for field, words, longest in (("heading", wording.heading, LONGEST_HEADING), ("body", wording.body, LONGEST_BODY)):
        if not words.strip() and not (field == "heading" and place.letter is Letter.OTHER):
            yield FormProblem(field=field, message=t(f"letters.problem.{field}.none"))
        if len(words) > longest:
            yield FormProblem(field=field, message=t(f"letters.problem.{field}.long", n=longest))
    if unknown := unknown_gaps(place, wording):
        yield FormProblem(field="body", message=t("templates.problem.unknown", gaps=", ".join(unknown)))
    missing = missing_gaps(place, wording)
    if missing and not without:
        yield FormProblem(field="without", message=t("templates.problem.missing", gaps=", ".join(missing)))
    if lacking := complaint_gaps(place.letter, f"{wording.heading}\n{wording.body}"):
        what = ", ".join(text(f"letter.complaint.{one.value}", current_language()) for one in lacking)
        yield FormProblem(field="body", message=t("letters.problem.complaint", what=what))
    before = place.at(seen)
    if (wording.heading.strip(), wording.body.strip()) == (before.heading.strip(), before.body.strip()):
        yield FormProblem(field="body", message=t("templates.problem.same"))
