"""Verdicts in the warehouse: services.compliance says what a verdict is, DuckDB computes it as of any moment."""

from __future__ import annotations

from typing import Final

from services.compliance.verdicts import VERDICT_SQL, verdicts_query
from services.reporting.schema import KEPT, OBLIGATIONS

ALL_KNOWN: Final = "judged_with_all_known($moment)"
"""Every obligation that stood at the moment, judged by everything known today: the rows hold what counts already."""

_EFFECTS: Final = {
    "discharged_at": ("discharged_by", "discharged_at", "discharge_documented_at"),
    "released_at": ("released_by", "released_at", "released_documented_at"),
    "closed_at": ("closed_by", "closed_at", "closed_documented_at"),
}


def _only_if_happened() -> str:
    return ", ".join(
        f"CASE WHEN {at} <= the_moment::TIMESTAMP THEN {name} END AS {name}" for at, names in _EFFECTS.items() for name in names
    )


def macros() -> tuple[str, ...]:
    """The statements that make ``judged_at(moment, recorded_by)`` and ``judged_with_all_known(moment)``; same columns in both."""
    return (
        f"""CREATE OR REPLACE MACRO judged_at(the_moment, known_by) AS TABLE
        WITH moment AS (SELECT the_moment::TIMESTAMP AS judged_at, known_by::TIMESTAMP AS recorded_by)
        {verdicts_query()}""",
        f"""CREATE OR REPLACE MACRO judged_with_all_known(the_moment) AS TABLE
        SELECT *, {VERDICT_SQL} AS verdict
        FROM (
            SELECT * EXCLUDE (opened_superseded_at, {", ".join(column.name for column in KEPT)}) REPLACE ({_only_if_happened()}),
                the_moment::TIMESTAMP AS judged_at, NULL::TIMESTAMP AS recorded_by
            FROM obligations
            WHERE opened_at <= the_moment::TIMESTAMP AND opened_superseded_at IS NULL
        )""",  # noqa: S608  (the program's own names)
    )


def known_then() -> str:
    """Every obligation that stood at ``$moment``, judged by what was written down by ``$recorded_by``.

    The rows of a case that was told of to its end by then hold what counts already. The others are brought as ``then_judged``.
    """
    left_out = ", ".join(("opened_superseded_at", *(column.name for column in KEPT)))
    then = ", ".join(
        f"{column.name}::{column.type} AS {column.name}" for column in OBLIGATIONS.columns if column.name != "opened_superseded_at"
    )
    return f"""(
        SELECT *, {VERDICT_SQL} AS verdict
        FROM (
            SELECT * EXCLUDE ({left_out}), $moment::TIMESTAMP AS judged_at, $recorded_by::TIMESTAMP AS recorded_by
            FROM obligations ANTI JOIN across USING (case_no)
            WHERE told_happened_at <= $moment AND told_documented_at <= $recorded_by
                AND opened_at <= $moment AND opened_superseded_at IS NULL
        )
        UNION ALL BY NAME
        SELECT {then}, judged_at::TIMESTAMP AS judged_at, recorded_by::TIMESTAMP AS recorded_by, verdict FROM then_judged
    )"""  # noqa: S608  (the program's own names)


def across(moment: str, recorded_by: str) -> str:
    """The SELECT that judges the obligations of the cases in the table ``asked`` as of two moments, given in SQL."""
    of_asked = "(SELECT * FROM {} WHERE case_no IN (SELECT case_no FROM asked))"
    return verdicts_query(
        obligations=of_asked.format("obligations"),
        effects=of_asked.format("obligation_effects"),
        moment=f"(SELECT {moment} AS judged_at, {recorded_by} AS recorded_by)",
    )
