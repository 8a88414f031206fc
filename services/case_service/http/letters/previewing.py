"""The letter as PDF before it is sent: marked as a draft, and kept nowhere."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from services.case_service.http.letters.blueprint import letter_pages
from services.case_service.http.letters.paper import letter_on_paper
from services.case_service.http.letters.writing import posted_draft
from services.case_service.http.record.places import MATTER
from services.case_service.http.rights import Right, needs
from services.case_service.letters.letter import Letter as Paper
from services.case_service.letters.typesetting import pdf
from texts.case_number import case_number


@letter_pages.post(f"{MATTER}/brev/<kind>/forhandsvis")
@needs(Right.SIGNED_IN)
def preview(matter: UUID, kind: str) -> Response:
    """The letter with the words that were posted."""
    draft = posted_draft(matter, kind)
    return shown_pdf(letter_on_paper(draft, is_draft=True), case_number(draft.matter.row.stream_id))


def shown_pdf(paper: Paper, name: str) -> Response:
    """A PDF that the browser shows in its own window."""
    return _pdf(paper, f'inline; filename="{name}.pdf"')


def saved_pdf(paper: Paper, name: str) -> Response:
    """A PDF that is saved. ``name`` is ASCII and names nobody."""
    return _pdf(paper, f'attachment; filename="{name}.pdf"')


def _pdf(paper: Paper, disposition: str) -> Response:
    answer = Response(pdf(paper), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = disposition
    return answer
