"""What the reader looks at: school, period, grade and moments, all in the query of the address, and read strictly."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from urllib.parse import parse_qsl, quote_plus

import msgspec

from dashboards.periods import EARLIEST, LATEST, Period, PeriodError, Preset, period

LONGEST = 2000
"""Characters of a query: more than any view has."""
GRADES = range(1, 11)
ORGNR = re.compile(r"[0-9]{9}")


class ChoiceError(ValueError):
    """Something that the page's own controls cannot send."""


class NotOfferedError(ChoiceError):
    """Something that the page could offer and does not, or no longer: a bookmark may ask for it."""


class Filter(StrEnum):
    """A control that a page can understand."""

    SCHOOL = "school"
    PERIOD = "period"
    GRADE = "grade"
    AS_OF = "as_of"
    RECORDED_BY = "recorded_by"


FIELDS: Mapping[Filter, tuple[str, ...]] = {
    Filter.SCHOOL: ("school",),
    Filter.PERIOD: ("preset", "own"),
    Filter.GRADE: ("grade",),
    Filter.AS_OF: ("as_of",),
    Filter.RECORDED_BY: ("recorded_by",),
}


class View(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked at. ``as_of``: what had happened by the end of that day; ``recorded_by``: what was written down by then.

    ``chosen`` is a page's own choice among what it offers (as which list is open), a word of small letters; the frame keeps it in
    the address, the page knows what it means.
    """

    school: str | None = None
    preset: Preset = Preset.SCHOOL_YEAR
    own: Period = Period(None, None)
    grade: int | None = None
    as_of: date | None = None
    recorded_by: date | None = None
    chosen: str | None = None

    def period(self, today: date) -> Period:
        """The chosen days; the presets count back from the day that is asked about. Raises PeriodError."""
        return period(self.preset, min(self.as_of or today, today), self.own)

    def query(self) -> str:
        """The view as the query of an address, read back by ``read_query``; what is as nobody chose it is left out."""
        values = {
            "skole": self.school,
            "periode": None if self.preset is Preset.SCHOOL_YEAR else self.preset,
            "fra": self.own.first if self.preset is Preset.OWN else None,
            "til": self.own.last if self.preset is Preset.OWN else None,
            "trinn": self.grade,
            "per": self.as_of,
            "registrert": self.recorded_by,
            "valg": self.chosen,
        }
        return "&".join(f"{name}={quote_plus(str(value))}" for name, value in values.items() if value is not None)

    def search(self) -> str:
        """The query with its question mark, or nothing."""
        query = self.query()
        return f"?{query}" if query else ""

    def limited(self, filters: Collection[Filter], *, keep_chosen: bool = True) -> View:
        """The view without what a page with these filters does not understand."""
        nobody = View()
        dropped = {name for filter_, names in FIELDS.items() if filter_ not in filters for name in names}
        if not keep_chosen:
            dropped.add("chosen")
        return msgspec.structs.replace(self, **{name: getattr(nobody, name) for name in dropped})


def read_query(values: Mapping[str, str]) -> View:
    """The view in the query of an address; names that are none of ours are passed over. Raises ChoiceError."""
    preset = values.get("periode", Preset.SCHOOL_YEAR.value)
    if preset not in set(Preset):
        raise ChoiceError("preset")
    return View(
        school=_matching(values.get("skole"), ORGNR),
        preset=Preset(preset),
        own=Period(_day(values.get("fra")), _day(values.get("til"))),
        grade=_grade(values.get("trinn")),
        as_of=_day(values.get("per")),
        recorded_by=_day(values.get("registrert")),
        chosen=_matching(values.get("valg"), re.compile(r"[a-z0-9_.-]{1,160}")),
    )


def read_search(search: object) -> View:
    """The view in the part of an address from its question mark on, as the browser sends it. Raises ChoiceError."""
    if search is None:
        return View()
    if not isinstance(search, str) or len(search) > LONGEST or (search and not search.startswith("?")):
        raise ChoiceError("search")
    try:
        return read_query(dict(parse_qsl(search[1:], keep_blank_values=False, max_num_fields=20)))
    except ChoiceError:
        raise
    except ValueError:
        raise ChoiceError("search") from None


def _matching(value: str | None, form: re.Pattern[str]) -> str | None:
    if not value:
        return None
    if form.fullmatch(value) is None:
        raise ChoiceError("word")
    return value


def _grade(value: str | None) -> int | None:
    if not value:
        return None
    if value not in {str(grade) for grade in GRADES}:
        raise ChoiceError("grade")
    return int(value)


def _day(value: str | None) -> date | None:
    if not value:
        return None
    try:
        found = date.fromisoformat(value)
    except ValueError:
        raise ChoiceError("date") from None
    if not EARLIEST <= found < LATEST or found.isoformat() != value:
        raise ChoiceError("date")
    return found


__all__ = ["ChoiceError", "Filter", "NotOfferedError", "PeriodError", "View", "read_query", "read_search"]
