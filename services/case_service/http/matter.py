"""A matter that somebody opened: what she is shown of it, and what she may do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec.structs import replace

from events.base import Event, event_type
from events.envelope import Recorded
from events.lists.people import Role
from services.case_service.domain.command import Command, proposed
from services.case_service.http.languages import t
from services.case_service.http.web import the_desk
from services.case_service.read_model import MatterRow
from services.case_service.rights import Action, Decision, Kind, Person, Reason, Share
from services.case_service.rights.family_copy import family_copy, masking
from services.case_service.rights.pupils_named import pupils_in
from services.case_service.rights.shown import Reader, shown_to
from services.case_service.store import Readable

NOBODY: Final = UUID(int=0)
"""Who has recorded nothing, and whom no fact names."""


class Ground(msgspec.Struct, frozen=True):
    """What a matter was opened on: how other actions on it are decided, and whether another matter opens as well."""

    decide: Callable[[Action], Decision]
    opens: Callable[[MatterRow], bool]


class Matter:
    """One matter as one person sees it, during one request."""

    def __init__(self, *, row: MatterRow, person: Person, decision: Decision, ground: Ground) -> None:
        self.row = row
        self.person = person
        self.decision = decision
        self._ground = ground

    @property
    def for_family(self) -> bool:
        """Whether the reader is the pupil or a guardian."""
        return self.decision.share is Share.FAMILY

    @cached_property
    def recorded(self) -> tuple[Recorded, ...]:
        """The events that she is shown, in order, each as she may read it."""
        shown = shown_to(self._reader(), self._everything)
        if not self.for_family:
            return shown
        own = self.person.id == self.row.pupil
        return tuple(replace(one, event=self._copy(one.event, confidences=own)) for one in shown)

    @cached_property
    def version(self) -> int:
        """The version that a form made now was made on."""
        return self._stored.version

    def reread(self) -> tuple[Recorded, ...]:
        """The events that she is shown, as the stream stands after somebody else wrote in it."""
        self.__dict__.pop("_stored", None)
        self.__dict__.pop("recorded", None)
        self.__dict__.pop("version", None)
        return self.recorded

    def with_only(self, recorded: Sequence[Recorded]) -> Matter:
        """The matter as if only some of the events that she is shown had been seen, in the order given: for looking back."""
        found = Matter(row=self.row, person=self.person, decision=self.decision, ground=self._ground)
        found.__dict__["_stored"] = self._stored
        found.__dict__["recorded"] = tuple(recorded)
        return found

    def shown(self, recorded: Recorded) -> bool:
        """Whether she is shown an event of the matter."""
        return recorded.envelope.event_id in self._shown_ids

    @property
    def role(self) -> Role | None:
        """The role in which she records here; that in which she reads it when she may record nothing."""
        return self._ground.decide(Action.RECORD).role or self.decision.role

    def may(self, action: Action) -> bool:
        """Whether she may do something else with the matter too: for buttons."""
        return self._ground.decide(action).allowed and not (action is Action.RECORD and self.takes_no_records)

    def may_after_step_up(self, action: Action) -> bool:
        """Whether she may do something that asks for the second factor on the way: for links."""
        decision = self._ground.decide(action)
        return decision.allowed or decision.why in {Reason.SECOND_FACTOR_MISSING, Reason.STEP_UP_MISSING}

    def may_record(self, what: Command[Any] | type[Command[Any]] | str) -> bool:
        """Whether she may record a fact here: a command, its class, or the topic."""
        topic = what if isinstance(what, str) else event_type(proposed(what if isinstance(what, type) else type(what))).topic
        return self._ground.decide(Action.RECORD).may_record(topic) and not self.takes_no_records

    @cached_property
    def linked(self) -> tuple[MatterRow, ...]:
        """The linked cases that she may see as well; a link is itself sensitive."""
        if not self.may(Action.SEE_LINKED):
            return ()
        rows = (the_desk().read_model.matter(other) for other in self.row.linked)
        return tuple(row for row in rows if row is not None and self._ground.opens(row))

    def pupil_name(self, pupil: UUID) -> str:
        """A pupil's name; to a family every other pupil is "another pupil"."""
        return t("access.another_pupil") if self.for_family and pupil != self.row.pupil else the_desk().names.pupil(pupil)

    def text(self, written: str) -> str:
        """A text as she may read it: to a family without the names of other pupils."""
        return self._mask(written) if self.for_family else written

    def family_copy(self) -> Matter:
        """The matter as a guardian of its pupil is shown it: for a copy that is handed to the family."""
        guardian = Person(id=NOBODY, login="", name="", kind=Kind.GUARDIAN)
        decision = Decision(allowed=True, why=self.decision.why, role=Role.GUARDIAN, share=Share.FAMILY)
        return Matter(row=self.row, person=guardian, decision=decision, ground=self._ground)

    @property
    def damaged(self) -> int:
        """How many of its events cannot be read, wholly or their text, whoever asks."""
        return len(self._stored.damaged)

    @property
    def takes_no_records(self) -> bool:
        """Whether nothing can be recorded: what is decided is decided on everything that was, and some of it cannot be read."""
        return not all(one.text_only for one in self._stored.damaged)

    @property
    def _everything(self) -> tuple[Recorded, ...]:
        return self._stored.events

    @cached_property
    def _stored(self) -> Readable:
        found = the_desk().store.readable(self.row.stream_id, texts=True)
        if any(not one.text_only for one in found.damaged):
            the_desk().read_model.notice_damage(self.row.stream_id)
        return found

    @cached_property
    def _shown_ids(self) -> frozenset[UUID]:
        return frozenset(one.envelope.event_id for one in self.recorded)

    @cached_property
    def _mask(self) -> Callable[[str], str]:
        names = the_desk().names
        others = (pupils_in(self._everything) | self._linked_pupils) - {self.row.pupil}
        own = names.pupil(self.row.pupil) if self.row.pupil is not None else ""
        return masking((names.pupil(pupil) for pupil in others), own, t("access.another_pupil"))

    @cached_property
    def _linked_pupils(self) -> frozenset[UUID]:
        rows = (the_desk().read_model.matter(other) for other in self.row.linked)
        return frozenset(row.pupil for row in rows if row is not None and row.pupil is not None)

    def _copy(self, event: Event, *, confidences: bool) -> Event:
        return family_copy(event, mask=self._mask, confidences=confidences)

    def _reader(self) -> Reader:
        decision = self.decision
        plan = self.may(Action.SEE_PLAN)
        return Reader(id=self.person.id, share=decision.share, role=decision.role, plan=plan, pupil=self.row.pupil)
