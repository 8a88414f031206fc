"""That an export went out is written down as a disclosure: to whom, for what, of which log position, with the file's hash."""

from __future__ import annotations

from uuid import UUID

from events.disclosure import DisclosureAnswered, DisclosureRequested
from events.lists.access import DisclosureBasis, DisclosureOutcome
from services.case_service.domain.access.commands import AnswerDisclosure, RequestDisclosure
from services.case_service.process_export.log import ProcessLog


def disclosure(
    request: UUID, log: ProcessLog, *, sha256: str, recipient: str, purpose: str
) -> tuple[RequestDisclosure, AnswerDisclosure]:
    """The two commands, in their order. ``recipient`` and ``purpose`` are sealed."""
    asked = DisclosureRequested(request=request, basis=DisclosureBasis.OWN_CONTROL, requester=recipient, about=purpose)
    answered = DisclosureAnswered(
        request=request,
        outcome=DisclosureOutcome.GRANTED,
        redacted=True,
        provision="kommunelova § 25-1",
        package_sha256=sha256,
        log_position=log.position,
    )
    return RequestDisclosure(fact=asked), AnswerDisclosure(fact=answered)
