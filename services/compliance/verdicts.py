"""What an obligation is as of a moment: one SQL text, run by Polars for a case and by DuckDB over the warehouse.

A moment has two sides. ``judged_at`` is the moment of the question: what happens after it does not count. ``recorded_by``,
if given, is what was known then: what was written down after it does not count either.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import polars as pl

from services.compliance.frame import EFFECTS, MOMENT, OBLIGATIONS

if TYPE_CHECKING:
    from services.compliance.frame import Obligations


class Verdict(StrEnum):
    """How an obligation stands. Varde judges formal fulfilment alone; whether a step was suitable is for people to judge."""

    MET = "met"
    LATE = "late"
    OPEN = "open"
    OVERDUE = "overdue"
    NOT_APPLICABLE = "not_applicable"
    NOT_DOCUMENTED = "not_documented"


SEVERITY: Final = (
    Verdict.OVERDUE,
    Verdict.NOT_DOCUMENTED,
    Verdict.LATE,
    Verdict.OPEN,
    Verdict.MET,
    Verdict.NOT_APPLICABLE,
)
"""The order in which verdicts outweigh each other when several are summed up."""

MOMENT_FORM: Final = pl.Schema({"judged_at": MOMENT, "recorded_by": MOMENT})

VERDICT_SQL: Final = """
    CASE
        WHEN released_at <= COALESCE(due_at, silence_at) AND (discharged_at IS NULL OR released_at < discharged_at)
        THEN 'not_applicable'
        WHEN discharged_at IS NOT NULL AND (due_at IS NULL OR discharged_at <= due_at) THEN 'met'
        WHEN discharged_at IS NOT NULL THEN 'late'
        WHEN due_at < judged_at THEN 'overdue'
        WHEN due_at IS NULL AND (silence_at < judged_at OR closed_at IS NOT NULL) THEN 'not_documented'
        ELSE 'open'
    END"""
"""The verdict of a row whose discharge, release and closing count at ``judged_at``."""

_COUNTS_AT: Final = """
    (m.recorded_by IS NULL AND {superseded} IS NULL
     OR {documented} <= m.recorded_by AND ({superseded} IS NULL OR {superseded} > m.recorded_by))"""

# When something known later took the opening's place is later knowledge, which no past moment shows.
_KEPT: Final = tuple(name for name in OBLIGATIONS if not name.startswith(("discharge", "released", "opened_superseded")))


_EFFECT_COLUMNS: Final = {
    "discharge": ("discharged_by", "discharged_at", "discharge_documented_at"),
    "release": ("released_by", "released_at", "released_documented_at"),
    "closing": ("closed_by", "closed_at", "closed_documented_at"),
}


def _effect_join(effect: str, effects: str, moment: str) -> str:
    by, at, documented_at = _EFFECT_COLUMNS[effect]
    counts = _COUNTS_AT.format(superseded="f.superseded_at", documented="f.documented_at")
    return f"""
  LEFT JOIN (SELECT f.obligation_id, f.event_id AS {by}, f.happened_at AS {at}, f.documented_at AS {documented_at}
     FROM {effects} AS f CROSS JOIN {moment} AS m
     WHERE f.effect = '{effect}' AND f.happened_at <= m.judged_at AND {counts}) AS {effect}
    ON o.obligation_id = {effect}.obligation_id"""  # noqa: S608 - the names are the program's own


def verdicts_query(*, obligations: str = "obligations", effects: str = "obligation_effects", moment: str = "moment") -> str:
    """The SELECT that judges every obligation opened by then; runs in DuckDB and in Polars.

    The arguments name relations: the two frames of :class:`Obligations` and one row with ``judged_at`` and ``recorded_by``
    (null: all that is known). Columns of the answer: those of OBLIGATIONS with the discharge and release that count at the moment,
    closed_by, closed_at, closed_documented_at, judged_at, recorded_by and verdict.
    """
    opened = _COUNTS_AT.format(superseded="o.opened_superseded_at", documented="o.opened_documented_at")
    kept = ", ".join(f"o.{name}" for name in _KEPT)
    effect_columns = ", ".join(f"{effect}.{name}" for effect, names in _EFFECT_COLUMNS.items() for name in names)
    joins = "".join(_effect_join(effect, effects, moment) for effect in _EFFECT_COLUMNS)
    return f"""
SELECT *, {VERDICT_SQL} AS verdict
FROM (
  SELECT {kept}, o.judged_at, o.recorded_by, {effect_columns}
  FROM (SELECT {kept}, m.judged_at, m.recorded_by FROM {obligations} AS o CROSS JOIN {moment} AS m
        WHERE o.opened_at <= m.judged_at AND {opened}) AS o{joins}
) AS counted"""  # noqa: S608 - the names are the program's own


def moment_frame(*, at: datetime, as_of: datetime | None = None, recorded_by: datetime | None = None) -> pl.DataFrame:
    """The one row that a verdict is judged by.

    The moment is ``as_of`` if it is given, else ``recorded_by``, else ``at`` (now, for the caller).
    """
    return pl.DataFrame([(as_of or recorded_by or at, recorded_by)], schema=MOMENT_FORM, orient="row")


def verdicts(
    found: Obligations, *, at: datetime, as_of: datetime | None = None, recorded_by: datetime | None = None
) -> pl.DataFrame:
    """Every obligation that stood at the moment, with its verdict (columns: see :func:`verdicts_query`).

    ``as_of`` asks by happened-time: only what had happened by then counts. ``recorded_by`` asks by recorded-time: only what
    was written down by then counts. All times are aware UTC. Rows stand in the order of opening.
    """
    frames = {
        "obligations": found.obligations.select(*OBLIGATIONS),
        "obligation_effects": found.effects.select(*EFFECTS),
        "moment": moment_frame(at=at, as_of=as_of, recorded_by=recorded_by),
    }
    return pl.SQLContext(frames, eager=True).execute(verdicts_query()).sort("opened_at", "obligation_id")
