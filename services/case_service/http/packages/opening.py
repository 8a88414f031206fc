"""Opening a matter to hand it over: the matter, the cases with Statsforvalteren that belong to it, and what was asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

import msgspec
from flask import abort

from events.base import Stream
from services.case_service.http.case_access import Matter, may_open, open_matter
from services.case_service.http.web import the_desk
from services.case_service.packages.asked import Asked, asked_in, request_of
from services.case_service.packages.known import BESIDE
from services.case_service.read_model import MatterRow
from services.case_service.rights import Action, Share
from services.case_service.streams import access_stream

HANDED_OVER: Final = frozenset({Stream.CASE, Stream.HEIGHTENED_CASE})


class Opened(msgspec.Struct, frozen=True):
    """A matter that may be handed over. ``beside`` are the other streams of the case that she may open, read as well."""

    matter: Matter
    beside: Mapping[UUID, Matter]
    asked: tuple[Asked, ...]

    @property
    def row(self) -> MatterRow:
        """What the read model knows of it."""
        return self.matter.row

    @property
    def approves(self) -> bool:
        """Whether she may hand it over; the second factor is asked for on the way."""
        return self.matter.may_after_step_up(Action.DISCLOSE)

    def request(self, asked: UUID) -> Asked:
        """One request; 404 when there is none of this id."""
        return request_of(self.asked, asked) or abort(404)


def opened_for_packages(stream_id: UUID, action: Action = Action.SEE_CONTENT) -> Opened:
    """The matter, for those who handle it and see all of it. Aborts as :func:`open_matter` does, and 404 for everybody else.

    With DISCLOSE it is opened for those alone who hand it over, with the second factor anew.
    """
    matter = open_matter(stream_id, action)
    if matter.row.stream not in HANDED_OVER or matter.decision.share is not Share.WHOLE:
        abort(404)
    if not (matter.may(Action.HANDLE) or matter.may_after_step_up(Action.DISCLOSE)):
        abort(404)
    beside = _beside(matter.row)
    enforcement = [one for other in beside.values() if other.row.stream is Stream.ENFORCEMENT for one in other.recorded]
    access = the_desk().store.read(access_stream(matter.row.stream_id))
    return Opened(matter=matter, beside=beside, asked=asked_in(access, enforcement, matter.row.stream_id))


def _beside(row: MatterRow) -> Mapping[UUID, Matter]:
    read_model = the_desk().read_model
    rows = (read_model.matter(one) for one in read_model.streams_of(row.case_id) if one != row.stream_id)
    open_to_her = (one for one in rows if one is not None and one.stream in BESIDE and may_open(one))
    return {one.stream_id: open_matter(one.stream_id, Action.SEE_CONTENT) for one in open_to_her}
