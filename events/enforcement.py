"""H. Enforcement by Statsforvalteren (opplæringslova §§ 12-6, 12-8)."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from events.base import Event, Stream, SubDuty, fact
from events.lists.decisions import (
    AuthorityCaseEnd,
    Complainant,
    FineStop,
    FineUnit,
    RejectionGround,
    StatsforvalterDecision,
    UdirOutcome,
)
from events.lists.people import Reporter
from events.sealing import Sealed

Kroner = Annotated[int, msgspec.Meta(ge=0)]
"""An amount in whole Norwegian kroner."""


@fact("case.InformedOfEnforcementRight", Stream.CASE, Stream.HEIGHTENED_CASE, duty=SubDuty.PARTICIPATION)
class InformedOfEnforcementRight(Event, frozen=True, kw_only=True):
    """Pupil and guardians were told that they may report the matter to Statsforvalteren.

    Opplæringslova §§ 10-8, 12-6.
    """

    pupil_informed: bool
    guardians_informed: bool
    in_writing: bool


@fact("enforcement.ReportedToStatsforvalter", Stream.ENFORCEMENT)
class ReportedToStatsforvalter(Event, frozen=True, kw_only=True):
    """Pupil or guardians reported the matter to Statsforvalteren.

    Opplæringslova § 12-6 første ledd.
    """

    reported_by: Reporter
    raised_with_principal_on: date | None = None
    theme: Sealed[str] | None = None


@fact("enforcement.StatsforvalterRejected", Stream.ENFORCEMENT)
class StatsforvalterRejected(Event, frozen=True, kw_only=True):
    """Statsforvalteren rejected the case without trying it.

    Opplæringslova § 12-6 andre ledd.
    """

    ground: RejectionGround
    special_reasons_assessed: bool


@fact("enforcement.StatsforvalterRequestedInformation", Stream.ENFORCEMENT)
class StatsforvalterRequestedInformation(Event, frozen=True, kw_only=True):
    """Statsforvalteren asked the municipality for information, with a date to answer by.

    Opplæringslova § 12-6 tredje ledd.
    """

    request: UUID
    answer_by: date
    questions: tuple[Sealed[str], ...]


@fact("enforcement.DeadlineExtensionRequested", Stream.ENFORCEMENT)
class DeadlineExtensionRequested(Event, frozen=True, kw_only=True):
    """The municipality asked for more time to answer.

    Opplæringslova § 12-6 tredje ledd.
    """

    request: UUID
    new_date: date
    reason: Sealed[str]


@fact("enforcement.DeadlineExtended", Stream.ENFORCEMENT)
class DeadlineExtended(Event, frozen=True, kw_only=True):
    """Statsforvalteren gave more time to answer.

    Opplæringslova § 12-6 tredje ledd.
    """

    request: UUID
    answer_by: date


@fact("enforcement.AccountApproved", Stream.ENFORCEMENT, duty=SubDuty.DOCUMENT)
class AccountApproved(Event, frozen=True, kw_only=True):
    """The written account to Statsforvalteren was approved inside the municipality.

    Opplæringslova § 12-6 tredje ledd.
    """

    request: UUID
    approved_by: UUID


@fact("enforcement.AccountSent", Stream.ENFORCEMENT, duty=SubDuty.DOCUMENT)
class AccountSent(Event, frozen=True, kw_only=True):
    """The account and its package were sent to Statsforvalteren.

    Opplæringslova § 12-6 tredje ledd.
    """

    request: UUID
    package_sha256: str | None = None
    case_version: int | None = None
    plan_version: int | None = None


@fact("enforcement.StatsforvalterMeetingHeld", Stream.ENFORCEMENT)
class StatsforvalterMeetingHeld(Event, frozen=True, kw_only=True):
    """Statsforvalteren met the school or the municipality.

    Opplæringslova § 12-6.
    """

    participants: tuple[UUID, ...]
    minutes: Sealed[str]


@fact("enforcement.PupilHeardByStatsforvalter", Stream.ENFORCEMENT, duty=SubDuty.PARTICIPATION)
class PupilHeardByStatsforvalter(Event, frozen=True, kw_only=True):
    """Statsforvalteren talked with the pupil.

    Opplæringslova § 10-2.
    """

    pupil: UUID


@fact("enforcement.StatsforvalterDecisionReceived", Stream.ENFORCEMENT)
class StatsforvalterDecisionReceived(Event, frozen=True, kw_only=True):
    """Statsforvalteren's decision came, with the items that the school is ordered to do.

    Opplæringslova § 12-6 fjerde og femte ledd.
    """

    decision: StatsforvalterDecision
    measures_duty_met: bool | None = None
    plan_duty_met: bool | None = None
    items: tuple[UUID, ...] = ()
    due_on: date | None = None
    reference: str | None = None
    reasons: Sealed[str] | None = None


@fact("enforcement.OrderItemIssued", Stream.ENFORCEMENT)
class OrderItemIssued(Event, frozen=True, kw_only=True):
    """One item of a decision, with its own deadline, so that it can be followed on its own.

    Opplæringslova § 12-6 femte ledd.
    """

    item: UUID
    due_on: date | None = None
    text: Sealed[str]


@fact("enforcement.OrderItemCompleted", Stream.ENFORCEMENT, duty=SubDuty.MEASURES)
class OrderItemCompleted(Event, frozen=True, kw_only=True):
    """An ordered item was carried out, with evidence.

    Opplæringslova § 12-6 femte ledd.
    """

    item: UUID
    evidence_events: tuple[UUID, ...] = ()
    evidence: Sealed[str]


@fact("enforcement.StatsforvalterFollowUpSent", Stream.ENFORCEMENT, duty=SubDuty.DOCUMENT)
class StatsforvalterFollowUpSent(Event, frozen=True, kw_only=True):
    """The municipality reported on how the decision is carried out.

    Opplæringslova § 12-6 femte ledd.
    """

    all_items_completed: bool
    content: Sealed[str]


@fact("enforcement.CoerciveFineWarned", Stream.ENFORCEMENT)
class CoerciveFineWarned(Event, frozen=True, kw_only=True):
    """Statsforvalteren warned of a coercive fine.

    Opplæringslova § 12-8.
    """

    amount: Kroner | None = None
    unit: FineUnit | None = None
    answer_by: date | None = None


@fact("enforcement.CoerciveFineImposed", Stream.ENFORCEMENT)
class CoerciveFineImposed(Event, frozen=True, kw_only=True):
    """A coercive fine was decided: an amount for each day or week from a date until the order is carried out.

    Opplæringslova § 12-8.
    """

    amount: Kroner
    unit: FineUnit
    runs_from: date


@fact("enforcement.CoerciveFineReduced", Stream.ENFORCEMENT)
class CoerciveFineReduced(Event, frozen=True, kw_only=True):
    """The fine was reduced in a special case.

    Opplæringslova § 12-8.
    """

    amount: Kroner
    unit: FineUnit
    from_date: date
    reason: Sealed[str] | None = None


@fact("enforcement.CoerciveFineStopped", Stream.ENFORCEMENT)
class CoerciveFineStopped(Event, frozen=True, kw_only=True):
    """The fine stopped running.

    Opplæringslova § 12-8.
    """

    stopped_on: date
    ground: FineStop
    total: Kroner | None = None


@fact("enforcement.ComplaintToUdirLodged", Stream.ENFORCEMENT)
class ComplaintToUdirLodged(Event, frozen=True, kw_only=True):
    """Pupil or guardians complained to Udir about Statsforvalteren's decision.

    Opplæringslova § 29-1; three weeks, forvaltningslova § 29.
    """

    complainant: Complainant


@fact("enforcement.UdirDecided", Stream.ENFORCEMENT)
class UdirDecided(Event, frozen=True, kw_only=True):
    """Udir decided the complaint.

    Opplæringslova § 29-1.
    """

    outcome: UdirOutcome


@fact("enforcement.StatsforvalterCaseClosed", Stream.ENFORCEMENT)
class StatsforvalterCaseClosed(Event, frozen=True, kw_only=True):
    """Statsforvalteren ended the follow-up of the case.

    Opplæringslova § 12-6 femte ledd.
    """

    ground: AuthorityCaseEnd
