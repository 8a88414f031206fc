"""What neither a case nor a heightened case accepts. Codes are permanent; each has the text ``refusal.<code>``."""

from __future__ import annotations

from services.case_service.domain.command import Refused


class AimedAtAnotherPupil(Refused):
    """One plan is aimed at one pupil (§ 12-4); another pupil gets a case of her own."""

    code = "CASE-002"


class NotOpen(Refused):
    """Only an open case can be closed."""

    code = "CASE-003"


class NotClosed(Refused):
    """Only a closed case can be reopened, or asked about after closing."""

    code = "CASE-004"


class UnknownPupil(Refused):
    """The pupil is not known in this matter."""

    code = "CASE-007"


class AnotherPupilsWord(Refused):
    """Whether the pupil is safe is asked of the one whom the matter is about, not of another."""

    code = "CASE-008"


class UnknownMeasure(Refused):
    """No measure of this matter has that id."""

    code = "CASE-009"


class MeasureExists(Refused):
    """A measure with that id was set in before."""

    code = "CASE-010"


class PlanVersionOutOfTurn(Refused):
    """The version is not the one that follows."""

    code = "CASE-011"


class NoPlan(Refused):
    """There is no plan to revise or evaluate."""

    code = "CASE-012"


class UnknownReferral(Refused):
    """No referral of this matter has that id."""

    code = "CASE-015"


class ReferralExists(Refused):
    """A referral with that id was made before."""

    code = "CASE-016"


class NoReporterCode(Refused):
    """Nobody got a code, so there is nobody to write with."""

    code = "CASE-025"
