"""From units to rows of an event store, in the order in which they were written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b, shake_128
from struct import Struct
from typing import TYPE_CHECKING, Final

import polars as pl

from events.envelope import school_year
from varde.simulate.mould import NAMED, OCCURRED, RECORDED
from varde.simulate.school_time import HOURS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from varde.simulate.mould import Mould
    from varde.simulate.nation import Municipality, School
    from varde.simulate.school_time import SchoolTime
    from varde.simulate.units import Unit

Row = tuple[str, int, str, bytes]
"""Stream (32 hex digits), version, topic and bytes."""

AT_A_TIME: Final = 50_000
"""Events whose order is turned into Python numbers at once."""

POOLS: Final = {"principal": 1, "handler": 3, "teacher": 15, "assistant": 10, "owner": 2}
"""How many of a school's own people do the same work; of pupils there are as many as at the school, and those who have left."""

_pack: Final = Struct(">I").pack


def order(units: Sequence[Unit], moulds: Sequence[Mould], time: SchoolTime, until: float) -> pl.DataFrame:
    """Every event that is written down by ``until`` (seconds since 1970), in that order: unit, event, occurred, recorded."""
    told = pl.DataFrame(
        [
            (number, at, event.occurred, event.recorded)
            for number, mould in enumerate(moulds)
            for at, event in enumerate(mould.events)
        ],
        schema={"mould": pl.UInt32, "event": pl.UInt16, "occurred": pl.Float32, "recorded": pl.Float32},
        orient="row",
    )
    given = pl.DataFrame(
        {
            "unit": pl.int_range(len(units), eager=True, dtype=pl.UInt32),
            "mould": pl.Series([unit.mould for unit in units], dtype=pl.UInt32),
            "start": pl.Series([unit.start for unit in units], dtype=pl.Float64),
            "stretch": pl.Series([unit.stretch for unit in units], dtype=pl.Float32),
        }
    )
    begins = pl.Series(time.begins, dtype=pl.UInt32)

    def seconds(name: str) -> pl.Expr:
        hours = pl.col("start") + pl.col(name).cast(pl.Float64) * pl.col("stretch")
        day = (hours // HOURS).cast(pl.UInt32).clip(0, len(begins) - 1)
        return (pl.lit(begins).gather(day) + ((hours % HOURS) * 3600).cast(pl.UInt32)).alias(name)

    return (
        given.lazy()
        .join(told.lazy(), on="mould")
        .select("unit", "event", seconds("occurred"), seconds("recorded"))
        .filter(pl.col("recorded") <= until)
        .sort("recorded", "unit", "event")
        .collect()
    )


@dataclass(slots=True)
class _Place:
    """A stream, and the last version in it."""

    stream: str
    version: int = 0


class Caster:
    """Casts the units of some municipalities into one tenant."""

    def __init__(
        self,
        units: Sequence[Unit],
        moulds: Sequence[Mould],
        *,
        time: SchoolTime,
        municipalities: Sequence[Municipality],
        tenant: str,
        seed: int,
    ) -> None:
        self._units = units
        self._moulds = moulds
        self._time = time
        self._tenant = tenant.encode()
        self._seed = seed
        self._schools: Mapping[int, tuple[Municipality, School]] = {
            school.number: (municipality, school) for municipality in municipalities for school in municipality.schools
        }

    def rows(self, ordered: pl.DataFrame) -> Iterator[tuple[int, Row]]:
        """The rows, each with the second in which it is written down."""
        left = dict(ordered.group_by("unit").len().iter_rows())
        open_: dict[int, tuple[Mould, list[bytes], dict[int, _Place]]] = {}
        for part in ordered.iter_slices(AT_A_TIME):
            columns = (part[name].to_list() for name in ("unit", "event", "occurred", "recorded"))
            for unit, at, occurred, recorded in zip(*columns, strict=True):
                if (known := open_.get(unit)) is None:
                    known = open_[unit] = self._opened(unit)
                mould, values, streams = known
                event = mould.events[at]
                values[OCCURRED], values[RECORDED] = _pack(occurred), _pack(recorded)
                stream = event.stream
                if (place := streams.get(stream)) is None:
                    place = streams[stream] = _Place(values[stream].decode().replace("-", ""))
                place.version += 1
                yield recorded, (place.stream, place.version, event.topic, event.pattern % event.values(values))
                left[unit] -= 1
                if not left[unit]:
                    del open_[unit], left[unit]

    def _opened(self, number: int) -> tuple[Mould, list[bytes], dict[int, _Place]]:
        unit = self._units[number]
        mould = self._moulds[unit.mould]
        municipality, school = self._schools[unit.school]
        first_day = self._time.day(unit.start)
        values = [b"", b"", school.orgnr.encode(), school_year(first_day)[:4].encode(), self._tenant]
        values += [self._person(name, municipality, school, unit.id) for name in NAMED]
        digits = shake_128(b"%d %d" % (self._seed, unit.id)).hexdigest(16 * mould.fresh_ids)
        values += [as_uuid(digits[at : at + 32]) for at in range(0, len(digits), 32)]
        values += [self._day(unit.start + hours * unit.stretch, plus) for hours, plus in reversed(mould.days)]
        return mould, values, {}

    def _day(self, hours: float, plus: int) -> bytes:
        day = self._time.day(hours)
        return (day + timedelta(days=plus)).isoformat().encode() if plus else day.isoformat().encode()

    def _person(self, name: str, municipality: Municipality, school: School, unit: int) -> bytes:
        where = municipality.number if name == "owner" else school.orgnr
        pool = POOLS.get(name, school.pupils * 2)
        return person(self._seed, name if name in POOLS else "pupil", where, (unit >> NAMED.index(name)) % pool)


def person(seed: int, what: str, where: str, number: int) -> bytes:
    """The id of somebody who belongs to a school or a municipality, as text."""
    return as_uuid(blake2b(f"{seed} {what} {where} {number}".encode(), digest_size=16).hexdigest())


def as_uuid(digits: str) -> bytes:
    """32 hex digits as a UUID of version 4."""
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-8{digits[17:20]}-{digits[20:]}".encode()
