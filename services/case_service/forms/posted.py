"""What a browser posts: names with one or more values. ``moments.childs_view.weight`` is a field in a row of a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from services.case_service.forms.field import Field, FormSpec, Kind

Posted: TypeAlias = Mapping[str, Sequence[str]]

MANY_VALUES: Final = frozenset({Kind.CHOICES, Kind.MANY, Kind.TEXTS})
MOST_ROWS: Final = 100

ADD_ROW: Final = "add_row"
"""The name of the button that shows another empty row; its value is the path of the list."""


def filled(posted: Posted, path: str) -> tuple[str, ...]:
    """The values of a field that say something."""
    return tuple(value for value in posted.get(path, ()) if value.strip())


def row_keys(field: Field, path: str, posted: Posted) -> tuple[str, ...]:
    """The rows of a list, in order: a closed list's codes, or the numbers that were posted."""
    if field.each is not None:
        return next(one.options for one in field.fields if one.name == field.each)
    numbers = {name.removeprefix(f"{path}.").split(".")[0] for name in posted if name.startswith(f"{path}.")}
    return tuple(sorted((each for each in numbers if is_row_number(each)), key=int))


def is_row_number(key: str) -> bool:
    """Whether a row may have this number, written in the one way that Varde writes it."""
    return key.isascii() and key.isdigit() and len(key) <= len(str(MOST_ROWS)) and str(int(key)) == key and int(key) < MOST_ROWS


def row_fields(field: Field) -> tuple[Field, ...]:
    """What is asked for in a row; the closed list that the rows go through is not."""
    return tuple(one for one in field.fields if one.name != field.each)


def is_blank(fields: Sequence[Field], path: str, posted: Posted) -> bool:
    """Whether nothing was said in a row or a group."""
    return not any(filled(posted, name) for name in _names(fields, f"{path}.", posted))


def names_of(spec: FormSpec, posted: Posted) -> frozenset[str]:
    """Every name that the form may hold."""
    return frozenset(_names(tuple(spec.asked), "", posted))


def single_names(spec: FormSpec, posted: Posted) -> frozenset[str]:
    """The names that may stand there once only."""
    return frozenset(_names(tuple(spec.asked), "", posted, single=True))


def _names(fields: Sequence[Field], prefix: str, posted: Posted, *, single: bool = False) -> Iterator[str]:
    for field in fields:
        path = f"{prefix}{field.name}"
        if field.kind is Kind.GROUP:
            yield from _names(field.fields, f"{path}.", posted, single=single)
        elif field.kind is Kind.ROWS:
            for key in row_keys(field, path, posted):
                yield from _names(row_fields(field), f"{path}.{key}.", posted, single=single)
        elif not (single and field.kind in MANY_VALUES):
            yield path
