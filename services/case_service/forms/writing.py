"""A fact as a form would hold it: what people read in the fields when they open it again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, time
from typing import Any, Final

import msgspec

from events.base import Event
from services.case_service.forms.field import Field, FormSpec, Kind
from services.case_service.forms.posted import row_fields
from services.case_service.forms.words import NO, UNKNOWN, YES


def posted_form(spec: FormSpec, fact: Event) -> dict[str, tuple[str, ...]]:
    """What a browser would post for ``fact``. Reading it gives the fact again."""
    return dict(_written(tuple(spec.asked), msgspec.to_builtins(fact), ""))


def _written(fields: Sequence[Field], values: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for field in fields:
        value, path = values.get(field.name), f"{prefix}{field.name}"
        if value is None:
            if field.kind is Kind.YES_NO_UNKNOWN:
                yield path, (UNKNOWN,)
        elif field.kind is Kind.GROUP:
            yield from _written(field.fields, value, f"{path}.")
        elif field.kind is Kind.ROWS:
            for number, row in enumerate(value):
                key = number if field.each is None else row[field.each]
                yield from _written(row_fields(field), row, f"{path}.{key}.")
        elif isinstance(value, list | tuple):
            yield path, tuple(str(each) for each in value)
        else:
            yield path, (WRITERS.get(field.kind, str)(value),)


def written_date(day: str) -> str:
    """A date as Norwegians write it."""
    return date.fromisoformat(day).strftime("%d.%m.%Y")


def _time(clock: str) -> str:
    return time.fromisoformat(clock).strftime("%H.%M")


def _yes_no(answer: object) -> str:
    return YES if answer else NO


def _number(number: object) -> str:
    return f"{number:g}".replace(".", ",") if isinstance(number, float) else str(number)


WRITERS: Final[Mapping[Kind, Callable[[Any], str]]] = {
    Kind.DATE: written_date,
    Kind.TIME: _time,
    Kind.YES_NO: _yes_no,
    Kind.YES_NO_UNKNOWN: _yes_no,
    Kind.DECIMAL: _number,
}
