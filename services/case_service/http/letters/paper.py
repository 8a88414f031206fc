"""A letter as PDF: whose it is, to whom, about which case, marked as exempt from public access."""

from __future__ import annotations

from collections.abc import Sequence

from services.case_service.http.letters.draft_of import LetterDraft
from services.case_service.http.letters.known import school_name, staff_name, today
from services.case_service.http.matter import Matter
from services.case_service.http.web import the_web
from services.case_service.letters.letter import Letter as Paper
from services.case_service.letters.markup import Block
from texts import Language, label, text
from texts.case_number import case_number


def letter_on_paper(draft: LetterDraft, *, is_draft: bool) -> Paper:
    """The letter as it is, or will be, sent."""
    form, language = draft.form, draft.place.language
    return paper_of(
        draft.matter,
        language,
        title=form.heading.strip(),
        blocks=draft.blocks,
        recipient=form.lines,
        signed_by=signature(draft.matter, language),
        is_draft=is_draft,
    )


def paper_of(
    matter: Matter,
    language: Language,
    *,
    title: str,
    blocks: Sequence[Block],
    recipient: Sequence[str] = (),
    signed_by: Sequence[str] = (),
    is_draft: bool = False,
) -> Paper:
    """Anything that leaves a matter on paper."""
    municipality = the_web().settings.municipality
    return Paper(
        language=language,
        municipality=municipality,
        school=municipality if matter.row.led_by_owner else school_name(matter) or municipality,
        recipient=tuple(recipient),
        reference=case_number(matter.row.stream_id),
        dated=today(),
        title=title or text("letter.untitled", language),
        blocks=tuple(blocks),
        signed_by=tuple(signed_by),
        exempt=text("letter.exempt", language),
        draft=is_draft,
    )


def signature(matter: Matter, language: Language) -> tuple[str, ...]:
    """Who signs: the one who writes, in the role in which she acts."""
    name, role = staff_name(matter, matter.person.id), matter.role
    return tuple(line for line in (name, label(role, language) if role is not None else "") if line)
