"""Commands that a case and a heightened case share: investigation, plan, measures, the pupil's own word, closing."""

from __future__ import annotations

from typing import TypeAlias

from events.best_interest import BestInterestAssessed
from events.closing import CaseClosed, CaseReopened, FollowUpAgreed, PostClosureCheckDone, SafetyConfirmed
from events.concern import ImmediateMeasureTaken, OwnerAcknowledged
from events.dialogue import MessageFromReporter, MessageToReporter, ReporterCodeIssued
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
from services.case_service.domain.command import Command
from services.case_service.domain.shared_commands import AddDocument, Archive, CorrectInformation, RegisterDisagreement, SendLetter


class PlanInvestigation(Command[InvestigationPlanned], frozen=True):
    """Write down what is known, how it will be investigated, who will be heard and by when."""


class ReviseInvestigation(Command[InvestigationRevised], frozen=True):
    """Change the plan for the investigation."""


class PostponeInvestigation(Command[InvestigationPostponed], frozen=True):
    """Put the investigation off, for a reason and to a date."""


class HoldConversation(Command[ConversationHeld], frozen=True):
    """Record a conversation with a pupil, guardians or an employee."""


class HearPupil(Command[PupilHeard], frozen=True):
    """Record what a pupil said, or that she was offered to be heard and did not wish it."""


class ConcludeAnalysis(Command[AnalysisConcluded], frozen=True):
    """Conclude what the investigation showed and whether the pupil is safe."""


class ShareFindings(Command[FindingsShared], frozen=True):
    """Tell pupil, guardians or class what the investigation showed."""


class AssessBestInterest(Command[BestInterestAssessed], frozen=True):
    """Assess, weigh and show the best interest of one affected child."""


class TakeImmediateMeasure(Command[ImmediateMeasureTaken], frozen=True):
    """Protect the pupil at once."""


class DraftPlan(Command[PlanDrafted], frozen=True):
    """Make a draft of the written plan."""


class AdoptPlan(Command[PlanAdopted], frozen=True):
    """Adopt the written plan."""


class RevisePlan(Command[PlanRevised], frozen=True):
    """Change the adopted plan."""


class AddMeasure(Command[MeasureAdded], frozen=True):
    """Set in a measure."""


class ExecuteMeasure(Command[MeasureExecuted], frozen=True):
    """Record that a measure was carried out."""


class MissMeasure(Command[MeasureMissed], frozen=True):
    """Record that a measure was not carried out as planned, and why."""


class EvaluateMeasure(Command[MeasureEvaluated], frozen=True):
    """Evaluate the effect of a measure as the pupil has it."""


class EvaluatePlan(Command[PlanEvaluated], frozen=True):
    """Evaluate the plan as a whole."""


class HoldFollowUp(Command[FollowUpHeld], frozen=True):
    """Record a follow-up conversation with the pupil."""


class ConfirmSafety(Command[SafetyConfirmed], frozen=True):
    """Record the pupil's own word on how it is now."""


class AgreeFollowUp(Command[FollowUpAgreed], frozen=True):
    """Agree on follow-up after the offensive conduct has stopped."""


class CheckAfterClosure(Command[PostClosureCheckDone], frozen=True):
    """Ask again, some weeks after closing."""


class AcknowledgeAsOwner(Command[OwnerAcknowledged], frozen=True):
    """Confirm, as the school owner, that the notice was received."""


class InformOfEnforcementRight(Command[InformedOfEnforcementRight], frozen=True):
    """Tell pupil and guardians that they may report the matter to Statsforvalteren."""


class Refer(Command[Referred], frozen=True):
    """Refer the pupil or the matter to another service."""


class AnswerReferral(Command[ReferralAnswered], frozen=True):
    """Record what the other service answered."""


class FilePoliceReport(Command[PoliceReportFiled], frozen=True):
    """Report the matter to the police."""


class IssueReporterCode(Command[ReporterCodeIssued], frozen=True):
    """Give whoever reported without logging in a code to come back with."""


class ReceiveMessage(Command[MessageFromReporter], frozen=True):
    """Take in what whoever reported wrote since."""


class SendMessage(Command[MessageToReporter], frozen=True):
    """Write to whoever reported."""


class CloseCase(Command[CaseClosed], frozen=True):
    """Close the case, with the reason and what is left."""


class ReopenCase(Command[CaseReopened], frozen=True):
    """Open a closed case again."""


WorkCommand: TypeAlias = (
    Archive
    | CorrectInformation
    | RegisterDisagreement
    | SendLetter
    | AddDocument
    | IssueReporterCode
    | ReceiveMessage
    | SendMessage
    | PlanInvestigation
    | ReviseInvestigation
    | PostponeInvestigation
    | HoldConversation
    | HearPupil
    | ConcludeAnalysis
    | ShareFindings
    | AssessBestInterest
    | TakeImmediateMeasure
    | DraftPlan
    | AdoptPlan
    | RevisePlan
    | AddMeasure
    | ExecuteMeasure
    | MissMeasure
    | EvaluateMeasure
    | EvaluatePlan
    | HoldFollowUp
    | ConfirmSafety
    | AgreeFollowUp
    | CheckAfterClosure
    | AcknowledgeAsOwner
    | InformOfEnforcementRight
    | Refer
    | AnswerReferral
    | FilePoliceReport
    | CloseCase
    | ReopenCase
)
