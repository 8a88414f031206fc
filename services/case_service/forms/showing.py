"""A form as it is shown: every field with its words, its value, what is wrong with it, and what it offers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from events.meanings import meanings
from services.case_service.forms.context import Choice, FormContext
from services.case_service.forms.field import Field, FormSpec, Kind
from services.case_service.forms.posted import Posted, row_fields, row_keys
from services.case_service.forms.problem import FieldProblem
from services.case_service.forms.words import NO, UNKNOWN, YES, Unclear, read_date, read_time
from texts import Language, catalogue, text


class ShownField(msgspec.Struct, frozen=True, kw_only=True):
    """One field on the page. ``id`` is its place there; ``message`` says what is wrong."""

    field: Field
    path: str
    id: str
    label: str
    help: str | None
    values: tuple[str, ...]
    message: str | None
    choices: tuple[Choice, ...] = ()
    rows: tuple[ShownRow, ...] = ()
    fields: tuple[ShownField, ...] = ()
    next_row: ShownRow | None = None

    @property
    def value(self) -> str:
        """The value of a field that has one."""
        return self.values[0] if self.values else ""

    @property
    def in_a_row(self) -> bool:
        """Whether the answers are so few and short that they stand beside each other."""
        return len(self.choices) <= FEW and all(len(one.text) <= SHORT and one.help is None for one in self.choices)

    @property
    def options(self) -> tuple[tuple[str, ...], ...]:
        """What is offered, as the macros for all forms want it."""
        return tuple((one.value, one.text) if one.help is None else (one.value, one.text, one.help) for one in self.choices)

    @property
    def machine_value(self) -> str | None:
        """A date or a time as the browser's own picker holds it; None for what is neither, so that it is shown as written."""
        try:
            match self.field.kind:
                case Kind.DATE:
                    return read_date(self.value).isoformat() if self.value else ""
                case Kind.TIME:
                    return read_time(self.value).isoformat(timespec="minutes") if self.value else ""
        except Unclear:
            pass
        return None

    @property
    def groups(self) -> tuple[tuple[str | None, tuple[Choice, ...]], ...]:
        """What is offered, under the headings it stands under."""
        found: dict[str | None, list[Choice]] = {}
        for choice in self.choices:
            found.setdefault(choice.group, []).append(choice)
        return tuple((group, tuple(choices)) for group, choices in found.items())


class ShownRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a list: under the words of its closed list, or its number."""

    key: str
    heading: str
    help: str | None
    fields: tuple[ShownField, ...]


class ShownSection(msgspec.Struct, frozen=True, kw_only=True):
    """Fields under one heading."""

    key: str
    heading: str
    help: str | None
    fields: tuple[ShownField, ...]


class ShownProblem(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the summary of what is wrong: where to go, and what to do there."""

    id: str
    label: str
    message: str


class ShownForm(msgspec.Struct, frozen=True, kw_only=True):
    """A whole form."""

    topic: str
    title: str
    sections: tuple[ShownSection, ...]
    problems: tuple[ShownProblem, ...]
    guide: str | None


FEW: Final = 3
SHORT: Final = 12

NEXT_ROW: Final = "__n__"
"""Stands for the number of a row that a script adds."""


def shown(
    spec: FormSpec,
    posted: Posted,
    context: FormContext,
    language: Language,
    *,
    problems: Sequence[FieldProblem] = (),
    messages: Mapping[str, str] | None = None,
    more_rows: Mapping[str, int] | None = None,
    prefix: str = "",
) -> ShownForm:
    """The form with what is in it. A form inside another has names that begin with ``prefix``.

    ``messages`` are problems that others have put into words already, by path; ``more_rows`` are empty rows to add, by the path
    of the list.
    """
    said = {problem.path: text(problem.key, language, **problem.values) for problem in reversed(problems)}
    shower = _Shower(posted, context, language, {**said, **(messages or {})}, more_rows or {})
    sections = tuple(
        ShownSection(
            key=section.key,
            heading=text(f"section.{section.key}", language),
            help=_maybe(f"section.{section.key}.help", language),
            fields=shower.fields(section.fields, prefix),
        )
        for section in spec.sections
    )
    return ShownForm(
        topic=spec.topic,
        title=text(f"event.{spec.topic}", language),
        sections=sections,
        problems=tuple(shower.summary(sections, prefix)),
        guide=spec.guide,
    )


def empty_form(spec: FormSpec, context: FormContext) -> dict[str, tuple[str, ...]]:
    """What a form holds before anybody wrote in it: what the case suggests, else the fact's own defaults."""
    found = {field.name: (field.preset,) for field in spec.asked if field.preset is not None}
    return found | {name: tuple(values) for name, values in context.suggested.items() if _asks(spec, name)}


def _asks(spec: FormSpec, name: str) -> bool:
    return any(field.name == name for field in spec.asked)


def field_label(field: Field, language: Language) -> str:
    """What a field is called where it stands; its meaning in English where nobody has put it into words yet."""
    own = _maybe(f"field.{field.owner}.{field.name}", language) or _maybe(f"field.{field.name}", language)
    return own if own is not None else _meaning(field)


def field_help(field: Field, language: Language) -> str | None:
    """What helps to fill the field in, where there is something to say."""
    own = _maybe(f"field.{field.owner}.{field.name}.help", language)
    return own if own is not None else _maybe(f"field.{field.name}.help", language)


def _meaning(field: Field) -> str:
    found = meanings().get(field.owner, {}).get(field.name) or meanings()[field.name]
    return str(found)


def place(path: str) -> str:
    """The id on the page of a field."""
    return "f-" + path.replace(".", "-")


def _maybe(key: str, language: Language) -> str | None:
    return text(key, language) if key in catalogue() else None


class _Shower:
    def __init__(
        self,
        posted: Posted,
        context: FormContext,
        language: Language,
        messages: Mapping[str, str],
        more_rows: Mapping[str, int],
    ) -> None:
        self._posted = posted
        self._context = context
        self._language = language
        self._more_rows = more_rows
        self._messages = messages

    def fields(self, fields: Sequence[Field], prefix: str) -> tuple[ShownField, ...]:
        return tuple(self._field(field, f"{prefix}{field.name}") for field in fields)

    def summary(self, sections: Sequence[ShownSection], prefix: str) -> Iterator[ShownProblem]:
        known: set[str] = set()
        for section in sections:
            for field in _deep(section.fields):
                if field.message is not None:
                    known.add(field.path)
                    yield ShownProblem(id=field.id, label=field.label, message=field.message)
        for path, message in self._messages.items():
            if path not in known and path.startswith(prefix):
                yield ShownProblem(id="content", label="", message=message)

    def _field(self, field: Field, path: str) -> ShownField:
        return ShownField(
            field=field,
            path=path,
            id=place(path),
            label=field_label(field, self._language),
            help=field_help(field, self._language),
            values=tuple(self._posted.get(path, ())),
            message=self._messages.get(path),
            choices=self._choices(field),
            rows=tuple(self._rows(field, path)) if field.kind is Kind.ROWS else (),
            fields=self.fields(field.fields, f"{path}.") if field.kind is Kind.GROUP else (),
            next_row=self._row(field, path, NEXT_ROW, None) if field.kind is Kind.ROWS and field.each is None else None,
        )

    def _choices(self, field: Field) -> tuple[Choice, ...]:
        match field.kind:
            case Kind.CHOICE | Kind.CHOICES:
                return tuple(
                    Choice(
                        value=code,
                        text=_sentence(text(f"list.{field.options_of}.{code}", self._language)),
                        help=_maybe(f"list.{field.options_of}.{code}.help", self._language),
                    )
                    for code in field.options
                )
            case Kind.YES_NO:
                return self._answers(YES, NO)
            case Kind.YES_NO_UNKNOWN:
                return self._answers(YES, NO, UNKNOWN)
            case Kind.SCALE:
                return tuple(
                    Choice(value=str(step), text=str(step)) for step in range(int(field.least or 1), int(field.most or 10) + 1)
                )
        return self._context.offers(field)

    def _answers(self, *answers: str) -> tuple[Choice, ...]:
        return tuple(Choice(value=answer, text=text(f"form.answer.{answer}", self._language)) for answer in answers)

    def _rows(self, field: Field, path: str) -> Iterator[ShownRow]:
        keys = list(row_keys(field, path, self._posted))
        if field.each is None:
            first = int(keys[-1]) + 1 if keys else 0
            wanted = max(field.empty_rows - len(keys), 0) + self._more_rows.get(path, 0)
            keys += [str(first + number) for number in range(wanted)]
        for number, key in enumerate(keys, 1):
            yield self._row(field, path, key, number)

    def _row(self, field: Field, path: str, key: str, number: int | None) -> ShownRow:
        return ShownRow(
            key=key,
            heading=self._heading(field, key, number),
            help=self._row_help(field, key),
            fields=self.fields(row_fields(field), f"{path}.{key}."),
        )

    def _heading(self, field: Field, key: str, number: int | None) -> str:
        each = _each(field)
        if each is None:
            name = field_label(field, self._language)
            return name if number is None else text("form.row", self._language, name=name, number=number)
        return _sentence(text(f"list.{each.options_of}.{key}", self._language))

    def _row_help(self, field: Field, key: str) -> str | None:
        each = _each(field)
        return None if each is None else _maybe(f"list.{each.options_of}.{key}.help", self._language)


def _each(field: Field) -> Field | None:
    return next((one for one in field.fields if one.name == field.each), None)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _deep(fields: Sequence[ShownField]) -> Iterator[ShownField]:
    for field in fields:
        yield field
        yield from _deep(field.fields)
        for row in field.rows:
            yield from _deep(row.fields)
