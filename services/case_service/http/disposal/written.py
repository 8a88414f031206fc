"""What a form of these pages was filled in with. Everything that is wrong is told at once."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from services.case_service.http.languages import t
from services.case_service.http.problems import FormProblem

L = TypeVar("L", bound=StrEnum)


class Written:
    """Reads the fields of one form and collects what is wrong in ``problems``."""

    def __init__(self, form: Mapping[str, str]) -> None:
        self.form = form
        self.problems: list[FormProblem] = []

    def one_of(self, field: str, values: type[L]) -> L | None:
        """A value of a closed list. What is said when it is none stands in the catalogue for each field."""
        try:
            return values(self.form.get(field, ""))
        except ValueError:
            self.wrong(field, f"disposal.problem.choose.{field}")
            return None

    def words(self, field: str, problem: str, *, most: int, optional: bool = False) -> str:
        """Text that somebody wrote."""
        found = self.form.get(field, "").strip()
        if len(found) > most or not (found or optional):
            self.wrong(field, problem, most=most)
        return found

    def ticked(self, field: str, problem: str) -> bool:
        """Whether a box is ticked that must be."""
        if self.form.get(field) != "1":
            self.wrong(field, problem)
            return False
        return True

    def wrong(self, field: str, key: str, **values: object) -> None:
        """Say what is wrong with a field."""
        self.problems.append(FormProblem(field=field, message=t(key, **values)))
