"""What a physical intervention does not accept. That it was unlawful is no reason: then the more it must be written down."""

from __future__ import annotations

from services.case_service.domain.command import Refused


class WrittenDownAlready(Refused):
    """Each intervention is written down once, in a stream of its own; what is wrong in it is corrected."""

    code = "INT-001"


class NobodyNamed(Refused):
    """Somebody was told, or took part; whom must be said."""

    code = "INT-002"


class SamePerson(Refused):
    """The employee who intervened is not the pupil, and neither of them is a witness."""

    code = "INT-003"
