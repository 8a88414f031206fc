"""Events of a copy in words: one by one in full, and all of them in a table with who knew what when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from events.envelope import Precision
from services.case_service.forms import field_label, form_of
from services.case_service.letters.markup import Block, Paragraph, Table
from services.case_service.letters.report import ReportedEvent, ReportedField, event_blocks
from services.case_service.packages.names import NamesInCopy
from services.case_service.packages.redaction import Copy, Masked
from services.case_service.reading import Line, lines_of
from services.compliance.explain import day_text, moment_text
from texts import Language, label, text


def title_of(copy: Copy, language: Language) -> str:
    """What happened."""
    return text(f"event.{copy.recorded.topic}", language)


def told(copies: Iterable[Copy], names: NamesInCopy, language: Language, *, level: int = 1) -> tuple[Block, ...]:
    """Each event with its times, who wrote it down, what it says, and what of it does not go."""
    return tuple(block for one in copies for block in event_blocks(_reported(one, names, language), level))


def chronology(copies: Iterable[Copy], names: NamesInCopy, language: Language) -> tuple[Block, ...]:
    """All events by when they happened, each with when the school knew and when it was written down."""
    rows = sorted(copies, key=lambda one: (one.recorded.envelope.occurred_at, one.number))
    heads = ("what", "happened", "known", "written", "by")
    return (
        Paragraph(text("package.chronology.about", language)),
        Table(
            caption=text("package.part.chronology", language),
            heads=tuple(text(f"package.chronology.{head}", language) for head in heads),
            rows=tuple(_row(one, names, language) for one in rows),
        ),
    )


def happened(copy: Copy, language: Language) -> str:
    """When it happened, no more exactly than that is known."""
    envelope = copy.recorded.envelope
    return _rough(envelope.occurred_at, envelope.precision, language)


def withheld(copy: Copy, language: Language) -> tuple[str, ...]:
    """What of an event does not go, and why; one line for each field and reason."""
    lines = (_withheld(copy, one, language) for one in copy.masked)
    return tuple(dict.fromkeys(lines))


def field_of(copy: Copy, masked: Masked, language: Language) -> str:
    """What the masked field is called."""
    spec = form_of(copy.recorded.topic)
    fields = {field.name: field for field in (*spec.asked, *spec.unasked)}
    found = fields.get(masked.path[0])
    inner = next((one for name in masked.path[1:] for one in (found.fields if found else ()) if one.name == name), None)
    return masked.path[0] if found is None else field_label(inner or found, language)


def _row(one: Copy, names: NamesInCopy, language: Language) -> tuple[str, ...]:
    envelope = one.recorded.envelope
    return (
        f"{one.number}. {title_of(one, language)}",
        happened(one, language),
        moment_text(envelope.known_at, language),
        moment_text(envelope.documented_at, language),
        names.actor(envelope.actor),
    )


def _reported(one: Copy, names: NamesInCopy, language: Language) -> ReportedEvent:
    envelope = one.recorded.envelope
    circumstances = (
        text("case_report.happened", language, when=happened(one, language)),
        text("case_report.known", language, when=moment_text(envelope.known_at, language)),
        text("case_report.written", language, when=moment_text(envelope.documented_at, language), by=names.actor(envelope.actor)),
    )
    return ReportedEvent(
        title=f"{one.number}. {title_of(one, language)}",
        circumstances=circumstances,
        fields=tuple(_fields(lines_of(one.recorded.event, names, language))),
        notes=withheld(one, language),
    )


def _fields(lines: Iterable[Line]) -> Iterator[ReportedField]:
    for line in lines:
        if line.rows:
            yield ReportedField(label=line.label, values=tuple(_in_one(row) for row in line.rows))
        elif line.values:
            yield ReportedField(label=line.label, values=tuple(one.text for one in line.values))


def _in_one(row: Iterable[Line]) -> str:
    return "; ".join(f"{field.label}: {', '.join(field.values)}" for field in _fields(row))


def _withheld(copy: Copy, masked: Masked, language: Language) -> str:
    key = "package.withheld.whole" if masked.whole else "package.withheld.part"
    return text(key, language, field=field_of(copy, masked, language), why=text(f"package.why.{masked.why.value}", language))


def _rough(moment: datetime, precision: Precision, language: Language) -> str:
    if precision is Precision.EXACT:
        return moment_text(moment, language)
    day = day_text(moment, language)
    return day if precision is Precision.DAY else text("matter.roughly", language, day=day, precision=label(precision, language))
