"""What is decided on commands about a school's year. A task may be done that was never planned, in a year never opened."""

from __future__ import annotations

from typing import Final, assert_never
from uuid import UUID

from events.base import Event
from events.lists.year import WheelTask
from events.wheel import ClassTalksHeld, SupervisionAbsenceCovered, SupervisionPlanAdopted
from services.case_service.domain.checks import check_fact, check_number
from services.case_service.domain.command import Circumstances
from services.case_service.domain.wheel.commands import (
    AdoptSupervisionPlan,
    CoverAbsence,
    DeclareCorrection,
    DoWheelTask,
    HandOverWheelTask,
    HoldClassTalks,
    OpenAnnualWheel,
    PlanWheelTask,
    PostponeWheelTask,
    ReadRoutine,
    ReceiveInspectionOrder,
    ReceiveInspectionReport,
    SetRequiredReading,
    VersionRoutine,
    WheelCommand,
)
from services.case_service.domain.wheel.refusals import (
    AnotherKindOfTask,
    ClassTalksHeldAlready,
    CorrectionItemExists,
    CoveredByTheAbsent,
    NobodyToRead,
    NoClassTalk,
    PostEndsBeforeItBegins,
    PostponedToEarlier,
    TaskDoneAlready,
    TaskExists,
    UnknownCorrectionItem,
    UnknownSupervisionPlan,
    UnknownTask,
    VersionTaken,
    WheelOpenedAlready,
)
from services.case_service.domain.wheel.state import DoneTask, Opened, OpenTask, State, Year

TALKS: Final = frozenset({WheelTask.PUPIL_TALKS, WheelTask.DEVELOPMENT_TALKS})


def decide(command: WheelCommand, state: State, circumstances: Circumstances) -> tuple[Event, ...]:
    """What becomes of ``command``. Raises a subclass of Refused."""
    check_fact(command.fact, circumstances)
    year = state.year
    match command:
        case OpenAnnualWheel():
            if isinstance(state, Opened):
                raise WheelOpenedAlready
        case PlanWheelTask(fact=fact):
            if fact.task in year.tasks:
                raise TaskExists("task", task=fact.task)
        case DoWheelTask(fact=fact):
            if fact.task is not None:
                _open_task(year, fact.task, fact.kind)
        case PostponeWheelTask(fact=fact):
            held = _open_task(year, fact.task, fact.kind).due_on
            if fact.due_on <= held:
                raise PostponedToEarlier("due_on", due_on=fact.due_on, held=held)
        case HandOverWheelTask(fact=fact):
            _open_task(year, fact.task, fact.kind)
        case HoldClassTalks(fact=fact):
            _check_class_talks(year, fact)
        case AdoptSupervisionPlan(fact=fact):
            _check_supervision_plan(year, fact)
        case VersionRoutine(fact=fact):
            _check_version("routine_version", fact.routine_version, year.routine_versions.get(fact.routine, 0))
        case CoverAbsence(fact=fact):
            _check_cover(year, fact, circumstances)
        case SetRequiredReading(fact=fact):
            if not fact.roles:
                raise NobodyToRead("roles")
        case ReceiveInspectionOrder(fact=fact):
            if (fact.inspection, fact.item) in year.corrections:
                raise CorrectionItemExists("item", item=fact.item)
        case DeclareCorrection(fact=fact):
            if (fact.inspection, fact.item) not in year.corrections:
                raise UnknownCorrectionItem("item", item=fact.item)
        case ReceiveInspectionReport(fact=fact):
            check_number("findings", fact.findings, least=0)
        case ReadRoutine():
            pass
        case _:
            assert_never(command)
    return (command.fact,)


def _open_task(year: Year, key: UUID, kind: WheelTask) -> OpenTask:
    task = year.tasks.get(key)
    if task is None:
        raise UnknownTask("task", task=key)
    if isinstance(task, DoneTask):
        raise TaskDoneAlready("task", task=key)
    if task.kind is not kind:
        raise AnotherKindOfTask("kind")
    return task


def _check_class_talks(year: Year, fact: ClassTalksHeld) -> None:
    if fact.kind not in TALKS:
        raise NoClassTalk("kind")
    if (fact.kind, fact.term, fact.grade, fact.class_name) in year.class_talks:
        raise ClassTalksHeldAlready("class_name")


def _check_version(field: str, version: int, latest: int) -> None:
    if version <= latest:
        raise VersionTaken(field, version=version, latest=latest)


def _check_supervision_plan(year: Year, fact: SupervisionPlanAdopted) -> None:
    _check_version("plan_version", fact.plan_version, year.supervision_plan_version)
    for place, post in enumerate(fact.posts):
        if post.to_time <= post.from_time:
            raise PostEndsBeforeItBegins(f"posts.{place}.to_time")


def _check_cover(year: Year, fact: SupervisionAbsenceCovered, circumstances: Circumstances) -> None:
    if fact.substitute == fact.absent:
        raise CoveredByTheAbsent("substitute")
    if fact.plan_version > year.supervision_plan_version and not circumstances.history:
        raise UnknownSupervisionPlan("plan_version", version=fact.plan_version)
