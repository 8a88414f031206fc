"""What a heightened case does not accept, beside what no matter accepts. Each code has the text ``refusal.<code>``."""

from __future__ import annotations

from services.case_service.domain.command import Refused


class AnotherMatter(Refused):
    """The report is about another pupil, or another suspected person, than the case is."""

    code = "HEIGHTENED-001"


class NotTheSuspected(Refused):
    """Only the one who is suspected is shut out, or informed and heard as the suspected."""

    code = "HEIGHTENED-002"
