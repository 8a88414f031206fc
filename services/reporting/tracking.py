"""How far the warehouse has come: positions that only go forward, as the event-sourcing library's contract of tracking wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from eventsourcing.persistence import IntegrityError

if TYPE_CHECKING:
    import duckdb

EVENTS: Final = "events"
FACTS: Final = "facts"
RELEASES: Final = "releases"
NEEDED: Final = "needed"
"""Its row is there while the figures are not whole: until the log's end was reached once, or again after a long stretch of it."""


class Progress(NamedTuple):
    """How far the making of the warehouse has come, in positions of the log; ``total`` is None when its end is not known yet."""

    done: int
    total: int | None


def position(cursor: duckdb.DuckDBPyConnection, what: str) -> int:
    """The last position that is in; 0 when nothing is."""
    found = cursor.execute("SELECT position FROM follow_position WHERE what = ?", [what]).fetchall()
    return int(found[0][0]) if found else 0


def advance(cursor: duckdb.DuckDBPyConnection, what: str, to: int) -> None:
    """Move on to position ``to``, in the transaction of the rows. Raises IntegrityError when that would not be forward."""
    moved = cursor.execute(
        "INSERT INTO follow_position VALUES (?, ?) "
        "ON CONFLICT (what) DO UPDATE SET position = excluded.position WHERE follow_position.position < excluded.position "
        "RETURNING position",
        [what, to],
    ).fetchall()
    if not moved:
        raise IntegrityError(f"{what} is at {position(cursor, what)}, not before {to}")


def build_up_to(cursor: duckdb.DuckDBPyConnection, end: int) -> None:
    """From here on the figures are not whole, until what the log holds up to ``end`` is in; 0 when that is not known yet."""
    cursor.execute(
        "INSERT INTO follow_position VALUES (?, ?) ON CONFLICT (what) DO UPDATE SET position = excluded.position", [NEEDED, end]
    )


def end_building(cursor: duckdb.DuckDBPyConnection) -> None:
    """The end of the log is reached, and everything is made from it."""
    cursor.execute("DELETE FROM follow_position WHERE what = ?", [NEEDED])


def positions(cursor: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How far everything that is followed has come, by name. What is the same in two cursors' sight, is all the same to them."""
    return dict(cursor.execute("SELECT what, position FROM follow_position").fetchall())


def building(cursor: duckdb.DuckDBPyConnection) -> Progress | None:
    """How far the making has come; None when the figures are whole. An event whose facts are not made yet counts as a half."""
    at = positions(cursor)
    if NEEDED not in at:
        return None
    done = (at.get(EVENTS, 0) + at.get(FACTS, 0)) // 2
    return Progress(done, max(at[NEEDED], at.get(EVENTS, 0)) or None)
