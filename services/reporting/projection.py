"""One batch of the log into the warehouse: rows, what is made from them, and the position, in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from services.reporting import facts, schema, spans
from services.reporting.duties import insert
from services.reporting.publishing import releasing
from services.reporting.queries import WarehouseBuildingError
from services.reporting.tracking import EVENTS, FACTS, RELEASES, advance, build_up_to, end_building, position

if TYPE_CHECKING:
    import duckdb

    from services.reporting.duties import Duties
    from services.reporting.warehouse import Warehouse

NO_RULES: Final = ""


class Projection:
    """What the projector does to one warehouse. Every step may be repeated, and changes nothing the second time.

    Which cases are behind is the difference of two positions, so that nothing has to be remembered between transactions.
    """

    def __init__(self, warehouse: Warehouse, duties: Duties | None, *, at_a_time: int = facts.EVENTS_AT_A_TIME) -> None:
        """``at_a_time``: events per share of whole cases."""
        self._warehouse = warehouse
        self._at_a_time = at_a_time
        self._duties = duties
        self._whole_at: int | None = None
        self._start_over_when_the_rules_differ()

    @property
    def position(self) -> int:
        """The last position whose event is in."""
        with self._warehouse.cursor() as cursor:
            return position(cursor, EVENTS)

    @property
    def behind(self) -> int:
        """How many positions the facts are behind the events."""
        with self._warehouse.cursor() as cursor:
            return position(cursor, EVENTS) - position(cursor, FACTS)

    def take(self, batch: pl.DataFrame) -> int:
        """Take in a batch (columns: reading.BATCH) and make everything that rests on it. Returns how many events were new."""
        with self._warehouse.transaction() as cursor:
            taken = self._insert_events(cursor, batch)
            self._make_facts(cursor)
        self._warehouse.freshness.note(batch)
        return taken

    def take_events_alone(self, batch: pl.DataFrame) -> int:
        """Take in a batch, and leave what rests on it for later. Returns how many events were new.

        What rests on earlier ones may be made meanwhile, in another thread.
        """
        with self._warehouse.transaction(taking_in=True) as cursor:
            return self._insert_events(cursor, batch)

    def make_facts(self) -> None:
        """Make everything that rests on the events that came in since the facts were last made."""
        with self._warehouse.transaction() as cursor:
            self._make_facts(cursor, in_steps=self.is_building)

    @property
    def is_building(self) -> bool:
        """Whether the figures are not whole, and nobody is given any."""
        return self._warehouse.building() is not None

    def is_whole_at(self, end: int) -> bool:
        """Whether the figures were found whole at ``end``, a position of the log, and nothing came since. Raises DoubtfulError."""
        self._warehouse.refuse_doubtful()
        return self._whole_at == end

    def build_up_to(self, end: int) -> None:
        """Give out no figures until :meth:`at_the_end`; who waits is told how far it is to ``end``, a position of the log."""
        with self._warehouse.transaction() as cursor:
            build_up_to(cursor, end)

    def at_the_end(self) -> None:
        """Make everything that rests on the events, and say that the figures are whole: the log holds no more."""
        self.make_facts()
        with self._warehouse.transaction() as cursor:
            end_building(cursor)
            end = position(cursor, EVENTS)
        self._whole_at = end

    def publish(self) -> bool:
        """Make the releases of one day that has come; false when there is none left to make, or the figures are not whole.

        Others may write meanwhile: a release is made from one moment of the warehouse, and depends on the log alone.
        """
        try:
            with self._warehouse.snapshot() as cursor:
                after, last = position(cursor, RELEASES), position(cursor, FACTS)
                if after == last:
                    return False
                made = releasing.next_ones(cursor, after, self._duties)
        except WarehouseBuildingError:
            return False
        with self._warehouse.transaction() as cursor:
            if position(cursor, RELEASES) != after:  # other rules came, and everything begins again
                return False
            for release in made:
                releasing.write(cursor, release)
            if not made:
                advance(cursor, RELEASES, last)
        return bool(made)

    def _insert_events(self, cursor: duckdb.DuckDBPyConnection, batch: pl.DataFrame) -> int:
        new = batch.filter(pl.col("position") > position(cursor, EVENTS))
        if new.height > 0:
            _insert_numbered(cursor, new)
            advance(cursor, EVENTS, int(new["position"][-1]))
        return new.height

    def _make_facts(self, cursor: duckdb.DuckDBPyConnection, *, in_steps: bool = False) -> None:
        done, last = position(cursor, FACTS), position(cursor, EVENTS)
        if done < last:
            turn = self._warehouse.courtesy.turn()
            facts.make(cursor, done, last, self._duties, turn, in_steps=in_steps, at_a_time=self._at_a_time)
            advance(cursor, FACTS, last)

    def _start_over_when_the_rules_differ(self) -> None:
        now = NO_RULES if self._duties is None else self._duties.fingerprint()
        with self._warehouse.transaction() as cursor:
            if cursor.execute("SELECT fingerprint FROM built_with WHERE what = 'rules'").fetchall() == [(now,)]:
                return
            cursor.execute("DELETE FROM follow_position WHERE what IN (?, ?)", [FACTS, RELEASES])
            build_up_to(cursor, position(cursor, EVENTS))
            cursor.execute("DELETE FROM releases")
            cursor.execute("DELETE FROM release_cells")
            cursor.execute("DELETE FROM calendar")
            cursor.execute("DELETE FROM rules")
            if self._duties is not None:
                insert(cursor, schema.CALENDAR, self._duties.days())
            cursor.execute("INSERT OR REPLACE INTO built_with VALUES ('rules', ?)", [now])


def _insert_numbered(cursor: duckdb.DuckDBPyConnection, events: pl.DataFrame) -> None:
    cursor.register("incoming", events.to_arrow())
    spans.number(cursor)
    columns = [name for name in schema.EVENTS.column_names if name != schema.CASE_NO.name]
    cursor.execute(
        f"""INSERT INTO events ({", ".join(columns)}, case_no)
        SELECT {", ".join(f"incoming.{name}" for name in columns)}, case_no
        FROM incoming LEFT JOIN case_numbers ON incoming.case_id::UUID = case_numbers.case_id ORDER BY position"""  # noqa: S608
    )
    cursor.unregister("incoming")
