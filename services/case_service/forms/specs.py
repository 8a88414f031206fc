"""The form of each kind of fact: its types and its layout put together."""

from __future__ import annotations

from functools import cache
from typing import Any

from msgspec.structs import replace

from events.base import EventType, by_topic
from services.case_service.forms.field import Field, FormSpec, Kind, Origin, Section
from services.case_service.forms.from_types import fields_of
from services.case_service.forms.layout import Layout, SectionLayout, layouts

PLAIN_SECTION = "what_happened"
"""The heading of a form that nobody has laid out."""


class LayoutError(ValueError):
    """A layout and the fact it is for do not agree about the fields."""


@cache
def form_of(topic: str) -> FormSpec:
    """The form of a fact. Raises UnknownTopicError, and LayoutError when a field is left out or unknown."""
    kind = by_topic(topic)
    plain = fields_of(kind.cls)
    layout = layouts().get(topic) or _plain_layout(plain)
    fields = {name: _laid_out(field, layout) for name, field in plain.items()}
    _check(kind, fields, layout)
    return FormSpec(
        topic=topic,
        cls=kind.cls,
        sections=tuple(
            Section(key=section.key, fields=tuple(fields[name] for name in section.fields)) for section in layout.sections
        ),
        unasked=tuple(field for field in fields.values() if not field.asked),
        guide=layout.guide,
    )


def _plain_layout(fields: dict[str, Field]) -> Layout:
    return Layout(sections=(SectionLayout(PLAIN_SECTION, tuple(name for name, field in fields.items() if field.asked)),))


def _laid_out(field: Field, layout: Layout) -> Field:
    changes: dict[str, Any] = {}
    if field.name in layout.given:
        changes |= {"kind": Kind.NOT_ASKED, "origin": Origin.CONTEXT}
    if field.name in layout.needed:
        changes["required"] = True
    if field.name in layout.optional:
        changes["required"] = False
    if field.name in layout.when:
        changes["when"] = layout.when[field.name]
    if field.name in layout.rows:
        changes["empty_rows"] = layout.rows[field.name]
    if field.name in layout.order:
        changes["fields"] = tuple(sorted(field.fields, key=lambda one: layout.order[field.name].index(one.name)))
    if field.name in layout.each:
        changes |= {"each": layout.each[field.name], "all_rows": field.name in layout.every}
    return replace(field, **changes)


def _check(kind: EventType, fields: dict[str, Field], layout: Layout) -> None:
    placed = [name for section in layout.sections for name in section.fields]
    asked = {name for name, field in fields.items() if field.asked}
    named = {
        *layout.given,
        *layout.each,
        *layout.every,
        *layout.when,
        *layout.needed,
        *layout.optional,
        *layout.rows,
        *layout.order,
    }
    conditions = {other for condition in layout.when.values() for other in condition}
    faults = {
        "left out": asked - set(placed),
        "not asked for": set(placed) - asked,
        "unknown": (named | conditions) - set(fields),
        "twice": {name for name in placed if placed.count(name) > 1},
    }
    if any(faults.values()):
        raise LayoutError(f"{kind.topic}: " + "; ".join(f"{what} {sorted(names)}" for what, names in faults.items() if names))
