"""E. Reactions and referrals (opplæringslova §§ 10-7, 13-1, 13-2, 25-1)."""

from datetime import date
from uuid import UUID

from events.base import Event, Stream, SubDuty, fact
from events.lists.decisions import (
    Complainant,
    DecisionKind,
    DecisionMaker,
    ExclusionUnit,
    ReferralTarget,
    SanctionScope,
    SharingBasis,
)
from events.sealing import Sealed


@fact("case.SanctionApplied", Stream.CASE, duty=SubDuty.MEASURES)
class SanctionApplied(Event, frozen=True, kw_only=True):
    """A pupil was given a sanction that the school rules allow.

    Opplæringslova § 10-7.
    """

    pupil: UUID
    scope: SanctionScope
    school_rule: str
    by: DecisionMaker
    description: Sealed[str]


@fact("case.AdvanceNoticeSent", Stream.CASE, duty=SubDuty.PARTICIPATION)
class AdvanceNoticeSent(Event, frozen=True, kw_only=True):
    """A coming individual decision was announced to the party.

    Forvaltningslova § 16.
    """

    decision: UUID
    kind: DecisionKind
    answer_by: date
    content: Sealed[str]


@fact("case.IndividualDecisionMade", Stream.CASE, duty=SubDuty.MEASURES)
class IndividualDecisionMade(Event, frozen=True, kw_only=True):
    """An individual decision was made: exclusion, change of school or another one.

    Opplæringslova §§ 13-1 og 13-2.
    """

    decision: UUID
    kind: DecisionKind
    by: DecisionMaker
    grade: int | None = None
    pupil: UUID
    length: float | None = None
    unit: ExclusionUnit | None = None
    from_date: date | None = None
    to_date: date | None = None
    receiving_school: str | None = None
    basis_in_school_rules: bool | None = None
    milder_means_considered: bool | None = None
    pupil_heard: bool | None = None
    guardians_told_before: bool | None = None
    informs_of_complaint: bool | None = None
    reason: Sealed[str]


@fact("case.ComplaintReceived", Stream.CASE, duty=SubDuty.PARTICIPATION)
class ComplaintReceived(Event, frozen=True, kw_only=True):
    """A complaint against an individual decision came in.

    Forvaltningslova §§ 28-29.
    """

    decision: UUID
    complainant: Complainant
    content: Sealed[str]


@fact("case.Referred", Stream.CASE, Stream.HEIGHTENED_CASE, duty=SubDuty.MEASURES)
class Referred(Event, frozen=True, kw_only=True):
    """The pupil or the matter was referred to another service.

    Opplæringslova §§ 24-3, 25-1; Gjøvik/Kopperud step 9.
    """

    referral: UUID
    target: ReferralTarget
    basis: SharingBasis
    what_was_shared: Sealed[str]


@fact("case.ReferralAnswered", Stream.CASE, Stream.HEIGHTENED_CASE, duty=SubDuty.MEASURES)
class ReferralAnswered(Event, frozen=True, kw_only=True):
    """The other service answered.

    Opplæringslova § 25-1.
    """

    referral: UUID
    accepted: bool
    answer: Sealed[str]


@fact("case.PoliceReportFiled", Stream.CASE, Stream.HEIGHTENED_CASE, duty=SubDuty.MEASURES)
class PoliceReportFiled(Event, frozen=True, kw_only=True):
    """The school or the municipality reported a matter to the police.

    Opplæringslova § 12-4; Bærum's plan.
    """

    filed_by: UUID
    police_reference: Sealed[str] | None = None


@fact("case.InformationSharedOnSchoolChange", Stream.CASE, duty=SubDuty.MEASURES)
class InformationSharedOnSchoolChange(Event, frozen=True, kw_only=True):
    """The new school got the information that it needs to prevent harm to other pupils.

    Opplæringslova § 25-1 fjerde ledd; opplæringsforskrifta § 20-3.
    """

    receiving_school: str
    necessity_assessed: bool
    content: Sealed[str]
    necessity: Sealed[str]
