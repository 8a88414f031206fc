"""The certificate of a disposal: what was destroyed, on which basis, by whom and when, and how it is checked. No content.

It is made from the log and the tombstones each time, and the same every time.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec

from events.archive import DisposalApproved, Disposed
from events.lists.access import DisposalBasis
from events.lists.people import Role
from events.sealing import RetentionClass
from services.case_service.desk import Desk
from services.case_service.letters.letter import Letter as Paper
from services.case_service.letters.markup import Block, Heading, Paragraph, Points, Table
from services.case_service.store import KeyId
from services.compliance.calendar import local_day
from services.compliance.explain import day_text, moment_text
from texts import Language, label, text
from texts.case_number import case_number


class Approved(msgspec.Struct, frozen=True, kw_only=True):
    """One approval: by whom, in which role, and when. ``name`` is empty where it is not known."""

    person: UUID
    name: str
    role: Role
    at: datetime


class Destroyed(msgspec.Struct, frozen=True, kw_only=True):
    """One class of content: when its key was destroyed, the key's commitment (hex), and the event that tells of it."""

    retention: RetentionClass
    at: datetime
    commitment: str
    event: UUID
    position: int | None


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A disposal that was carried out. ``events`` and ``files`` are what was sealed under the keys."""

    disposal: UUID
    subject: UUID
    basis: DisposalBasis
    provision: str
    approvals: tuple[Approved, ...]
    destroyed: tuple[Destroyed, ...]
    events: int
    files: int

    @property
    def number(self) -> str:
        """By what people call the certificate."""
        return f"K-{case_number(self.disposal)}"


def told_of(desk: Desk, disposal: UUID) -> Told | None:
    """What the log tells of a disposal; None when there is none, or it was not carried out."""
    row = next((row for row in desk.read_model.retained() if disposal in row.disposals), None)
    if row is None:
        return None
    recorded = desk.store.facts(row.stream_id)
    done = [(one, one.event) for one in recorded if isinstance(one.event, Disposed) and one.event.receipt == str(disposal)]
    if not done:
        return None
    decided = row.disposals[disposal]
    streams = dict.fromkeys([*desk.read_model.streams_of(decided.of_subject), decided.of_subject])
    history = [one for stream in streams for one in desk.store.facts(stream)]
    destroyed = []
    for one, event in done:
        tombstone = desk.store.tombstone(KeyId(decided.of_subject, event.retention))
        if tombstone is not None:
            destroyed.append(
                Destroyed(
                    retention=event.retention,
                    at=tombstone.destroyed_at,
                    commitment=tombstone.commitment.hex(),
                    event=one.envelope.event_id,
                    position=one.position,
                )
            )
    return Told(
        disposal=disposal,
        subject=decided.of_subject,
        basis=decided.basis,
        provision=decided.provision,
        approvals=tuple(
            Approved(
                person=one.event.approved_by,
                name=desk.names.staff(one.event.approved_by),
                role=one.envelope.actor.role,
                at=one.envelope.recorded_at,
            )
            for one in recorded
            if isinstance(one.event, DisposalApproved) and one.event.disposal == disposal
        ),
        destroyed=tuple(destroyed),
        events=len(history),
        files=sum(len(one.envelope.attachments) for one in history),
    )


def certificate(told: Told, municipality: str, language: Language) -> Paper:
    """The certificate as a document, dated the day on which the last key was destroyed."""
    return Paper(
        language=language,
        municipality=municipality,
        school=municipality,
        recipient=(),
        reference=told.number,
        dated=max(local_day(one.at) for one in told.destroyed),
        title=text("disposal.certificate.title", language),
        blocks=_blocks(told, language),
    )


def _blocks(told: Told, language: Language) -> tuple[Block, ...]:
    def t(key: str, **values: object) -> str:
        return text(f"disposal.certificate.{key}", language, **values)

    return (
        Paragraph(t("lead", case=case_number(told.subject))),
        Points(
            (
                t("content", what=", ".join(label(one.retention, language) for one in told.destroyed)),
                t("basis", basis=label(told.basis, language), provision=told.provision),
                t("extent", events=told.events, files=told.files),
            )
        ),
        Heading(t("approved")),
        Table(
            caption=t("approved"),
            heads=(t("who"), t("role"), t("when")),
            rows=tuple(
                (one.name or str(one.person), label(one.role, language), moment_text(one.at, language)) for one in told.approvals
            ),
        ),
        Heading(t("destroyed")),
        Points(
            tuple(
                t("key", what=label(one.retention, language), when=moment_text(one.at, language), commitment=one.commitment)
                for one in told.destroyed
            )
        ),
        Heading(t("checked")),
        Points(tuple(t("event", event=one.event) for one in told.destroyed)),
        Paragraph(t("left")),
        Paragraph(t("limit", day=day_text(max(local_day(one.at) for one in told.destroyed), language))),
    )
