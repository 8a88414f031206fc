"""What a table and a column of the warehouse are declared with."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class Sensitivity(StrEnum):
    """Who a value is about. Nothing in the warehouse is sealed text, a name or a birth number."""

    OPEN = "open"
    SCHOOL = "school"
    PERSON = "person"
    HEIGHTENED = "heightened"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: its DuckDB type, what it means, its unit, the events that it comes from, and whom it is about."""

    name: str
    type: str
    meaning: str
    unit: str = ""
    source: str = ""
    sensitivity: Sensitivity = Sensitivity.SCHOOL


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table. ``is_fact``: it is one SELECT over events, ``sql/facts/<name>.sql``, made again for every touched case.

    ``is_made_by_case``: its rows, too, are made again case by case; they and the facts' rows keep :data:`KEPT` beside the columns.
    """

    name: str
    meaning: str
    columns: tuple[Column, ...]
    is_fact: bool = False
    is_made_by_case: bool = False
    primary_key: tuple[str, ...] = field(default=())

    @property
    def all_columns(self) -> tuple[Column, ...]:
        """The declared columns, and what every row of such a table keeps beside them."""
        return (*self.columns, *KEPT) if self.is_fact or self.is_made_by_case else self.columns

    @property
    def ddl(self) -> str:
        """The statement that makes the table where it is not."""
        parts = [f"{column.name} {column.type}" for column in self.all_columns]
        if self.primary_key:
            parts.append(f"PRIMARY KEY ({', '.join(self.primary_key)})")
        return f"CREATE TABLE IF NOT EXISTS {self.name} ({', '.join(parts)})"

    @property
    def column_names(self) -> tuple[str, ...]:
        """The columns' names in their order."""
        return tuple(column.name for column in self.columns)

    @property
    def present(self) -> str:
        """The SELECT of the declared columns, and of the case's number, which joins cost least by."""
        return f"SELECT {', '.join(self.column_names)}, {CASE_NO.name} FROM {self.name}"  # noqa: S608  (names from the schema)


UTC = "UTC"


def _unit(kind: str) -> str:
    return UTC if kind == "TIMESTAMP" else ""


def identity(name: str, meaning: str, source: str = "", sensitivity: Sensitivity = Sensitivity.PERSON) -> Column:
    """A UUID."""
    return Column(name=name, type="UUID", meaning=meaning, source=source, sensitivity=sensitivity)


def moment(name: str, meaning: str, source: str = "", sensitivity: Sensitivity = Sensitivity.PERSON) -> Column:
    """A moment, UTC without a zone."""
    return Column(name=name, type="TIMESTAMP", meaning=meaning, unit=UTC, source=source, sensitivity=sensitivity)


def word(name: str, meaning: str, source: str = "", sensitivity: Sensitivity = Sensitivity.PERSON) -> Column:
    """A word of a fixed list, or a permanent name."""
    return Column(name=name, type="VARCHAR", meaning=meaning, source=source, sensitivity=sensitivity)


def open_column(name: str, kind: str, meaning: str, source: str = "", unit: str = "") -> Column:
    """A column that says nothing about anybody."""
    return Column(name=name, type=kind, meaning=meaning, unit=unit or _unit(kind), source=source, sensitivity=Sensitivity.OPEN)


def school_column(name: str, kind: str, meaning: str, source: str = "", unit: str = "") -> Column:
    """A column about a school's work."""
    return Column(name=name, type=kind, meaning=meaning, unit=unit or _unit(kind), source=source, sensitivity=Sensitivity.SCHOOL)


def heightened_column(name: str, kind: str, meaning: str, source: str = "", unit: str = "") -> Column:
    """A column about a report under § 12-5."""
    return Column(
        name=name, type=kind, meaning=meaning, unit=unit or _unit(kind), source=source, sensitivity=Sensitivity.HEIGHTENED
    )


def flag(name: str, meaning: str, source: str = "", sensitivity: Sensitivity = Sensitivity.PERSON) -> Column:
    """Yes or no; empty where nobody said."""
    return Column(name=name, type="BOOLEAN", meaning=meaning, source=source, sensitivity=sensitivity)


def whole(name: str, meaning: str, source: str = "", unit: str = "", sensitivity: Sensitivity = Sensitivity.PERSON) -> Column:
    """A whole number."""
    return Column(name=name, type="BIGINT", meaning=meaning, unit=unit, source=source, sensitivity=sensitivity)


def number(name: str, meaning: str, source: str = "", unit: str = "", sensitivity: Sensitivity = Sensitivity.PERSON) -> Column:
    """A number that need not be whole."""
    return Column(name=name, type="DOUBLE", meaning=meaning, unit=unit, source=source, sensitivity=sensitivity)


def day(name: str, meaning: str, source: str = "", sensitivity: Sensitivity = Sensitivity.PERSON) -> Column:
    """A local day."""
    return Column(name=name, type="DATE", meaning=meaning, source=source, sensitivity=sensitivity)


def words(name: str, meaning: str, source: str = "", sensitivity: Sensitivity = Sensitivity.PERSON) -> Column:
    """Several words of a fixed list, in the order in which they were said."""
    return Column(name=name, type="VARCHAR[]", meaning=meaning, source=source, sensitivity=sensitivity)


CASE: Final = identity(
    "case_id", "The case that the row belongs to, or the stream itself where there is no case: the unit that is made again."
)
SCHOOL: Final = Column(name="school", type="VARCHAR", meaning="The school's organisation number.", source="envelope")
STREAM_ID: Final = identity("stream_id", "The history that it stands in.", "store")
STREAM: Final = word(
    "stream", "`case` or `heightened_case`: what is under § 12-5 is never counted among the rest.", "envelope", Sensitivity.SCHOOL
)
EVENT: Final = identity("event_id", "The event that the row is.", "envelope")
HAPPENED: Final = moment("happened_at", "When it happened.", "envelope")
DOCUMENTED: Final = moment("documented_at", "When it was written down.", "envelope")
WHEN: Final = (HAPPENED, DOCUMENTED)
"""When what the row is happened, and was written down."""

IN_A_HISTORY: Final = (CASE, STREAM_ID, SCHOOL)
"""How a row about a history, or about something in it, begins."""

IN_A_CASE: Final = (CASE, STREAM_ID, STREAM, SCHOOL)
"""The same where a case may be under § 12-5."""

OF_AN_EVENT: Final = (CASE, STREAM_ID, EVENT, SCHOOL)
"""How a row begins that is one event."""

OF_AN_EVENT_IN_A_CASE: Final = (CASE, STREAM_ID, STREAM, EVENT, SCHOOL)
"""The same where a case may be under § 12-5."""

CASE_NO: Final = open_column(
    "case_no", "INTEGER", "The case's number in this warehouse, in the order in which cases first came: what rows are found by."
)
SCHOOL_NO: Final = school_column(
    "school_no",
    "INTEGER",
    "The school's number in this warehouse, in the order in which schools first came: what rows are counted by.",
)
KEPT: Final = (
    CASE_NO,
    moment("told_happened_at", "When the last happened of what the row could be made from, in its case."),
    moment("told_documented_at", "When the last of it was written down."),
)
"""What every row that is made of a case keeps beside the declared columns: as of both moments or later it stands as it is."""
