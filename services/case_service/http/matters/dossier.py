"""What the pages of a matter share: the matter as its reader sees it, the names in it, and its obligations, each read once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from flask import abort

from events.base import Stream
from services.case_service.http.case_access import may_open, open_matter
from services.case_service.http.languages import current_language, t
from services.case_service.http.matter import Matter
from services.case_service.http.matters.blueprint import at_home
from services.case_service.http.matters.told import Told
from services.case_service.http.matters.whom import Whom
from services.case_service.http.web import the_desk
from services.case_service.read_model import MatterRow
from services.case_service.rights import Action, Share
from services.case_service.stage_words import stage_words
from services.case_service.tasks import Task, judged_row, tasks_of
from services.compliance.calendar import Calendar
from texts.case_number import case_number

MOST_OBLIGATIONS = 2000


class Dossier:
    """One matter during one request."""

    def __init__(self, matter: Matter) -> None:
        self.matter = matter
        self.whom = Whom(matter)
        self.told = Told(matter, self.whom)
        self.now: datetime = the_desk().clock()

    @property
    def row(self) -> MatterRow:
        """What the read model knows of it."""
        return self.matter.row

    @property
    def number(self) -> str:
        """The number by which people speak of it."""
        return case_number(self.row.stream_id)

    @property
    def title(self) -> str:
        """What it is called, without saying whom it is about."""
        return t(f"matter.title.{self.row.stream.value}", number=self.number)

    @property
    def whole(self) -> bool:
        """Whether the reader is shown all of it: then its duties are shown as well."""
        return self.matter.decision.share is Share.WHOLE

    @property
    def calendar(self) -> Calendar:
        """The calendar that its limits are explained by."""
        return the_desk().calendar

    @cached_property
    def judged(self) -> Sequence[Mapping[str, Any]]:
        """The obligations with their verdicts now, of the matter itself and of what belongs to it and she may open too."""
        if not self.whole:
            return ()
        found = the_desk().read_model.obligations(case_ids=[self.row.case_id], undone_only=False, limit=MOST_OBLIGATIONS)
        open_to_her = {self.row.stream_id, *(row.stream_id for row in self.belonging)}
        rules = the_desk().rules.by_id
        return [judged_row(one, self.now) for one in found if one.stream_id in open_to_her and one.rule_id in rules]

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """What is to be done in it."""
        return tasks_of(self.judged, the_desk().rules) if self.row.is_open else ()

    @cached_property
    def belonging(self) -> tuple[MatterRow, ...]:
        """The other streams of the same case that she may open: enforcement, avvik, physical intervention, survey."""
        read_model = the_desk().read_model
        others = (read_model.matter(one) for one in read_model.streams_of(self.row.case_id) if one != self.row.stream_id)
        return tuple(row for row in others if row is not None and may_open(row))

    def belonging_of(self, stream: Stream) -> tuple[MatterRow, ...]:
        """The belonging streams of one kind."""
        return tuple(row for row in self.belonging if row.stream is stream)


def opened(matter: UUID, place: str) -> Dossier:
    """Open a matter to read its content. Aborts as :func:`open_matter` does, and leads to the address of its kind."""
    found = open_matter(matter, Action.SEE_CONTENT)
    elsewhere = at_home(found, place)
    if elsewhere is not None:
        abort(elsewhere)
    return Dossier(found)


def stage_text(row: MatterRow) -> str:
    """What a matter waits for, in words."""
    return stage_words(row.stage, current_language())
