"""How a fact changes what is known of a school's year. Never refuses."""

from __future__ import annotations

from typing import TypeAlias, assert_never

from msgspec.structs import replace

from events.wheel import (
    AnnualWheelOpened,
    ClassTalksHeld,
    CorrectionDeclared,
    InspectionOrderReceived,
    InspectionReportReceived,
    RequiredReadingSet,
    RoutineRead,
    RoutineVersioned,
    SupervisionAbsenceCovered,
    SupervisionPlanAdopted,
    WheelTaskDone,
    WheelTaskHandedOver,
    WheelTaskPlanned,
    WheelTaskPostponed,
)
from services.case_service.domain.wheel.state import (
    Correction,
    DeclaredCorrection,
    DoneTask,
    OpenCorrection,
    Opened,
    OpenTask,
    State,
    Year,
)

WheelFact: TypeAlias = (
    AnnualWheelOpened
    | WheelTaskPlanned
    | WheelTaskDone
    | WheelTaskPostponed
    | WheelTaskHandedOver
    | ClassTalksHeld
    | SupervisionPlanAdopted
    | RoutineVersioned
    | SupervisionAbsenceCovered
    | RequiredReadingSet
    | RoutineRead
    | InspectionReportReceived
    | InspectionOrderReceived
    | CorrectionDeclared
)


def evolve(state: State, fact: WheelFact) -> State:
    """What is known after ``fact``."""
    year = state.year
    match fact:
        case AnnualWheelOpened():
            return Opened(year=year, scope=fact.scope, school_year_from=fact.school_year_from)
        case WheelTaskPlanned() | WheelTaskDone() | WheelTaskPostponed():
            return replace(state, year=_with_task(year, fact))
        case ClassTalksHeld():
            talks = year.class_talks | {(fact.kind, fact.term, fact.grade, fact.class_name)}
            return replace(state, year=replace(year, class_talks=talks))
        case SupervisionPlanAdopted():
            version = max(year.supervision_plan_version, fact.plan_version)
            return replace(state, year=replace(year, supervision_plan_version=version))
        case RoutineVersioned():
            version = max(year.routine_versions.get(fact.routine, 0), fact.routine_version)
            return replace(state, year=replace(year, routine_versions={**year.routine_versions, fact.routine: version}))
        case RequiredReadingSet():
            required = {**year.required_reading, (fact.routine, fact.routine_version): fact.due_on}
            return replace(state, year=replace(year, required_reading=required))
        case RoutineRead():
            read = year.read | {(fact.routine, fact.routine_version, fact.person)}
            return replace(state, year=replace(year, read=read))
        case InspectionOrderReceived() | CorrectionDeclared():
            return replace(state, year=_with_correction(year, fact))
        case InspectionReportReceived() | SupervisionAbsenceCovered() | WheelTaskHandedOver():
            return state
        case _:
            assert_never(fact)


def _with_task(year: Year, fact: WheelTaskPlanned | WheelTaskDone | WheelTaskPostponed) -> Year:
    match fact:
        case WheelTaskPlanned():
            return replace(year, tasks={**year.tasks, fact.task: OpenTask(kind=fact.kind, due_on=fact.due_on)})
        case WheelTaskDone():
            if fact.task is None:
                return replace(year, done_unplanned=year.done_unplanned + 1)
            return replace(year, tasks={**year.tasks, fact.task: DoneTask(kind=fact.kind)})
        case WheelTaskPostponed():
            known = year.tasks.get(fact.task)
            if not isinstance(known, OpenTask):
                return year
            task = replace(known, due_on=fact.due_on, times_postponed=known.times_postponed + 1)
            return replace(year, tasks={**year.tasks, fact.task: task})
        case _:
            assert_never(fact)


def _with_correction(year: Year, fact: InspectionOrderReceived | CorrectionDeclared) -> Year:
    key = (fact.inspection, fact.item)
    item: Correction
    match fact:
        case InspectionOrderReceived():
            item = OpenCorrection(due_on=fact.due_on)
        case CorrectionDeclared():
            if key not in year.corrections:
                return year
            item = DeclaredCorrection(due_on=year.corrections[key].due_on)
        case _:
            assert_never(fact)
    return replace(year, corrections={**year.corrections, key: item})
