"""What these pages record about who asked and what was answered: in the matter's stream of access, under the matter's key."""

from __future__ import annotations

from typing import Any

from events.base import Stream
from events.disclosure import DisclosureAnswered, DisclosureRequested
from events.envelope import Attachment, Direction, Journal
from services.case_service.domain.access.commands import AnswerDisclosure, RequestDisclosure
from services.case_service.domain.command import Command
from services.case_service.http.languages import t
from services.case_service.http.moments import When
from services.case_service.http.packages.opening import Opened
from services.case_service.http.recording import Entry
from services.case_service.letters.shielding import EXEMPT
from services.case_service.packages.asked import Asked
from services.case_service.streams import access_stream


def access_entry(opened: Opened, command: Command[Any], **more: Any) -> Entry:
    """A command about access to the matter."""
    row = opened.row
    return Entry(
        stream=Stream.ACCESS,
        stream_id=access_stream(row.stream_id),
        school=row.school,
        case_id=row.case_id,
        command=command,
        **more,
    )


def answer_entries(opened: Opened, asked: Asked, answer: DisclosureAnswered, *files: Attachment) -> tuple[Entry, ...]:
    """The answer; before it the request, where it came to the case with Statsforvalteren and stands there alone."""
    answered = access_entry(
        opened,
        AnswerDisclosure(fact=answer),
        attachments=files,
        journal=Journal(direction=Direction.OUTGOING),
        shielding=EXEMPT,
    )
    return (answered,) if asked.registered else (_registered(opened, asked), answered)


def answered_before(opened: Opened, key: str) -> bool:
    """Whether the very form was carried out already: what was made then stands, and nothing is made anew."""
    mark = f"{opened.matter.person.id}:{key}"
    return any(given.key == mark for asked in opened.asked for given in asked.answers)


def _registered(opened: Opened, asked: Asked) -> Entry:
    fact = DisclosureRequested(
        request=asked.request,
        basis=asked.basis,
        of_stream=opened.row.stream_id,
        answer_by=asked.answer_by,
        requester=t("packages.statsforvalteren"),
    )
    when = When(occurred_at=asked.at, known_at=asked.known_at, stated=asked.at.isoformat())
    return access_entry(opened, RequestDisclosure(fact=fact), when=when)
