"""The order that those who handle a matter work on together: where its draft lies, and what of it can hold."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from msgspec.structs import replace

from events.base import Stream
from services.case_service.drafts import Draft, DraftPlace
from services.case_service.packages.asked import Asked
from services.case_service.packages.order import Order
from services.case_service.packages.selection import may_stand_beside


def place_of(matter: UUID, asked: Asked) -> DraftPlace:
    """Where the draft lies: with the matter, not with a writer, so that whoever handles the matter goes on with it."""
    return DraftPlace(writer=matter, matter=matter, form=f"package:{asked.request}")


def drafted(draft: Draft, asked: Asked, beside: Mapping[UUID, Stream]) -> Order:
    """The order that a draft holds. ``beside`` are the streams that can go along with the matter."""
    return allowed(Order.of(draft.posted, asked.basis, len(asked.questions)), beside)


def allowed(order: Order, beside: Mapping[UUID, Stream]) -> Order:
    """Without streams that do not belong to the matter, or that this recipient does not get."""
    kept = frozenset(one for one in order.beside if one in beside and may_stand_beside(order, beside[one]))
    return replace(order, beside=kept)
