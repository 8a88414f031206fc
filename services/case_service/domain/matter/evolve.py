"""How a fact changes what is remembered of the work. Never refuses: what is unknown is passed over, what repeats is counted."""

from __future__ import annotations

from typing import assert_never
from uuid import UUID

from msgspec.structs import replace

from events.archive import Archived
from events.best_interest import BestInterestAssessed
from events.closing import CaseClosed, CaseReopened, FollowUpAgreed, PostClosureCheckDone, SafetyConfirmed
from events.concern import ImmediateMeasureTaken, OwnerAcknowledged
from events.correction import DisagreementRegistered, InformationCorrected
from events.dialogue import MessageFromReporter, MessageToReporter, ReporterCodeIssued
from events.documents import DocumentAdded, LetterSent
from events.enforcement import InformedOfEnforcementRight
from events.investigation import (
    AnalysisConcluded,
    ConversationHeld,
    FindingsShared,
    InvestigationPlanned,
    InvestigationPostponed,
    InvestigationRevised,
    PupilHeard,
)
from events.lists.measures import Conclusion
from events.lists.people import PupilRole
from events.plan import (
    FollowUpHeld,
    MeasureAdded,
    MeasureEvaluated,
    MeasureExecuted,
    MeasureMissed,
    PlanAdopted,
    PlanDrafted,
    PlanEvaluated,
    PlanRevised,
)
from events.reactions import PoliceReportFiled, ReferralAnswered, Referred
from services.case_service.domain.checks import said
from services.case_service.domain.matter.facts import WorkFact
from services.case_service.domain.matter.work import Measure, Plan, Work


def evolve_work(work: Work, fact: WorkFact) -> Work:
    """What is remembered after ``fact``."""
    match fact:
        case PupilHeard():
            return replace(meet(work, fact.pupil), heard=work.heard | {fact.pupil})
        case BestInterestAssessed():
            return replace(meet(work, fact.pupil), best_interest=work.best_interest | {fact.pupil})
        case ImmediateMeasureTaken():
            return replace(work, protected_at_once=True)
        case PlanDrafted():
            return replace(work, drafted_version=max(work.drafted_version, fact.plan_version))
        case PlanAdopted():
            return replace(work, plan=_adopted(fact))
        case PlanRevised():
            return replace(work, plan=_revised(work.plan, fact))
        case MeasureAdded():
            return _set_in(work, fact)
        case MeasureExecuted() | MeasureMissed() | MeasureEvaluated():
            return _measured(work, fact)
        case SafetyConfirmed() | PostClosureCheckDone():
            return replace(work, says_safe=fact.pupil_is_safe)
        case OwnerAcknowledged():
            return replace(work, owner_acknowledged=True)
        case InformedOfEnforcementRight():
            return replace(work, informed_of_enforcement=True)
        case Referred():
            return replace(work, referrals={**work.referrals, fact.referral: None})
        case ReferralAnswered():
            return replace(work, referrals={**work.referrals, fact.referral: fact.accepted})
        case PoliceReportFiled():
            return replace(work, reported_to_police=True)
        case ReporterCodeIssued():
            return replace(work, reporter_has_code=True)
        case CaseClosed():
            return replace(work, closings=work.closings + 1)
        case Archived():
            return replace(work, archived_version=max(work.archived_version, fact.up_to_version))
        case (
            InvestigationPlanned()
            | InvestigationRevised()
            | InvestigationPostponed()
            | ConversationHeld()
            | AnalysisConcluded()
            | FindingsShared()
            | PlanEvaluated()
            | FollowUpHeld()
            | FollowUpAgreed()
            | CaseReopened()
            | InformationCorrected()
            | DisagreementRegistered()
            | LetterSent()
            | DocumentAdded()
            | MessageFromReporter()
            | MessageToReporter()
        ):
            return work
        case _:
            assert_never(fact)


def meet(work: Work, pupil: UUID, role: PupilRole | None = None) -> Work:
    """The work, with ``pupil`` known in it; a role said earlier is kept unless another is said now."""
    if pupil in work.roles and role is None:
        return work
    return replace(work, roles={**work.roles, pupil: role})


def _adopted(fact: PlanAdopted) -> Plan:
    return Plan(version=fact.plan_version, measures=fact.measures, states_problem=said(fact.problem), evaluate_on=fact.evaluate_on)


def _revised(plan: Plan | None, fact: PlanRevised) -> Plan:
    return Plan(
        version=fact.plan_version,
        measures=fact.measures,
        states_problem=plan is not None and plan.states_problem,
        evaluate_on=fact.evaluate_on,
    )


def _set_in(work: Work, fact: MeasureAdded) -> Work:
    measures = dict(work.measures)
    if fact.replaces is not None and (replaced := measures.get(fact.replaces)) is not None:
        measures[fact.replaces] = replace(replaced, ended=True)
    measures[fact.measure] = Measure(
        states_problem=said(fact.problem),
        executor=fact.executor,
        executor_is=fact.executor_is,
        from_date=fact.from_date,
        to_date=fact.to_date,
        evaluate_on=fact.evaluate_on,
    )
    return replace(work, measures=measures)


def _measured(work: Work, fact: MeasureExecuted | MeasureMissed | MeasureEvaluated) -> Work:
    measure = work.measures.get(fact.measure)
    if measure is None:
        return work
    match fact:
        case MeasureExecuted():
            changed = replace(measure, executed=measure.executed + 1)
        case MeasureMissed():
            changed = replace(measure, missed=measure.missed + 1)
        case MeasureEvaluated():
            changed = replace(
                measure,
                evaluated=measure.evaluated + 1,
                effect=fact.effect,
                evaluate_on=fact.next_evaluation_on or measure.evaluate_on,
                ended=fact.conclusion is Conclusion.ENDED,
            )
        case _:
            assert_never(fact)
    return replace(work, measures={**work.measures, fact.measure: changed})
