"""Which events of a matter somebody is shown who is not shown all of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, assert_never
from uuid import UUID

import msgspec

from events.documents import LetterSent
from events.envelope import Recorded
from events.lists.decisions import ReferralTarget
from events.lists.documents import Recipient
from events.lists.investigation import FindingsAudience
from events.lists.people import Role
from events.plan import MeasureAdded
from events.reactions import Referred
from services.case_service.rights.action import Share

ASSIGNING: Final = frozenset(
    {
        "asked_by",
        "completed_by",
        "contact_person",
        "coordinator",
        "employee",
        "executed_by",
        "executor",
        "found_by",
        "held_by",
        "informed_by",
        "intervened_by",
        "leader",
        "members",
        "observer",
        "observers",
        "responsible",
    }
)
"""Fields that give somebody a task in the matter, or say that she did it. Being present, named or told gives none."""

NOT_ASSIGNING: Final = frozenset(
    {
        "acknowledged_by",
        "approved_by",
        "by",
        "case_handler",
        "closed_by",
        "evaluation_participants",
        "filed_by",
        "guardians",
        "observed",
        "participants",
        "person",
        "principal",
        "pupil",
        "receiver",
        "reported_by",
        "sent_by",
        "suspected_person",
        "team_informed",
        "to_be_heard",
        "witnesses",
    }
)
"""The other fields that hold people. Case handlers are shown the whole case by another ground."""

OF_A_MEASURE: Final = frozenset({"case.MeasureAdded", "case.MeasureExecuted", "case.MeasureMissed"})
PLAN: Final = frozenset({"case.PlanAdopted", "case.PlanRevised"})
REPORTS: Final = frozenset(
    {
        "case.ConcernReceived",
        "case.ReportedToPrincipal",
        "heightened.HeightenedReportReceived",
        "intervention.PhysicalInterventionRecorded",
    }
)
RECEIVED: Final = frozenset({"case.PrincipalAcknowledged"})
REFERENCES: Final = frozenset({"heightened.PersonnelFileReferenced"})

SHARING: Final = frozenset({"case.Referred", "case.ReferralAnswered"})
SERVICES: Final = {
    Role.SCHOOL_NURSE: ReferralTarget.SCHOOL_NURSE,
    Role.EDUCATIONAL_PSYCHOLOGY_SERVICE: ReferralTarget.EDUCATIONAL_PSYCHOLOGY_SERVICE,
}
"""What a service is shown is what was shared with it: a referral, which says what and on what basis."""

TO_THE_FAMILY: Final = frozenset(
    {
        "case.AdvanceNoticeSent",
        "case.ContactRhythmAgreed",
        "case.FollowUpAgreed",
        "case.IndividualDecisionMade",
        "case.KickoffMeetingHeld",
        "case.MeasureAdded",
        "case.MeasureEvaluated",
        "case.PlanAdopted",
        "case.PlanRevised",
        "case.PupilInformedOfReceipt",
        "case.ReceiptLetterSent",
    }
)
"""The plan, letters and minutes of an own child's case. Never reports, notes, drafts, analyses, or talks with others."""

PUPILS_WORD: Final = frozenset({"case.FollowUpHeld", "case.PupilHeard", "case.SafetyConfirmed", "case.PostClosureCheckDone"})
"""What the pupil said. The pupil sees her own; to guardians it is a confidence until somebody decides to release it."""

LETTERS_TO: Final = {Role.GUARDIAN: Recipient.GUARDIANS, Role.PUPIL: Recipient.PUPIL}
"""Whose letters each of the family reads."""

TOLD: Final = frozenset({FindingsAudience.PUPIL, FindingsAudience.GUARDIANS})


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """Who is shown a matter: herself, in which role, how much, and whether the plan comes with a task.

    ``pupil`` is the matter's.
    """

    id: UUID
    share: Share
    role: Role | None = None
    plan: bool = False
    pupil: UUID | None = None


def shown_to(reader: Reader, recorded: Sequence[Recorded]) -> tuple[Recorded, ...]:
    """The events of a matter that the reader is shown, in order."""
    own = _own_measures(reader, recorded) | _own_referrals(reader, recorded)
    return tuple(one for one in recorded if _is_shown(one, reader, own))


def _is_shown(one: Recorded, reader: Reader, own: frozenset[UUID]) -> bool:
    """Whether an event is shown. ``own`` are the measures and referrals that are the reader's."""
    match reader.share:
        case Share.WHOLE:
            return True
        case Share.NOTHING | Share.METADATA:
            return False
        case Share.RECEIPT:
            shown = _own_report(one, reader) or one.topic in RECEIVED
        case Share.REFERENCE:
            shown = one.topic in REFERENCES
        case Share.ASSIGNED:
            shown = _is_task(one, reader, own)
        case Share.SHARED:
            shown = _by(one, reader) or (one.topic in SHARING and getattr(one.event, "referral", None) in own)
        case Share.FAMILY:
            shown = _for_family(one, reader)
        case _:
            assert_never(reader.share)
    return shown


def _own_measures(reader: Reader, recorded: Sequence[Recorded]) -> frozenset[UUID]:
    return frozenset(
        one.event.measure for one in recorded if isinstance(one.event, MeasureAdded) and one.event.executor == reader.id
    )


def _own_referrals(reader: Reader, recorded: Sequence[Recorded]) -> frozenset[UUID]:
    """What was shared with the reader's service, each time with a basis."""
    target = SERVICES.get(reader.role) if reader.role is not None else None
    return frozenset(one.event.referral for one in recorded if isinstance(one.event, Referred) and one.event.target is target)


def _is_task(one: Recorded, reader: Reader, own: frozenset[UUID]) -> bool:
    return (
        _by(one, reader)
        or _names(one, reader)
        or (one.topic in OF_A_MEASURE and getattr(one.event, "measure", None) in own)
        or (reader.plan and one.topic in PLAN)
    )


def _names(one: Recorded, reader: Reader) -> bool:
    """Whether the event gives the reader a task."""
    for name in ASSIGNING.intersection(one.event.__struct_fields__):
        value = getattr(one.event, name)
        if value == reader.id or (isinstance(value, tuple) and reader.id in value):
            return True
    return False


def _by(one: Recorded, reader: Reader) -> bool:
    return reader.id in {one.envelope.actor.ref, one.envelope.actor.on_behalf_of}


def _own_report(one: Recorded, reader: Reader) -> bool:
    return one.topic in REPORTS and (_by(one, reader) or getattr(one.event, "reported_by", None) == reader.id)


def _for_family(one: Recorded, reader: Reader) -> bool:
    if _by(one, reader) or one.topic in TO_THE_FAMILY:
        return True
    if isinstance(one.event, LetterSent):
        return _is_letter_to(reader, one.event)
    if one.topic == "case.FindingsShared":
        return getattr(one.event, "audience", None) in TOLD
    if one.topic in PUPILS_WORD:
        return getattr(one.event, "pupil", None) == reader.id
    return one.topic == "case.ConversationHeld" and getattr(one.event, "person", None) == reader.id


def _is_letter_to(reader: Reader, letter: LetterSent) -> bool:
    """Whether a letter went to the reader: to guardians, or to the pupil; and about the own child, not another in the matter."""
    addressed = LETTERS_TO.get(reader.role) if reader.role is not None else None
    return addressed in letter.recipients and letter.pupil in {None, reader.pupil}
