"""What a form about access was filled in with. Everything that is wrong is told at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from services.case_service.http.languages import t
from services.case_service.http.moments import MomentProblem, read_day
from services.case_service.http.problems import FormProblem, moment_problem

L = TypeVar("L", bound=StrEnum)


class Unfit(Exception):  # noqa: N818 - an answer to the person, not a fault of the program
    """What was sent does not make a change; ``problems`` say why."""

    def __init__(self, *problems: FormProblem) -> None:
        super().__init__(len(problems))
        self.problems = problems


class Answers:
    """Reads the fields of one form. What is wrong is kept until ``complete`` is asked."""

    def __init__(self, form: Mapping[str, str]) -> None:
        self.form = form
        self._problems: list[FormProblem] = []

    def wrong(self, field: str | None, key: str) -> None:
        """Say what is wrong with a field (None: with no single one)."""
        self._problems.append(FormProblem(field=field, message=t(key)))

    def complete(self) -> None:
        """Go on when nothing is wrong. Raises Unfit."""
        if self._problems:
            raise Unfit(*self._problems)

    def person(self, among: Collection[UUID]) -> UUID:
        """The person that was chosen, from those that may be."""
        found = _id(self.form.get("person", ""))
        if found is None or found not in among:
            self.wrong("person", "access.problem.choose_person")
        return found or UUID(int=0)

    def grant(self) -> UUID:
        """The grant that the form stands beside."""
        found = _id(self.form.get("grant", ""))
        if found is None:
            self.wrong("grant", "access.problem.unknown_grant")
        return found or UUID(int=0)

    def one_of(self, values: type[L], field: str) -> L | None:
        """A value of a closed list."""
        try:
            return values(self.form.get(field, ""))
        except ValueError:
            self.wrong(field, f"access.problem.choose_{field}")
            return None

    def until(self) -> date | None:
        """The last day. Every grant ends: nobody remembers to take away what has no end."""
        written = self.form.get("until", "").strip()
        if not written:
            self.wrong("until", "access.problem.until")
            return None
        try:
            return read_day("until", written)
        except MomentProblem as slip:
            self._problems.append(moment_problem(slip))
            return None

    def reason(self) -> str:
        """Why."""
        written = self.form.get("reason", "").strip()
        if not written:
            self.wrong("reason", "access.problem.reason")
        return written


def _id(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None
