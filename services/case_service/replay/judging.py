"""The duties of one case at any of its points: obligations are read once for an axis, and every point is asked of them.

There is one way in which duties are judged (services.compliance). An axis is a view of the events that are given to it: the time
at which an event comes to be seen takes the place of the time at which it was written down, and "what was written down by then"
becomes "what was seen by then". The limits themselves are reckoned from what happened and was known, and no axis moves them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Final, overload
from uuid import UUID

import msgspec
import polars as pl

from events.envelope import Recorded
from services.case_service.replay.axis import Axis
from services.case_service.replay.order import Order, Point
from services.case_service.replay.verdict_changes import Row, VerdictChange, verdict_changes
from services.compliance.calendar import Calendar
from services.compliance.choices import CHOICES
from services.compliance.frame import MOMENT, history
from services.compliance.loading import Rules
from services.compliance.obligations import Obligations, obligations
from services.compliance.verdicts import verdicts

MOST_READINGS: Final = 6
"""Three axes, by the law of the day and by today's: more readings of one case than these are not kept."""

BEFORE: Final = "~before"
"""What the id of an obligation ends with where it stands for the one that an event had not touched yet."""

PLANS: Final = pl.Schema([*CHOICES.items(), ("until_date", pl.Date)])


class Law(msgspec.Struct, frozen=True, kw_only=True):
    """What a case is held against: the rules, and which municipal plans hold where on which days.

    ``plans``: school, rulebook, first day and last day (None: no end) of each; None where every rule holds everywhere.
    """

    rules: Rules
    plans: tuple[tuple[str, str, date, date | None], ...] | None = None

    @property
    def choices(self) -> pl.DataFrame | None:
        """The plans, as ``obligations`` takes them."""
        return None if self.plans is None else pl.DataFrame(self.plans, schema=PLANS, orient="row")


class Rows(Sequence[Row]):
    """Judged obligations in the order of opening. Few of thousands are shown, so a row becomes a mapping when it is asked for."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame

    def __len__(self) -> int:
        return self.frame.height

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Rows: ...
    def __getitem__(self, place: int | slice) -> Row | Rows:
        return Rows(self.frame[place]) if isinstance(place, slice) else self.frame.row(place, named=True)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.frame.to_dicts())

    def of_streams(self, streams: Collection[str]) -> Rows:
        """Those of some streams of the case."""
        return Rows(self.frame.filter(pl.col("stream_id").is_in(sorted(streams))))

    def by_duty(self) -> Mapping[str, Rows]:
        """Those of each of the eight duties that has any."""
        return {duty: Rows(part) for (duty,), part in self.frame.partition_by("duty", as_dict=True).items()}

    def without_any(self) -> Rows:
        """None of them."""
        return Rows(self.frame.clear())

    def column(self, name: str) -> list[str]:
        """What stands in a column of words, row by row."""
        found: list[str] = self.frame[name].to_list()
        return found


class Judging:
    """The obligations of one case.

    ``recorded``: the events of all its streams, in the order of the log; their facts are enough, and nothing else is kept. Points
    come from :attr:`orders`.
    """

    def __init__(self, recorded: Sequence[Recorded], calendar: Calendar) -> None:
        self._history = history(recorded)
        self._ids = [one.envelope.event_id for one in recorded]
        self._calendar = calendar
        self.orders: Mapping[Axis, Order] = {axis: Order(recorded, axis) for axis in Axis}
        self._found: dict[tuple[Axis, Law], Obligations] = {}

    def at(self, axis: Axis, point: Point, law: Law) -> Rows:
        """Every obligation that stood at the point, with its verdict then, in the order of opening.

        The rows are those of :func:`services.compliance.verdicts.verdicts`, with ``recorded_by`` None.
        """
        return Rows(_judge(self._obligations(axis, law), point))

    def at_event(self, axis: Axis, event: UUID, law: Law) -> tuple[Rows, tuple[VerdictChange, ...]]:
        """As :meth:`at` right after an event of the case, with what this event made of the duties.

        The change is the event's alone: without it, limits are held against the same moment. Raises KeyError for another's event.
        """
        point, found = self.orders[axis].at_event(event), self._obligations(axis, law)
        without = _without(found, event, point)
        both = Obligations(pl.concat([found.obligations, without.obligations]), pl.concat([found.effects, without.effects]))
        judged = _judge(both, point)
        is_before = pl.col("obligation_id").str.ends_with(BEFORE)
        before = judged.filter(is_before).with_columns(pl.col("obligation_id").str.strip_suffix(BEFORE))
        after = judged.filter(~is_before)
        touched = after.filter(pl.col("obligation_id").is_in(without.touched))
        return Rows(after), verdict_changes(before.to_dicts(), touched.to_dicts())

    def _obligations(self, axis: Axis, law: Law) -> Obligations:
        found = self._found.get((axis, law))
        if found is None:
            ranks = self.orders[axis].rank_of
            seen_from = pl.Series([ranks[one] for one in self._ids], dtype=MOMENT)
            view = self._history.with_columns(documented_at=seen_from)
            found = obligations(view, law.rules, self._calendar, law.choices)
            while len(self._found) >= MOST_READINGS:
                self._found.pop(next(iter(self._found)))
            self._found[axis, law] = found
        return found


class _Without(msgspec.Struct, frozen=True):
    """The obligations that one event touched, as they were without it, under ids of their own."""

    touched: Sequence[str]
    obligations: pl.DataFrame
    effects: pl.DataFrame


def _without(found: Obligations, event: UUID, point: Point) -> _Without:
    """What an event opened, ended or took the place of, as if it had not been seen: its rank is nobody else's."""
    rank = pl.lit(point.rank, dtype=MOMENT)
    by = pl.col("event_id") == str(event)
    of_event = found.effects.filter(by | (pl.col("superseded_at") == rank))["obligation_id"]
    opened = (pl.col("opened_by") == str(event)) | (pl.col("opened_superseded_at") == rank)
    touched = found.obligations.filter(opened | pl.col("obligation_id").is_in(of_event.unique().implode()))
    ids = touched["obligation_id"]
    named = pl.col("obligation_id") + BEFORE
    return _Without(
        ids.to_list(),
        touched.filter(pl.col("opened_by") != str(event)).with_columns(
            named, opened_superseded_at=_unless(rank, "opened_superseded_at")
        ),
        found.effects.filter(pl.col("obligation_id").is_in(ids.implode()), ~by).with_columns(
            named, superseded_at=_unless(rank, "superseded_at")
        ),
    )


def _unless(rank: pl.Expr, name: str) -> pl.Expr:
    return pl.when(pl.col(name) != rank).then(pl.col(name))


def _judge(found: Obligations, point: Point) -> pl.DataFrame:
    judged = verdicts(found, at=point.at, as_of=point.at, recorded_by=point.rank)
    return judged.with_columns(recorded_by=pl.lit(None, dtype=MOMENT))
