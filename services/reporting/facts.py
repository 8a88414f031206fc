"""Making the fact tables: the same SELECTs over everything or over the touched cases alone, and the obligations beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from services.reporting import schema
from services.reporting.duties import insert

if TYPE_CHECKING:
    import duckdb

    from services.reporting.duties import Duties

EVENTS_AT_A_TIME: Final = 50_000
"""Events per share of whole cases, when there is so much to make that it would not fit in memory at once."""

ALWAYS: Final = "TIMESTAMP 'infinity'"
"""A moment by which everything is known."""

_TOUCHED: Final = """
CREATE OR REPLACE TEMP TABLE touched AS
WITH fresh AS (SELECT case_id, school, topic, facts FROM events WHERE position > $position),
judged_anew AS (
    SELECT school FROM fresh WHERE topic = 'school.RulebookChosen'
    UNION
    SELECT school FROM rulebook_choices
    WHERE rulebook IN (SELECT facts->>'rulebook' FROM fresh WHERE topic = 'municipality.LocalRulebookAdopted')
)
SELECT DISTINCT case_id FROM fresh
UNION
SELECT case_id FROM events WHERE school IN (SELECT school FROM judged_anew)
"""
"""The cases with new events, and every case of a school that chose another plan, or follows one whose text was adopted."""

_SHARES: Final = """
CREATE OR REPLACE TEMP TABLE shares AS
SELECT case_id, ((sum(n) OVER (ORDER BY case_id) - 1) // $size)::INTEGER AS share
FROM (SELECT case_id, count(*) AS n FROM events SEMI JOIN touched USING (case_id) GROUP BY case_id)
"""

_HISTORY: Final = """
CREATE OR REPLACE TEMP TABLE history AS
SELECT events.*, share FROM events JOIN shares USING (case_id) {order}
"""
_IN_SHARES: Final = "ORDER BY share"
"""So that DuckDB skips the blocks of other shares."""


_ADOPTED: Final = "SELECT 1 FROM local_rulebooks SEMI JOIN touched USING (case_id) LIMIT 1"
"""Whether the municipality's own rulebooks may have changed."""


def make_rules(cursor: duckdb.DuckDBPyConnection, duties: Duties) -> None:
    """Make the table rules again, from the rulebooks and from local_rulebooks as it stands."""
    cursor.execute("DELETE FROM rules")
    insert(cursor, schema.RULES, duties.rules(cursor))


def make(cursor: duckdb.DuckDBPyConnection, after: int, duties: Duties | None) -> int:
    """Make everything again that rests on events after position ``after``. Returns how many cases that was.

    Runs in the caller's transaction.
    """
    cursor.execute(_TOUCHED, {"position": after})
    cursor.execute(_SHARES, {"size": EVENTS_AT_A_TIME})
    touched, shares = cursor.execute("SELECT count(*), coalesce(max(share) + 1, 0) FROM shares").fetchall()[0]
    cursor.execute(_HISTORY.format(order=_IN_SHARES if shares > 1 else ""))
    for table in schema.FACTS:
        _forget(cursor, table)
        columns = ", ".join(table.column_names)
        everything = f"{table.name}_of('history', {ALWAYS}, {ALWAYS})"
        cursor.execute(f"INSERT INTO {table.name} ({columns}) SELECT {columns} FROM {everything}")  # noqa: S608  (names from the schema)
    for table in (schema.OBLIGATIONS, schema.OBLIGATION_EFFECTS):
        _forget(cursor, table)
    if duties is not None:
        if after == 0 or cursor.execute(_ADOPTED).fetchall():
            make_rules(cursor, duties)
        for share in range(shares):
            duties.make(cursor, share)
    for temporary in ("history", "shares", "touched"):
        cursor.execute(f"DROP TABLE {temporary}")
    return int(touched)


def _forget(cursor: duckdb.DuckDBPyConnection, table: schema.Table) -> None:
    cursor.execute(f"DELETE FROM {table.name} WHERE case_id IN (SELECT case_id FROM touched)")  # noqa: S608  (as above)
