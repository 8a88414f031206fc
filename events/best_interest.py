"""C. Best interest of the child: assess, weigh, show (opplæringslova § 10-1)."""

from typing import Any, ClassVar
from uuid import UUID

import msgspec

from events.base import Event, Stream, SubDuty, fact
from events.lists.measures import Moment, Weight
from events.sealing import Sealed, WorkingNote
from events.upcasting import upcaster


class WeighedMoment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One moment of the assessment: what is known, how sure it is, and the weight it got."""

    moment: Moment
    weight: Weight
    secondary_source: bool | None = None
    information: Sealed[str]
    validity: Sealed[str] | None = None
    working_note: WorkingNote[str] | None = None


@fact("case.BestInterestAssessed", Stream.CASE, Stream.HEIGHTENED_CASE, duty=SubDuty.BEST_INTEREST)
class BestInterestAssessed(Event, frozen=True, kw_only=True):
    """The best interest of one affected child was assessed, weighed and shown, for one decision.

    Opplæringslova § 10-1; Øyer's and Bærum's lists of moments (annex 13).
    """

    class_version: ClassVar[int] = 2

    pupil: UUID
    concerns_decision: UUID | None = None
    moments: tuple[WeighedMoment, ...]
    conflict_between_children: bool
    harmonised: bool | None = None
    weight_given: Weight
    conflict: Sealed[str] | None = None
    harmonisation: Sealed[str] | None = None
    conclusion: Sealed[str]


@upcaster("case.BestInterestAssessed", from_version=1)
def ask_for_harmony_only_where_there_is_conflict(data: dict[str, Any]) -> dict[str, Any]:
    """The first version asked of every assessment whether interests were brought together; what was answered is kept."""
    return data
