"""Sending a letter: its words and its PDF are recorded, journalled as outgoing; the school then hands it over as it chose."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Any, Final
from uuid import UUID, uuid5

from events.concern import ConcernReceived, ReceiptLetterSent
from events.documents import LetterSent
from events.envelope import Attachment, Direction, Journal
from events.lists.concern import Channel
from events.lists.documents import Delivery, Letter
from events.lists.people import Reporter
from events.local_time import OSLO
from services.case_service.domain import COMMAND_FOR
from services.case_service.domain.command import Command
from services.case_service.http.letters.draft_of import LetterDraft
from services.case_service.http.letters.known import contact_of, first, today
from services.case_service.http.letters.paper import letter_on_paper
from services.case_service.http.moments import read_day
from services.case_service.http.recording import Entry, record
from services.case_service.http.web import the_desk
from services.case_service.letters.markup import plain
from services.case_service.letters.shielding import EXEMPT
from services.case_service.letters.typesetting import pdf

TELLS_OF_THE_AUTHORITY: Final = re.compile(r"§\s*12-6|\bstatsforvalt|\bcounty governor\b", re.IGNORECASE)
PROVISION: Final = re.compile(r"§\s*(\d+-\d+)")


def topic_of_letter(letter: Letter) -> str:
    """The fact that a letter becomes when it is sent."""
    return "case.ReceiptLetterSent" if letter is Letter.RECEIPT else "case.LetterSent"


def send(draft: LetterDraft) -> None:
    """Record the letter as it stands; once, however often the form is sent. Raises NotRecorded."""
    command = _command(draft)
    record(
        Entry.of(
            draft.matter,
            command,
            seen_version=draft.seen,
            channel=Channel.LETTER,
            journal=Journal(direction=Direction.OUTGOING),
            shielding=EXEMPT,
            attachments=(_laid_down(draft),),
        ),
        idempotency_key=draft.key,
        matter=draft.matter,
    )
    the_desk().drafts.drop(draft.kept)


def _laid_down(draft: LetterDraft) -> Attachment:
    """The PDF, sealed under the case's key. Its id follows from the form and its content: sending twice lays down one file."""
    content = pdf(letter_on_paper(draft, is_draft=False))
    id_ = uuid5(UUID(draft.key), f"letter:{sha256(content).hexdigest()}")
    return the_desk().vault.keep(content, subject=draft.matter.row.case_id, id_=id_)


def _command(draft: LetterDraft) -> Command[Any]:
    fact = _receipt(draft) if draft.place.letter is Letter.RECEIPT else _letter(draft)
    return COMMAND_FOR[topic_of_letter(draft.place.letter)](fact=fact)


def _letter(draft: LetterDraft) -> LetterSent:
    return LetterSent(
        letter=draft.place.letter,
        recipients=(draft.place.recipient,),
        delivery=Delivery(draft.form.delivery),
        pupil=draft.matter.row.pupil,
        body=_words(draft),
    )


def _receipt(draft: LetterDraft) -> ReceiptLetterSent:
    form, matter, written = draft.form, draft.matter, draft.form.written
    concern = first(matter, ConcernReceived)
    known = concern[0].envelope.known_at.astimezone(OSLO).date() if concern is not None else today()
    meeting = form.meeting_on.strip()
    return ReceiptLetterSent(
        source=concern[1].reporter if concern is not None else Reporter.OTHER,
        concern_date=known,
        methods=form.chosen_methods,
        kickoff_meeting_on=read_day("meeting_on", meeting) if meeting else None,
        contact_person=contact_of(matter),
        informs_of_enforcement_right=TELLS_OF_THE_AUTHORITY.search(written) is not None,
        pupil=matter.row.pupil,
        provisions=tuple(dict.fromkeys(f"opplæringslova § {one}" for one in PROVISION.findall(written))),
        delivery=Delivery(form.delivery),
        body=_words(draft),
    )


def _words(draft: LetterDraft) -> str:
    words = plain(draft.blocks) if draft.place.letter is Letter.PLAN else draft.form.body.strip()
    return f"{draft.form.heading.strip()}\n\n{words}"
