"""What is counted for a release: the cubes' SQL over the log as it was recorded by the day of release."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from events.local_time import OSLO
from services.compliance.adopted import Adoption
from services.compliance.calendar import end_of_day
from services.compliance.frame import EFFECTS, HISTORY, MOMENT, OBLIGATIONS
from services.compliance.verdicts import verdicts_query
from services.reporting import schema
from services.reporting.facts import EVENTS_AT_A_TIME
from services.reporting.publishing.cells import ALL, School

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

    from services.compliance.obligations import Obligations
    from services.reporting.duties import Duties
    from services.reporting.publishing.cells import Counted
    from services.reporting.publishing.cubes import Cube
    from services.reporting.publishing.periods import Period

_LOOK_BACK: Final = timedelta(days=183)
"""Cases in which nothing happened for so long before the period are out of it; their limits have long come and gone."""

_EVENTS: Final = """
CREATE OR REPLACE TEMP TABLE released_events AS
SELECT *
FROM events
WHERE position <= $cutoff AND (
    stream IN ('school', 'municipality')
    OR case_id IN (SELECT case_id FROM events WHERE position <= $cutoff AND occurred_at >= $since)
)
"""
_SCHOOLS: Final = """
CREATE OR REPLACE TEMP TABLE released_schools AS
SELECT school, arg_max(pupils, registered_at) AS pupils, arg_max(lowest_grade, registered_at) AS lowest_grade,
    arg_max(highest_grade, registered_at) AS highest_grade
FROM schools_of('released_events', $moment, TIMESTAMP 'infinity')
WHERE school IS NOT NULL AND (discontinued_on IS NULL OR discontinued_on > $first_day)
GROUP BY school
"""
_HEIGHTENED: Final = """
CREATE OR REPLACE TEMP TABLE released_heightened AS
SELECT case_id AS id FROM released_events WHERE stream = 'heightened_case'
UNION
SELECT stream_id FROM released_events WHERE stream = 'heightened_case'
"""
_SHARES: Final = """
CREATE OR REPLACE TEMP TABLE released_shares AS
SELECT case_id, ((sum(n) OVER (ORDER BY case_id) - 1) // $size)::INTEGER AS share
FROM (SELECT case_id, count(*) AS n FROM released_events GROUP BY case_id)
"""
_HISTORY: Final = f"""
SELECT {", ".join(f"{name}::VARCHAR AS {name}" if kind == pl.String else name for name, kind in HISTORY.items())}
FROM released_events JOIN released_shares USING (case_id) WHERE share = {{share}} AND oddity IS NULL ORDER BY position
"""  # noqa: S608  (names from the frame's schema)
_ADOPTIONS: Final = """
SELECT rulebook, version, source, adopted_at
FROM local_rulebooks_of('released_events', TIMESTAMP 'infinity', TIMESTAMP 'infinity')
ORDER BY position
"""
_CHOICES: Final = """
SELECT school, rulebook, from_date
FROM rulebook_choices_of('released_events', TIMESTAMP 'infinity', TIMESTAMP 'infinity')
ORDER BY ALL
"""
_TEMPORARY: Final = (
    "released_events",
    "released_schools",
    "released_heightened",
    "released_shares",
    "released_obligations",
    "released_effects",
    "released_verdicts",
)


class Counting:
    """Counts for the releases of one day. To be closed: it keeps temporary tables."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, closes_at: datetime, cutoff: int, first: datetime) -> None:
        self._cursor = cursor
        self._moment = _plain(closes_at)
        cursor.execute(_EVENTS, {"cutoff": cutoff, "since": _plain(first - _LOOK_BACK)})
        cursor.execute(_SCHOOLS, {"moment": self._moment, "first_day": first.astimezone(OSLO).date()})
        cursor.execute(_HEIGHTENED)

    def judge(self, duties: Duties | None) -> None:
        """Judge the cases by the rules and the choices that were recorded by then."""
        found = [] if duties is None else list(self._obligations(duties))
        for name, form, frames in (
            ("released_obligations", OBLIGATIONS, [one.obligations for one in found]),
            ("released_effects", EFFECTS, [one.effects for one in found]),
        ):
            rows = pl.concat([form.to_frame(), *(frame.select(*form) for frame in frames)])
            self._cursor.register(
                "given", rows.with_columns(pl.col(pl.Datetime("us", "UTC")).dt.replace_time_zone(None)).to_arrow()
            )
            self._cursor.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM given")
            self._cursor.unregister("given")
        judged = verdicts_query(
            obligations="released_obligations",
            effects="released_effects",
            moment="(SELECT $moment::TIMESTAMP AS judged_at, NULL::TIMESTAMP AS recorded_by)",
        )
        self._cursor.execute(f"CREATE OR REPLACE TEMP TABLE released_verdicts AS {judged}", {"moment": self._moment})

    def _obligations(self, duties: Duties) -> Iterator[Obligations]:
        """What the rules make of the histories, share by share of whole cases."""
        self._cursor.execute(_SHARES, {"size": EVENTS_AT_A_TIME})
        adoptions = tuple(
            Adoption(rulebook=book, version=version, source=source, at=at.replace(tzinfo=UTC))
            for book, version, source, at in self._cursor.execute(_ADOPTIONS).fetchall()
        )
        choices = self._cursor.sql(_CHOICES).pl()
        (shares,) = self._cursor.execute("SELECT coalesce(max(share) + 1, 0) FROM released_shares").fetchall()[0]
        for share in range(shares):
            events = self._cursor.sql(_HISTORY.format(share=share)).pl()
            times = [name for name, kind in HISTORY.items() if kind == MOMENT]
            yield duties.found_in(events.with_columns(pl.col(times).dt.replace_time_zone("UTC")), adoptions, choices)

    def schools(self) -> tuple[School, ...]:
        """The schools, by organisation number."""
        rows = self._cursor.execute(
            "SELECT school, pupils, lowest_grade, highest_grade FROM released_schools ORDER BY school"
        ).fetchall()
        return tuple(School(orgnr=row[0], pupils=row[1], lowest_grade=row[2], highest_grade=row[3]) for row in rows)

    def count(self, cube: Cube, period: Period) -> Counted:
        """What the cube counts in the period; where nothing came there may be no row."""
        statement = (files("services.reporting") / "sql" / "cubes" / f"{cube.name}.sql").read_text(encoding="utf-8")
        for fact in schema.FACTS:
            known = f"{fact.name}_of('released_events', TIMESTAMP '{self._moment}', TIMESTAMP 'infinity')"
            statement = statement.replace(f"{{{fact.name}}}", known)
        days = {"first": _plain(datetime.combine(period.first, time.min, OSLO)), "last": _plain(end_of_day(period.last))}
        self._cursor.execute(f"CREATE OR REPLACE TEMP TABLE counted AS {statement}", days)
        rows = self._cursor.sql("FROM counted").pl().with_columns(pl.selectors.decimal().cast(pl.Int64))
        self._cursor.execute("DROP TABLE counted")
        return {(row.pop("school") or ALL, row.pop("category")): row for row in rows.to_dicts()}

    def close(self) -> None:
        """Remove the temporary tables."""
        for name in _TEMPORARY:
            self._cursor.execute(f"DROP TABLE IF EXISTS {name}")


def _plain(moment: datetime) -> Any:
    """Times as DuckDB keeps them: UTC without a zone."""
    return moment.astimezone(UTC).replace(tzinfo=None)
