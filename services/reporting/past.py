"""The facts as of a past moment: the rows that stand, and those of the few cases that lie across it, made again from events.

A moment has two sides, what had happened and what was written down. A case of which nothing came after either stands in the fact
tables as it was; one that began after either was not there. Only the cases in between are made again, by the facts' own SELECTs.
What was made again is kept, for any scope and for all schools alike, and follows the log by the cases in which something came.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING, Final, NamedTuple

import polars as pl

from services.reporting import judging, schema
from services.reporting.facts import ADOPTED, CHOSEN
from services.reporting.tracking import FACTS, position

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    import duckdb

MOST_BYTES: Final = 192 * 1024 * 1024
"""Of rows kept, over all moments; those that were not asked for the longest go first."""

JUDGED: Final = "judged"

_NEVER_LATER: Final = datetime(9999, 12, 31)  # noqa: DTZ001  (UTC without a zone, as all times of the warehouse)

_ACROSS: Final = """
CREATE OR REPLACE TEMP TABLE across AS
SELECT case_no, case_id
FROM case_spans
WHERE first_happened_at <= $happened_by AND first_documented_at <= $recorded_by
    AND (last_happened_at > $happened_by OR last_documented_at > $recorded_by)
    AND ($case_id::UUID IS NULL OR case_id = $case_id::UUID)
"""
_ASKED: Final = "CREATE OR REPLACE TEMP TABLE asked AS SELECT * FROM across WHERE {changed}"
_CHANGED: Final = "SELECT DISTINCT case_no::BIGINT AS case_no FROM events WHERE position > {after} AND case_no IS NOT NULL"
_HISTORY: Final = """
CREATE OR REPLACE TEMP VIEW asked_history AS
SELECT * FROM events WHERE oddity IS NULL AND case_no IN (SELECT case_no FROM asked)
"""
_JUDGED_ANEW: Final = f"SELECT 1 FROM events WHERE position > ? AND topic IN ('{CHOSEN}', '{ADOPTED}') LIMIT 1"  # noqa: S608


def standing(table: schema.Table) -> str:
    """The SELECT of a fact as of ``$moment`` and ``$recorded_by``, where :meth:`Past.bring` brought what lies across it."""
    columns = (*table.columns, schema.CASE_NO)
    names = ", ".join(column.name for column in columns)
    then = ", ".join(f"{column.name}::{column.type} AS {column.name}" for column in columns)
    return f"""(
        SELECT {names} FROM {table.name} ANTI JOIN across USING (case_no)
        WHERE told_happened_at <= $moment AND told_documented_at <= coalesce($recorded_by, TIMESTAMP 'infinity')
        UNION ALL SELECT {then} FROM then_{table.name}
    )"""  # noqa: S608  (names from the schema)


class _Made(NamedTuple):
    rules: str
    position: int
    rows: pl.DataFrame


class Past:
    """What was made again for past moments, kept within bounds. One per warehouse; any thread may ask it."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._kept: OrderedDict[tuple[str, datetime, datetime | None], _Made] = OrderedDict()
        self._lock = Lock()

    def bring(
        self,
        cursor: duckdb.DuckDBPyConnection,
        names: Iterable[str],
        moment: datetime,
        recorded_by: datetime | None,
        case_id: UUID | None = None,
    ) -> None:
        """Bring what lies across a moment (UTC without a zone) as ``then_<name>``: of facts and of JUDGED, for the cursor alone.

        With ``case_id`` only of that case.
        """
        when = {"happened_by": moment, "recorded_by": recorded_by or _NEVER_LATER, "case_id": case_id}
        cursor.execute(_ACROSS, when)
        cursor.execute(_ASKED.format(changed="TRUE"))
        cursor.execute(_HISTORY)
        at = position(cursor, FACTS)
        found = cursor.execute("SELECT fingerprint FROM built_with WHERE what = 'rules'").fetchall()
        rules = found[0][0] if found else ""
        for name in names:
            if case_id is not None:
                rows = self._made(cursor, name, moment, recorded_by)
            else:
                rows = self._kept_or_made(cursor, name, (moment, recorded_by), rules, at)
            cursor.register(f"then_{name}", rows.to_arrow())

    def _kept_or_made(
        self, cursor: duckdb.DuckDBPyConnection, name: str, when: tuple[datetime, datetime | None], rules: str, at: int
    ) -> pl.DataFrame:
        with self._lock:
            kept = self._kept.get((name, *when))
        if kept is None or kept.rules != rules or kept.position > at or self._is_judged_anew(cursor, name, kept.position):
            cursor.execute(_ASKED.format(changed="TRUE"))
            rows = self._made(cursor, name, *when)
        elif kept.position < at:
            rows = self._followed(cursor, name, when, kept)
        else:
            rows = kept.rows
        self._keep((name, *when), _Made(rules, at, rows))
        return rows

    def _followed(
        self, cursor: duckdb.DuckDBPyConnection, name: str, when: tuple[datetime, datetime | None], kept: _Made
    ) -> pl.DataFrame:
        """What was kept, with the cases in which something came since made again."""
        changed = _CHANGED.format(after=kept.position)
        cursor.execute(_ASKED.format(changed=f"case_no IN ({changed})"))
        gone = cursor.sql(changed).pl()
        return pl.concat([kept.rows.join(gone, on="case_no", how="anti"), self._made(cursor, name, *when)])

    def _is_judged_anew(self, cursor: duckdb.DuckDBPyConnection, name: str, after: int) -> bool:
        return name == JUDGED and bool(cursor.execute(_JUDGED_ANEW, [after]).fetchall())

    def _made(self, cursor: duckdb.DuckDBPyConnection, name: str, moment: datetime, recorded_by: datetime | None) -> pl.DataFrame:
        """The rows of the cases in the table ``asked`` as of the moment, with case_no."""
        if name == JUDGED:
            select = judging.across(_sql(moment), _sql(recorded_by))
        else:
            select = f"SELECT * FROM {name}_of('asked_history', {_sql(moment)}, {_sql(recorded_by)})"  # noqa: S608  (a fact's name)
        # Wide, so that who reads it must narrow it: DuckDB hands a join's filters on to Arrow, which does not know all of them.
        columns = "made.*, asked.case_no::BIGINT AS case_no"
        return cursor.sql(f"SELECT {columns} FROM ({select}) AS made JOIN asked USING (case_id)").pl()  # noqa: S608

    def _keep(self, key: tuple[str, datetime, datetime | None], made: _Made) -> None:
        if made.rows.estimated_size() > self._most_bytes:
            return  # it would drive out all others, and go itself
        with self._lock:
            self._kept[key] = made
            self._kept.move_to_end(key)
            while sum(one.rows.estimated_size() for one in self._kept.values()) > self._most_bytes:
                self._kept.popitem(last=False)


def _sql(moment: datetime | None) -> str:
    return "TIMESTAMP 'infinity'" if moment is None else f"TIMESTAMP '{moment.isoformat(sep=' ')}'"
