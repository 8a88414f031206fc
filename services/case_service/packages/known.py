"""What is known of a matter when a package of it is made: its events and those of the streams beside it, its duties, its people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from events.access import PersonBlocked, PersonUnblocked
from events.base import Stream
from events.envelope import Recorded
from events.lists.access import BlockKind, DenialGround
from events.pupil import GuardianRegistered
from services.case_service.desk import Desk
from services.case_service.read_model import MatterRow
from services.case_service.rights.pupils_named import pupils_in
from services.case_service.streams import access_stream
from services.case_service.tasks import judged_row
from texts.case_number import case_number

BESIDE: Final = (Stream.ENFORCEMENT, Stream.PHYSICAL_INTERVENTION, Stream.AVVIK)
"""Streams of the same case that may go along. Linked cases are other pupils' cases and never do."""

MOST_OBLIGATIONS: Final = 2000


class Known:
    """One matter, as it stands when the package is looked at or made. ``beside`` are streams of the same case that go along."""

    def __init__(self, desk: Desk, row: MatterRow, beside: Sequence[MatterRow] = ()) -> None:
        self.desk = desk
        self.row = row
        self.beside = tuple(beside)
        self.now: datetime = desk.clock()

    @property
    def number(self) -> str:
        """The number by which people speak of it."""
        return case_number(self.row.stream_id)

    @cached_property
    def recorded(self) -> tuple[Recorded, ...]:
        """All events: those of the matter as its own page numbers them, then those of the streams beside it."""
        return tuple(one for row in (self.row, *self.beside) for one in self.desk.store.read(row.stream_id))

    @cached_property
    def versions(self) -> Mapping[UUID, int]:
        """How far each of the streams has come."""
        found = {row.stream_id: 0 for row in (self.row, *self.beside)}
        for one in self.recorded:
            found[one.stream_id] = one.version
        return found

    @cached_property
    def judged(self) -> Sequence[Mapping[str, Any]]:
        """The obligations with their verdicts now, of all streams that go along."""
        rows = self.desk.read_model.obligations(case_ids=[self.row.case_id], undone_only=False, at=self.now, limit=MOST_OBLIGATIONS)
        rules = self.desk.rules.by_id
        return [judged_row(one, self.now) for one in rows if one.stream_id in self.versions and one.rule_id in rules]

    @cached_property
    def other_pupils(self) -> tuple[UUID, ...]:
        """Pupils whom the events name, and those of linked cases, besides the one whom the matter is about."""
        linked = (self.desk.read_model.matter(other) for other in self.row.linked)
        found = {*pupils_in(self.recorded), *self.row.subjects, *(one.pupil for one in linked if one is not None and one.pupil)}
        return tuple(sorted((one for one in found - {self.row.pupil} if self.desk.read_model.pupil(one) is not None), key=str))

    def guardians(self, pupils: Iterable[UUID | None]) -> tuple[tuple[UUID, UUID], ...]:
        """Pairs of pupil and guardian."""
        wanted = (one for one in pupils if one is not None)
        return tuple((pupil, one.guardian) for pupil in wanted for one in self.desk.read_model.guardians_of(pupil))

    @cached_property
    def address_is_secret(self) -> bool:
        """Whether somebody in the matter lives at an address that is kept secret from somebody."""
        pupils = [one for one in (self.row.pupil, *self.other_pupils) if one is not None]
        if any(one.ground is DenialGround.SECRET_ADDRESS for one in self.desk.read_model.access(self.row.stream_id).denials):
            return True
        return any(_hides_address(self.desk.store.facts(access_stream(pupil))) for pupil in pupils)

    @cached_property
    def contacts(self) -> tuple[str, ...]:
        """Where the pupils' guardians are reached, line by line, as it was registered."""
        pupils = [one for one in (self.row.pupil, *self.other_pupils) if one is not None]
        registered = (one.event for pupil in pupils for one in self.desk.store.read(pupil))
        texts = (event.contact or "" for event in registered if isinstance(event, GuardianRegistered))
        return tuple(dict.fromkeys(line.strip() for text in texts for line in text.splitlines() if line.strip()))


def _hides_address(recorded: Iterable[Recorded]) -> bool:
    hidden: set[tuple[UUID, UUID]] = set()
    for one in recorded:
        match one.event:
            case PersonBlocked(person=person, pupil=pupil, kind=BlockKind.SECRET_ADDRESS):
                hidden.add((person, pupil))
            case PersonUnblocked(person=person, pupil=pupil, kind=BlockKind.SECRET_ADDRESS):
                hidden.discard((person, pupil))
    return bool(hidden)
