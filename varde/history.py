"""A case as the command line asks for it: its events from the store, and what the rules make of them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
import polars as pl

from events import Recorded, Stream
from events.organisation import RulebookChosen
from services.case_service.refs import Refs
from services.case_service.store import EventStore
from services.case_service.streams import school_stream
from services.compliance.calendar import Calendar
from services.compliance.choices import CHOICES
from services.compliance.duties import duties
from services.compliance.frame import history
from services.compliance.loading import Rules
from services.compliance.obligations import obligations
from services.compliance.verdicts import verdicts
from services.reporting.queries import Queries
from texts.case_number import is_number, is_number_of
from varde.importing.lines import CASE_STREAMS
from varde.operator_scope import operator_scope
from varde.settings import Settings

PLACES: Final = 20_000
"""How much of the log is gone through at once."""


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """The moment of a question: ``as_of`` on what had happened, ``recorded_by`` on what was written down; ``now`` otherwise."""

    now: datetime
    as_of: datetime | None = None
    recorded_by: datetime | None = None

    def shows(self, one: Recorded) -> bool:
        """Whether the event counts at the moment."""
        happened = self.as_of is None or one.envelope.occurred_at <= self.as_of
        return happened and (self.recorded_by is None or one.envelope.documented_at <= self.recorded_by)


def case_id_of(store: EventStore, refs: Refs, ref: str) -> UUID | None:
    """The case that ``ref`` names: our id, the reference of the system that it was imported from, or its number on the pages.

    None when there is none. For a number the whole log is gone through, and a number that two cases share names neither.

    A heightened case is its own case; another matter (an inspection, say) may stand in a case that was never opened.
    """
    with contextlib.suppress(ValueError):
        if store.version(own := UUID(ref)):
            return own
    case_id = refs.case(ref)
    heightened = refs.matter(ref, Stream.HEIGHTENED_CASE.value, "1")
    if store.version(heightened) and not store.version(case_id):
        return heightened
    known = any(store.version(stream) for stream in (case_id, *(refs.matter(ref, stream.value, "1") for stream in CASE_STREAMS)))
    return case_id if known else _numbered(store, ref)


def _numbered(store: EventStore, number: str) -> UUID | None:
    found: set[UUID] = set()
    position = 0
    while is_number(number) and (places := store.places_after(position, PLACES)):
        position = places[-1][0]
        found.update(stream for stream in {stream for _, stream in places} if is_number_of(number, stream))
    return found.pop() if len(found) == 1 else None


def streams_beside(queries: Queries, settings: Settings, case_id: UUID) -> tuple[UUID, ...]:
    """The streams that belong to the case, as the warehouse knows them."""
    rows = queries.case_timeline(operator_scope(settings), case_id)
    return tuple(UUID(str(stream)) for stream in rows["stream_id"].unique(maintain_order=True))


def read_case(store: EventStore, case_id: UUID, beside: Iterable[UUID]) -> tuple[Recorded, ...]:
    """The events of the case and of the streams beside it, as they happened."""
    streams = {case_id, *beside}
    found = [one for stream in streams for one in store.read(stream)]
    return tuple(
        sorted(found, key=lambda one: (one.envelope.occurred_at, one.envelope.documented_at, str(one.stream_id), one.version))
    )


def choices_of(store: EventStore, recorded: Sequence[Recorded]) -> pl.DataFrame:
    """Which municipal plans apply at the case's schools, from when."""
    schools = {one.envelope.school for one in recorded if one.envelope.school is not None}
    rows = [
        (school, one.event.rulebook, one.event.from_date)
        for school in sorted(schools)
        for one in store.read(school_stream(store.tenant, school))
        if isinstance(one.event, RulebookChosen)
    ]
    return pl.DataFrame(rows, schema=CHOICES, orient="row")


def judge(
    recorded: Sequence[Recorded], rules: Rules, choices: pl.DataFrame | None, moment: Moment
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The case's obligations with their verdicts, and its eight duties, at the moment."""
    found = obligations(history(recorded), rules, Calendar(), choices)
    judged = verdicts(found, at=moment.now, as_of=moment.as_of, recorded_by=moment.recorded_by)
    cases = history(recorded).select("case_id").unique()
    return judged, duties(judged, cases)
