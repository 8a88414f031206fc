"""/saker/<id>/plan/<version>.pdf: one version of the plan on paper; the family's copy names no other pupil."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import Response, abort, request

from events.lists.documents import Letter
from events.lists.municipality import WrittenLanguage
from services.case_service.http.case_access import open_matter
from services.case_service.http.languages import current_language
from services.case_service.http.letters.blueprint import letter_pages
from services.case_service.http.letters.draft_of import decided
from services.case_service.http.letters.known import known_of
from services.case_service.http.letters.paper import paper_of
from services.case_service.http.letters.plan_source import Version, on_paper, versions_of
from services.case_service.http.letters.previewing import saved_pdf
from services.case_service.http.matter import Matter
from services.case_service.http.record.places import MATTER
from services.case_service.http.rights import Right, needs
from services.case_service.letters.filling import filled
from services.case_service.letters.letter import Letter as Paper
from services.case_service.letters.markup import blocks
from services.case_service.letters.plan_document import plan_blocks
from services.case_service.letters.recipients import LETTERS
from services.case_service.letters.wording import wording_of
from services.case_service.rights import Action, Share
from services.compliance.explain import day_text
from texts import Language
from texts.case_number import case_number

COPY: Final = "kopi"
FOR_THE_FAMILY: Final = "familien"


@letter_pages.get(f"{MATTER}/plan/<int:version>.pdf")
@needs(Right.SIGNED_IN)
def plan(matter: UUID, version: int) -> Response:
    """The plan, for those who see all of it; a family's own copy for the family, and for the school to hand over."""
    opened = open_matter(matter, Action.SEE_PLAN)
    if opened.decision.share not in {Share.WHOLE, Share.FAMILY} or Letter.PLAN not in LETTERS.get(opened.row.stream, ()):
        abort(404)
    seen = opened.family_copy() if request.args.get(COPY) == FOR_THE_FAMILY and not opened.for_family else opened
    found = next((one for one in versions_of(seen) if one.plan.plan_version == version), None)
    if found is None:
        abort(404)
    return saved_pdf(plan_paper(seen, found, current_language()), f"{case_number(matter)}-plan-{version}")


def plan_paper(matter: Matter, version: Version, language: Language) -> Paper:
    """A version of the plan, with the municipality's own words around it."""
    wording = wording_of(Letter.PLAN, WrittenLanguage(language.value), decided())
    known = {
        **known_of(matter, Letter.PLAN, language),
        "versjon": str(version.plan.plan_version),
        "gjelder_fra": day_text(version.begins, language),
    }
    begun = filled(wording, known, language)
    own = plan_blocks(on_paper(matter, version, language), language)
    return paper_of(matter, language, title=begun.heading, blocks=(*blocks(begun.body), *own))
