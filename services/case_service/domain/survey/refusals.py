"""What a survey that is not anonymous does not accept (opplæringsforskrifta § 20-5)."""

from __future__ import annotations

from services.case_service.domain.command import Refused


class PupilsNamedInNegativeRelations(Refused):
    """Preventive questions about negative relations may not let single pupils be named."""

    code = "SUR-001"


class NoGroundForSuspicion(Refused):
    """On a concrete suspicion, the problem must be long-lasting, unclear or complicated."""

    code = "SUR-002"


class NoOtherMethodTried(Refused):
    """On a concrete suspicion, other ways of investigating must have been tried first."""

    code = "SUR-003"


class NotAssessedYet(Refused):
    """It is assessed whether the survey may be used before it is run."""

    code = "SUR-004"


class NotPermitted(Refused):
    """By its own assessment the survey is unsuitable, not the least intrusive way, or outside the limits."""

    code = "SUR-005"


class QuestionsNotApproved(Refused):
    """The questions are approved before they are asked."""

    code = "SUR-006"


class MoreAnswersThanInvited(Refused):
    """No more pupils can answer than were invited."""

    code = "SUR-007"


class NothingToVerify(Refused):
    """The survey has not been run, so there are no answers."""

    code = "SUR-008"


class AnotherToolAssessed(Refused):
    """The assessment was of another tool than the one that was used."""

    code = "SUR-009"


class NoResults(Refused):
    """A file without a number has no results."""

    code = "SUR-010"


class ResultStandsTwice(Refused):
    """An indicator has one number for a grade, and one for the whole school."""

    code = "SUR-011"


class SuppressedNumberShown(Refused):
    """A number that is suppressed because few answered is not taken in."""

    code = "SUR-012"


class NumberImpossible(Refused):
    """A mean lies between 1 and 5, a share between 0 and 100 per cent, and nobody answers less than not at all."""

    code = "SUR-013"
