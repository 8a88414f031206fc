"""How a fact changes a heightened case. Never refuses."""

from __future__ import annotations

from typing import TypeAlias, assert_never

from msgspec.structs import replace

from events.heightened import (
    AccusedExcluded,
    EmployeeInformedAndHeard,
    HeightenedCaseConcluded,
    HeightenedReportReceived,
    ObviousGroundlessnessAssessed,
    OwnerNotifiedOfHeightenedReport,
    PersonnelFileReferenced,
)
from services.case_service.domain.heightened.facts import OwnFact
from services.case_service.domain.heightened.stages import next_state
from services.case_service.domain.heightened.state import HeightenedState, Record
from services.case_service.domain.matter.evolve import evolve_work, meet
from services.case_service.domain.matter.facts import WorkFact

HeightenedFact: TypeAlias = WorkFact | OwnFact


def evolve(state: HeightenedState, fact: HeightenedFact) -> HeightenedState:
    """The heightened case after ``fact``."""
    return next_state(state, fact, remember(state.record, fact))


def remember(record: Record, fact: HeightenedFact) -> Record:
    """What is remembered of the heightened case after ``fact``."""
    if isinstance(fact, OwnFact):
        return _remember_own(record, fact)
    work = evolve_work(record.work, fact)
    return record if work is record.work else replace(record, work=work)


def _remember_own(record: Record, fact: OwnFact) -> Record:
    match fact:
        case HeightenedReportReceived():
            return _reported(record, fact)
        case ObviousGroundlessnessAssessed():
            return replace(record, obviously_groundless=fact.obviously_groundless)
        case OwnerNotifiedOfHeightenedReport():
            return replace(record, owner_notified=True)
        case AccusedExcluded():
            return replace(record, accused_excluded=True)
        case EmployeeInformedAndHeard():
            return replace(record, hearings_of_employee=record.hearings_of_employee + 1)
        case HeightenedCaseConcluded():
            return replace(record, outcome=fact.outcome)
        case PersonnelFileReferenced():
            return replace(record, has_personnel_file=True)
        case _:
            assert_never(fact)


def _reported(record: Record, fact: HeightenedReportReceived) -> Record:
    return replace(
        record,
        reports=record.reports + 1,
        pupil_case=fact.pupil_case or record.pupil_case,
        suspected=fact.suspected,
        suspected_person=fact.suspected_person,
        received_by_owner=record.received_by_owner or fact.received_by_owner,
        work=meet(replace(record.work, pupil=fact.pupil), fact.pupil),
    )
