"""Commands for a case with Statsforvalteren."""

from __future__ import annotations

from typing import TypeAlias

from events.enforcement import (
    AccountApproved,
    AccountSent,
    CoerciveFineImposed,
    CoerciveFineReduced,
    CoerciveFineStopped,
    CoerciveFineWarned,
    ComplaintToUdirLodged,
    DeadlineExtended,
    DeadlineExtensionRequested,
    OrderItemCompleted,
    OrderItemIssued,
    PupilHeardByStatsforvalter,
    ReportedToStatsforvalter,
    StatsforvalterCaseClosed,
    StatsforvalterDecisionReceived,
    StatsforvalterFollowUpSent,
    StatsforvalterMeetingHeld,
    StatsforvalterRejected,
    StatsforvalterRequestedInformation,
    UdirDecided,
)
from services.case_service.domain.command import Command
from services.case_service.domain.shared_commands import AddDocument, Archive, CorrectInformation, RegisterDisagreement, SendLetter


class ReportToStatsforvalter(Command[ReportedToStatsforvalter], frozen=True):
    """Record that the matter was reported to Statsforvalteren."""


class RecordRejection(Command[StatsforvalterRejected], frozen=True):
    """Record that Statsforvalteren rejected the case without trying it."""


class RecordInformationRequest(Command[StatsforvalterRequestedInformation], frozen=True):
    """Record what Statsforvalteren asks for, and by when."""


class RequestDeadlineExtension(Command[DeadlineExtensionRequested], frozen=True):
    """Ask Statsforvalteren for more time to answer."""


class RecordDeadlineExtension(Command[DeadlineExtended], frozen=True):
    """Record that Statsforvalteren gave more time."""


class ApproveAccount(Command[AccountApproved], frozen=True):
    """Approve the written account inside the municipality."""


class SendAccount(Command[AccountSent], frozen=True):
    """Send the account and its package to Statsforvalteren."""


class RecordStatsforvalterMeeting(Command[StatsforvalterMeetingHeld], frozen=True):
    """Record a meeting with Statsforvalteren."""


class RecordPupilHeardByStatsforvalter(Command[PupilHeardByStatsforvalter], frozen=True):
    """Record that Statsforvalteren talked with the pupil."""


class ReceiveStatsforvalterDecision(Command[StatsforvalterDecisionReceived], frozen=True):
    """Record Statsforvalteren's decision."""


class IssueOrderItem(Command[OrderItemIssued], frozen=True):
    """Set up one ordered item to be followed on its own."""


class CompleteOrderItem(Command[OrderItemCompleted], frozen=True):
    """Record that an ordered item was carried out, with the evidence."""


class SendStatsforvalterFollowUp(Command[StatsforvalterFollowUpSent], frozen=True):
    """Report to Statsforvalteren how the decision is carried out."""


class WarnOfCoerciveFine(Command[CoerciveFineWarned], frozen=True):
    """Record that Statsforvalteren warned of a coercive fine."""


class ImposeCoerciveFine(Command[CoerciveFineImposed], frozen=True):
    """Record that a coercive fine was decided."""


class ReduceCoerciveFine(Command[CoerciveFineReduced], frozen=True):
    """Record that the fine was reduced."""


class StopCoerciveFine(Command[CoerciveFineStopped], frozen=True):
    """Record that the fine stopped running."""


class LodgeComplaintToUdir(Command[ComplaintToUdirLodged], frozen=True):
    """Record a complaint to Udir about Statsforvalteren's decision."""


class RecordUdirDecision(Command[UdirDecided], frozen=True):
    """Record what Udir decided on the complaint."""


class CloseStatsforvalterCase(Command[StatsforvalterCaseClosed], frozen=True):
    """Record that Statsforvalteren ended the follow-up."""


EnforcementCommand: TypeAlias = (
    ReportToStatsforvalter
    | RecordRejection
    | RecordInformationRequest
    | RequestDeadlineExtension
    | RecordDeadlineExtension
    | ApproveAccount
    | SendAccount
    | RecordStatsforvalterMeeting
    | RecordPupilHeardByStatsforvalter
    | ReceiveStatsforvalterDecision
    | IssueOrderItem
    | CompleteOrderItem
    | SendStatsforvalterFollowUp
    | WarnOfCoerciveFine
    | ImposeCoerciveFine
    | ReduceCoerciveFine
    | StopCoerciveFine
    | LodgeComplaintToUdir
    | RecordUdirDecision
    | CloseStatsforvalterCase
    | CorrectInformation
    | RegisterDisagreement
    | SendLetter
    | AddDocument
    | Archive
)
