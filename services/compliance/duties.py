"""The verdict per duty of a case: the law decides it, guidance and municipal plans stand beside it."""

from __future__ import annotations

from typing import Final

import polars as pl

from events.base import SubDuty
from services.compliance.rulebook import RuleKind
from services.compliance.verdicts import SEVERITY, Verdict

MISSES: Final = (Verdict.OVERDUE, Verdict.NOT_DOCUMENTED, Verdict.LATE)
"""The verdicts that count as missed."""

_NAMES: Final = {RuleKind.LAW: "", RuleKind.GUIDANCE: "guidance_", RuleKind.LOCAL: "local_"}


def _severity_sql() -> str:
    return " ".join(f"WHEN verdict = '{verdict.value}' THEN {rank}" for rank, verdict in enumerate(SEVERITY))


def _verdict_sql(rank: str) -> str:
    cases = " ".join(f"WHEN {rank} = {number} THEN '{verdict.value}'" for number, verdict in enumerate(SEVERITY))
    return f"CASE {cases} ELSE '{Verdict.NOT_APPLICABLE.value}' END"


def duties_query(*, judged: str = "judged", cases: str = "cases") -> str:
    """The SELECT that sums up judged obligations, as ``verdicts_query`` gives them; runs in DuckDB and in Polars.

    ``cases`` names a relation with the column ``case_id``. Every case has a row for each of the eight duties: case_id, duty,
    verdict, guidance_verdict, local_verdict, misses, guidance_misses, local_misses and obligations (how many).
    """
    missed = ", ".join(f"'{verdict.value}'" for verdict in MISSES)
    ranks = ", ".join(f"MIN(CASE WHEN kind = '{kind.value}' THEN severity END) AS {name}rank" for kind, name in _NAMES.items())
    counts = ", ".join(
        f"SUM(CASE WHEN kind = '{kind.value}' AND verdict IN ({missed}) THEN 1 ELSE 0 END) AS {name}misses"
        for kind, name in _NAMES.items()
    )
    summed = ", ".join(f"{_verdict_sql(f's.{name}rank')} AS {name}verdict" for name in _NAMES.values())
    numbers = ", ".join(f"COALESCE(s.{name}misses, 0) AS {name}misses" for name in _NAMES.values())
    duties = " UNION ALL ".join(f"SELECT '{duty.value}' AS duty, {number} AS place" for number, duty in enumerate(SubDuty))
    return f"""
SELECT c.case_id, c.duty, {summed}, {numbers}, COALESCE(s.obligations, 0) AS obligations
FROM (SELECT k.case_id, u.duty, u.place FROM {cases} AS k CROSS JOIN ({duties}) AS u) AS c
LEFT JOIN (
  SELECT case_id, duty, {ranks}, {counts}, COUNT(*) AS obligations
  FROM (SELECT case_id, duty, kind, verdict, CASE {_severity_sql()} END AS severity FROM {judged}) AS j
  GROUP BY case_id, duty
) AS s ON c.case_id = s.case_id AND c.duty = s.duty
ORDER BY c.case_id, c.place"""  # noqa: S608 - the names are the program's own


def duties(judged: pl.DataFrame, cases: pl.DataFrame | None = None) -> pl.DataFrame:
    """The eight duties of each case (columns: see :func:`duties_query`).

    ``judged`` comes from ``verdicts``. ``cases`` (column case_id) adds cases without any obligation, whose duties are not
    applicable; without it the cases are those of ``judged``. Where several rules of law speak of a duty, the gravest
    verdict decides: overdue, not documented, late, open, met, not applicable, in this order.
    """
    named = judged.select("case_id") if cases is None else cases.select("case_id")
    return pl.SQLContext({"judged": judged, "cases": named.unique()}, eager=True).execute(duties_query())
