"""What a form in a matter starts from: who and what it can name, and what the matter itself knows already."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from events.concern import CaseOpened, ConcernReceived
from events.local_time import OSLO
from events.plan import PlanAdopted, PlanRevised
from services.case_service.forms import Choice, Field, FormContext, FormSpec, Kind, Refers
from services.case_service.http.case_access import Matter
from services.case_service.http.record.people import any_pupil_choices, guardian_choices, pupil_choices, staff_choices, today
from services.case_service.http.record.things import field_choices, things
from services.case_service.http.recording import id_from
from services.case_service.http.web import the_desk

RECORDER: Final = frozenset(
    {
        "asked_by",
        "completed_by",
        "done_by",
        "employee",
        "executed_by",
        "filed_by",
        "held_by",
        "informed_by",
        "intervened_by",
        "observer",
        "reported_by",
        "sent_by",
    }
)
"""Whoever records is as a rule the one who did it."""

HANDLER: Final = frozenset({"case_handler", "contact_person", "coordinator", "leader", "responsible"})
"""Who handles the case is as a rule the one who answers for it."""

ABOUT_THE_SUSPECTED: Final = frozenset({"heightened.AccusedExcluded", "heightened.EmployeeInformedAndHeard"})

CONTENT: Final = frozenset({Refers.MEASURE, Refers.ORDER_ITEM, Refers.ASSESSMENT, Refers.EVENT, Refers.CASE})
"""Pickers that tell what stands in the matter: opening such a form is reading it."""


def shows_content(spec: FormSpec) -> bool:
    """Whether the empty form already tells what stands in the matter."""
    return any(field.refers in CONTENT for field in _deep(tuple(spec.asked)))


def form_context(
    matter: Matter, spec: FormSpec, key: str, given: Mapping[str, Any] | None = None, *, seen: int | None = None
) -> FormContext:
    """What the form of a fact in this matter is filled in about.

    ``key`` is the form's own, from which new ids are made; ``seen`` the version that it was made on. A form that is sent twice
    must tell the same twice, whatever the first has changed.
    """
    makers = _makers(matter, given or {})
    wanted = {field.refers for field in _deep(tuple(spec.asked)) if field.refers is not None}
    if Refers.ANYBODY in wanted:
        wanted |= {Refers.ANY_PUPIL, Refers.GUARDIAN, Refers.STAFF}
    return FormContext(
        recorder=matter.person.id,
        new_id=lambda name: id_from(key, name),
        choices={kind: makers[kind]() for kind in wanted if kind in makers},
        given={
            "plan_version": next_plan_version(matter, seen),
            "parts": [],
            "about_stream": str(matter.row.stream_id),
            **(given or {}),
        },
        suggested=dict(_suggested(matter, spec)),
    )


def next_plan_version(matter: Matter, seen: int | None) -> int:
    """The version of the plan that follows what stood in the matter at the version that was seen (None: now)."""
    known = (one.event for one in matter.recorded if seen is None or one.version <= seen)
    return max((event.plan_version for event in known if isinstance(event, PlanAdopted | PlanRevised)), default=0) + 1


def _makers(matter: Matter, given: Mapping[str, Any]) -> Mapping[Refers, Callable[[], tuple[Choice, ...]]]:
    return {
        Refers.STAFF: lambda: staff_choices(matter),
        Refers.PUPIL: lambda: pupil_choices(matter),
        Refers.ANY_PUPIL: lambda: any_pupil_choices(matter),
        Refers.GUARDIAN: lambda: guardian_choices(matter),
        Refers.FIELD: lambda: field_choices(matter, given.get("corrected_event")),
        **things(matter),
    }


def _suggested(matter: Matter, spec: FormSpec) -> Iterator[tuple[str, tuple[str, ...]]]:
    known = dict(_known(matter, spec.topic))
    for field in spec.asked:
        value = known.get(field.name)
        if value is not None and field.kind not in {Kind.GROUP, Kind.ROWS}:
            yield field.name, (str(value),)


def _known(matter: Matter, topic: str) -> Iterator[tuple[str, object]]:
    """What the matter and the day tell, by the name of the field that it fits."""
    row, day = matter.row, today()
    yield from ((name, str(matter.person.id)) for name in RECORDER)
    yield from ((name, str(row.case_handler or matter.person.id)) for name in HANDLER)
    yield "from_date", day.isoformat()
    yield "valid_from", day.isoformat()
    yield "year", day.year
    if row.pupil is not None:
        yield "pupil", row.pupil
        pupil = the_desk().read_model.pupil(row.pupil)
        if pupil is not None and pupil.grade is not None:
            yield "grade", pupil.grade
    if row.suspected_persons and topic in ABOUT_THE_SUSPECTED:
        yield "person", row.suspected_persons[0]
    school = the_desk().read_model.school(row.school) if row.school is not None else None
    if school is not None and school.principal is not None:
        yield "principal", school.principal
    for one in matter.recorded:
        match one.event:
            case ConcernReceived(reporter=reporter, concern=concern):
                yield "source", reporter.value
                yield "concern", concern.value
                yield "concern_date", one.envelope.known_at.astimezone(OSLO).date().isoformat()
            case CaseOpened(class_name=class_name) if class_name is not None:
                yield "class_name", class_name


def _deep(fields: Sequence[Field]) -> Iterator[Field]:
    for field in fields:
        yield field
        yield from _deep(field.fields)
