"""The documents: letters that were sent, and files that belong to events."""

from __future__ import annotations

from uuid import UUID

import msgspec
from flask import render_template, url_for

from events.envelope import Attachment
from services.case_service.http.attachments.adding import takes_documents
from services.case_service.http.attachments.handing_out import is_played, is_shown
from services.case_service.http.languages import current_language, t
from services.case_service.http.letters.papers import papers_of
from services.case_service.http.matters.blueprint import page
from services.case_service.http.matters.dossier import Dossier, opened
from services.case_service.http.matters.frame import framed
from services.case_service.http.matters.told import ToldEvent
from texts import Language

LETTERS = frozenset(
    {
        "case.AdvanceNoticeSent",
        "case.IndividualDecisionMade",
        "case.LetterSent",
        "case.ReceiptLetterSent",
        "enforcement.AccountSent",
        "enforcement.StatsforvalterDecisionReceived",
        "enforcement.StatsforvalterFollowUpSent",
        "enforcement.StatsforvalterRequestedInformation",
    }
)
"""Events that are, or came with, a letter."""

THOUSAND = 1000
FILE, PICTURE, ADD = "attachments.file", "attachments.picture", "attachments.add"


class ShownFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file with the event that it belongs to."""

    kind: str
    size: str
    url: str
    picture: str
    plays: bool
    told: ToldEvent


@page("/dokumenter")
def documents(place: str, matter: UUID) -> str:
    """The documents of a matter."""
    dossier = opened(matter, place)
    letters = tuple(one for one in dossier.told.newest_first if one.recorded.topic in LETTERS)
    more = url_for(ADD, folder=place, matter=matter) if takes_documents(dossier.matter) else ""
    return render_template(
        "matters/documents.html",
        **framed(dossier, "documents"),
        letters=letters,
        files=_files(dossier),
        add=more,
        papers=papers_of(dossier.matter),
    )


def _files(dossier: Dossier) -> tuple[ShownFile, ...]:
    return tuple(
        ShownFile(
            kind=_kind(file),
            size=size_text(file.size, current_language()),
            url=_url(dossier, file),
            picture=_picture(dossier, file),
            plays=is_played(file),
            told=one,
        )
        for one in dossier.told.newest_first
        for file in one.attachments
    )


def _kind(file: Attachment) -> str:
    group = file.media_type.partition("/")[0]
    return t(f"matter.file.{group if group in {'image', 'audio', 'video'} else 'document'}")


def _picture(dossier: Dossier, file: Attachment) -> str:
    return url_for(PICTURE, matter=dossier.row.stream_id, attachment=file.id) if is_shown(file) else ""


def _url(dossier: Dossier, file: Attachment) -> str:
    return url_for(FILE, matter=dossier.row.stream_id, attachment=file.id)


def size_text(size: int, language: Language) -> str:
    """How large a file is, in the unit that people use for it."""
    amount, unit = (size / THOUSAND, "kB") if size < THOUSAND**2 else (size / THOUSAND**2, "MB")
    plain = f"{amount:.0f}" if amount >= 10 or unit == "kB" else f"{amount:.1f}"  # noqa: PLR2004 - one decimal below ten
    return f"{plain if language is Language.ENGLISH else plain.replace('.', ',')} {unit}"
