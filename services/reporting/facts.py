"""Making the fact tables: the same SELECTs over everything or over the touched cases alone, and the obligations beside them.

Rows are found by the case's number, which grows with the log: what came lately lies together, and DuckDB skips the rest of a table.
"""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

import polars as pl

from services.reporting import schema, spans
from services.reporting.duties import Duties, insert
from services.reporting.schema.sources import source

if TYPE_CHECKING:
    from concurrent.futures import Future

    import duckdb

    from services.compliance.obligations import Obligations
    from services.reporting.courtesy import Turn

EVENTS_AT_A_TIME: Final = 50_000
"""Events per share of whole cases: what obligations are made from at once."""

SHARES_AT_A_TIME: Final = 4
"""Shares whose histories are read from the table events at once."""

TOGETHER: Final = 122_880
"""Obligations of a pile that are written at once: a row group of DuckDB, which holds nothing else then."""

Piles: TypeAlias = defaultdict[tuple[Any, ...], list[pl.DataFrame]]
"""Obligations that wait to be written: by what questions ask for, so that those find them together."""

ALWAYS: Final = "TIMESTAMP 'infinity'"
"""A moment by which everything is known."""

CHOSEN: Final = "school.RulebookChosen"
ADOPTED: Final = "municipality.LocalRulebookAdopted"

DECIDES_WHAT_APPLIES: Final = (schema.RULEBOOK_CHOICES, schema.LOCAL_RULEBOOKS)
"""Made before any obligation is: which plan applies where."""

_JUDGED_ANEW: Final = f"""
INSERT INTO touched
WITH new AS (SELECT school, topic, facts FROM events WHERE position > $position AND topic IN ('{CHOSEN}', '{ADOPTED}'))
SELECT DISTINCT case_no FROM events ANTI JOIN touched USING (case_no)
WHERE case_no IS NOT NULL AND oddity IS NULL AND school IN (
    SELECT school FROM new WHERE topic = '{CHOSEN}'
    UNION
    SELECT school FROM rulebook_choices WHERE rulebook IN (SELECT facts->>'rulebook' FROM new WHERE topic = '{ADOPTED}')
)
"""  # noqa: S608  (permanent names)
"""Every case of a school that chose another plan, or follows one whose text was adopted."""

_SHARES: Final = f"""
CREATE OR REPLACE TEMP TABLE shares AS
SELECT
    case_no, case_id, told_happened_at, told_documented_at,
    ((sum(events) OVER (ORDER BY case_no) - 1) // $size)::INTEGER AS share
FROM (SELECT case_no, case_id, last_happened_at AS told_happened_at, last_documented_at AS told_documented_at, events
      FROM {spans.SPANS} WHERE case_no IN (SELECT case_no FROM touched))
"""  # noqa: S608  (the program's own text)
_PARTS: Final = f"""
SELECT min(share) AS first, max(share) AS last, min(case_no) AS lowest, max(case_no) AS highest
FROM shares GROUP BY share // {SHARES_AT_A_TIME} ORDER BY first
"""  # noqa: S608  (a number)
_ASKED: Final = """
SET VARIABLE asked = (SELECT bitstring_agg(case_no, {lowest}, {highest}) FROM shares WHERE share BETWEEN {first} AND {last})
"""
"""A bit for every case between the lowest and the highest, set for those of the part."""

_HISTORY: Final = """
CREATE OR REPLACE TEMP TABLE history AS
SELECT events.*, shares.share
FROM events JOIN shares USING (case_no)
WHERE oddity IS NULL AND position <= $by AND share BETWEEN $first AND $last AND case_no BETWEEN $lowest AND $highest
    AND get_bit(getvariable('asked'), least(greatest(case_no, $lowest), $highest) - $lowest) = 1
{order}
"""
"""The bit alone would do; but a join is asked of rows that are read, and the bit before anything else of them is unpacked."""

_IN_SHARES: Final = "ORDER BY shares.share"
"""So that DuckDB skips the blocks of other shares."""

_OUT_OF_ORDER: Final = """
DELETE FROM events
WHERE position BETWEEN $after + 1 AND $by AND case_no BETWEEN $lowest AND $highest AND oddity IS NULL
"""
_IN_ORDER: Final = """
INSERT INTO events BY NAME SELECT * EXCLUDE (share) FROM history WHERE position > $after ORDER BY case_no, position
"""

_SOURCE: Final = "CREATE OR REPLACE TEMP VIEW remade_history AS SELECT * FROM history WHERE case_no IN (SELECT case_no FROM remade)"
"""What a fact is made from: the whole histories of the cases in which something came that the fact may rest on."""


class _Part(NamedTuple):
    """Shares whose histories are in memory at once, and the case numbers that they lie between."""

    first: int
    last: int
    lowest: int
    highest: int


def make_rules(cursor: duckdb.DuckDBPyConnection, duties: Duties) -> None:
    """Make the table rules again, from the rulebooks and from local_rulebooks as it stands."""
    cursor.execute("DELETE FROM rules")
    insert(cursor, schema.RULES, duties.rules(cursor))


def make(
    cursor: duckdb.DuckDBPyConnection,
    after: int,
    by: int,
    duties: Duties | None,
    turn: Turn,
    *,
    in_steps: bool = False,
    at_a_time: int = EVENTS_AT_A_TIME,
) -> int:
    """Make everything again that rests on events after position ``after``, up to ``by``, the last. Returns how many cases that was.

    Runs in the caller's transaction, and gives way to readers between its steps. ``in_steps``, for a long stretch that nobody is
    given figures of yet: the transaction is committed and another begun after every part, while events after ``by`` may come in.
    What is broken off is made again.
    """
    turn.give_way()
    spans.count(cursor, after)
    new = frozenset(cursor.execute("SELECT DISTINCT topic, stream FROM fresh").fetchall())
    topics = {topic for topic, _ in new}
    cursor.execute("CREATE OR REPLACE TEMP TABLE touched AS SELECT DISTINCT case_no FROM fresh")
    if topics & {CHOSEN, ADOPTED} and after > 0:
        cursor.execute(_JUDGED_ANEW, {"position": after})
    changed = [table for table in schema.FACTS if any(source(table).takes(topic, stream) for topic, stream in new)]
    early = [table for table in changed if table in DECIDES_WHAT_APPLIES]
    cursor.execute(_SHARES, {"size": at_a_time})
    parts = [_Part(*found) for found in cursor.execute(_PARTS).fetchall()]
    _make_early(cursor, early, turn)
    if duties is not None and (after == 0 or ADOPTED in topics):
        make_rules(cursor, duties)
    late = [table for table in changed if table not in early]
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="judge") as judge:
        judging: tuple[range, list[Future[Obligations]]] | None = None
        piles: Piles = defaultdict(list)
        for part in parts:
            turn.give_way()
            cursor.execute(_ASKED.format(**part._asdict()))
            cursor.execute(_HISTORY.format(order=_IN_SHARES if part.last > part.first else ""), part._asdict() | {"by": by})
            # The rules are read in Polars while DuckDB makes the facts: each leaves a core to the other most of the time.
            shares = range(part.first, part.last + 1)
            coming = None if duties is None else (shares, duties.begin(cursor, shares, judge))
            if in_steps:
                _lay_down(cursor, part, after, by)
            _make_part(cursor, part, late, turn)
            # A part is judged while the obligations of the one before are written.
            turn.give_way()
            _take(cursor, judging, piles)
            judging = coming
            if in_steps:
                cursor.execute("COMMIT")
                cursor.execute("BEGIN TRANSACTION")
        turn.give_way()
        _take(cursor, judging, piles)
        for pile in piles.values():
            turn.give_way()
            Duties.write(cursor, pl.concat(pile))
    turn.give_way()
    spans.keep(cursor)
    touched = cursor.execute("SELECT count(*) FROM touched").fetchall()[0][0]
    cursor.execute("DROP VIEW IF EXISTS remade_history")
    for temporary in ("history", "shares", "touched", "fresh", "widened", "remade"):
        cursor.execute(f"DROP TABLE IF EXISTS {temporary}")
    return int(touched)


def _lay_down(cursor: duckdb.DuckDBPyConnection, part: _Part, after: int, by: int) -> None:
    """Write the new events of a part's cases again, case by case: a history then lies in few places, however large the table is."""
    cursor.execute(_OUT_OF_ORDER, {"after": after, "by": by, "lowest": part.lowest, "highest": part.highest})
    cursor.execute(_IN_ORDER, {"after": after})


def _make_part(cursor: duckdb.DuckDBPyConnection, part: _Part, tables: list[schema.Table], turn: Turn) -> None:
    """Make the facts of a part's cases again, and forget their obligations."""
    for table in tables:
        turn.give_way()
        _make_again(cursor, table, f"fresh.case_no BETWEEN {part.lowest} AND {part.highest}")
    of_part = f"SELECT case_no FROM shares WHERE share BETWEEN {part.first} AND {part.last}"  # noqa: S608  (numbers)
    for table in (schema.OBLIGATIONS, schema.OBLIGATION_EFFECTS):
        turn.give_way()
        _forget(cursor, table, of_part)


def _take(cursor: duckdb.DuckDBPyConnection, judged: tuple[range, list[Future[Obligations]]] | None, piles: Piles) -> None:
    """Lay the obligations of a part on their piles, and write those that are high enough."""
    if judged is None:
        return
    shares, found = judged
    for name, rows in Duties.take(cursor, shares, (one.result() for one in found)).items():
        piles[name].append(rows)
        if (high := sum(waiting.height for waiting in piles[name]) // TOGETHER * TOGETHER) > 0:
            whole = pl.concat(piles[name])
            Duties.write(cursor, whole[:high])
            piles[name] = [whole[high:]]


def _make_early(cursor: duckdb.DuckDBPyConnection, tables: list[schema.Table], turn: Turn) -> None:
    """The few facts that decide what applies, of all touched cases at once: obligations of any case may rest on them."""
    for table in tables:
        turn.give_way()
        cursor.execute(
            f"""CREATE OR REPLACE TEMP TABLE history AS
            SELECT * FROM events WHERE oddity IS NULL AND ({source(table).predicate})
            AND case_no IN (SELECT case_no FROM fresh WHERE {source(table).predicate})"""  # noqa: S608  (permanent names)
        )
        _make_again(cursor, table, "TRUE")


def _make_again(cursor: duckdb.DuckDBPyConnection, table: schema.Table, within: str) -> None:
    """Make ``table`` again for the cases in the table history, of those ``within``, in which something came that it may rest on."""
    predicate = source(table).predicate
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE remade AS SELECT DISTINCT case_no FROM fresh WHERE {within} AND ({predicate})"  # noqa: S608
    )
    cursor.execute(_SOURCE)
    _forget(cursor, table, "SELECT case_no FROM remade")
    declared = ", ".join(table.column_names)
    kept = ", ".join(column.name for column in schema.KEPT)
    cursor.execute(
        f"""INSERT INTO {table.name} ({declared}, {kept})
        SELECT {", ".join(f"made.{name}" for name in table.column_names)}, {kept}
        FROM {table.name}_of('remade_history', {ALWAYS}, {ALWAYS}) AS made
        JOIN (
            SELECT case_id, case_no, max(occurred_at) AS told_happened_at, max(documented_at) AS told_documented_at
            FROM remade_history WHERE {predicate} GROUP BY case_id, case_no
        ) AS told USING (case_id)"""  # noqa: S608  (names from the schema)
    )


def _forget(cursor: duckdb.DuckDBPyConnection, table: schema.Table, cases: str) -> None:
    cursor.execute(f"DELETE FROM {table.name} WHERE case_no IN ({cases})")  # noqa: S608  (as above)
