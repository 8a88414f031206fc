"""A form's two days, from and to: each may be left out, and both are checked before anything is done with them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, Self

import msgspec

from services.case_service.http.languages import t
from services.case_service.http.moments import MomentProblem, read_day
from services.case_service.http.problems import FormProblem, moment_problem

DAYS: Final = ("since", "until")
"""The fields."""


class AskedDays(msgspec.Struct, frozen=True, kw_only=True):
    """From and to, both included; ``problems`` say what could not be read."""

    since: date | None = None
    until: date | None = None
    problems: tuple[FormProblem, ...] = ()

    @classmethod
    def of(cls, form: Mapping[str, str]) -> Self:
        """The fields ``since`` and ``until`` of a form."""
        found, problems = dict[str, date | None](), list[FormProblem]()
        for field in DAYS:
            written = form.get(field, "").strip()
            try:
                found[field] = read_day(field, written) if written else None
            except MomentProblem as slip:
                problems.append(moment_problem(slip))
        since, until = found.get("since"), found.get("until")
        if since is not None and until is not None and until < since:
            problems.append(FormProblem(field="until", message=t("process.problem.until")))
        return cls(since=since, until=until, problems=tuple(problems))
