"""What the facts are looked at by, beside schools and days: rules, municipalities, counties, grades and school years."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from events.base import SubDuty
from services.reporting.schema.columns import Table, open_column
from services.reporting.schema.obligations import DUTY_NO


@dataclass(frozen=True, kw_only=True)
class View(Table):
    """A dimension that is a SELECT, ``sql/dimensions/<name>.sql``: it follows the tables, and nobody has to make it again."""

    @property
    def ddl(self) -> str:
        """The statement that makes the view."""
        select = (files("services.reporting") / "sql" / "dimensions" / f"{self.name}.sql").read_text(encoding="utf-8")
        return f"CREATE OR REPLACE VIEW {self.name} AS {select}"


@dataclass(frozen=True, kw_only=True)
class Listed(Table):
    """A dimension that the program itself has the list of: its rows are part of the statement that makes it."""

    rows: tuple[tuple[int, str], ...]

    @property
    def ddl(self) -> str:
        """The statement that makes the view."""
        names = ", ".join(self.column_names)
        typed = ", ".join(f"{column.name}::{column.type} AS {column.name}" for column in self.columns)
        rows = ", ".join(map(str, self.rows))
        return f"CREATE OR REPLACE VIEW {self.name} AS SELECT {typed} FROM (VALUES {rows}) AS listed ({names})"  # noqa: S608


RULES: Final = Table(
    name="rules",
    meaning="One row per rule and version of its rulebook, as services.compliance has it, the municipality's own rulebooks too.",
    columns=(
        open_column("rule_id", "VARCHAR", "The rule's permanent id: what obligations name.", "LocalRulebookAdopted"),
        open_column("rulebook", "VARCHAR", "The rulebook that it stands in."),
        open_column("edition", "BIGINT", "Which version of the rulebook, from 1."),
        open_column("rulebook_title", "VARCHAR", "The rulebook's title, in bokmål."),
        open_column("provision", "VARCHAR", "The document and section that it comes from."),
        open_column("kind", "VARCHAR", "Law, guidance or local."),
        open_column("duty", "VARCHAR", "The sub-duty."),
        open_column("miss", "VARCHAR", "What a miss means."),
        open_column("title_nb", "VARCHAR", "What it asks for, in bokmål."),
        open_column("title_nn", "VARCHAR", "The same in nynorsk."),
        open_column("title_en", "VARCHAR", "The same in English."),
        open_column("valid_from", "DATE", "The first day that it opens duties."),
        open_column("valid_until", "DATE", "The last day, when there is one."),
    ),
)
MUNICIPALITIES: Final = View(
    name="municipalities",
    meaning="One row per municipality that a registered school lies in.",
    columns=(
        open_column(
            "municipality", "VARCHAR", "The municipality as the school was registered: its number, or a name.", "SchoolRegistered"
        ),
        open_column(
            "county", "VARCHAR", "The county's number: the municipality number's first two digits; empty where it is a name."
        ),
        open_column("schools", "BIGINT", "How many schools were registered in it.", "SchoolRegistered"),
        open_column(
            "pupils", "BIGINT", "How many pupils they have, as last reported.", "SchoolRegistered, PupilCountReported", "pupils"
        ),
    ),
)
COUNTIES: Final = View(
    name="counties",
    meaning="One row per county and time during which it had the same name and the same Statsforvalter (before 2021 Fylkesmann).",
    columns=(
        open_column("county", "VARCHAR", "The county's number."),
        open_column("county_name", "VARCHAR", "Its name."),
        open_column("authority", "VARCHAR", "The district of the Statsforvalter that it belonged to."),
        open_column("valid_from", "DATE", "The first day."),
        open_column("valid_until", "DATE", "The last day, when there is one."),
    ),
)
GRADES: Final = View(
    name="grades",
    meaning="One row per grade, 1 to 13.",
    columns=(
        open_column("grade", "INTEGER", "The grade."),
        open_column(
            "stage", "VARCHAR", "`lower_primary` (1-4), `upper_primary` (5-7), `lower_secondary` (8-10), `upper_secondary` (11-13)."
        ),
    ),
)
SCHOOL_YEARS: Final = View(
    name="school_years",
    meaning="One row per school year that lies whole within the calendar.",
    columns=(
        open_column("school_year", "VARCHAR", "The school year, as 2025/2026."),
        open_column("begins", "INTEGER", "The year of the August that it begins in."),
        open_column("first_day", "DATE", "1 August."),
        open_column("last_day", "DATE", "31 July."),
        open_column("working_days", "BIGINT", "How many working days it has.", unit="days"),
    ),
)

DUTIES: Final = Listed(
    name="duties",
    meaning="The sub-duties of the duty to act, each with its number.",
    columns=(DUTY_NO, open_column("duty", "VARCHAR", "The sub-duty.")),
    rows=tuple((number, duty.value) for number, duty in enumerate(SubDuty, start=1)),
)

TABLES: Final = (RULES, DUTIES, MUNICIPALITIES, COUNTIES, GRADES, SCHOOL_YEARS)
