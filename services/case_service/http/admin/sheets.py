"""A sheet: the form of one fact in administration, made from the fact's own types like every other form.

What the page knows already is not asked for, and a code becomes a choice among what there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec
from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from msgspec.structs import replace

from events.base import Event
from services.case_service.forms import (
    Choice,
    Field,
    FieldProblem,
    ForeignFieldsError,
    FormContext,
    FormSpec,
    Kind,
    Read,
    Refers,
    Section,
    form_of,
    read,
    shown,
)
from services.case_service.http.admin.office import decide
from services.case_service.http.languages import current_language, t
from services.case_service.http.persons import current_person
from services.case_service.http.problems import FormProblem, NotRecorded
from services.case_service.http.recording import KEY_FIELD, Entry, id_from, key_of, new_key

BESIDE: Final = frozenset({"csrf_token", KEY_FIELD})


class Unfit(Exception):  # noqa: N818 - an answer to the person, not a fault of the program
    """What was asked for is not done; ``field`` (None: none) and ``message`` say why."""

    def __init__(self, field: str | None, key: str, **values: object) -> None:
        super().__init__(key)
        self.problem = FormProblem(field=field, message=t(key, **values))


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for, where it starts from, and the words around it.

    ``title`` is a key of the catalogue; what stands under ``<title>.lead`` explains it, ``<title>.done`` is said afterwards.
    ``back`` is the page that it belongs to, with its name.
    """

    title: str
    topic: str
    back: tuple[str, str]
    given: Mapping[str, Any] = {}
    pickers: Mapping[str, tuple[Choice, ...]] = {}
    options: Mapping[str, tuple[str, ...]] = {}
    suggested: Mapping[str, str] = {}
    trail: tuple[tuple[str, str], ...] = ()

    @property
    def spec(self) -> FormSpec:
        """The form of the fact, without what is given."""
        plain = form_of(self.topic)
        sections = tuple(
            Section(key=one.key, fields=tuple(self._field(field) for field in one.fields if field.name not in self.given))
            for one in plain.sections
        )
        known = tuple(field for field in plain.asked if field.name in self.given)
        return replace(plain, sections=sections, unasked=(*plain.unasked, *known))

    def context(self, key: str) -> FormContext:
        """What the form is filled in about."""
        return FormContext(
            recorder=current_person().id,
            new_id=lambda name: id_from(key, name),
            choices={PICKS[place]: choices for place, choices in enumerate(self.pickers.values())},
            given=self.given,
        )

    def _field(self, field: Field) -> Field:
        if field.name in self.pickers:
            place = list(self.pickers).index(field.name)
            return replace(field, kind=Kind.ONE, refers=PICKS[place], required=True)
        return replace(field, options=self.options.get(field.name, field.options))


PICKS: Final = (Refers.SCHOOL, Refers.STAFF, Refers.TEMPLATE)
"""A sheet has at most so many pickers; which one stands for which field the sheet itself says."""


def empty_sheet(sheet: Sheet) -> ResponseReturnValue:
    """The page with an empty form."""
    return _page(sheet, new_key(), {name: (value,) for name, value in sheet.suggested.items()})


def take_sheet(sheet: Sheet, entries: Callable[[Any], Iterable[Entry]], *, to: str | None = None) -> ResponseReturnValue:
    """Record what the form tells, or show it again with what is wrong. ``entries`` makes what is recorded of the fact."""
    key = key_of(request.form)
    posted = {name: tuple(values) for name, values in request.form.to_dict(flat=False).items()}
    try:
        found = read(sheet.spec, posted, sheet.context(key), beside=BESIDE)
    except ForeignFieldsError:
        abort(400)
    if not isinstance(found, Read):
        return _page(sheet, key, posted, problems=found.problems, status=422)
    fact: Event = found.fact
    try:
        decide(*entries(fact), key=key)
    except Unfit as unfit:
        return _page(sheet, key, posted, others=(unfit.problem,), status=422)
    except NotRecorded as refused:
        return _page(sheet, key, posted, others=refused.problems, status=refused.status)
    flash(t(f"{sheet.title}.done"), "success")
    return redirect(to or sheet.back[1], code=303)


def _page(
    sheet: Sheet,
    key: str,
    posted: Mapping[str, Sequence[str]],
    *,
    problems: Sequence[FieldProblem] = (),
    others: Sequence[FormProblem] = (),
    status: int = 200,
) -> ResponseReturnValue:
    messages = {problem.field or "": problem.message for problem in reversed(others)}
    form = shown(sheet.spec, posted, sheet.context(key), current_language(), problems=problems, messages=messages)
    return render_template("admin/sheet.html", sheet=sheet, form=form, key=key, action=request.path), status
