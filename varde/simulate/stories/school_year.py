"""A school's year: the annual wheel, and the surveys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from events import survey, wheel
from events.base import Stream
from events.lists.investigation import (
    Method,
    PostponementReason,
    SurveyIndicator,
    SurveyPurpose,
    SurveySource,
    SurveyTool,
    SuspicionGround,
)
from events.lists.year import DocumentedBy, Term, WheelScope, WheelTask
from varde.simulate.mould import SCHOOL_YEAR, UNSAID, Telling

if TYPE_CHECKING:
    from collections.abc import Mapping

    from events.base import Event

TASKS: Final = (
    (WheelTask.STAFF_REVIEW_OF_DUTIES, Term.AUTUMN, 20),
    (WheelTask.SUPERVISION_PLAN, Term.AUTUMN, 20),
    (WheelTask.INFORM_PARENTS, Term.AUTUMN, 45),
    (WheelTask.PARENT_MEETING, Term.AUTUMN, 40),
    (WheelTask.PUPIL_TALKS, Term.AUTUMN, 80),
    (WheelTask.DEVELOPMENT_TALKS, Term.AUTUMN, 90),
    (WheelTask.RISK_ANALYSIS, Term.AUTUMN, 95),
    (WheelTask.ELEVUNDERSOKELSEN, Term.AUTUMN, 110),
    (WheelTask.SURVEY_REVIEW, Term.SPRING, 190),
    (WheelTask.PUPIL_TALKS, Term.SPRING, 230),
    (WheelTask.DEVELOPMENT_TALKS, Term.SPRING, 240),
    (WheelTask.PLAN_REVISION, Term.SPRING, 270),
    (WheelTask.PRINCIPALS_SELF_ASSESSMENT, Term.SPRING, 295),
)
"""What the year holds: the task, its term, and the day of the school year that it is due on."""

SCHOOL_HOURS_PER_DAY: Final = 4.4
"""School hours per day of the calendar, holidays spread over the year."""

YEAR_END: Final = 300


def tell_wheel(tell: Telling) -> None:
    """The wheel is opened in August; tasks are done, put off, or forgotten. Starts on the first day of school."""
    stream_id = tell.new()

    def then(event: Event, at_day: float, *, in_time: bool = False) -> None:
        tell.hours = max(0.1, at_day * SCHOOL_HOURS_PER_DAY)
        tell.then(Stream.ANNUAL_WHEEL, stream_id, event, 0.01, in_time=in_time)

    then(wheel.AnnualWheelOpened(scope=WheelScope.SCHOOL, school_year_from=SCHOOL_YEAR), 0, in_time=True)
    planned = [(tell.new(), *task) for task in TASKS]
    for task, kind, term, due in planned:
        tell.hours = 1.0
        then(
            wheel.WheelTaskPlanned(
                task=task,
                kind=kind,
                term=term,
                responsible=tell.person("principal"),
                due_on=tell.day(due),
                documentation=DocumentedBy.MINUTES,
            ),
            0.3,
            in_time=True,
        )
    for task, kind, term, due in planned:
        if not tell.kept():
            continue
        if tell.chance(0.06):
            tell.hours = max(0.1, (due - 5) * SCHOOL_HOURS_PER_DAY)
            later = wheel.WheelTaskPostponed(task=task, kind=kind, due_on=tell.day(21), reason=PostponementReason.CAPACITY)
            then(later, due - 5, in_time=True)
        done = wheel.WheelTaskDone(
            task=task,
            kind=kind,
            term=term,
            done_by=tell.person("principal"),
            documentation=tell.random.choice(tuple(DocumentedBy)),
        )
        then(done, min(YEAR_END, max(2, due - 15 + tell.pace * 12 * tell.random.random())))


def tell_survey_results(tell: Telling, grades: tuple[int, int], bullied: Mapping[int, float]) -> None:
    """The school's results of Elevundersøkelsen, taken in in February. ``bullied``: national per cent by grade (7 and 10)."""
    results: list[survey.SurveyResult] = []
    for grade in (7, 10):
        if not grades[0] <= grade <= grades[1]:
            continue
        answered = tell.random.randint(6, 90)
        suppressed = answered < 10  # noqa: PLR2004  (as Udir hides few answers; this is a number of the story)
        share = min(100.0, max(0.0, round(bullied[grade] * (0.3 + 1.4 * tell.random.random()), 1)))
        for indicator, value in (
            (SurveyIndicator.BULLIED, share),
            (SurveyIndicator.WELLBEING, round(3.8 + 0.8 * tell.random.random(), 1)),
            (SurveyIndicator.SUPPORT_FROM_TEACHERS, round(3.6 + 0.9 * tell.random.random(), 1)),
        ):
            results.append(
                survey.SurveyResult(
                    indicator=indicator,
                    grade=grade,
                    value=None if suppressed else value,
                    answered=None if suppressed else answered,
                    suppressed=suppressed,
                )
            )
    fact = survey.SurveyResultsImported(source=SurveySource.ELEVUNDERSOKELSEN, school_year_from=SCHOOL_YEAR, results=tuple(results))
    tell.hours = 170 * SCHOOL_HOURS_PER_DAY
    tell.then(Stream.SURVEY, tell.new(), fact, 30, in_time=True)


def tell_survey(tell: Telling) -> None:
    """A survey that is not anonymous, within the limits of opplæringsforskrifta § 20-5."""
    stream_id = tell.new()

    def then(event: Event, after: float) -> None:
        tell.then(Stream.SURVEY, stream_id, event, after)

    is_prevention = tell.chance(0.6)
    then(
        survey.NonAnonymousSurveyAssessed(
            purpose=SurveyPurpose.PREVENTION if is_prevention else SurveyPurpose.CONCRETE_SUSPICION,
            tool=tell.random.choice(tuple(SurveyTool)),
            suitable=True,
            least_intrusive=tell.kept(),
            other_methods_tried=(Method.OBSERVATION,),
            grounds=() if is_prevention else (SuspicionGround.UNCLEAR,),
            names_pupils_in_negative_relations=False,
            questions_approved=tell.kept(),
            reason=UNSAID,
        ),
        1,
    )
    invited = tell.random.randint(12, 60)
    tell.wait(30)
    answered = invited - tell.random.randint(0, 6)
    run = survey.NonAnonymousSurveyRun(
        tool=SurveyTool.SPEKTER, from_date=tell.day(-5), to_date=tell.day(), invited=invited, answered=answered
    )
    then(run, 2)
    if tell.kept():
        verified = survey.SurveyAnswersVerified(
            verified_by=tell.person("principal"), methods=(Method.CONVERSATION,), confirmed=True, summary=UNSAID
        )
        then(verified, 12)
