"""A case being told: what its chapters share."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from events.base import Stream
from events.lists.people import Role
from varde.simulate.mould import Telling

if TYPE_CHECKING:
    from uuid import UUID

    from events.base import Event


SAFE: Final = 7
"""From here on the scale a pupil says that it is safe and good."""


class Shape(StrEnum):
    """How a case goes."""

    CONCERN_ALONE = "concern_alone"
    LIGHT = "light"
    ORDINARY = "ordinary"
    SERIOUS = "serious"
    REOPENED = "reopened"
    STATSFORVALTER = "statsforvalter"


class CaseTelling:
    """One case being told. ``case_id`` is its own history; other histories about it carry the id along."""

    def __init__(self, tell: Telling, shape: Shape, grade: int) -> None:
        self.tell = tell
        self.shape = shape
        self.grade = grade
        self.case_id = tell.new()
        self.pupil = tell.person("pupil")
        self.experience = tell.random.randint(1, 4)
        self.plan_version = 0
        self.measures: tuple[UUID, ...] = ()

    def then(self, event: Event, after: float = 0.3, *, in_time: bool = False, by: str = "principal") -> None:
        """The next event of the case itself."""
        role = {"teacher": Role.FORM_TEACHER, "handler": Role.CASE_HANDLER, "owner": Role.SCHOOL_OWNER}.get(by, Role.PRINCIPAL)
        self.tell.then(Stream.CASE, self.case_id, event, after, case_id=self.case_id, in_time=in_time, by=by, role=role)

    def beside(self, stream: Stream, stream_id: UUID, event: Event, after: float = 0.3, *, by: str = "owner") -> None:
        """The next event of another history about the case."""
        self.tell.then(stream, stream_id, event, after, case_id=self.case_id, by=by, role=Role.SCHOOL_OWNER, in_time=True)
