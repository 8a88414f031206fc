"""The order that somebody works on: proposed from the matter, kept as a draft that those who handle the matter share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

import msgspec
from flask import abort
from msgspec.structs import replace

from events.base import Stream
from services.case_service.drafts import Draft
from services.case_service.http.languages import current_language
from services.case_service.http.packages.opening import Opened
from services.case_service.http.web import the_desk, the_web
from services.case_service.packages.asked import Asked
from services.case_service.packages.content import Content
from services.case_service.packages.drafted import allowed, drafted, place_of
from services.case_service.packages.known import Known
from services.case_service.packages.order import Order
from services.case_service.packages.receiving import receivings_of

Posted = Mapping[str, Sequence[str]]

CHOICES: Final = frozenset({"receiving", "provision", "language", "party", "name_others", "statement", "part", "beside"})
MASKS: Final = frozenset({"everywhere", "leave_out", "file"})
"""The fields of the two forms that an order is made in. What the one form holds, the other leaves as it is."""

SAVED: Final = "saved_at"
"""The field that says on which draft a form was made."""


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """One order during one request, with the draft that it was read from (None: it is proposed, and nothing is kept yet)."""

    opened: Opened
    asked: Asked
    order: Order
    draft: Draft | None

    @property
    def saved_at(self) -> str:
        """Which draft a form is made on."""
        return "" if self.draft is None else self.draft.saved_at.isoformat()

    @property
    def content(self) -> Content:
        """The package as it would be made now."""
        return content_of(self.opened, self.asked, self.order)


def work_on(opened: Opened, request: UUID) -> Work:
    """The order as it was saved last, or as the matter proposes it. 404 for a request that nothing can be handed over for."""
    asked = opened.request(request)
    if not receivings_of(asked.basis):
        abort(404)
    draft = the_desk().drafts.find(place_of(opened.row.stream_id, asked), the_web().clock())
    order = drafted(draft, asked, _beside(opened)) if draft is not None else proposed(opened, asked)
    return Work(opened=opened, asked=asked, order=order, draft=draft)


def changed(work: Work, posted: Posted) -> Work:
    """The order with what one of the forms posts."""
    own = {name for name in (*work.order.as_posted(), *posted) if _is_of(name, posted)}
    kept = {name: tuple(values) for name, values in work.order.as_posted().items() if name not in own}
    merged = {**kept, **{name: tuple(posted.get(name, ())) for name in own}}
    order = allowed(Order.of(merged, work.asked.basis, len(work.asked.questions)), _beside(work.opened))
    if _goes_to(order) != _goes_to(work.order):
        order = replace(order, files=_proposed_files(content_of(work.opened, work.asked, order)))
    return replace(work, order=order)


def save(work: Work) -> None:
    """Keep the order. Raises DraftTooLargeError."""
    the_desk().drafts.save(place_of(work.opened.row.stream_id, work.asked), work.order.as_posted(), the_web().clock())


def content_of(opened: Opened, asked: Asked, order: Order) -> Content:
    """What the package would hold if it were made now."""
    beside = [one.row for id_, one in opened.beside.items() if id_ in order.beside]
    return Content(Known(the_desk(), opened.row, beside), order, asked)


def proposed(opened: Opened, asked: Asked) -> Order:
    """The order as the matter gives it: the usual recipient, every part, and an account that a person goes on with."""
    first = receivings_of(asked.basis)[0]
    order = Order(
        receiving=first,
        provision=first.provision,
        language=current_language(),
        name_others=first.named_first,
        beside=frozenset(opened.beside),
    )
    order = allowed(order, _beside(opened))
    content = content_of(opened, asked, order)
    return replace(order, statement=content.proposed_statement(), files=_proposed_files(content))


def _goes_to(order: Order) -> tuple[object, ...]:
    """What decides which files may go: those that were chosen for one recipient are not chosen for another."""
    return (order.receiving.key, order.party, order.names_others)


def _proposed_files(content: Content) -> frozenset[UUID]:
    return frozenset(one.attachment.id for one in content.files if one.proposed)


def _beside(opened: Opened) -> Mapping[UUID, Stream]:
    return {one: other.row.stream for one, other in opened.beside.items()}


def _is_of(name: str, posted: Posted) -> bool:
    """Whether a field belongs to the form that was posted."""
    if "statement" in posted:
        return name in CHOICES or name.startswith(("answer:", "answer_part:"))
    return name in MASKS or name.startswith("mask:")
