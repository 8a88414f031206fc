"""A matter as a document for whoever it is handed over to: every event in order, with its times and all that it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from services.case_service.letters.markup import Block, Heading, Paragraph, Points


class ReportedField(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a fact: its label and its values in words."""

    label: str
    values: tuple[str, ...]


class ReportedEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One event: its number and title, when it happened, was known and was written down and by whom, and what it says."""

    title: str
    circumstances: tuple[str, ...]
    fields: tuple[ReportedField, ...] = ()
    notes: tuple[str, ...] = ()


def report_blocks(about: Iterable[str], events: Iterable[ReportedEvent]) -> tuple[Block, ...]:
    """The report as blocks. ``about`` stands on top: what the matter is, and who had the report made when."""
    return tuple(_blocks(about, events))


def event_blocks(event: ReportedEvent, level: int = 1) -> tuple[Block, ...]:
    """One event as blocks, under a heading of this level."""
    fields = (block for field in event.fields for block in _field(field))
    notes = (Paragraph(note) for note in event.notes)
    return (Heading(event.title, level=level), Paragraph("\n".join(event.circumstances)), *fields, *notes)


def _blocks(about: Iterable[str], events: Iterable[ReportedEvent]) -> Iterator[Block]:
    yield Points(tuple(about))
    for event in events:
        yield from event_blocks(event)


def _field(field: ReportedField) -> Iterator[Block]:
    label = field.label if field.label.endswith("?") else f"{field.label}:"
    if len(field.values) == 1:
        yield Paragraph(f"{label} {field.values[0]}")
    else:
        yield Paragraph(label)
        yield Points(field.values)
