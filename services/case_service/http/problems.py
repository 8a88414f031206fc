"""Why something was not recorded, in the reader's words: which field, or what somebody else changed meanwhile."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Final
from uuid import UUID

import msgspec

from services.case_service.domain.command import Refused
from services.case_service.http.languages import current_language, t
from services.case_service.http.moments import KNOWN_ON, OCCURRED_ON, MomentProblem
from services.case_service.http.web import the_desk
from services.case_service.store import StreamMovedError
from services.compliance.explain import day_text, moment_text
from texts import label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from services.case_service.http.case_access import Matter

FORM_FIELDS: Final = {"occurred_at": OCCURRED_ON, "known_at": KNOWN_ON}
"""Where a form asks for the times that stand around a fact."""


class FormProblem(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong, in the reader's language; with which field (None: no single one) of which entry.

    ``code`` is that of the refusal, for programs.
    """

    field: str | None
    message: str
    entry: int = 0
    code: str | None = None


class ChangedLine(msgspec.Struct, frozen=True, kw_only=True):
    """An event that came in between: what, by whom, when."""

    event_id: UUID
    topic: str
    by: str
    at: datetime


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """What happened in a stream between the version the form was made on and now, as far as the reader may see it."""

    seen: int
    actual: int
    lines: tuple[ChangedLine, ...]


class NotRecorded(Exception):  # noqa: N818 - an answer to the person, not a fault of the program
    """Nothing was recorded. ``status`` is what HTTP calls it: 412 for a stale version, else 422."""

    def __init__(self, problems: tuple[FormProblem, ...], *, status: int, changed: Changed | None = None) -> None:
        super().__init__(status)
        self.problems = problems
        self.status = status
        self.changed = changed


def problem_of(refusal: Refused, entry: int) -> FormProblem:
    """A refusal of the domain as a problem of the form."""
    values = {name: _in_words(value) for name, value in refusal.values.items()}
    field = FORM_FIELDS.get(refusal.field or "", refusal.field)
    return FormProblem(field=field, message=t(f"refusal.{refusal.code}", **values), entry=entry, code=refusal.code)


def moment_problem(problem: MomentProblem) -> FormProblem:
    """What is wrong with a date or a time that somebody wrote."""
    return FormProblem(field=problem.field, message=t(problem.key))


def in_summary(problem: FormProblem, questions: Mapping[str, str]) -> tuple[str | None, str]:
    """A problem as the list above a form says it, with the question where ``questions`` has one for the field.

    Those are the fields of which several can have the same problem.
    """
    question = questions.get(problem.field or "")
    message = t("page.errors.of", question=question, problem=problem.message) if question else problem.message
    return problem.field, message


def changed_since(moved: StreamMovedError, matter: Matter | None) -> Changed:
    """What stands in the stream beyond the version that was seen. Without a matter that she may see, no more than the versions."""
    desk = the_desk()
    lines: tuple[ChangedLine, ...] = ()
    if matter is not None:
        lines = tuple(
            ChangedLine(
                event_id=one.envelope.event_id,
                topic=one.topic,
                by=desk.names.staff(one.envelope.actor.ref),
                at=one.envelope.recorded_at,
            )
            for one in matter.reread()
            if one.version > moved.seen
        )
    return Changed(seen=moved.seen, actual=moved.actual, lines=lines)


def _in_words(value: object) -> object:
    if isinstance(value, Enum):
        return label(value, current_language())
    if isinstance(value, datetime):
        return moment_text(value, current_language())
    if isinstance(value, date):
        return day_text(value, current_language())
    return value
