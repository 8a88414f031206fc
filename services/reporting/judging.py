"""Verdicts in the warehouse: services.compliance says what a verdict is, DuckDB computes it as of any moment."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import polars as pl

from services.compliance.frame import MOMENT
from services.compliance.rulebook import RuleKind
from services.compliance.verdicts import VERDICT_SQL, Verdict, verdicts_query
from services.reporting.schema import CASE_NO, KEPT, OBLIGATIONS

_BEFORE_ANY_DAY: Final = datetime(1, 1, 1, tzinfo=UTC)
_AFTER_EVERY_DAY: Final = datetime(9999, 12, 31, tzinfo=UTC)
_UNDONE: Final = (Verdict.OPEN.value, Verdict.OVERDUE.value, Verdict.NOT_DOCUMENTED.value)
_KEPT_ALONE: Final = {
    "limit_at": "coalesce(due_at, silence_at)",
    "is_binding": f"kind <> '{RuleKind.GUIDANCE.value}'",
    "can_be_done": f"verdict IN {_UNDONE} AND is_binding AND closed_at IS NULL AND due_at IS DISTINCT FROM opened_at",
}
"""What is kept so that questions need not make it, in the SQL that DuckDB and Polars share; each may use those before it."""

_MADE_ANEW: Final = ", ".join((*(f"{made} AS {name}" for name, made in _KEPT_ALONE.items()), "TRUE AS is_undecided"))
"""The same of an obligation that was judged anew. Whether a day to come may change its verdict is left open."""

_SIDES: Final = {"settled": _BEFORE_ANY_DAY, "after_limit": _AFTER_EVERY_DAY}
_LEFT_OUT: Final = ", ".join(("opened_superseded_at", *_SIDES, *(column.name for column in KEPT if column != CASE_NO)))
VERDICT_OF_KEPT: Final = "CASE WHEN limit_at < judged_at THEN after_limit ELSE settled END"
"""Where what counts has happened by then. Time alone changes a verdict once, when the limit passes: both sides of it are kept."""

_AS_KEPT: Final = f"""
        SELECT * EXCLUDE ({_LEFT_OUT}), settled = '{Verdict.OPEN.value}' AS is_undecided, $moment::TIMESTAMP AS judged_at,
            {{recorded_by}}::TIMESTAMP AS recorded_by,
            {VERDICT_OF_KEPT} AS verdict
        FROM obligations {{still}}
"""  # noqa: S608  (the program's own names)
"""The rows that hold what counts.

``is_undecided``: a day to come may change the verdict, or may have; who asks for what is not done need look nowhere else.
"""

_EFFECTS: Final = {
    "discharged_at": ("discharged_by", "discharged_at", "discharge_documented_at"),
    "released_at": ("released_by", "released_at", "released_documented_at"),
    "closed_at": ("closed_by", "closed_at", "closed_documented_at"),
}


def _only_if_happened() -> str:
    return ", ".join(f"CASE WHEN {at} <= $moment THEN {name} END AS {name}" for at, names in _EFFECTS.items() for name in names)


def settled(rows: pl.DataFrame) -> pl.DataFrame:
    """The obligations with their verdicts before any day has come, ``settled``, and after the limit, ``after_limit``.

    And with what else the table keeps so that questions need not make it: limit_at, is_binding, can_be_done.
    """
    for side, day in _SIDES.items():
        judged = rows.with_columns(judged_at=pl.lit(day, dtype=MOMENT))
        rows = judged.with_columns(pl.sql_expr(VERDICT_SQL).alias(side)).drop("judged_at")
    rows = rows.with_columns(verdict="settled")
    for name, made in _KEPT_ALONE.items():
        rows = rows.with_columns(pl.sql_expr(made).alias(name))
    return rows.drop("verdict")


def in_piles(rows: pl.DataFrame) -> dict[tuple[Any, ...], pl.DataFrame]:
    """The settled obligations by what is asked for: what can be done, what else a day may change, what else binds, guidance."""
    pile = (
        pl.when("can_be_done")
        .then(pl.lit("can be done"))
        .when(settled=Verdict.OPEN.value)
        .then(pl.lit("undecided"))
        .when("is_binding")
        .then(pl.lit("binding"))
        .otherwise(pl.lit("guidance"))
    )
    return rows.with_columns(pile=pile).partition_by("pile", include_key=False, as_dict=True)


def macros() -> tuple[str, ...]:
    """The statement that makes ``judged_at(moment, recorded_by)``: every obligation that stood, judged by what was known."""
    return (
        f"""CREATE OR REPLACE MACRO judged_at(the_moment, known_by) AS TABLE
        WITH moment AS (SELECT the_moment::TIMESTAMP AS judged_at, known_by::TIMESTAMP AS recorded_by)
        SELECT judged.*, {CASE_NO.name}, {_MADE_ANEW}
        FROM ({_numbered(verdicts_query())}) AS judged JOIN case_numbers USING (case_id)""",  # noqa: S608  (the program's own names)
    )


def known_today() -> str:
    """Every obligation that stood at ``$moment``, judged by everything known today: the rows hold what counts already."""
    return f"""(
        {_AS_KEPT.format(recorded_by="NULL", still="")}
        WHERE told_happened_at <= $moment AND opened_at <= $moment AND opened_superseded_at IS NULL
        UNION ALL BY NAME
        SELECT *, {VERDICT_SQL} AS verdict, {_MADE_ANEW}
        FROM (
            SELECT * EXCLUDE ({_LEFT_OUT}, {", ".join(_KEPT_ALONE)}) REPLACE ({_only_if_happened()}),
                $moment::TIMESTAMP AS judged_at, NULL::TIMESTAMP AS recorded_by
            FROM obligations
            WHERE told_happened_at > $moment AND opened_at <= $moment AND opened_superseded_at IS NULL
        )
    )"""  # noqa: S608  (the program's own names)


def known_then() -> str:
    """Every obligation that stood at ``$moment``, judged by what was written down by ``$recorded_by``.

    The rows of a case that was told of to its end by then hold what counts already. The others are brought as ``then_judged``.
    """
    kept_alone = {"opened_superseded_at", *_KEPT_ALONE, *_SIDES}
    columns = (column for column in (*OBLIGATIONS.columns, CASE_NO) if column.name not in kept_alone)
    then = ", ".join(f"{column.name}::{column.type} AS {column.name}" for column in columns)
    return f"""(
        {_AS_KEPT.format(recorded_by="$recorded_by", still="ANTI JOIN across USING (case_no)")}
        WHERE told_happened_at <= $moment AND told_documented_at <= $recorded_by
            AND opened_at <= $moment AND opened_superseded_at IS NULL
        UNION ALL BY NAME
        SELECT {then}, {_MADE_ANEW},
            judged_at::TIMESTAMP AS judged_at, recorded_by::TIMESTAMP AS recorded_by, verdict
        FROM then_judged
    )"""  # noqa: S608  (the program's own names)


def across(moment: str, recorded_by: str) -> str:
    """The SELECT that judges the obligations of the cases in the table ``asked`` as of two moments, given in SQL."""
    of_asked = "(SELECT * FROM {} WHERE case_no IN (SELECT case_no FROM asked))"
    return _numbered(
        verdicts_query(
            obligations=of_asked.format("obligations"),
            effects=of_asked.format("obligation_effects"),
            moment=f"(SELECT {moment} AS judged_at, {recorded_by} AS recorded_by)",
        )
    )


def _numbered(judged: str) -> str:
    """The SELECT of judged obligations, with the numbers that rows are counted by."""
    return f"""SELECT judged.*, school_no, duty_no FROM ({judged}) AS judged
        LEFT JOIN school_numbers USING (school) LEFT JOIN duties USING (duty)"""  # noqa: S608  (the program's own names)
