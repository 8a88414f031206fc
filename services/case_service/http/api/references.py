"""Whom and what a fact may name: what the form of the same fact would offer, and nobody else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, Final
from uuid import UUID

from events.base import Event
from services.case_service.forms import Field, FormSpec, Kind, Refers, form_of
from services.case_service.forms.field import Origin
from services.case_service.http.api.refusing import ApiProblem
from services.case_service.http.case_access import Matter
from services.case_service.http.record.context import form_context
from services.case_service.http.reporting.schools import today
from services.case_service.http.web import the_desk

Offered = Callable[[Field], Collection[str]]

PICKED: Final = frozenset({Kind.ONE, Kind.MANY})
NOBODYS: Final = str(UUID(int=0))


def require_offered(matter: Matter, topic: str, fact: Event) -> None:
    """Raise ApiProblem 422 when the fact names somebody or something that its form in this matter would not offer."""
    spec = form_of(topic)
    context = form_context(matter, spec, NOBODYS)
    _require(spec, fact, lambda field: {choice.value for choice in context.offers(field)})


def require_at_school(school: str, topic: str, fact: Event) -> None:
    """Raise ApiProblem 422 when a report names staff or pupils that do not belong to the school."""
    model = the_desk().read_model
    staff = {str(one.person) for one in model.staff_at(school, today())}
    pupils = {str(one.pupil) for one in model.pupils_at(school)}
    offered = {Refers.STAFF: staff, Refers.PUPIL: pupils, Refers.ANY_PUPIL: pupils, Refers.ANYBODY: staff | pupils}
    _require(form_of(topic), fact, lambda field: offered.get(field.refers, set()) if field.refers is not None else set())


def _require(spec: FormSpec, fact: Event, offered: Offered) -> None:
    for pointer in _strays(tuple(spec.asked), fact, "/fact", offered):
        raise ApiProblem("not_offered", 422, pointer=pointer)


def _strays(fields: Sequence[Field], holder: Any, under: str, offered: Offered) -> Iterator[str]:
    for field in fields:
        value, pointer = getattr(holder, field.name, None), f"{under}/{field.name}"
        if value is None:
            continue
        if field.kind is Kind.GROUP:
            yield from _strays(field.fields, value, pointer, offered)
        elif field.kind is Kind.ROWS:
            for number, row in enumerate(value):
                yield from _strays(field.fields, row, f"{pointer}/{number}", offered)
        elif field.refers is not None and field.kind in PICKED and field.origin is not Origin.MADE:
            several = value if isinstance(value, tuple) else (value,)
            allowed = offered(field)
            for number, one in enumerate(several):
                if str(one) not in allowed:
                    yield f"{pointer}/{number}" if isinstance(value, tuple) else pointer
