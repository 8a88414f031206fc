"""/undersokelser/resultater/<school>: the published numbers by grade and year, as a table and as small charts."""

from __future__ import annotations

from collections.abc import Iterator

from flask import render_template, request
from markupsafe import Markup

from events import Recorded
from events.lists.investigation import SurveyIndicator, SurveySource
from events.survey import SurveyResult
from services.case_service.domain.survey.published import SHARES
from services.case_service.http.languages import current_language, t
from services.case_service.http.rights import Right, needs
from services.case_service.http.school_reach import Place, open_school, today
from services.case_service.http.surveys.blueprint import survey_pages
from services.case_service.http.surveys.chart import Bar, chart
from services.case_service.http.surveys.shown_results import WHOLE_SCHOOL, SchoolResults, grade_of, results_of
from services.case_service.http.web import the_desk
from services.case_service.streams import survey_results_stream
from texts import Language, label

YEARS_BACK = 15
LONGEST_SHARE = 25.0
"""Per cent at a bar's full length, unless a number is greater."""

LONGEST_MEAN = 5.0
DRAWN = (SurveyIndicator.BULLIED, SurveyIndicator.WELLBEING, SurveyIndicator.SAFE_ENVIRONMENT)


@survey_pages.get("/undersokelser/resultater/<orgnr>")
@needs(Right.SEE_SURVEY_RESULTS)
def results(orgnr: str) -> str:
    """The results of a school. They are published, so everybody who works there may know them."""
    place = open_school(orgnr)
    found = results_of(recorded_results(place))
    sources = found.sources
    if not sources:
        return render_template("surveys/results.html", place=place, sources=())
    asked = request.args.get("kilde", "")
    source = next((one for one in sources if one.value == asked), sources[0])
    grades = found.grades(source)
    grade = grade_of(request.args.get("trinn", ""), grades)
    years = found.years(source)
    return render_template(
        "surveys/results.html",
        place=place,
        sources=[(one.value, label(one, current_language()).capitalize()) for one in sources],
        source=source.value,
        grades=[(WHOLE_SCHOOL if one is None else str(one), grade_text(one)) for one in grades],
        grade=WHOLE_SCHOOL if grade is None else str(grade),
        grade_text=grade_text(grade),
        years=[years_text(one) for one in years],
        rows=[
            (_called(indicator), [_written(found.number(source, year, indicator, grade), indicator) for year in years])
            for indicator in found.indicators(source, grade)
        ],
        charts=list(_charts(found, source, grade)),
    )


def recorded_results(place: Place) -> Iterator[Recorded]:
    """What is written down of a school's results in the last years, the oldest first."""
    desk = the_desk()
    for starts_in in range(today().year - YEARS_BACK, today().year + 1):
        yield from desk.store.readable(survey_results_stream(desk.store.tenant, place.orgnr or "", starts_in)).events


def years_text(starts_in: int) -> str:
    """A school year as people write it: 2026/2027."""
    return f"{starts_in}/{starts_in + 1}"


def grade_text(grade: int | None) -> str:
    """A grade as people call it."""
    return t("surveys.whole_school") if grade is None else t("surveys.grade", grade=grade)


def _called(indicator: SurveyIndicator) -> str:
    return label(indicator, current_language()).capitalize()


def _written(result: SurveyResult | None, indicator: SurveyIndicator) -> str:
    """A number as it is shown: hidden where few answered, a dash where none was published."""
    if result is None or (result.value is None and not result.suppressed):
        return t("surveys.no_number")
    if result.value is None:
        return t("surveys.hidden")
    number = f"{result.value:.1f}"
    if current_language() is not Language.ENGLISH:
        number = number.replace(".", ",")
    return t("surveys.percent", number=number) if indicator in SHARES else number


def _charts(found: SchoolResults, source: SurveySource, grade: int | None) -> Iterator[tuple[str, Markup]]:
    for indicator in DRAWN:
        if indicator not in found.indicators(source, grade):
            continue
        numbers = [(year, found.number(source, year, indicator, grade)) for year in found.years(source)]
        values = [one.value for _, one in numbers if one is not None and one.value is not None]
        bars = [
            Bar(year=years_text(year), value=None if one is None else one.value, written=_written(one, indicator))
            for year, one in numbers
        ]
        longest = max([LONGEST_SHARE, *values]) if indicator in SHARES else LONGEST_MEAN
        title = t("surveys.chart", what=_called(indicator), grade=grade_text(grade))
        yield _called(indicator), chart(bars, longest=longest, title=title, id_=f"chart-{indicator.value}")
