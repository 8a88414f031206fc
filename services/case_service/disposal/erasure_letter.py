"""The letter that answers a request for erasure: reasons, what else may be asked for, and the right to complain (GDPR art. 12, 17).

It is the same for every preserved case; nobody writes it from scratch, so that no reason and no right is left out.
"""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

import msgspec

from events.lists.access import ErasureOutcome
from services.case_service.letters.letter import Letter as Paper
from services.case_service.letters.markup import blocks
from services.compliance.explain import day_text
from texts import Language, text
from texts.case_number import case_number

PROVISIONS: Final = {
    ErasureOutcome.REFUSED_PRESERVED: "GDPR art. 17 (3) b og d; arkivlova §§ 5, 12 og 13; opplæringslova § 12-4",
    ErasureOutcome.REFUSED_LEGAL_CLAIM: "GDPR art. 17 (3) b, d og e; arkivlova §§ 5, 12 og 13; opplæringslova § 12-4",
    ErasureOutcome.DISPOSED_EARLIER: "GDPR art. 12 (3)",
}
"""What each answer rests on, as it is recorded."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """An answer to a request for erasure, ready to be set. ``came_on`` is the day on which the request came."""

    subject: UUID
    requester: str
    came_on: date
    outcome: ErasureOutcome
    dated: date
    signed_by: tuple[str, ...] = ()


def erasure_letter(answer: Answer, municipality: str, language: Language) -> Paper:
    """The letter."""
    values = {"came": day_text(answer.came_on, language), "number": case_number(answer.subject)}
    if answer.outcome is ErasureOutcome.DISPOSED_EARLIER:
        body = text("disposal.letter.disposed", language, **values)
    else:
        needed = answer.outcome is ErasureOutcome.REFUSED_LEGAL_CLAIM
        claim = text("disposal.letter.claim", language) + "\n" if needed else ""
        body = text("disposal.letter.body", language, claim=claim, **values)
    return Paper(
        language=language,
        municipality=municipality,
        school=municipality,
        recipient=tuple(line for line in answer.requester.splitlines() if line.strip()),
        reference=case_number(answer.subject),
        dated=answer.dated,
        title=text("disposal.letter.title", language),
        blocks=blocks(body),
        signed_by=answer.signed_by,
        exempt=text("letter.exempt", language),
    )
