"""I. Closing and reopening: on the pupil's own word."""

from datetime import date
from uuid import UUID

from events.base import Event, Stream, SubDuty, fact
from events.lists.measures import ClosingReason, ReopeningReason
from events.plan import Scale
from events.sealing import Sealed


@fact("case.SafetyConfirmed", Stream.CASE, Stream.HEIGHTENED_CASE, duty=SubDuty.PARTICIPATION)
class SafetyConfirmed(Event, frozen=True, kw_only=True):
    """The pupil said, in own words, how it is now; and the guardians' view.

    Udir's circular 6.3.6 (the duty lasts until the pupil has it safe and good); opplæringslova § 12-2.
    """

    pupil: UUID
    pupil_is_safe: bool
    asked_by: UUID
    experience: Scale | None = None
    guardians_agree: bool | None = None
    own_words: Sealed[str]
    guardians_view: Sealed[str] | None = None


@fact("case.FollowUpAgreed", Stream.CASE, Stream.HEIGHTENED_CASE, duty=SubDuty.MEASURES)
class FollowUpAgreed(Event, frozen=True, kw_only=True):
    """Follow-up was agreed for the time after the offensive conduct has stopped.

    Bærum's plan.
    """

    responsible: UUID
    until: date
    how: Sealed[str]


@fact("case.CaseClosed", Stream.CASE, Stream.HEIGHTENED_CASE, duty=SubDuty.DOCUMENT)
class CaseClosed(Event, frozen=True, kw_only=True):
    """The case was closed, with the reason and what is left.

    Udir's circular 6.3.6; opplæringslova § 12-4.
    """

    reason: ClosingReason
    pupil_agrees: bool | None = None
    remaining_items: int = 0
    explanation: Sealed[str]
    remaining: Sealed[str] | None = None


@fact("case.PostClosureCheckDone", Stream.CASE, Stream.HEIGHTENED_CASE, duty=SubDuty.FOLLOW_ALONG)
class PostClosureCheckDone(Event, frozen=True, kw_only=True):
    """Some weeks after closing, the school asked again.

    Opplæringslova § 12-4 første ledd; Varde's own proposal of four to eight weeks.
    """

    pupil: UUID
    pupil_is_safe: bool
    experience: Scale | None = None
    own_words: Sealed[str]


@fact("case.CaseReopened", Stream.CASE, Stream.HEIGHTENED_CASE, duty=SubDuty.DOCUMENT)
class CaseReopened(Event, frozen=True, kw_only=True):
    """A closed case was opened again.

    Opplæringslova § 12-4.
    """

    reason: ReopeningReason
    because_of: UUID | None = None
    explanation: Sealed[str]
