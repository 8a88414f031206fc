"""The facts that may stand in a case and in a heightened case alike, as a closed union."""

from __future__ import annotations

from typing import TypeAlias

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

WorkFact: TypeAlias = (
    InformationCorrected
    | DisagreementRegistered
    | Archived
    | LetterSent
    | DocumentAdded
    | ReporterCodeIssued
    | MessageFromReporter
    | MessageToReporter
    | BestInterestAssessed
    | PlanDrafted
    | PlanAdopted
    | PlanRevised
    | MeasureAdded
    | MeasureExecuted
    | MeasureMissed
    | FollowUpHeld
    | MeasureEvaluated
    | PlanEvaluated
    | SafetyConfirmed
    | FollowUpAgreed
    | CaseClosed
    | PostClosureCheckDone
    | CaseReopened
    | OwnerAcknowledged
    | ImmediateMeasureTaken
    | InformedOfEnforcementRight
    | InvestigationPlanned
    | InvestigationRevised
    | ConversationHeld
    | PupilHeard
    | AnalysisConcluded
    | InvestigationPostponed
    | FindingsShared
    | Referred
    | ReferralAnswered
    | PoliceReportFiled
)
