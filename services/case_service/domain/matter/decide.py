"""What is decided on commands that a case and a heightened case share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never
from uuid import UUID

from msgspec.structs import replace

from events.base import Event
from events.plan import PlanAdopted, PlanRevised
from services.case_service.domain.checks import said
from services.case_service.domain.command import Circumstances
from services.case_service.domain.matter.commands import (
    AcknowledgeAsOwner,
    AddMeasure,
    AdoptPlan,
    AgreeFollowUp,
    AnswerReferral,
    AssessBestInterest,
    CheckAfterClosure,
    CloseCase,
    ConcludeAnalysis,
    ConfirmSafety,
    DraftPlan,
    EvaluateMeasure,
    EvaluatePlan,
    ExecuteMeasure,
    FilePoliceReport,
    HearPupil,
    HoldConversation,
    HoldFollowUp,
    InformOfEnforcementRight,
    IssueReporterCode,
    MissMeasure,
    PlanInvestigation,
    PostponeInvestigation,
    ReceiveMessage,
    Refer,
    ReopenCase,
    ReviseInvestigation,
    RevisePlan,
    SendMessage,
    ShareFindings,
    TakeImmediateMeasure,
    WorkCommand,
)
from services.case_service.domain.matter.plan_parts import parts_held
from services.case_service.domain.matter.refusals import (
    AimedAtAnotherPupil,
    AnotherPupilsWord,
    MeasureExists,
    NoPlan,
    NoReporterCode,
    NotClosed,
    NotOpen,
    PlanVersionOutOfTurn,
    ReferralExists,
    UnknownMeasure,
    UnknownPupil,
    UnknownReferral,
)
from services.case_service.domain.matter.work import Work
from services.case_service.domain.shared_commands import AddDocument, Archive, CorrectInformation, RegisterDisagreement, SendLetter


def decide_work(
    command: WorkCommand, work: Work, circumstances: Circumstances, *, is_open: bool, is_closed: bool
) -> tuple[Event, ...]:
    """What becomes of ``command``. Raises a subclass of Refused."""
    match command:
        case CloseCase():
            if not is_open:
                raise NotOpen
        case ReopenCase():
            if not is_closed:
                raise NotClosed
        case CheckAfterClosure(fact=fact):
            if work.closings == 0 and not circumstances.history:
                raise NotClosed
            _require_own_word(work, fact.pupil)
        case ConfirmSafety(fact=fact):
            _require_own_word(work, fact.pupil)
        case HoldFollowUp(fact=fact):
            require_pupil(work, fact.pupil)
        case DraftPlan(fact=fact):
            _require_turn(work, fact.plan_version, circumstances)
            _require_measures(work, fact.measures, circumstances)
        case AdoptPlan(fact=fact):
            return (_adopted(work, fact, circumstances),)
        case RevisePlan(fact=fact):
            return (_revised(work, fact, circumstances),)
        case EvaluatePlan():
            if work.plan is None and not circumstances.history:
                raise NoPlan
        case AddMeasure(fact=fact):
            if fact.measure in work.measures:
                raise MeasureExists("measure", measure=fact.measure)
            if fact.replaces is not None and fact.replaces not in work.measures:
                raise UnknownMeasure("replaces", measure=fact.replaces)
        case ExecuteMeasure(fact=measured) | MissMeasure(fact=measured) | EvaluateMeasure(fact=measured):
            _require_measure(work, measured.measure)
        case HoldConversation(fact=fact):
            if fact.measure is not None:
                _require_measure(work, fact.measure)
        case Refer(fact=fact):
            if fact.referral in work.referrals:
                raise ReferralExists("referral", referral=fact.referral)
        case AnswerReferral(fact=fact):
            if fact.referral not in work.referrals:
                raise UnknownReferral("referral", referral=fact.referral)
        case ReceiveMessage() | SendMessage():
            if not work.reporter_has_code and not circumstances.history:
                raise NoReporterCode
        case SendLetter(fact=fact):
            if fact.pupil is not None:
                require_pupil(work, fact.pupil)
        case (
            PlanInvestigation()
            | ReviseInvestigation()
            | PostponeInvestigation()
            | HearPupil()
            | ConcludeAnalysis()
            | ShareFindings()
            | AssessBestInterest()
            | TakeImmediateMeasure()
            | AgreeFollowUp()
            | AcknowledgeAsOwner()
            | InformOfEnforcementRight()
            | FilePoliceReport()
            | Archive()
            | CorrectInformation()
            | RegisterDisagreement()
            | AddDocument()
            | IssueReporterCode()
        ):
            pass
        case _:
            assert_never(command)
    return (command.fact,)


def require_pupil(work: Work, pupil: UUID) -> None:
    """Raises UnknownPupil, unless it is not yet recorded whom the matter is about."""
    if work.pupil is not None and pupil not in work.roles:
        raise UnknownPupil("pupil", pupil=pupil)


def _require_own_word(work: Work, pupil: UUID) -> None:
    if work.pupil is not None and pupil != work.pupil:
        raise AnotherPupilsWord("pupil", pupil=pupil)


def _require_measure(work: Work, measure: UUID) -> None:
    if measure not in work.measures:
        raise UnknownMeasure("measure", measure=measure)


def _require_measures(work: Work, measures: Iterable[UUID], circumstances: Circumstances) -> None:
    """An earlier system may have listed in a plan what it set in later; a plan made here lists what there is."""
    if circumstances.history:
        return
    for measure in measures:
        if measure not in work.measures:
            raise UnknownMeasure("measures", measure=measure)


def _require_turn(work: Work, version: int, circumstances: Circumstances) -> None:
    """Versions follow each other; of an earlier system's plans some may be lost, but none goes backwards."""
    following = work.plan_version + 1
    if version == following or (circumstances.history and version > following):
        return
    raise PlanVersionOutOfTurn("plan_version", version=version, following=following)


def _adopted(work: Work, fact: PlanAdopted, circumstances: Circumstances) -> PlanAdopted:
    if None not in (fact.pupil, work.pupil) and fact.pupil != work.pupil:
        raise AimedAtAnotherPupil("pupil", pupil=fact.pupil)
    _require_turn(work, fact.plan_version, circumstances)
    _require_measures(work, fact.measures, circumstances)
    if circumstances.history:
        return fact
    parts = parts_held(work, fact.measures, states_problem=said(fact.problem), evaluate_on=fact.evaluate_on)
    return replace(fact, parts=parts)


def _revised(work: Work, fact: PlanRevised, circumstances: Circumstances) -> PlanRevised:
    if work.plan is None and not circumstances.history:
        raise NoPlan
    _require_turn(work, fact.plan_version, circumstances)
    _require_measures(work, fact.measures, circumstances)
    if work.plan is None or circumstances.history:
        return fact
    parts = parts_held(work, fact.measures, states_problem=work.plan.states_problem, evaluate_on=fact.evaluate_on)
    return replace(fact, parts=parts)
