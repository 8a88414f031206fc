# ruff: noqa: S608  (statements of the program's own names and numbers)
"""The questions of the dashboards on three engines in one run: DuckDB (the warehouse), PostgreSQL and SQLite.

The same rows of the facts cases, obligations and avvik lie in all three, with the indexes that the two row stores want. The
same statement runs on each, with the results compared row for row. Medians of several runs; the limit is DuckDB's figure, so
that the ratio says how many times as long the other takes.

    python benchmarks/engines.py [--events N] [--json] [--in FOLDER]
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import duckdb
import psycopg
from result import Row, show
from standing import FILE, stood

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.store.postgres_server import new_database, running_postgres

EVENTS = 100_000
ROUNDS = 7
ENOUGH = 10.0
"""Seconds after which a statement is not run once more."""
AT_A_TIME = 50_000

# Times are text of one length in all three, which orders as the times do: SQLite has no other.
_TIME = "strftime({}, '%Y-%m-%d %H:%M:%S')"
TABLES: dict[str, tuple[str, dict[str, str], tuple[str, ...]]] = {
    "case_rows": (
        f"""SELECT school, state, serious::INTEGER, {_TIME.format("began_at")},
            strftime(began_at, '%Y-%m'), (epoch(reported_at) - epoch(first_known_at)) / 3600,
            (epoch(plan_at) - epoch(first_known_at)) / 3600, {_TIME.format("closed_at")}
        FROM cases WHERE stream = 'case'""",
        {
            "school": "TEXT", "state": "TEXT", "serious": "INTEGER", "begun_at": "TEXT", "month": "TEXT", "report_hours": "REAL",
            "plan_hours": "REAL", "closed_at": "TEXT",
        },
        ("school", "begun_at"),
    ),
    "duty_rows": (
        f"""SELECT school, kind, duty, {_TIME.format("opened_at")}, {_TIME.format("coalesce(due_at, silence_at)")},
            (due_at IS NOT NULL)::INTEGER, {_TIME.format("discharged_at")}, {_TIME.format("released_at")}
        FROM obligations WHERE stream <> 'heightened_case' AND opened_superseded_at IS NULL""",
        {
            "school": "TEXT", "kind": "TEXT", "duty": "TEXT", "opened_at": "TEXT", "limit_at": "TEXT", "is_firm": "INTEGER",
            "discharged_at": "TEXT", "released_at": "TEXT",
        },
        ("school", "limit_at"),
    ),
    "avvik_rows": (
        f"SELECT school, kind, {_TIME.format('raised_at')}, strftime(raised_at, '%Y-%m'), {_TIME.format('closed_at')} FROM avvik",
        {"school": "TEXT", "kind": "TEXT", "raised_at": "TEXT", "month": "TEXT", "closed_at": "TEXT"},
        ("school", "raised_at"),
    ),
}  # fmt: skip
"""By name: the rows from the warehouse, the columns, and those with an index of their own in PostgreSQL and SQLite."""

_MEDIAN = """
SELECT {by}, avg({of}) AS median FROM (
    SELECT {by}, {of}, row_number() OVER (PARTITION BY {by} ORDER BY {of}) AS nth, count(*) OVER (PARTITION BY {by}) AS n
    FROM case_rows WHERE {of} IS NOT NULL
) AS ranked
WHERE nth IN ((n + 1) / 2, n / 2 + 1) GROUP BY {by} ORDER BY {by}
"""
QUESTIONS = {
    "duties kept per school, one school year": """
        SELECT school, count(*) AS due, sum(CASE WHEN discharged_at <= limit_at THEN 1 ELSE 0 END) AS kept
        FROM duty_rows WHERE kind <> 'guidance' AND limit_at BETWEEN '{year}-08-01' AND '{next}-08-01'
        GROUP BY school ORDER BY school""",
    "overdue per school as of a day": """
        SELECT school, count(*) AS overdue FROM duty_rows
        WHERE is_firm = 1 AND opened_at <= '{next}-03-01' AND limit_at < '{next}-03-01'
            AND (discharged_at IS NULL OR discharged_at > '{next}-03-01') AND (released_at IS NULL OR released_at > limit_at)
        GROUP BY school ORDER BY school""",
    "new and open cases per month": """
        SELECT month, count(*) AS new_cases, sum(serious) AS serious,
            sum(CASE WHEN closed_at IS NULL THEN 1 ELSE 0 END) AS still_open
        FROM case_rows GROUP BY month ORDER BY month""",
    "median hours to the principal per month": _MEDIAN.replace("{by}", "month").replace("{of}", "report_hours"),
    "avvik by kind and month": """
        SELECT month, kind, count(*) AS raised, sum(CASE WHEN closed_at IS NOT NULL THEN 1 ELSE 0 END) AS closed
        FROM avvik_rows GROUP BY month, kind ORDER BY month, kind""",
    "duties of all years by duty and school": """
        SELECT school, duty, count(*) AS duties, sum(CASE WHEN discharged_at IS NULL THEN 1 ELSE 0 END) AS open_ones
        FROM duty_rows GROUP BY school, duty ORDER BY school, duty""",
    "one school, one school year": """
        SELECT duty, count(*) AS due, sum(CASE WHEN discharged_at <= limit_at THEN 1 ELSE 0 END) AS kept
        FROM duty_rows WHERE school = '{school}' AND limit_at BETWEEN '{year}-08-01' AND '{next}-08-01'
        GROUP BY duty ORDER BY duty""",
}


def fill(name: str, rows: duckdb.DuckDBPyConnection, plain: sqlite3.Connection, server: psycopg.Connection) -> int:
    """Take the rows of ``name`` over into the two others. Returns how many they are."""
    select, columns, indexed = TABLES[name]
    declared = ", ".join(f"{column} {kind}" for column, kind in columns.items())
    rows.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM ({select}) AS t({', '.join(columns)})")
    plain.execute(f"CREATE TABLE {name} ({declared})")
    server.execute(f"CREATE TABLE {name} ({declared.replace('REAL', 'DOUBLE PRECISION')})")
    found = rows.execute(f"SELECT * FROM {name}")
    count = 0
    with server.cursor().copy(f"COPY {name} FROM STDIN") as copy:
        while some := found.fetchmany(AT_A_TIME):
            plain.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(columns))})", some)
            for row in some:
                copy.write_row(row)
            count += len(some)
    for column in indexed:
        for other in (plain, server):
            other.execute(f"CREATE INDEX {name}_{column} ON {name} ({column})")
    plain.execute("ANALYZE")
    plain.commit()
    server.execute(f"ANALYZE {name}")
    return count


def timed(ask: Callable[[], Sequence[Sequence[Any]]]) -> tuple[float, list[tuple[Any, ...]]]:
    """Milliseconds, the median of several, and the answer."""
    took: list[float] = []
    while len(took) < ROUNDS and sum(took) < ENOUGH:
        started = time.perf_counter()
        answer = ask()
        took.append(time.perf_counter() - started)
    return statistics.median(took) * 1000, [
        tuple(round(float(v), 6) if isinstance(v, (int, float)) else str(v) for v in r) for r in answer
    ]


def run(events: int, folder: Path) -> list[Row]:
    stood(folder, events)
    file = folder / FILE
    (folder / "plain.sqlite").unlink(missing_ok=True)
    rows: list[Row] = []
    with ExitStack() as open_ones:
        warehouse = open_ones.enter_context(
            duckdb.connect(str(file), read_only=True, config={"threads": 2, "memory_limit": "750MB"})
        )
        plain = open_ones.enter_context(closing(sqlite3.connect(folder / "plain.sqlite")))
        server = open_ones.enter_context(
            psycopg.connect(new_database(open_ones.enter_context(running_postgres())), autocommit=True)
        )
        counts = {name: fill(name, warehouse, plain, server) for name in TABLES}
        # The warehouse's columns have their own types; the copies' are those that all three have.
        school, year = warehouse.execute("SELECT mode(school), max(begun_at)[:4]::INTEGER - 2 FROM case_rows").fetchall()[0]
        for name, text in QUESTIONS.items():
            statement = text.replace("{year}", str(year)).replace("{next}", str(year + 1)).replace("{school}", str(school))
            if "nth IN" in statement:
                on_duckdb = statement.replace("(n + 1) / 2", "(n + 1) // 2").replace("n / 2 + 1", "n // 2 + 1")
            else:
                on_duckdb = statement
            asked = {
                "PostgreSQL": lambda statement=statement: server.execute(statement).fetchall(),
                "SQLite": lambda statement=statement: plain.execute(statement).fetchall(),
            }
            ours, answer = timed(lambda on_duckdb=on_duckdb: warehouse.execute(on_duckdb).fetchall())
            for engine, ask in asked.items():
                theirs, same = timed(ask)
                if same != answer:
                    raise AssertionError(f"{engine} answers {name} otherwise")
                rows.append(
                    Row(
                        name=f"{name} ({counts['duty_rows']:,} duties), {engine}",
                        figure=theirs,
                        unit="ms",
                        limit_name="DuckDB",
                        limit_figure=ours,
                        target=None,
                    )
                )
    (folder / "plain.sqlite").unlink()
    return rows


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=EVENTS)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--in", dest="folder", type=Path, help="keep the warehouse here, and use it again")
    given = parser.parse_args()
    if given.folder is None:
        with tempfile.TemporaryDirectory(prefix="varde-engines-") as name:
            show(run(given.events, Path(name)), as_json=given.json)
    else:
        show(run(given.events, given.folder), as_json=given.json)
