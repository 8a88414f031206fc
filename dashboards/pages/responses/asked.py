"""What the pages of a municipality and of a school ask the warehouse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from dashboards.asking import Asking
from dashboards.cells import Cell, Missing
from dashboards.kit.links import view_address
from dashboards.pages.behind import behind_address
from dashboards.periods import school_year_from
from services.reporting.questions import (
    AnyQuestion,
    AvvikCounts,
    EnforcementFigures,
    EnforcementListed,
    Fines,
    MeasureCounts,
    RecordingDelays,
    WheelCompletion,
)
from services.reporting.questions.responses import (
    Behind,
    BehindDuties,
    CaseShares,
    DutiesKept,
    PerMonth,
    ResponseTimes,
    SurveyBesideCases,
    WaitingCurves,
)

Answered = Mapping[str, Any]
"""One row of an answer."""


class Answers:
    """The answers to one request."""

    def __init__(self, asking: Asking, *others: AnyQuestion) -> None:
        """Put every question of the responses in one round trip, together with ``others``, for whoever asks those of ``asking``."""
        self.asking = asking
        days: dict[str, Any] = {"period_from": asking.period.first, "period_to": asking.period.last}
        cases: dict[str, Any] = {**days, "grade": asking.view.grade}
        questions: tuple[AnyQuestion, ...] = (
            DutiesKept(**cases),
            PerMonth(**cases),
            ResponseTimes(**cases),
            WaitingCurves(**cases),
            CaseShares(**cases),
            SurveyBesideCases(**days),
            AvvikCounts(**days),
            RecordingDelays(**days),
            EnforcementFigures(**days),
            EnforcementListed(**days),
            Fines(),
            MeasureCounts(**cases),
            WheelCompletion(school_year=self.school_year),
        )
        found = asking.ask_all(*questions, *others)
        self._rows = {type(question): rows.to_dicts() for question, rows in zip(questions, found, strict=False)}

    @property
    def duties(self) -> Sequence[Answered]:
        """Per school and duty; all together where school is None."""
        return self._rows[DutiesKept]

    @property
    def months(self) -> Sequence[Answered]:
        """Month by month."""
        return self._rows[PerMonth]

    @property
    def times(self) -> Sequence[Answered]:
        """Per school and step; all together where school is None."""
        return self._rows[ResponseTimes]

    @property
    def curves(self) -> Sequence[Answered]:
        """Per step and day."""
        return self._rows[WaitingCurves]

    @property
    def shares(self) -> Sequence[Answered]:
        """Per school; all together where school is None."""
        return self._rows[CaseShares]

    @cached_property
    def together(self) -> Answered:
        """The shares of all schools together."""
        return next((row for row in self.shares if row["school"] is None), {})

    @property
    def survey(self) -> Sequence[Answered]:
        """Per school of the view: bullying by the pupils' survey beside new cases, held against all the reader's schools."""
        school = self.asking.view.school
        return [row for row in self._rows[SurveyBesideCases] if school in {None, row["school"]}]

    @property
    def avvik(self) -> Sequence[Answered]:
        """Avvik counted in several ways, said by ``per``."""
        return self._rows[AvvikCounts]

    @cached_property
    def delays(self) -> Mapping[str | None, Answered]:
        """What was written down late, by school; None is all together."""
        rows = self._rows[RecordingDelays]
        return {row["value"] if row["per"] == "school" else None: row for row in rows if row["per"] in {"school", "all"}}

    @property
    def enforcement(self) -> Sequence[Answered]:
        """Per school: cases with Statsforvalteren, in Udir's columns."""
        return self._rows[EnforcementFigures]

    @property
    def authority(self) -> Sequence[Answered]:
        """Every case with Statsforvalteren."""
        return self._rows[EnforcementListed]

    @property
    def fines(self) -> Sequence[Answered]:
        """Every coercive fine, and what it amounts to."""
        return self._rows[Fines]

    @property
    def measures(self) -> Sequence[Answered]:
        """Measures counted in several ways, said by ``per``."""
        return self._rows[MeasureCounts]

    @cached_property
    def measures_together(self) -> Answered:
        """All measures counted together."""
        return next(row for row in self.measures if row["per"] == "all")

    @property
    def wheel(self) -> Sequence[Answered]:
        """Per school: the tasks of the year, in the school year of the period."""
        return self._rows[WheelCompletion]

    @property
    def school_year(self) -> str:
        """The school year that the period begins in, or the present one."""
        day = self.asking.period.first or self.asking.view.as_of or self.asking.today
        year = school_year_from(day)
        return f"{year}/{year + 1}"

    def behind(
        self, figure: Behind | BehindDuties, *, school: str | None = None, duty: str | None = None, month: date | None = None
    ) -> str:
        """The address of the list of what is behind a figure, seen in the same way."""
        return behind_address(self.asking.view, figure, school=school, duty=duty, month=month)

    def school_page(self, school: str) -> str:
        """The address of a school's page, seen in the same way."""
        return view_address("skole", self.asking.view, school=school, chosen=None)


def share(part: int | None, whole: int | None) -> Cell:
    """A share from 0 to 1; Missing.NONE of nothing."""
    return part / whole if whole and part is not None else Missing.NONE
