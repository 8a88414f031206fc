"""From the content to the file that is handed over, with the proof that every event in it stands in the log as it is told."""

from __future__ import annotations

import io
from hashlib import sha256

import msgspec

from services.case_service.packages.content import Content
from services.case_service.packages.documents import Approval, documents_of, recipient_text
from services.case_service.packages.redaction import Copy
from services.case_service.proven.copying import For, write_case
from services.case_service.proven.disposals import destroyed_in, disposals_of


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A package: the ZIP, its SHA-256 in hex, and the position in the tenant's log up to which it is proven."""

    content: bytes
    sha256: str
    log_position: int


def make(content: Content, approval: Approval) -> Made:
    """The package. Raises what :func:`documents_of` and :func:`write_case` raise."""
    known, asked = content.known, content.asked
    out = io.BytesIO()
    written = write_case(
        out,
        known.desk.integrity,
        (*content.copies, *_disposals(content)),
        case_id=known.row.case_id,
        for_=For(
            recipient=recipient_text(content),
            legal_basis=content.order.provision,
            about={"case": known.number, "request": str(asked.request), "approved_by": approval.name},
        ),
        now=approval.at,
        files=documents_of(content, approval),
    )
    made = out.getvalue()
    return Made(content=made, sha256=sha256(made).hexdigest(), log_position=written.position)


def _disposals(content: Content) -> tuple[Copy, ...]:
    """What tells of the texts that the recipient would have been shown, or told of as masked, and that are destroyed.

    It has no text, and goes to whoever gets an event that lost some: nobody learns of a disposal that is not about what she gets.
    """
    known = content.known
    goes = {one.id for one in content.shown}
    gone = destroyed_in(one for one in known.recorded if one.envelope.event_id in goes)
    if not gone:
        return ()
    found = disposals_of(known.desk.store, known.row.case_id, gone)
    return tuple(Copy(number=number, recorded=one) for number, one in enumerate(found, start=len(content.copies) + 1))
