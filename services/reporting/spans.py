"""When each case was told of: its number, and the first and the last of both times. They only ever widen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import duckdb

_NUMBER: Final = """
INSERT INTO case_numbers
SELECT case_id, (SELECT coalesce(max(case_no), 0) FROM case_numbers) + row_number() OVER (ORDER BY first)
FROM (
    SELECT case_id::UUID AS case_id, min(position) AS first
    FROM incoming
    WHERE case_id IS NOT NULL
    GROUP BY ALL -- the id, whichever way it is written
)
ANTI JOIN case_numbers USING (case_id)
"""

_NUMBER_SCHOOLS: Final = """
INSERT INTO school_numbers
SELECT school, (SELECT coalesce(max(school_no), 0) FROM school_numbers) + row_number() OVER (ORDER BY first)
FROM (SELECT school, min(position) AS first FROM incoming WHERE school IS NOT NULL GROUP BY school)
ANTI JOIN school_numbers USING (school)
"""

_TIMES: Final = """
    min(occurred_at) AS first_happened_at, max(occurred_at) AS last_happened_at,
    min(documented_at) AS first_documented_at, max(documented_at) AS last_documented_at, count(*) AS events
"""
_FRESH: Final = f"""
CREATE OR REPLACE TEMP TABLE fresh AS
SELECT case_no, case_id, topic, stream, {_TIMES}
FROM events
WHERE position > $position AND oddity IS NULL AND case_no IS NOT NULL
GROUP BY ALL
"""  # noqa: S608  (the program's own text)
_WIDENED: Final = """
CREATE OR REPLACE TEMP TABLE widened AS
SELECT
    case_no, case_id,
    min(first_happened_at) AS first_happened_at, max(last_happened_at) AS last_happened_at,
    min(first_documented_at) AS first_documented_at, max(last_documented_at) AS last_documented_at, sum(events)::BIGINT AS events
FROM (
    SELECT * EXCLUDE (topic, stream) FROM fresh
    UNION ALL BY NAME
    SELECT * FROM case_spans WHERE case_no IN (SELECT case_no FROM fresh)
)
GROUP BY ALL
"""
SPANS: Final = """(
    SELECT * FROM widened
    UNION ALL BY NAME
    SELECT * FROM case_spans WHERE case_no NOT IN (SELECT case_no FROM widened)
)"""
"""Every case's span with the events that were counted last, as a relation."""


def number(cursor: duckdb.DuckDBPyConnection) -> None:
    """Give the cases and the schools of the relation ``incoming`` that are not known yet their numbers, in the order of the log."""
    cursor.execute(_NUMBER)
    cursor.execute(_NUMBER_SCHOOLS)


def count(cursor: duckdb.DuckDBPyConnection, after: int) -> None:
    """Count the events after position ``after``: into ``fresh`` by case, topic and kind of history, into :data:`SPANS` by case."""
    if after == 0:
        cursor.execute("DELETE FROM case_spans")
    cursor.execute(_FRESH, {"position": after})
    cursor.execute(_WIDENED)


def keep(cursor: duckdb.DuckDBPyConnection) -> None:
    """Write down what was counted. Once: counted again it would be twice as much."""
    cursor.execute("DELETE FROM case_spans WHERE case_no IN (SELECT case_no FROM widened)")
    cursor.execute("INSERT INTO case_spans BY NAME SELECT * FROM widened")
    cursor.execute("DROP TABLE widened")
