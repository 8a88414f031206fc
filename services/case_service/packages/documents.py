"""The files of a package that people read: one PDF for each part, the content as JSON, and the attachments that go along."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

import msgspec

from events.local_time import OSLO
from services.case_service.letters.letter import Letter as Paper
from services.case_service.letters.markup import Paragraph
from services.case_service.letters.typesetting import pdf
from services.case_service.packages.content import Content, Section, readable
from services.case_service.packages.files import PackedFile
from services.case_service.packages.parts import Part
from services.compliance.explain import moment_text
from services.integrity.package import PackageFile
from texts import label, text

CONTENT_NAME: Final = "documents/00-innhold.json"


class FileGoneError(LookupError):
    """A file that was chosen cannot be read any more: its key was destroyed. ``name`` is what it would be called."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Approval(msgspec.Struct, frozen=True, kw_only=True):
    """Who hands the package over, when, and for which municipality and school. ``name`` and ``role`` are as they are signed."""

    name: str
    role: str
    at: datetime
    municipality: str
    school: str


def documents_of(content: Content, approval: Approval) -> tuple[PackageFile, ...]:
    """Every file that people read. Raises FileGoneError, AttachmentLostError, AttachmentChangedError."""
    return (
        PackageFile(name=CONTENT_NAME, content=readable(content, _made(content, approval))),
        *(
            PackageFile(name=section.part.file_name, content=pdf(paper_of(content, section, approval)))
            for section in content.sections
        ),
        *_attachments(content),
    )


def paper_of(content: Content, section: Section, approval: Approval, *, draft: bool = False) -> Paper:
    """One part as it is printed."""
    language = content.language
    is_account = section.part is Part.STATEMENT
    signed = tuple(line for line in (approval.name, approval.role) if line)
    approved = Paragraph(text("package.about.approved", language, name=approval.name, when=moment_text(approval.at, language)))
    return Paper(
        language=language,
        municipality=approval.municipality,
        school=approval.school,
        recipient=(recipient_text(content),) if is_account else (),
        reference=content.known.number,
        dated=approval.at.astimezone(OSLO).date(),
        title=section.title,
        blocks=(*section.blocks, approved) if is_account and not draft else section.blocks,
        signed_by=signed if is_account else (),
        exempt=text("letter.exempt", language),
        draft=draft,
    )


def recipient_text(content: Content) -> str:
    """Who gets the package, in words: who asked, where that was written down."""
    who = label(content.order.receiving.recipient, content.language)
    return content.own_words(content.asked.requester) or who[:1].upper() + who[1:]


def plan_version_of(content: Content) -> int | None:
    """The newest version of the plan in the package."""
    versions = [getattr(one.recorded.event, "plan_version", None) for one in content.shown if one.recorded.topic in PLANS]
    return max((one for one in versions if one is not None), default=None)


PLANS: Final = frozenset({"case.PlanAdopted", "case.PlanRevised"})


def _attachments(content: Content) -> Iterator[PackageFile]:
    for one in content.chosen_files:
        yield PackageFile(name=one.name, content=_opened(content, one))


def _opened(content: Content, file: PackedFile) -> bytes:
    known = content.known
    found = known.desk.vault.open(file.attachment, subject=known.row.case_id)
    if found is None:
        raise FileGoneError(file.name)
    return found


def _made(content: Content, approval: Approval) -> dict[str, Any]:
    asked, order = content.asked, content.order
    return {
        "case": content.known.number,
        "case_id": content.known.row.case_id,
        "request": asked.request,
        "basis": asked.basis,
        "recipient": order.receiving.recipient,
        "provision": order.provision,
        "answer_by": asked.answer_by,
        "approved_by": approval.name,
        "made_at": approval.at,
        "language": order.language,
        "versions": {str(stream): version for stream, version in content.known.versions.items()},
        "plan_version": plan_version_of(content),
        "digest": content.digest,
    }
