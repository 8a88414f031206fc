"""Opening a matter to write a letter out of it."""

from __future__ import annotations

from uuid import UUID

from flask import abort

from events.lists.documents import Letter
from services.case_service.http.case_access import Matter, open_matter
from services.case_service.http.letters.sending import topic_of_letter
from services.case_service.letters.recipients import letters_of
from services.case_service.rights import Action


def opened_for_letters(matter: UUID) -> Matter:
    """The matter, read to write a letter from. Aborts 404 for one that sends no letters, or for who may send none from it."""
    found = open_matter(matter, Action.SEE_CONTENT)
    if not letters_she_sends(found):
        abort(404)
    return found


def letters_she_sends(matter: Matter) -> tuple[Letter, ...]:
    """The letters that the reader may send out of a matter."""
    if matter.for_family:
        return ()
    return tuple(one for one in letters_of(matter.row.stream) if matter.may_record(topic_of_letter(one)))
