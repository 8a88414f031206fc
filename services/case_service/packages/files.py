"""Which attachments can go along. A file cannot be masked, so it goes whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

import msgspec

from events.concern import ReceiptLetterSent
from events.documents import LetterSent
from events.envelope import Attachment
from services.case_service.attachments.kinds import kind_named
from services.case_service.packages.order import Order
from services.case_service.packages.redaction import Copy, Treatment
from services.case_service.rights import Share

LETTERS = (LetterSent, ReceiptLetterSent)


class PackedFile(msgspec.Struct, frozen=True, kw_only=True):
    """An attachment of an event, and what it is called in the package. ``proposed``: it goes unless somebody chooses otherwise."""

    attachment: Attachment
    of_event: UUID
    event_number: int
    name: str
    proposed: bool


def files_of(copies: Iterable[Copy], order: Order, *, address_is_secret: bool) -> tuple[PackedFile, ...]:
    """The attachments that can go along. What stands in a file nobody has read for this copy but whoever chooses it."""
    return tuple(_files(copies, order, address_is_secret=address_is_secret))


def chosen(files: Iterable[PackedFile], order: Order) -> tuple[PackedFile, ...]:
    """Those that go."""
    return tuple(one for one in files if one.attachment.id in order.files)


def _files(copies: Iterable[Copy], order: Order, *, address_is_secret: bool) -> Iterator[PackedFile]:
    for one in copies:
        is_letter = isinstance(one.recorded.event, LETTERS)
        if one.treatment is not Treatment.SHOWN or (is_letter and address_is_secret):
            continue
        theirs = is_letter and order.receiving.share is Share.FAMILY
        for number, file in enumerate(one.recorded.envelope.attachments, start=1):
            kind = kind_named(file.media_type)
            ending = "bin" if kind is None else kind.ending
            yield PackedFile(
                attachment=file,
                of_event=one.id,
                event_number=one.number,
                name=f"documents/vedlegg/{one.number:03}-{number}.{ending}",
                proposed=theirs or (order.receiving.whole and order.names_others),
            )
