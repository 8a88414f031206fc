"""Reads a published file of results: what it says of which school in which year, and everything that is wrong with it at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from hashlib import sha256
from typing import TypeAlias

import msgspec

from events.lists.investigation import SurveyIndicator
from events.survey import SurveyResult
from services.case_service.domain.survey.published import MEAN, SHARE, SHARES
from services.case_service.survey_results.cells import (
    ALL_GENDERS,
    NotReadableError,
    count_in,
    grade_in,
    is_hidden,
    is_upper_secondary,
    number_in,
    year_in,
)
from services.case_service.survey_results.columns import Columns, columns_of, indicator_called
from services.case_service.survey_results.faults import Fault, FileFaultError
from services.case_service.survey_results.table import read_table

MOST_FAULTS = 200
"""After so many one knows that it is another file."""

COMPULSORY = range(1, 11)
"""The grades of compulsory school, which the municipality's schools have."""

SchoolYear: TypeAlias = tuple[str, int]
"""A school's organisation number, and the year in which the school year began."""


class LeftOut(StrEnum):
    """Why a line of a sound file is not taken in. The text is ``surveys.left_out.<value>``."""

    OTHER_SCHOOL = "other_school"
    ONE_GENDER = "one_gender"
    OTHER_INDICATOR = "other_indicator"
    UPPER_SECONDARY = "upper_secondary"


class ReadFile(msgspec.Struct, frozen=True, kw_only=True):
    """What a file says. With any fault in it nothing of it is taken in."""

    sha256: str
    lines: int
    results: Mapping[SchoolYear, tuple[SurveyResult, ...]]
    left_out: Mapping[LeftOut, int]
    faults: tuple[Fault, ...]


def read_file(content: bytes, schools: Collection[str]) -> ReadFile:
    """Read a file, of which the results of ``schools`` are wanted. Never raises: what is wrong stands in the answer."""
    digest = sha256(content).hexdigest()
    try:
        table = read_table(content)
        columns = columns_of(table.headings)
    except FileFaultError as error:
        return ReadFile(sha256=digest, lines=0, results={}, left_out={}, faults=(error.fault,))
    reading = _Reading(columns, schools)
    for number, cells in table.lines:
        reading.take(number, cells)
        if len(reading.faults) >= MOST_FAULTS:
            break
    if not reading.found and not reading.faults:
        reading.faults.append(Fault(code="nothing_for_these_schools"))
    return ReadFile(
        sha256=digest,
        lines=len(table.lines),
        results={key: _in_order(results.values()) for key, results in sorted(reading.found.items())},
        left_out=reading.left_out,
        faults=tuple(reading.faults[:MOST_FAULTS]),
    )


class _Reading:
    """A file while it is being read."""

    def __init__(self, columns: Columns, schools: Collection[str]) -> None:
        self._columns = columns
        self._schools = schools
        self.found: dict[SchoolYear, dict[tuple[SurveyIndicator, int | None], SurveyResult]] = {}
        self.left_out: Counter[LeftOut] = Counter()
        self.faults: list[Fault] = []

    def take(self, number: int, cells: tuple[str, ...]) -> None:
        """Take in a line."""
        columns = self._columns
        if len(cells) != len(columns.headings):
            self.faults.append(Fault(code="cells", line=number, value=str(len(cells))))
            return
        orgnr = cells[columns.school].replace(" ", "")
        if not (orgnr.isascii() and orgnr.isdigit() and len(orgnr) == len("974620014")):
            self._wrong(number, columns.school, "orgnr", cells)
            return
        why = self._left_out(orgnr, cells)
        if why is not None:
            self.left_out[why] += 1
            return
        try:
            year, grade = self._year(number, cells), self._grade(number, cells)
            answered = self._answered(number, cells)
        except FileFaultError as error:
            self.faults.append(error.fault)
            return
        for place, indicator in self._numbers(cells):
            self._take_number(number, cells, place, indicator, (orgnr, year), grade, answered)

    def _left_out(self, orgnr: str, cells: tuple[str, ...]) -> LeftOut | None:
        columns = self._columns
        if orgnr not in self._schools:
            return LeftOut.OTHER_SCHOOL
        if columns.gender is not None and cells[columns.gender].casefold() not in ALL_GENDERS:
            return LeftOut.ONE_GENDER
        if columns.grade is not None and is_upper_secondary(cells[columns.grade]):
            return LeftOut.UPPER_SECONDARY
        if columns.long is not None and indicator_called(cells[columns.long[0]]) is None:
            return LeftOut.OTHER_INDICATOR
        return None

    def _numbers(self, cells: tuple[str, ...]) -> Iterator[tuple[int, SurveyIndicator]]:
        """The place of each number of a line, with what it tells."""
        if self._columns.long is None:
            yield from self._columns.wide.items()
            return
        name, value = self._columns.long
        indicator = indicator_called(cells[name])
        if indicator is not None:
            yield value, indicator

    def _take_number(  # noqa: PLR0917 - a cell has its line, its place and what the line says of it
        self,
        number: int,
        cells: tuple[str, ...],
        place: int,
        indicator: SurveyIndicator,
        key: SchoolYear,
        grade: int | None,
        answered: int | None,
    ) -> None:
        hidden = is_hidden(cells[place])
        try:
            value = None if hidden else number_in(cells[place])
        except NotReadableError:
            self._wrong(number, place, "number", cells)
            return
        if value is None and not hidden:
            return
        least, most = SHARE if indicator in SHARES else MEAN
        if value is not None and not least <= value <= most:
            self._wrong(number, place, "share" if indicator in SHARES else "mean", cells)
            return
        results = self.found.setdefault(key, {})
        if (indicator, grade) in results:
            self._wrong(number, place, "twice", cells)
            return
        results[indicator, grade] = SurveyResult(
            indicator=indicator, grade=grade, value=value, answered=answered, suppressed=hidden
        )

    def _year(self, number: int, cells: tuple[str, ...]) -> int:
        place = self._columns.year
        try:
            return year_in(cells[place])
        except NotReadableError:
            raise FileFaultError(self._fault(number, place, "year", cells)) from None

    def _grade(self, number: int, cells: tuple[str, ...]) -> int | None:
        place = self._columns.grade
        if place is None:
            return None
        try:
            grade = grade_in(cells[place])
        except NotReadableError:
            grade = 0
        if grade is not None and grade not in COMPULSORY:
            raise FileFaultError(self._fault(number, place, "grade", cells))
        return grade

    def _answered(self, number: int, cells: tuple[str, ...]) -> int | None:
        place = self._columns.answered
        if place is None:
            return None
        try:
            return count_in(cells[place])
        except NotReadableError:
            raise FileFaultError(self._fault(number, place, "count", cells)) from None

    def _fault(self, number: int, place: int, code: str, cells: tuple[str, ...]) -> Fault:
        return Fault(code=code, line=number, column=self._columns.name(place), value=cells[place][:40])

    def _wrong(self, number: int, place: int, code: str, cells: tuple[str, ...]) -> None:
        self.faults.append(self._fault(number, place, code, cells))


def _in_order(results: Collection[SurveyResult]) -> tuple[SurveyResult, ...]:
    order = tuple(SurveyIndicator)
    return tuple(sorted(results, key=lambda one: (order.index(one.indicator), one.grade or 0)))
