"""What a matter tells that a letter can be filled in with, by the names of the letter's gaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TypeVar
from uuid import UUID

from events.concern import ConcernReceived, RaisedWithPrincipal
from events.envelope import Recorded
from events.investigation import InvestigationPlanned, InvestigationRevised, KickoffMeetingHeld
from events.lists.documents import Letter
from events.lists.investigation import Method
from events.lists.people import Role
from events.local_time import OSLO
from events.plan import PlanAdopted, PlanRevised
from events.reactions import IndividualDecisionMade
from services.case_service.http.letters.decision import decision_words
from services.case_service.http.matter import Matter
from services.case_service.http.web import the_desk, the_web
from services.compliance.explain import day_text, moment_text
from texts import Language, label, text
from texts.case_number import case_number

FactT = TypeVar("FactT")


def today() -> date:
    """The day on Norwegian calendars."""
    return the_web().clock().astimezone(OSLO).date()


def known_of(matter: Matter, letter: Letter, language: Language) -> Mapping[str, str]:
    """What is known, in the letter's language. What is not known is left out."""
    pairs = (*_common(matter, language), *_of_letter(matter, letter, language))
    return {gap: words for gap, words in pairs if words}


def methods_text(methods: Iterable[Method], language: Language) -> str:
    """Ways of investigating, as points."""
    return "\n".join(f"- {label(one, language)}" for one in methods)


def planned_methods(matter: Matter) -> tuple[Method, ...]:
    """How the school planned last to investigate."""
    found = last(matter, InvestigationPlanned), last(matter, InvestigationRevised)
    planned = max((one for one in found if one is not None), key=lambda one: one[0].version, default=None)
    return () if planned is None else planned[1].methods


def first(matter: Matter, kind: type[FactT]) -> tuple[Recorded, FactT] | None:
    """The first fact of a kind."""
    return next(((one, one.event) for one in matter.recorded if isinstance(one.event, kind)), None)


def last(matter: Matter, kind: type[FactT]) -> tuple[Recorded, FactT] | None:
    """The last fact of a kind."""
    return next(((one, one.event) for one in reversed(matter.recorded) if isinstance(one.event, kind)), None)


def contact_of(matter: Matter) -> UUID:
    """Whom to turn to: whoever handles the matter, else the one who writes."""
    return matter.row.case_handler or matter.person.id


def staff_name(matter: Matter, person: UUID) -> str:
    """The name of somebody who works there; the one who writes is known by her login too."""
    return the_desk().names.staff(person) or (matter.person.name if person == matter.person.id else "")


def principal_of(matter: Matter) -> UUID | None:
    """Who leads the matter's school; nobody where she is suspected herself, or the municipality leads the matter."""
    row = matter.row
    school = the_desk().read_model.school(row.school) if row.school is not None and not row.led_by_owner else None
    return None if school is None or school.principal in row.suspected_persons else school.principal


def school_name(matter: Matter) -> str:
    """The matter's school, which the child goes to; empty for a matter of the municipality's own."""
    school = the_desk().read_model.school(matter.row.school) if matter.row.school is not None else None
    return "" if school is None else school.name


def _common(matter: Matter, language: Language) -> Iterator[tuple[str, str]]:
    names, row, principal = the_desk().names, matter.row, principal_of(matter)
    yield "elev", names.pupil(row.pupil) if row.pupil is not None else ""
    yield "skole", school_name(matter) or the_web().settings.municipality
    yield "kommune", the_web().settings.municipality
    yield "dato", day_text(today(), language)
    yield "saksnummer", case_number(row.stream_id)
    yield "kontaktperson", staff_name(matter, contact_of(matter))
    yield "rektor", staff_name(matter, principal) if principal is not None else ""


def _of_letter(matter: Matter, letter: Letter, language: Language) -> Iterator[tuple[str, str]]:
    match letter:
        case Letter.RECEIPT:
            yield from _of_receipt(matter, language)
        case Letter.INVITATION:
            yield "deltakere", _own_people(matter, language)
        case Letter.PLAN:
            yield from _of_plan(matter, language)
        case Letter.MINUTES:
            yield from _of_minutes(matter, language)
        case Letter.DECISION:
            found = last(matter, IndividualDecisionMade)
            if found is not None:
                yield from decision_words(found[1], language)
        case Letter.ANSWER:
            raised = last(matter, RaisedWithPrincipal)
            yield "henvendelse_dato", day_text(raised[0].envelope.occurred_at, language) if raised is not None else ""
        case Letter.OTHER:
            pass


def _of_receipt(matter: Matter, language: Language) -> Iterator[tuple[str, str]]:
    concern = first(matter, ConcernReceived)
    if concern is not None:
        yield "bekymring_dato", day_text(concern[0].envelope.known_at, language)
        yield "kilde", text(f"letter.source.{concern[1].reporter.value}", language)
    yield "metoder", methods_text(planned_methods(matter), language)
    yield "dagsorden", text("letter.agenda", language)
    yield "deltakere", _own_people(matter, language)


def _of_plan(matter: Matter, language: Language) -> Iterator[tuple[str, str]]:
    newest = max(
        (one for one in (last(matter, PlanAdopted), last(matter, PlanRevised)) if one is not None),
        key=lambda one: one[0].version,
        default=None,
    )
    if newest is None:
        return
    recorded, plan = newest
    begins = getattr(plan, "from_date", None)
    yield "versjon", str(plan.plan_version)
    yield "gjelder_fra", day_text(begins or recorded.envelope.occurred_at, language)


def _of_minutes(matter: Matter, language: Language) -> Iterator[tuple[str, str]]:
    meeting = last(matter, KickoffMeetingHeld)
    if meeting is None:
        return
    recorded, held = meeting
    yield "mote", moment_text(recorded.envelope.occurred_at, language)
    yield "deltakere", _participants(matter, held, language)
    yield "innhold", held.minutes
    yield "videre", held.way_forward or ""


def _own_people(matter: Matter, language: Language) -> str:
    """Who comes from the school, as a proposal: the principal and whoever handles the matter."""
    roles = {principal_of(matter): Role.PRINCIPAL, contact_of(matter): Role.CASE_HANDLER}
    found = ((staff_name(matter, person), role) for person, role in roles.items() if person is not None)
    return "\n".join(f"- {name} ({label(role, language)})" for name, role in found if name)


def _participants(matter: Matter, held: KickoffMeetingHeld, language: Language) -> str:
    """Staff by name; the own pupil and her guardians as the meeting says. Another pupil's name is nobody's business."""
    names, pupil = the_desk().names, matter.row.pupil
    found = [names.staff(one) for one in held.participants]
    if pupil is not None:
        found += [names.guardian(pupil, one) for one in held.participants]
        found += [names.pupil(pupil)] if held.pupil_present else []
    if held.guardians_present:
        found.append(text("letter.source.guardian", language))
    return "\n".join(f"- {name}" for name in dict.fromkeys(found) if name)
