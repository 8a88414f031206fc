"""All tables of the warehouse, and the statements that are made from them."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from services.reporting.schema import (
    avvik,
    calendar,
    cases,
    closing,
    dimensions,
    enforcement,
    handling,
    log,
    measures,
    obligations,
    organisation,
    published,
    serious,
    year,
)

if TYPE_CHECKING:
    from services.reporting.schema.columns import Table

TABLES: Final = (
    *log.TABLES,
    *cases.TABLES,
    *handling.TABLES,
    *measures.TABLES,
    *closing.TABLES,
    *avvik.TABLES,
    *enforcement.TABLES,
    *serious.TABLES,
    *year.TABLES,
    *organisation.TABLES,
    *obligations.TABLES,
    *calendar.TABLES,
    *dimensions.TABLES,
    *published.TABLES,
)
FACTS: Final = tuple(table for table in TABLES if table.is_fact)


def fact_sql(table: Table) -> str:
    """The one SELECT over events that the fact table is."""
    return (files("services.reporting") / "sql" / "facts" / f"{table.name}.sql").read_text(encoding="utf-8")


LOCAL_DAY: Final = """
CREATE OR REPLACE MACRO local_day(moment) AS CASE
    WHEN hour((moment)::TIMESTAMP) < 22 THEN (moment)::TIMESTAMP::DATE
    ELSE timezone('Europe/Oslo', (moment)::TIMESTAMP AT TIME ZONE 'UTC')::DATE
END
"""
"""The day in Norway that a moment (UTC without a zone) falls on.

Norway is one or two hours ahead, so until 22 o'clock UTC both have the same day: the time zone, which takes 0.3 µs, is asked of the
rest alone.
"""

DAY_END: Final = (
    "CREATE OR REPLACE MACRO day_end(day) AS"
    " timezone('UTC', timezone('Europe/Oslo', ((day)::DATE + 1)::TIMESTAMP)) - INTERVAL 1 MICROSECOND"
)
"""The last moment (UTC without a zone) of a day in Norway."""


@cache
def macros() -> tuple[str, ...]:
    """What makes ``local_day(moment)``, ``day_end(day)`` and every fact's ``<fact>_of(src, happened_by, recorded_by)``.

    ``src`` names a table or view with the columns of events: all of it for a rebuild, the touched cases for an increment. The two
    moments say how much of it is known; ``'infinity'`` for everything.
    """
    facts = (
        f"CREATE OR REPLACE MACRO {table.name}_of(src, happened_by, recorded_by) AS TABLE {fact_sql(table)}" for table in FACTS
    )
    return (LOCAL_DAY, DAY_END, *facts)


def fingerprint() -> str:
    """SHA-256 of all tables and facts, in hex: a file that was made by others is made anew."""
    text = "\n".join((*(table.ddl for table in TABLES), *macros()))
    return sha256(text.encode()).hexdigest()
