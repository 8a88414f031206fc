"""The demo's routines with who has read them, its published survey results, and the map of the first school."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from hashlib import sha256
from io import BytesIO
from uuid import UUID, uuid5

from PIL import Image, ImageDraw

from events import Event, Stream
from events.lists.investigation import SurveyIndicator, SurveySource
from events.lists.people import Role
from events.lists.year import RoutineKind
from events.organisation import SchoolMapPublished
from events.survey import SurveyResult, SurveyResultsImported
from events.wheel import RequiredReadingSet, RoutineRead, RoutineVersioned
from services.case_service.domain.survey.published import SHARES
from services.case_service.http.rights import WORKS_AT_A_SCHOOL
from services.case_service.letters.letter import Letter
from services.case_service.letters.markup import Paragraph
from services.case_service.letters.typesetting import pdf
from services.case_service.streams import routines_stream, survey_results_stream
from texts import Language
from varde.demo.beats import Beat, at, in_term
from varde.demo.municipality import DEMO, DEMO_TENANT, MUNICIPALITY, OWNER, SCHOOLS, DemoSchool

TOLD = SCHOOLS[0]
SUPERVISION = uuid5(DEMO, "supervision-routine")
DUTY_TO_ACT = uuid5(DEMO, "duty-to-act-routine")
READERS = tuple(role for role in Role if role in WORKS_AT_A_SCHOOL)

SUPERVISION_1 = (
    "Tilsyn i friminuttene",
    "To voksne er ute i hvert friminutt, med vest.",
    "Den som er borte, sier fra til teamet før første time.",
)
SUPERVISION_2 = (
    *SUPERVISION_1[:1],
    "Tre voksne er ute i hvert friminutt, med vest: ved lekeplassen, ved sykkelskuret og ved ballbanen.",
    "Den som er borte, sier fra til teamet før første time. Teamlederen setter inn en annen.",
    "Den som ser noe, griper inn straks og sier fra til rektor samme dag.",
)
DUTY = (
    "Slik følger vi med, griper inn og melder fra",
    "Alle som arbeider på skolen, følger med, griper inn hvis det er mulig, og melder fra til rektor.",
    "Alvorlige saker meldes til rektor straks. Rektor melder alvorlige saker til skoleeier.",
)
DUTY_2 = (*DUTY, "Mistanke mot en som arbeider på skolen, meldes til rektor straks. Mistanke mot rektor meldes til skoleeier.")
INDICATORS = (
    (SurveyIndicator.WELLBEING, 4.25),
    (SurveyIndicator.SAFE_ENVIRONMENT, 4.1),
    (SurveyIndicator.SUPPORT_FROM_TEACHERS, 4.3),
    (SurveyIndicator.BULLIED, 10.5),
    (SurveyIndicator.BULLIED_DIGITALLY, 3.2),
    (SurveyIndicator.BULLIED_BY_ADULTS, 1.4),
)
SURVEYED_GRADES = range(5, 11)
YEARS_BEFORE = 2
"""Results of years before the demo began are taken in when it begins."""

PLACES = (
    ((240, 145), "Skolen"),
    ((670, 180), "Ballbanen"),
    ((150, 425), "Lekeplassen"),
    ((440, 385), "Boden"),
    ((680, 450), "Parkering"),
)
FEW = 18
"""A grade with fewer answers has its shares hidden, as in what is published."""


def documents(first_year: int, last_year: int, until: datetime) -> Iterator[Beat]:
    """All of it, up to ``until``."""
    for beat in (*_of_the_municipality(first_year, last_year), *_of_the_school(first_year, last_year)):
        if beat.recorded_at <= until:
            yield beat
    for starts_in in range(first_year - YEARS_BEFORE, last_year + 1):
        for school in SCHOOLS:
            beat = _survey(school, starts_in, max(date(starts_in + 1, 2, 3), date(first_year, 8, 25)))
            if beat.recorded_at <= until:
                yield beat


def _of_the_municipality(first_year: int, last_year: int) -> Iterator[Beat]:
    first, second = in_term(date(first_year, 9, 2)), in_term(date(last_year, 8, 25))
    kind = RoutineKind.REPORTING_ROUTINE
    yield _version(DUTY_TO_ACT, kind, 1, first, None, words=DUTY, revised=date(last_year, 6, 1))
    yield _version(DUTY_TO_ACT, kind, 2, second, None, words=DUTY_2, revised=date(last_year, 11, 1))
    yield _asked(DUTY_TO_ACT, 2, second, None, due=second + timedelta(days=120))
    for post in ("principal", "case-handler", "teacher-1"):
        yield _read(DUTY_TO_ACT, 2, second + timedelta(days=6), TOLD, post)


def _of_the_school(first_year: int, last_year: int) -> Iterator[Beat]:
    first, second = in_term(date(first_year, 8, 20)), in_term(date(last_year, 10, 12))
    kind = RoutineKind.SUPERVISION_ROUTINE
    yield _version(SUPERVISION, kind, 1, first, TOLD, words=SUPERVISION_1, revised=date(last_year, 9, 1))
    yield _version(SUPERVISION, kind, 2, second, TOLD, words=SUPERVISION_2, revised=date(last_year + 1, 9, 1))
    yield _asked(SUPERVISION, 2, second, TOLD, due=second + timedelta(days=60))
    for number, post in enumerate(("principal", "teacher-1", "teacher-3", "after-school-leader")):
        yield _read(SUPERVISION, 2, second + timedelta(days=1 + number), TOLD, post)
    yield _beat(Stream.SCHOOL, TOLD.stream_id, SchoolMapPublished(map_version=1), first, TOLD, content=_map())


def _version(
    routine: UUID, kind: RoutineKind, number: int, day: date, school: DemoSchool | None, *, words: tuple[str, ...], revised: date
) -> Beat:
    content = _paper(words, day, MUNICIPALITY if school is None else school.name)
    fact = RoutineVersioned(
        routine=routine,
        kind=kind,
        routine_version=number,
        approved_by=OWNER if school is None else school.principal,
        next_revision_on=revised,
        sha256=sha256(content).hexdigest(),
        title=words[0],
        changes=words[-1] if number > 1 else None,
    )
    return _beat(Stream.ANNUAL_WHEEL, _shelf(school), fact, day, school, content=content)


def _asked(routine: UUID, number: int, day: date, school: DemoSchool | None, *, due: date) -> Beat:
    fact = RequiredReadingSet(routine=routine, routine_version=number, roles=READERS, due_on=due)
    return _beat(Stream.ANNUAL_WHEEL, _shelf(school), fact, day, school, minute=5)


def _read(routine: UUID, number: int, day: date, school: DemoSchool, post: str) -> Beat:
    person = school.person(post)
    fact = RoutineRead(routine=routine, routine_version=number, person=person)
    return _beat(Stream.ANNUAL_WHEEL, _shelf(school), fact, in_term(day), school, actor=person, role=Role.EMPLOYEE, minute=10)


def _survey(school: DemoSchool, starts_in: int, day: date) -> Beat:
    """Numbers that nobody measured: better where the school handles its cases well, a little other each year."""
    results = []
    for grade in (None, *(one for one in SURVEYED_GRADES if school.grades[0] <= one <= school.grades[1])):
        answered = _answered(school, grade, starts_in)
        for place, (indicator, typical) in enumerate(INDICATORS):
            turn = ((starts_in * 7 + (grade or 0) * 5 + place * 3 + int(school.orgnr[-2:])) % 9 - 4) / 10
            share = indicator in SHARES
            value = max(0.3, typical * (1.9 - school.care + turn)) if share else min(4.9, typical + school.care * 0.3 + turn * 0.3)
            hidden = share and grade is not None and answered < FEW
            results.append(
                SurveyResult(
                    indicator=indicator,
                    grade=grade,
                    value=None if hidden else round(value, 1),
                    answered=None if hidden else answered,
                    suppressed=hidden,
                )
            )
    fact = SurveyResultsImported(source=SurveySource.ELEVUNDERSOKELSEN, school_year_from=starts_in, results=tuple(results))
    stream_id = survey_results_stream(DEMO_TENANT, school.orgnr, starts_in)
    return _beat(Stream.SURVEY, stream_id, fact, day, school)


def _answered(school: DemoSchool, grade: int | None, starts_in: int) -> int:
    grades = school.grades[1] - school.grades[0] + 1
    per_grade = school.pupils // grades - (starts_in + (grade or 0)) % 4
    return (
        per_grade if grade is not None else per_grade * sum(school.grades[0] <= one <= school.grades[1] for one in SURVEYED_GRADES)
    )


def _shelf(school: DemoSchool | None) -> UUID:
    return routines_stream(DEMO_TENANT, None if school is None else school.orgnr)


def _beat(
    stream: Stream,
    stream_id: UUID,
    fact: Event,
    day: date,
    school: DemoSchool | None,
    *,
    actor: UUID | None = None,
    role: Role | None = None,
    minute: int = 0,
    content: bytes | None = None,
) -> Beat:
    moment = at(day, 13, minute)
    return Beat(
        stream=stream,
        stream_id=stream_id,
        fact=fact,
        occurred_at=moment,
        recorded_at=moment,
        actor=actor or (OWNER if school is None else school.principal),
        role=role or (Role.SCHOOL_OWNER if school is None else Role.PRINCIPAL),
        school=None if school is None else school.orgnr,
        content=content,
    )


@cache
def _paper(words: tuple[str, ...], day: date, written_by: str) -> bytes:
    """A routine as it lies on paper."""
    letter = Letter(
        language=Language.BOKMAL,
        municipality=MUNICIPALITY,
        school=written_by,
        recipient=(),
        reference="",
        dated=day,
        title=words[0],
        blocks=tuple(Paragraph(one) for one in words[1:]),
    )
    return pdf(letter)


@cache
def _map() -> bytes:
    """A school yard as nobody has built it."""
    picture = Image.new("RGB", (900, 600), "#dfe9d6")
    draw = ImageDraw.Draw(picture)
    for box, colour in (
        ((60, 60, 520, 250), "#b7a99a"),
        ((600, 80, 840, 300), "#8fb573"),
        ((90, 330, 330, 540), "#d9c58f"),
        ((420, 360, 560, 430), "#9a8f86"),
        ((640, 380, 830, 540), "#9db8c9"),
    ):
        draw.rectangle(box, fill=colour, outline="#4d4d4d", width=3)
    for place, name in PLACES:
        draw.text(place, name, fill="#1b1b1b", font_size=24)
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
