"""The facts that stand in a case alone, as a closed union."""

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
    SchoolyardMapCollected,
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

OwnFact: TypeAlias = (
    InterventionTeamAppointed
    | ProposedMeasureDeclined
    | ContactRhythmAgreed
    | ConcernReceived
    | ObservationNoted
    | IncidentIntervened
    | ReportedToPrincipal
    | PrincipalAcknowledged
    | PupilInformedOfReceipt
    | ReceiptLetterSent
    | RaisedWithPrincipal
    | SeverityAssessed
    | OwnerNotified
    | CaseOpened
    | ConcernJoined
    | ConcernAddedToCase
    | CaseLinked
    | CaseSplit
    | PartyRoleChanged
    | BullyingChecklistCompleted
    | KickoffMeetingHeld
    | ObservationPlanned
    | ObservationLogged
    | SchoolyardMapCollected
    | SurveyResultUsed
    | SanctionApplied
    | AdvanceNoticeSent
    | IndividualDecisionMade
    | ComplaintReceived
    | InformationSharedOnSchoolChange
)
