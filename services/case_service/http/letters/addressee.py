"""What stands in the address field before somebody changes it."""

from __future__ import annotations

from collections.abc import Iterator

from events.lists.documents import Recipient
from services.case_service.domain import fold
from services.case_service.domain.access import RULES as ACCESS
from services.case_service.domain.access.state import Ledger, blocks_of
from services.case_service.http.letters.addresses import Place
from services.case_service.http.matter import Matter
from services.case_service.http.web import the_desk, the_web
from services.case_service.streams import access_stream
from texts import label, text


def proposed_address(matter: Matter, place: Place) -> str:
    """The lines of the address field. No street: where a child lives stands in no letter that Varde fills in."""
    return "\n".join(_lines(matter, place))


def _lines(matter: Matter, place: Place) -> Iterator[str]:
    pupil = matter.row.pupil
    name = the_desk().names.pupil(pupil) if pupil is not None else ""
    match place.recipient:
        case Recipient.PUPIL:
            yield name
        case Recipient.GUARDIANS:
            if name:
                yield text("letter.to.guardians", place.language, pupil=name)
            yield from _guardians(matter)
        case Recipient.STATSFORVALTER:
            yield label(place.recipient, place.language)
        case Recipient.SCHOOL_OWNER:
            yield the_web().settings.municipality
        case _:
            pass


def _guardians(matter: Matter) -> Iterator[str]:
    """Those who act for the child on a verified basis, and whom nobody has shut out from it by hand."""
    desk, pupil = the_desk(), matter.row.pupil
    if pupil is None:
        return
    ledger: Ledger = fold(ACCESS, (one.event for one in desk.store.read(access_stream(pupil))))
    for one in desk.read_model.guardians_of(pupil):
        if one.verified and not blocks_of(ledger, one.guardian, pupil):
            name = desk.names.guardian(pupil, one.guardian)
            if name:
                yield name
