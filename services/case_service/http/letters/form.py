"""What a person writes on the page of a letter, as it is posted, kept as a draft and shown again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Self

import msgspec

from events.lists.documents import Letter
from events.lists.investigation import Method
from services.case_service.http.languages import t
from services.case_service.http.moments import MomentProblem, read_clock, read_day
from services.case_service.http.problems import FormProblem, moment_problem
from services.compliance.explain import day_text
from texts import Language, text

LONGEST_HEADING: Final = 200
LONGEST_BODY: Final = 40_000
LONGEST_ADDRESS: Final = 500
LONGEST_PLACE: Final = 200

SEVERAL: Final = ("methods", "may_name")
"""Fields of which any number may be ticked."""

WITH_MEETING: Final = frozenset({Letter.RECEIPT, Letter.INVITATION})
"""Letters that ask somebody to a meeting that is still to come."""


class LetterForm(msgspec.Struct, frozen=True, kw_only=True):
    """The fields of the page. ``may_name`` are those whose names were confirmed as right to stand in the letter."""

    heading: str = ""
    body: str = ""
    to: str = ""
    meeting_on: str = ""
    meeting_at: str = ""
    meeting_place: str = ""
    methods: tuple[str, ...] = ()
    delivery: str = ""
    may_name: tuple[str, ...] = ()

    @classmethod
    def of(cls, posted: Mapping[str, Sequence[str]]) -> Self:
        """The form that was posted, or kept as a draft; what does not belong to it is left out."""
        one = {name: _clean(next(iter(posted.get(name, ())), "")) for name in cls.__struct_fields__ if name not in SEVERAL}
        several = {name: tuple(posted.get(name, ())) for name in SEVERAL}
        return msgspec.convert(one | several, cls)

    def as_posted(self) -> dict[str, tuple[str, ...]]:
        """The form as a draft keeps it."""
        values = {name: getattr(self, name) for name in self.__struct_fields__}
        return {name: value if isinstance(value, tuple) else (value,) for name, value in values.items()}

    @property
    def written(self) -> str:
        """All words of the letter but the address."""
        return f"{self.heading}\n\n{self.body}"

    @property
    def chosen_methods(self) -> tuple[Method, ...]:
        """The methods that were ticked."""
        return tuple(one for one in Method if one.value in self.methods)

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of the address field."""
        return tuple(line.strip() for line in self.to.splitlines() if line.strip())

    def meeting(self, language: Language) -> str:
        """When and where the meeting is, in the letter's language; empty without a day. Raises MomentProblem."""
        if not self.meeting_on.strip():
            return ""
        when = day_text(read_day("meeting_on", self.meeting_on.strip()), language)
        if self.meeting_at.strip():
            clock = read_clock("meeting_at", self.meeting_at.strip())
            when = text("letter.meeting.time", language, day=when, clock=clock.strftime("%H.%M"))
        place = self.meeting_place.strip()
        return text("letter.meeting.place", language, when=when, place=place) if place else when

    def problems(self, letter: Letter, language: Language) -> tuple[FormProblem, ...]:
        """What is wrong with the fields as they stand, before anything is asked of the matter."""
        found = [
            FormProblem(field=name, message=t(f"letters.problem.{name}.long", n=longest))
            for name, longest in LONGEST.items()
            if len(getattr(self, name)) > longest
        ]
        try:
            said = self.meeting(language) if letter in WITH_MEETING else ""
        except MomentProblem as problem:
            return (*found, moment_problem(problem))
        if said and day_text(read_day("meeting_on", self.meeting_on.strip()), language) not in self.written:
            found.append(FormProblem(field="meeting_on", message=t("letters.problem.meeting_on.other")))
        return tuple(found)


LONGEST: Final = {
    "heading": LONGEST_HEADING,
    "body": LONGEST_BODY,
    "to": LONGEST_ADDRESS,
    "meeting_place": LONGEST_PLACE,
}


def _clean(value: str) -> str:
    """Browsers send line breaks as two characters; a character that no database holds is left out."""
    return value.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
