"""Commands for the facts that stand in a case alone (opplæringslova § 12-4)."""

from __future__ import annotations

from typing import TypeAlias

from events.concern import (
    CaseLinked,
    CaseOpened,
    CaseSplit,
    ConcernAddedToCase,
    ConcernJoined,
    ConcernReceived,
    IncidentIntervened,
    ObservationNoted,
    OwnerNotified,
    PartyRoleChanged,
    PrincipalAcknowledged,
    PupilInformedOfReceipt,
    RaisedWithPrincipal,
    ReceiptLetterSent,
    ReportedToPrincipal,
    SeverityAssessed,
)
from events.investigation import (
    BullyingChecklistCompleted,
    KickoffMeetingHeld,
    ObservationLogged,
    ObservationPlanned,
    SurveyResultUsed,
)
from events.plan import ContactRhythmAgreed, InterventionTeamAppointed, ProposedMeasureDeclined
from events.reactions import (
    AdvanceNoticeSent,
    ComplaintReceived,
    IndividualDecisionMade,
    InformationSharedOnSchoolChange,
    SanctionApplied,
)
from services.case_service.domain.command import Command
from services.case_service.domain.shared_commands import CollectSchoolyardMap


class ReceiveConcern(Command[ConcernReceived], frozen=True):
    """Record that someone told an adult at the school that a pupil may not be safe."""


class NoteObservation(Command[ObservationNoted], frozen=True):
    """Note a sign about how a pupil is doing."""


class InterveneInIncident(Command[IncidentIntervened], frozen=True):
    """Record that an ongoing offence was stopped."""


class ReportToPrincipal(Command[ReportedToPrincipal], frozen=True):
    """Report a suspicion or knowledge to the principal."""


class AcknowledgeAsPrincipal(Command[PrincipalAcknowledged], frozen=True):
    """Confirm, as the principal, that the report was received."""


class InformPupilOfReceipt(Command[PupilInformedOfReceipt], frozen=True):
    """Tell the pupil that the principal has received the report."""


class SendReceiptLetter(Command[ReceiptLetterSent], frozen=True):
    """Send pupil and guardians the written notice that a concern was received."""


class RaiseWithPrincipal(Command[RaisedWithPrincipal], frozen=True):
    """Record that pupil or guardians raised the matter with the principal."""


class AssessSeverity(Command[SeverityAssessed], frozen=True):
    """Decide whether the case is serious."""


class NotifyOwner(Command[OwnerNotified], frozen=True):
    """Tell the school owner about a serious case."""


class OpenCase(Command[CaseOpened], frozen=True):
    """Open a case for one pupil in one matter."""


class JoinConcern(Command[ConcernJoined], frozen=True):
    """Let the concern belong to a case that exists."""


class AddConcern(Command[ConcernAddedToCase], frozen=True):
    """Take a later concern into the case."""


class LinkCase(Command[CaseLinked], frozen=True):
    """Link the case to another one about the same matter."""


class SplitCase(Command[CaseSplit], frozen=True):
    """Make a case of its own of the part that concerns another pupil."""


class ChangePartyRole(Command[PartyRoleChanged], frozen=True):
    """Record that what a pupil is in the matter has changed."""


class CompleteBullyingChecklist(Command[BullyingChecklistCompleted], frozen=True):
    """Go through the checklist for bullying."""


class HoldKickoffMeeting(Command[KickoffMeetingHeld], frozen=True):
    """Record the meeting at the start of the investigation."""


class PlanObservation(Command[ObservationPlanned], frozen=True):
    """Plan an observation."""


class LogObservation(Command[ObservationLogged], frozen=True):
    """Log an observation that was carried out."""


class UseSurveyResult(Command[SurveyResultUsed], frozen=True):
    """Use results of an anonymous survey in the case."""


class AppointInterventionTeam(Command[InterventionTeamAppointed], frozen=True):
    """Set up a team to carry the measures through."""


class DeclineProposedMeasure(Command[ProposedMeasureDeclined], frozen=True):
    """Decline a proposed measure, for a stated reason."""


class AgreeContactRhythm(Command[ContactRhythmAgreed], frozen=True):
    """Agree how often school and home are in touch."""


class ApplySanction(Command[SanctionApplied], frozen=True):
    """Give a pupil a sanction that the school rules allow."""


class SendAdvanceNotice(Command[AdvanceNoticeSent], frozen=True):
    """Announce a coming individual decision to the party."""


class MakeIndividualDecision(Command[IndividualDecisionMade], frozen=True):
    """Make an individual decision."""


class ReceiveComplaint(Command[ComplaintReceived], frozen=True):
    """Record a complaint against an individual decision."""


class ShareInformationOnSchoolChange(Command[InformationSharedOnSchoolChange], frozen=True):
    """Give the new school what it needs to prevent harm to other pupils."""


OwnCommand: TypeAlias = (
    CollectSchoolyardMap
    | ReceiveConcern
    | NoteObservation
    | InterveneInIncident
    | ReportToPrincipal
    | AcknowledgeAsPrincipal
    | InformPupilOfReceipt
    | SendReceiptLetter
    | RaiseWithPrincipal
    | AssessSeverity
    | NotifyOwner
    | OpenCase
    | JoinConcern
    | AddConcern
    | LinkCase
    | SplitCase
    | ChangePartyRole
    | CompleteBullyingChecklist
    | HoldKickoffMeeting
    | PlanObservation
    | LogObservation
    | UseSurveyResult
    | AppointInterventionTeam
    | DeclineProposedMeasure
    | AgreeContactRhythm
    | ApplySanction
    | SendAdvanceNotice
    | MakeIndividualDecision
    | ReceiveComplaint
    | ShareInformationOnSchoolChange
)
