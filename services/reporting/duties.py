"""The seam to services.compliance: histories go out as frames, obligations come back and become rows."""

from __future__ import annotations

import logging
from datetime import UTC
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

import msgspec
import polars as pl

from services.compliance.adopted import Adoption, rules_in_force
from services.compliance.choices import followed
from services.compliance.frame import HISTORY, MOMENT
from services.compliance.obligations import Obligations, obligations
from services.reporting import judging, schema
from services.reporting.rule_rows import rule_rows

if TYPE_CHECKING:
    from collections.abc import Iterable
    from concurrent.futures import Executor, Future

    import duckdb

    from services.compliance.calendar import Calendar
    from services.compliance.loading import Rules

log = logging.getLogger(__name__)

_TIMES: Final = [name for name, kind in HISTORY.items() if kind == MOMENT]

_HISTORY: Final = f"""
SELECT {", ".join(f"{name}::VARCHAR AS {name}" if kind == pl.String else name for name, kind in HISTORY.items())}
FROM history WHERE share = {{share}} ORDER BY position
"""  # noqa: S608  (names from the frame's schema)
_DUTY_NUMBERS: Final = {duty: number for number, duty in schema.DUTIES.rows}
_TOLD: Final = f"""
SELECT case_id::VARCHAR AS case_id, {", ".join(column.name for column in schema.KEPT)}
FROM shares WHERE share BETWEEN {{first}} AND {{last}}
"""  # noqa: S608  (names from the schema)


class Duties:
    """The rules and the calendar by which a tenant's histories are judged."""

    def __init__(self, rules: Rules, calendar: Calendar) -> None:
        self._rules = rules
        self._calendar = calendar

    def fingerprint(self) -> str:
        """SHA-256 of the rules that come with Varde, in hex: when it differs from the warehouse's, every obligation is made again.

        What the municipality adopts stands in the log, and is followed like everything in it.
        """
        return sha256(msgspec.json.encode([msgspec.to_builtins(book) for book in self._rules.books])).hexdigest()

    def days(self) -> pl.DataFrame:
        """The rows of the table calendar."""
        return self._calendar.frame().select(schema.CALENDAR.column_names)

    def rules(self, cursor: duckdb.DuckDBPyConnection) -> pl.DataFrame:
        """The rows of the table rules: those that come with Varde, and of the municipality's own every version that is adopted."""
        return rule_rows(rules_in_force(self._rules, _adoptions(cursor)))

    def begin(self, cursor: duckdb.DuckDBPyConnection, shares: Iterable[int], judge: Executor) -> list[Future[Obligations]]:
        """Have ``judge`` judge the shares of the table history while the caller goes on; :meth:`take` takes what comes of each."""
        choices = followed(cursor.sql("SELECT school, rulebook, from_date FROM rulebook_choices ORDER BY ALL").pl())
        rules = rules_in_force(self._rules, _adoptions(cursor))
        return [judge.submit(self._judged, _history(cursor, share), rules, choices) for share in shares]

    @staticmethod
    def take(cursor: duckdb.DuckDBPyConnection, shares: range, found: Iterable[Obligations]) -> dict[tuple[Any, ...], pl.DataFrame]:
        """Insert what discharged or released the obligations of these shares of the table history.

        Returns the obligations themselves in piles, for :meth:`write`.
        """
        told = cursor.sql(_TOLD.format(first=shares[0], last=shares[-1])).pl()
        judged = _together(found)
        schools = cursor.sql("SELECT school, school_no FROM school_numbers").pl()
        obligations = judged.obligations.join(schools, on="school", how="left").with_columns(
            duty_no=pl.col("duty").replace_strict(_DUTY_NUMBERS, return_dtype=pl.Int8)
        )
        rows = obligations.join(_closings(judged.effects), on="obligation_id", how="left").join(told, on="case_id")
        cases = rows.select("obligation_id", "case_id", *told.columns[1:])
        _insert(cursor, schema.OBLIGATION_EFFECTS, judged.effects.join(cases, on="obligation_id", how="inner"))
        return judging.in_piles(judging.settled(rows))

    @staticmethod
    def write(cursor: duckdb.DuckDBPyConnection, rows: pl.DataFrame) -> None:
        """Insert obligations, by their limits.

        DuckDB keeps the least and the greatest value of every 122 880 rows and skips those that cannot hold what is asked, and most
        questions ask for a stretch of limits.
        """
        _insert(cursor, schema.OBLIGATIONS, rows.sort("limit_at"))

    def found_in(self, events: pl.DataFrame, adoptions: tuple[Adoption, ...], choices: pl.DataFrame) -> Obligations:
        """What the rules make of whole histories (columns: HISTORY), by these adoptions and choices alone."""
        return self._judged(events, rules_in_force(self._rules, adoptions), followed(choices))

    def _judged(self, events: pl.DataFrame, rules: Rules, choices: pl.DataFrame) -> Obligations:
        try:
            return obligations(events, rules, self._calendar, choices)
        except Exception:  # one odd history must not keep every other case out of the warehouse
            cases = events.partition_by("case_id", maintain_order=True)
            if len(cases) <= 1:
                log.exception("case %s could not be judged and has no obligations", *events["case_id"].head(1))
                return obligations(events.clear(), rules, self._calendar, choices)
            halves = (pl.concat(cases[: len(cases) // 2]), pl.concat(cases[len(cases) // 2 :]))
            return _together(self._judged(half, rules, choices) for half in halves)


def _history(cursor: duckdb.DuckDBPyConnection, share: int) -> pl.DataFrame:
    return cursor.sql(_HISTORY.format(share=share)).pl().with_columns(pl.col(_TIMES).dt.replace_time_zone("UTC"))


def _adoptions(cursor: duckdb.DuckDBPyConnection) -> tuple[Adoption, ...]:
    """The versions of the municipality's own rulebooks, in the order of adoption."""
    rows = cursor.execute("SELECT rulebook, version, source, adopted_at FROM local_rulebooks ORDER BY position").fetchall()
    return tuple(
        Adoption(rulebook=book, version=version, source=source, at=at.replace(tzinfo=UTC)) for book, version, source, at in rows
    )


def _together(found: Iterable[Obligations]) -> Obligations:
    every = list(found)
    return Obligations(pl.concat([one.obligations for one in every]), pl.concat([one.effects for one in every]))


def _closings(effects: pl.DataFrame) -> pl.DataFrame:
    """The closing that counts for each obligation with everything known."""
    return effects.filter(pl.col("superseded_at").is_null(), effect="closing").select(
        "obligation_id", closed_by="event_id", closed_at="happened_at", closed_documented_at="documented_at"
    )


def _insert(cursor: duckdb.DuckDBPyConnection, table: schema.Table, rows: pl.DataFrame) -> None:
    insert(cursor, table, rows.with_columns(pl.col(pl.Datetime("us", "UTC")).dt.replace_time_zone(None)))


def insert(cursor: duckdb.DuckDBPyConnection, table: schema.Table, rows: pl.DataFrame) -> None:
    """Insert a frame that has the table's columns."""
    # A registered view would keep every frame alive until the transaction ends; and DuckDB reads Arrow faster than Polars' strings.
    names = [column.name for column in table.all_columns]
    cursor.from_arrow(rows.select(names).to_arrow()).insert_into(table.name)
