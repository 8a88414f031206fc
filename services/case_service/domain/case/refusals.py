"""What a case does not accept, beside what no matter accepts. Codes are permanent; each has the text ``refusal.<code>``."""

from __future__ import annotations

from services.case_service.domain.command import Refused


class AlreadyOpened(Refused):
    """The case was opened before."""

    code = "CASE-001"


class LinkedToItself(Refused):
    """A case cannot be linked to itself, or be split into itself."""

    code = "CASE-005"


class SplitForOwnPupil(Refused):
    """What is split off must concern another pupil than the case itself."""

    code = "CASE-006"


class UnknownDecision(Refused):
    """No individual decision of this case has that id."""

    code = "CASE-013"


class DecisionExists(Refused):
    """An individual decision with that id was made before."""

    code = "CASE-014"


class CollectiveSanction(Refused):
    """Sanctions are individual (§ 10-7)."""

    code = "CASE-017"


class ExclusionWithoutLength(Refused):
    """An exclusion says how long it lasts."""

    code = "CASE-018"


class TooLongForTeacher(Refused):
    """A teacher may exclude from her own lessons, for two clock hours at most (§ 13-1)."""

    code = "CASE-019"


class DaysInLowGrade(Refused):
    """Grades 1 to 7 may be excluded from single lessons or for the rest of the day (§ 13-1)."""

    code = "CASE-020"


class MoreThanThreeDays(Refused):
    """Grades 8 to 10 may be excluded for three days at most (§ 13-1)."""

    code = "CASE-021"


class GuardiansNotTold(Refused):
    """In grades 1 to 7 the guardians are told before a pupil is excluded for the rest of the day (§ 13-1)."""

    code = "CASE-022"


class NotForTheSchoolToDecide(Refused):
    """A change of school is decided by the municipality, not by the school (§ 13-2)."""

    code = "CASE-023"


class ExclusionWithoutGrade(Refused):
    """The limits of an exclusion depend on the grade (§ 13-1)."""

    code = "CASE-024"


class JoinedAlready(Refused):
    """The concern belongs to another case; what follows is done there."""

    code = "CASE-026"


class NothingToJoin(Refused):
    """No concern stands here, so there is nothing that could belong to another case."""

    code = "CASE-027"


class OpenedHere(Refused):
    """A case of its own was opened; cases are linked, not joined."""

    code = "CASE-028"


class NoCaseToAddTo(Refused):
    """A concern is added to a case that was opened."""

    code = "CASE-029"


class AddedAlready(Refused):
    """The concern belongs to the case already."""

    code = "CASE-030"
