"""Where the pages of a letter are: its kind, its recipient and its language stand in the address."""

from __future__ import annotations

from typing import Final

import msgspec
from flask import abort, request, url_for

from events.lists.documents import Letter, Recipient
from services.case_service.http.matter import Matter
from services.case_service.http.record.places import folder_of
from services.case_service.http.web import the_web
from services.case_service.letters.recipients import RECIPIENTS, letters_of
from services.case_service.read_model import MatterRow
from texts import Language

SLUGS: Final = {
    Letter.RECEIPT: "kvittering",
    Letter.INVITATION: "invitasjon",
    Letter.PLAN: "plan",
    Letter.MINUTES: "referat",
    Letter.DECISION: "vedtak",
    Letter.ANSWER: "svar",
    Letter.OTHER: "annet",
}
TO: Final = {
    Recipient.GUARDIANS: "foresatte",
    Recipient.PUPIL: "elev",
    Recipient.EMPLOYEE: "ansatt",
    Recipient.STATSFORVALTER: "statsforvalteren",
    Recipient.SCHOOL_OWNER: "skoleeier",
    Recipient.OTHER_AUTHORITY: "annen-myndighet",
    Recipient.OTHER: "andre",
}
BY_SLUG: Final = {slug: letter for letter, slug in SLUGS.items()}
BY_TO: Final = {slug: recipient for recipient, slug in TO.items()}


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Which letter it is: what for, to whom, in which language."""

    letter: Letter
    recipient: Recipient
    language: Language

    @property
    def name(self) -> str:
        """What its draft is kept under."""
        return f"letter {self.letter.value} {self.recipient.value} {self.language.value}"

    def address(self, row: MatterRow, page: str = "letters.write") -> str:
        """The address of a page of this letter."""
        return url_for(
            page,
            folder=folder_of(row),
            matter=row.stream_id,
            kind=SLUGS[self.letter],
            til=TO[self.recipient],
            malform=self.language.value,
        )


def place_asked(matter: Matter, kind: str) -> Place:
    """The letter that the address asks for. Aborts 404 for one that is not written in such a matter, or not to such a recipient."""
    letter = BY_SLUG.get(kind)
    if letter is None or letter not in letters_of(matter.row.stream):
        abort(404)
    recipient = BY_TO.get(request.args.get("til", TO[RECIPIENTS[letter][0]]))
    if recipient not in RECIPIENTS[letter]:
        abort(404)
    asked = request.args.get("malform", "")
    language = Language(asked) if asked in set(Language) else the_web().settings.language
    return Place(letter=letter, recipient=recipient, language=language)


def choose_address(row: MatterRow) -> str:
    """The address of the page on which a letter is chosen."""
    return url_for("letters.choose", folder=folder_of(row), matter=row.stream_id)


def letter_address(row: MatterRow, letter: Letter) -> str:
    """The address of a letter to whom it most often goes; empty when such a matter has no such letter."""
    if letter not in letters_of(row.stream):
        return ""
    return url_for("letters.write", folder=folder_of(row), matter=row.stream_id, kind=SLUGS[letter])
