"""What keeps a letter from being sent: gaps, a decision without the way to complain, names that are nobody's business."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from events.lists.documents import Delivery, Letter
from services.case_service.http.languages import current_language, t
from services.case_service.http.letters.draft_of import LetterDraft
from services.case_service.http.letters.naming import Named, found_names
from services.case_service.http.problems import FormProblem
from services.case_service.letters.complaint import complaint_gaps
from services.case_service.letters.markup import plain
from services.case_service.letters.recipients import AUTHORITIES
from texts import text


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong, and the names that were found in it."""

    problems: tuple[FormProblem, ...]
    names: tuple[Named, ...] = ()


def names_in(draft: LetterDraft) -> tuple[Named, ...]:
    """The names that the letter holds and must not hold. In letters to authorities, who keep them secret, none are looked for."""
    if draft.place.recipient in AUTHORITIES:
        return ()
    form = draft.form
    if draft.place.letter is Letter.PLAN:
        # Who carries the plan out stands in it by law (§ 12-4 tredje ledd d); the pupils are masked where the copy is made.
        found = found_names(draft.matter, f"{form.written}\n\n{plain(draft.blocks)}", form.to)
        return tuple(one for one in found if one.of_a_family)
    return found_names(draft.matter, form.written, form.to)


def checked(draft: LetterDraft) -> Checked:
    """Everything that is wrong with a letter that somebody wants to send."""
    names = names_in(draft)
    return Checked(problems=tuple(_problems(draft, names)), names=names)


def _problems(draft: LetterDraft, names: tuple[Named, ...]) -> Iterator[FormProblem]:
    form, language = draft.form, current_language()
    yield from form.problems(draft.place.letter, draft.place.language)
    for field in ("heading", "body", "to"):
        if not getattr(form, field).strip():
            yield FormProblem(field=field, message=t(f"letters.problem.{field}.none"))
    if draft.open:
        yield FormProblem(field="body", message=t("letters.problem.open", what=", ".join(draft.open)))
    lacking = complaint_gaps(draft.place.letter, form.written)
    if lacking:
        what = ", ".join(text(f"letter.complaint.{one.value}", language) for one in lacking)
        yield FormProblem(field="body", message=t("letters.problem.complaint", what=what))
    if draft.place.letter is Letter.RECEIPT and not form.chosen_methods:
        yield FormProblem(field="methods", message=t("letters.problem.methods"))
    if form.delivery not in set(Delivery):
        yield FormProblem(field="delivery", message=t("letters.problem.delivery"))
    if any(str(one.person) not in form.may_name for one in names):
        yield FormProblem(field="may_name", message=t("letters.problem.names"))
