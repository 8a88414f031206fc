"""The lines of a fact, in the order of its form; what nobody was asked for stands last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from functools import cache
from typing import Any, Final
from uuid import UUID

from msgspec.structs import asdict

from events.base import Event, event_type
from services.case_service.forms import Field, Kind, Origin, Refers, field_label, form_of
from services.case_service.reading.line import Line, Shown, Whom
from services.compliance.explain import day_text, moment_text
from services.compliance.measure_library import UnknownMeasureError, template
from texts import Language, text

LONG: Final = frozenset({Kind.LONG_TEXT, Kind.TEXTS})
SCALE_END: Final = 10


def lines_of(event: Event, whom: Whom, language: Language = Language.BOKMAL) -> tuple[Line, ...]:
    """Every field of ``event`` that says something; an empty field is left out."""
    return tuple(_lines(_fields(event_type(event).topic), asdict(event), whom, language))


@cache
def _fields(topic: str) -> tuple[Field, ...]:
    spec = form_of(topic)
    made = {field.name for field in spec.unasked if field.origin is Origin.MADE}
    return tuple(field for field in (*spec.asked, *spec.unasked) if field.name not in made)


def _lines(fields: Iterable[Field], values: Mapping[str, Any], whom: Whom, language: Language) -> Iterable[Line]:
    for field in fields:
        value = values.get(field.name)
        if value is None or value in ("", ()):
            continue
        line = _line(field, value, values, whom, language)
        if line is not None:
            yield line


def _line(field: Field, value: Any, beside: Mapping[str, Any], whom: Whom, language: Language) -> Line | None:
    label = field_label(field, language)
    items = value if isinstance(value, tuple) else (value,)
    if field.fields:
        rows = tuple(rows for item in items if (rows := tuple(_lines(field.fields, asdict(item), whom, language))))
        return Line(name=field.name, label=label, rows=rows) if rows else None
    shown = tuple(found for item in items if (found := _shown(field, item, beside, whom, language)) is not None)
    return Line(name=field.name, label=label, values=shown, long=field.kind in LONG) if shown else None


def _shown(field: Field, value: Any, beside: Mapping[str, Any], whom: Whom, language: Language) -> Shown | None:
    if isinstance(value, UUID):
        return whom(_refers(field), value, beside)
    return Shown(_in_words(field, value, language))


def _refers(field: Field) -> Refers:
    return field.refers or Refers.STAFF  # a field that nobody fills in holds whoever recorded the fact


def _in_words(field: Field, value: Any, language: Language) -> str:  # noqa: PLR0911 - one per kind of value
    match value:
        case bool():
            return text("reading.yes" if value else "reading.no", language)
        case int() if field.kind is Kind.SCALE:
            return text("reading.scale", language, value=value, end=SCALE_END)
        case float():
            plain = f"{value:g}"
            return plain if language is Language.ENGLISH else plain.replace(".", ",")
        case datetime():
            return moment_text(value, language)
        case date():
            return day_text(value, language)
        case time():
            return text("reading.clock", language, hour=f"{value.hour:02}", minute=f"{value.minute:02}")
    if field.refers is Refers.TEMPLATE:
        return _template(value, language)
    if field.options_of and value in {*field.options}:
        return text(f"list.{field.options_of}.{getattr(value, 'value', value)}", language)
    return str(value)


def _template(id_: str, language: Language) -> str:
    """The title of a measure of the library; the id itself when the library no longer has it."""
    try:
        return template(id_).title.in_(language)
    except UnknownMeasureError:
        return id_
