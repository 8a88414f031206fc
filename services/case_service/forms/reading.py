"""Reading a form: the fact that it tells, or everything that is wrong with it at once."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any, Final

import msgspec

from events.base import Event
from services.case_service.forms.context import FormContext
from services.case_service.forms.field import Field, FormSpec, Kind, Origin
from services.case_service.forms.posted import (
    MANY_VALUES,
    Posted,
    filled,
    is_blank,
    names_of,
    row_fields,
    row_keys,
    single_names,
)
from services.case_service.forms.problem import FieldProblem, ForeignFieldsError
from services.case_service.forms.words import Unclear, understood

PLACE: Final = re.compile(r"at `\$\.?(?P<path>[^`]*)`$")
"""Where msgspec found a value that the fact cannot hold."""

MOST_VALUES: Final = 500


class Read(msgspec.Struct, frozen=True):
    """The fact that the form tells."""

    fact: Event


class Unread(msgspec.Struct, frozen=True):
    """What has to be put right before the form tells a fact."""

    problems: tuple[FieldProblem, ...]


def read(spec: FormSpec, posted: Posted, context: FormContext, *, beside: Collection[str] = ()) -> Read | Unread:
    """Read a form. ``beside`` names what stands in the form besides the fact (tokens, times, buttons).

    Raises ForeignFieldsError for names that the form was never shown with: such a form was not filled in by a person.
    """
    foreign = frozenset(posted) - names_of(spec, posted) - frozenset(beside)
    doubled = {name for name in single_names(spec, posted) if len(posted.get(name, ())) > 1}
    if foreign or doubled:
        raise ForeignFieldsError(foreign | doubled)
    reader = _Reader(posted, context)
    values = reader.fields(tuple(spec.asked), "") | _unasked(spec, context)
    if reader.problems:
        return Unread(tuple(reader.problems))
    try:
        return Read(msgspec.convert(values, spec.cls))
    except msgspec.ValidationError as error:
        found = PLACE.search(str(error))
        return Unread((FieldProblem(path=found["path"] if found else "", key="form.problem.value"),))


def _unasked(spec: FormSpec, context: FormContext) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field in spec.unasked:
        if field.origin is Origin.MADE:
            values[field.name] = str(context.new_id(field.name))
        elif field.origin is Origin.RECORDER:
            values[field.name] = str(context.recorder)
        elif field.name in context.given:
            values[field.name] = context.given[field.name]
    return values


class _Reader:
    """Goes through the fields once, and remembers all that is wrong."""

    def __init__(self, posted: Posted, context: FormContext) -> None:
        self._posted = posted
        self._context = context
        self.problems: list[FieldProblem] = []

    def fields(self, fields: Sequence[Field], prefix: str) -> dict[str, Any]:
        """The values of some fields by name; what was left blank is left out."""
        values: dict[str, Any] = {}
        for field in fields:
            found = self._field(field, f"{prefix}{field.name}", prefix)
            if found is not None:
                values[field.name] = found
        return values

    def _field(self, field: Field, path: str, prefix: str) -> Any:
        if field.kind is Kind.GROUP:
            return None if is_blank(field.fields, path, self._posted) else self.fields(field.fields, f"{path}.")
        if field.kind is Kind.ROWS:
            return self._rows(field, path)
        written = filled(self._posted, path)
        if not written:
            return self._nothing(field, path, prefix)
        if field.kind in MANY_VALUES:
            return self._several(field, path, written)
        return self._one(field, path, written[0])

    def _nothing(self, field: Field, path: str, prefix: str) -> Any:
        if field.origin is Origin.MADE:
            return str(self._context.new_id(field.name))
        if field.required and field.preset is None and self._matters(field, prefix):
            self._wrong(path, f"form.problem.missing.{field.kind.value}")
        return [] if field.kind in MANY_VALUES else None

    def _matters(self, field: Field, prefix: str) -> bool:
        """Whether a field that depends on others is asked for in earnest."""
        return all(set(filled(self._posted, f"{prefix}{other}")) & set(values) for other, values in field.when.items())

    def _one(self, field: Field, path: str, written: str) -> Any:
        if field.kind is Kind.ONE:
            return self._picked(field, path, written)
        try:
            return understood(field, written)
        except Unclear as unclear:
            self._wrong(path, unclear.key, **unclear.values)
            return None

    def _several(self, field: Field, path: str, written: Sequence[str]) -> list[Any]:
        if len(written) > MOST_VALUES:
            self._wrong(path, "form.problem.too_many", most=MOST_VALUES)
            return []
        if field.kind is Kind.MANY:
            found = [self._picked(field, path, each) for each in written]
        else:
            found = [self._one(field, path, each) for each in written]
        return found if field.kind is Kind.TEXTS else list(dict.fromkeys(found))

    def _picked(self, field: Field, path: str, written: str) -> str | None:
        """What was picked, when the picker offered it: an id alone opens nothing."""
        if written not in {choice.value for choice in self._context.offers(field)}:
            self._wrong(path, "form.problem.choice")
            return None
        return written

    def _rows(self, field: Field, path: str) -> list[dict[str, Any]] | None:
        found = []
        asked = row_fields(field)
        for key in row_keys(field, path, self._posted):
            row_path = f"{path}.{key}"
            if is_blank(asked, row_path, self._posted) and not field.all_rows:
                continue
            fixed = {} if field.each is None else {field.each: key}
            found.append(fixed | self.fields(asked, f"{row_path}."))
        if field.required and not found:
            self._wrong(path, "form.problem.missing.rows")
        return found

    def _wrong(self, path: str, key: str, **values: object) -> None:
        self.problems.append(FieldProblem(path=path, key=key, values=values))
