"""Reading what a report form sent: texts, ticks and choices, each checked, with what is wrong in the reader's own words."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, TypeVar

from werkzeug.datastructures import MultiDict

from services.case_service.http.languages import t
from services.case_service.http.moments import MomentProblem
from services.case_service.http.problems import FormProblem

E = TypeVar("E", bound=StrEnum)

LONGEST_TEXT: Final = 10_000
LONGEST_LINE: Final = 300

CONTROL: Final = {code: None for code in range(32) if chr(code) not in "\n\t"}


class Reading:
    """One form while it is being read. ``problems`` gathers all that is wrong, in the order of the form."""

    def __init__(self, form: MultiDict[str, str]) -> None:
        self.form = form
        self.problems: list[FormProblem] = []

    def text(self, name: str, *, longest: int = LONGEST_TEXT) -> str | None:
        """A text, or None when nothing was written. Too long is a problem, and nothing is cut off."""
        written = self.form.get(name, "").replace("\r\n", "\n").translate(CONTROL).strip()
        if len(written) > longest:
            self.wrong(name, "report.problem.too_long", longest=longest, length=len(written))
        return written or None

    def line(self, name: str) -> str | None:
        """A short text on one line."""
        written = self.text(name, longest=LONGEST_LINE)
        return None if written is None else " ".join(written.split())

    def required_text(self, name: str, problem: str) -> str:
        """A text that must be there; ``problem`` is the key of what to say when it is not."""
        written = self.text(name)
        if written is None:
            self.wrong(name, problem)
        return written or ""

    def ticked(self, name: str) -> bool:
        """Whether a box is ticked."""
        return bool(self.form.get(name))

    def choice(self, name: str, values: type[E], default: E) -> E:
        """One of a closed list."""
        found = self.choice_or_none(name, values)
        return default if found is None else found

    def choice_or_none(self, name: str, values: type[E]) -> E | None:
        """One of a closed list, or None when nothing was chosen."""
        written = self.form.get(name, "")
        if not written:
            return None
        try:
            return values(written)
        except ValueError:
            self.wrong(name, "report.problem.choose")
            return None

    def required_choice(self, name: str, values: type[E], default: E, problem: str) -> E:
        """One of a closed list that must be chosen. ``default`` only stands in while the problem is shown."""
        found = self.choice_or_none(name, values)
        if found is None and not self._wrong_already(name):
            self.wrong(name, problem)
        return default if found is None else found

    def choices(self, name: str, values: type[E]) -> tuple[E, ...]:
        """Several of a closed list, in the list's order."""
        written = set(self.form.getlist(name))
        if not written <= set(values):
            self.wrong(name, "report.problem.choose")
        return tuple(value for value in values if value in written)

    def wrong(self, field: str | None, key: str, **values: object) -> None:
        """Note a problem with a field."""
        self.problems.append(FormProblem(field=field, message=t(key, **values)))

    def wrong_moment(self, problem: MomentProblem) -> None:
        """Note a problem with a date or a time."""
        self.wrong(problem.field, problem.key)

    def _wrong_already(self, name: str) -> bool:
        return any(problem.field == name for problem in self.problems)
