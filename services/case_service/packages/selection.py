"""Which events go to whom: all of a matter, the family's part of it, or what is about another pupil in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from events.base import Stream
from events.documents import LetterSent
from events.envelope import Recorded
from events.lists.people import Role
from services.case_service.packages.known import Known
from services.case_service.packages.order import Order
from services.case_service.rights import Share
from services.case_service.rights.shown import LETTERS_TO, Reader, shown_to

NOBODY: Final = UUID(int=0)

OF_ANOTHER_PUPIL: Final = frozenset({"case.BestInterestAssessed", "case.IndividualDecisionMade", "case.SanctionApplied"})
"""What another pupil and her guardians may get of a matter that is not theirs. Never the plan, which is the other child's."""

HER_WORD: Final = frozenset({"case.ConversationHeld", "case.PupilHeard"})
"""What she said herself goes to her; to guardians it is a confidence, as in a matter of her own."""


def selected(known: Known, order: Order) -> frozenset[UUID]:
    """The ids of the events that go, before anybody leaves more out by hand."""
    recorded = known.recorded
    match order.receiving.share:
        case Share.WHOLE:
            shown: Sequence[Recorded] = recorded
        case Share.FAMILY:
            shown = shown_to(_family(known, order), [one for one in recorded if one.stream_id == known.row.stream_id])
        case Share.ASSIGNED if order.party is not None:
            shown = [one for one in recorded if _is_about(one, order.party, order.receiving.role)]
        case _:
            shown = ()
    return frozenset(one.envelope.event_id for one in shown)


def own_pupil(known: Known, order: Order) -> UUID | None:
    """The pupil who is named in the copy: the matter's own, or the other party herself."""
    return order.party if order.receiving.share is Share.ASSIGNED else known.row.pupil


def may_stand_beside(order: Order, stream: Stream) -> bool:
    """Whether a stream beside the matter can go along: with the whole matter alone."""
    return order.receiving.whole and stream is not Stream.HEIGHTENED_CASE


def _family(known: Known, order: Order) -> Reader:
    herself = order.receiving.role is Role.PUPIL and known.row.pupil is not None
    reader = known.row.pupil if herself and known.row.pupil is not None else NOBODY
    return Reader(id=reader, share=Share.FAMILY, role=order.receiving.role, pupil=known.row.pupil)


def _is_about(one: Recorded, party: UUID, role: Role | None) -> bool:
    if isinstance(one.event, LetterSent):
        return one.event.pupil == party and (LETTERS_TO.get(role) if role is not None else None) in one.event.recipients
    topics = OF_ANOTHER_PUPIL | HER_WORD if role is Role.PUPIL else OF_ANOTHER_PUPIL
    return one.topic in topics and party in {getattr(one.event, name, None) for name in ("pupil", "person")}
