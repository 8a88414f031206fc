"""The days."""

from __future__ import annotations

from typing import Final

from services.reporting.schema.columns import Table, open_column

CALENDAR: Final = Table(
    name="calendar",
    meaning="One row per local day (Europe/Oslo) of the years that the log covers.",
    columns=(
        open_column("day", "DATE", "The day."),
        open_column("weekday", "TINYINT", "Day of the week, Monday is 1."),
        open_column("iso_week", "TINYINT", "Week of the year (ISO 8601)."),
        open_column("holiday", "VARCHAR", "The public holiday, in bokmål; empty on any other day."),
        open_column(
            "working_day", "BOOLEAN", "Neither weekend nor public holiday. A day when a school alone is closed is a working day."
        ),
        open_column("school_year", "VARCHAR", "The school year it falls in, as 2025/2026."),
    ),
    primary_key=("day",),
)

TABLES: Final = (CALENDAR,)
