"""What the school's year does not accept."""

from __future__ import annotations

from services.case_service.domain.command import Refused


class WheelOpenedAlready(Refused):
    """The wheel of the year is open already."""

    code = "WHL-001"


class TaskExists(Refused):
    """A task has this id already."""

    code = "WHL-002"


class UnknownTask(Refused):
    """No planned task has this id; a task that was never planned is done without one."""

    code = "WHL-003"


class TaskDoneAlready(Refused):
    """The planned task was done already."""

    code = "WHL-004"


class PostponedToEarlier(Refused):
    """A task that is put off gets a later date than it had."""

    code = "WHL-005"


class AnotherKindOfTask(Refused):
    """The task was planned as something else."""

    code = "WHL-006"


class PostEndsBeforeItBegins(Refused):
    """Somebody's supervision in a break ends after it begins."""

    code = "WHL-007"


class VersionTaken(Refused):
    """A plan or routine has this version already, or a later one."""

    code = "WHL-008"


class CorrectionItemExists(Refused):
    """The inspection has an item with this id already."""

    code = "WHL-009"


class UnknownCorrectionItem(Refused):
    """The inspection ordered no item with this id."""

    code = "WHL-010"


class UnknownSupervisionPlan(Refused):
    """No supervision plan of the year has this version."""

    code = "WHL-011"


class CoveredByTheAbsent(Refused):
    """Whoever is away cannot be the one who steps in."""

    code = "WHL-012"


class NobodyToRead(Refused):
    """Required reading is required of somebody."""

    code = "WHL-013"


class NoClassTalk(Refused):
    """Held class by class are pupil talks and development talks alone."""

    code = "WHL-014"


class ClassTalksHeldAlready(Refused):
    """The class has had these talks in this term."""

    code = "WHL-015"
