"""The plan with its measures and the declined proposals as one form: several facts that are recorded together or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from typing import Any, Final, Self
from uuid import UUID

import msgspec
from flask import abort
from msgspec.structs import replace

from events.base import Event
from events.lists.measures import PlanPart
from events.plan import MeasureAdded, PlanAdopted, PlanRevised
from services.case_service.domain import STREAMS, fold
from services.case_service.domain.checks import said
from services.case_service.domain.matter.plan_parts import parts_held
from services.case_service.forms import (
    FieldProblem,
    ForeignFieldsError,
    FormContext,
    FormSpec,
    Posted,
    Read,
    ShownForm,
    empty_form,
    form_of,
    read,
    shown,
)
from services.case_service.forms.posted import is_row_number
from services.case_service.http.case_access import Matter
from services.case_service.http.languages import current_language
from services.case_service.http.record.asking import BESIDE
from services.case_service.http.record.context import form_context, next_plan_version
from services.case_service.http.recording import id_from

MEASURE: Final = "case.MeasureAdded"
PLANS: Final = ("case.PlanAdopted", "case.PlanRevised")
PLAN: Final = "plan"
"""The name of the draft of the whole form: it is no single fact's own."""

DECLINED: Final = "case.ProposedMeasureDeclined"
ROWS: Final = {"new": MEASURE, "declined": DECLINED}
"""The facts that there may be several of, by how their names begin: ``new.0.title``."""

BUTTONS: Final = frozenset({"add", "remove", "use", "check", "confirmed"})


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One fact of the form: its names begin with ``prefix``; ``number`` counts the facts of its kind from 1."""

    prefix: str
    spec: FormSpec
    context: FormContext
    posted: Posted
    number: int = 1

    def read(self) -> tuple[Event | None, tuple[FieldProblem, ...]]:
        """The fact, or what is wrong with its fields by their full names. Aborts 400 for a forged form."""
        try:
            found = read(self.spec, self.posted, self.context, beside=() if self.prefix else BESIDE | BUTTONS)
        except ForeignFieldsError:
            abort(400)
        if isinstance(found, Read):
            return found.fact, ()
        return None, tuple(replace(problem, path=f"{self.prefix}{problem.path}") for problem in found.problems)

    def shown(self, problems: Sequence[FieldProblem], messages: Mapping[str, str]) -> ShownForm:
        """The fact's fields as the page shows them."""
        posted = {f"{self.prefix}{name}": values for name, values in self.posted.items()}
        return shown(self.spec, posted, self.context, current_language(), problems=problems, messages=messages, prefix=self.prefix)


class PlanForm(msgspec.Struct, frozen=True, kw_only=True):
    """The whole form: the measures, the declined proposals, the plan."""

    matter: Matter
    plan: Part
    measures: tuple[Part, ...]
    declined: tuple[Part, ...]

    @classmethod
    def of(cls, matter: Matter, key: str, posted: Posted, seen: int | None) -> Self:
        """The form as it was posted; ids of new measures follow from the form's key, the version from what was seen."""
        topic = plan_topic(matter, seen)
        rows = {kind: tuple(_rows(matter, key, kind, posted)) for kind in ROWS}
        own = {name: values for name, values in posted.items() if name.partition(".")[0] not in ROWS}
        plan = Part(prefix="", spec=form_of(topic), context=form_context(matter, form_of(topic), key, seen=seen), posted=own)
        return cls(matter=matter, plan=plan, measures=rows["new"], declined=rows["declined"])

    @property
    def parts(self) -> tuple[Part, ...]:
        """All parts in the order in which they are recorded: the plan lists measures that must exist by then."""
        return (*self.measures, *self.declined, self.plan)

    def read(self) -> tuple[tuple[Event, ...], tuple[FieldProblem, ...]]:
        """All facts, the plan last with the new measures in it; or all problems."""
        found = [part.read() for part in self.parts]
        problems = tuple(problem for _, wrong in found for problem in wrong)
        facts = tuple(fact for fact, _ in found if fact is not None)
        return (() if problems else _with_new_measures(facts)), problems

    def lacking(self, facts: Sequence[Event]) -> tuple[PlanPart, ...]:
        """The letters of § 12-4 tredje ledd that the plan does not hold."""
        rules = STREAMS[self.matter.row.stream]
        state = reduce(rules.evolve, facts[:-1], fold(rules, (one.event for one in self.matter.recorded)))
        work, plan = state.record.work, facts[-1]
        if isinstance(plan, PlanAdopted):
            held = parts_held(work, plan.measures, states_problem=said(plan.problem), evaluate_on=plan.evaluate_on)
        else:
            assert isinstance(plan, PlanRevised)  # noqa: S101 - the form has no other topic
            held = parts_held(work, plan.measures, states_problem=work.plan.states_problem, evaluate_on=plan.evaluate_on)
        return tuple(part for part in PlanPart if part not in held)


def plan_topic(matter: Matter, seen: int | None = None) -> str:
    """The first plan is adopted, every later one is a revision of it."""
    first, later = PLANS
    return first if next_plan_version(matter, seen) == 1 else later


def begun(matter: Matter, key: str) -> dict[str, tuple[str, ...]]:
    """What the form holds before anybody wrote in it: all measures of the matter chosen, or room for a first one."""
    topic = plan_topic(matter)
    spec = form_of(topic)
    existing = tuple(str(one.event.measure) for one in matter.recorded if isinstance(one.event, MeasureAdded))
    plan = empty_form(spec, form_context(matter, spec, key))
    return {**plan, "measures": existing} if existing else {**plan, **empty_row(matter, key, "new", "0")}


def empty_row(matter: Matter, key: str, kind: str, number: str) -> dict[str, tuple[str, ...]]:
    """The fields of a new row, with what the case suggests."""
    spec = form_of(ROWS[kind])
    filled = empty_form(spec, form_context(matter, spec, key)) or {}
    names = {field.name: filled.get(field.name, ("",)) for field in spec.asked}
    return {f"{kind}.{number}.{name}": tuple(values) for name, values in names.items() if values}


def row_numbers(kind: str, posted: Posted) -> tuple[str, ...]:
    """The numbers of the rows of a kind, in order."""
    numbers = {name.split(".")[1] for name in posted if name.startswith(f"{kind}.") and name.count(".") > 1}
    return tuple(sorted((number for number in numbers if is_row_number(number)), key=int))


def _rows(matter: Matter, key: str, kind: str, posted: Posted) -> Iterator[Part]:
    spec = form_of(ROWS[kind])
    context = form_context(matter, spec, key)
    for place, number in enumerate(row_numbers(kind, posted), 1):
        prefix = f"{kind}.{number}."
        own = {name.removeprefix(prefix): values for name, values in posted.items() if name.startswith(prefix)}
        yield Part(prefix=prefix, spec=spec, context=_numbered(context, key, prefix), posted=_asked(spec, own), number=place)


def _asked(spec: FormSpec, posted: Posted) -> dict[str, tuple[str, ...]]:
    """A group that was offered whole stands in an empty row by its own name; it holds nothing."""
    groups = {field.name for field in spec.asked if field.fields}
    return {name: tuple(values) for name, values in posted.items() if name not in groups}


def _numbered(context: FormContext, key: str, prefix: str) -> FormContext:
    def made(name: str) -> UUID:
        return id_from(key, f"{prefix}{name}")

    return replace(context, new_id=made)


def _with_new_measures(facts: tuple[Event, ...]) -> tuple[Event, ...]:
    """The plan lists the measures that are set in together with it."""
    plan: Any = facts[-1]
    new = tuple(fact.measure for fact in facts if isinstance(fact, MeasureAdded))
    return (*facts[:-1], replace(plan, measures=(*plan.measures, *new)))
