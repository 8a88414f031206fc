"""The facts that stand in a heightened case alone, as a closed union."""

from __future__ import annotations

from typing import TypeAlias

from events.heightened import (
    AccusedExcluded,
    EmployeeInformedAndHeard,
    HeightenedCaseConcluded,
    HeightenedReportReceived,
    ObviousGroundlessnessAssessed,
    OwnerNotifiedOfHeightenedReport,
    PersonnelFileReferenced,
)

OwnFact: TypeAlias = (
    HeightenedReportReceived
    | ObviousGroundlessnessAssessed
    | OwnerNotifiedOfHeightenedReport
    | AccusedExcluded
    | EmployeeInformedAndHeard
    | HeightenedCaseConcluded
    | PersonnelFileReferenced
)
