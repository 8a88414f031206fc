"""From the principal's answers to commands: confirm, assess, protect, tell, and open a case or let one carry it on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final
from uuid import UUID

from werkzeug.datastructures import MultiDict

from events.concern import (
    CaseOpened,
    ConcernAddedToCase,
    ConcernJoined,
    ConcernReceived,
    ImmediateMeasureTaken,
    OwnerNotified,
    PrincipalAcknowledged,
    PupilInformedOfReceipt,
    SeverityAssessed,
)
from events.lists.concern import OwnerChannel, SeverityCriterion
from events.lists.people import PupilRole
from services.case_service.domain.case.commands import (
    AcknowledgeAsPrincipal,
    AddConcern,
    AssessSeverity,
    InformPupilOfReceipt,
    JoinConcern,
    NotifyOwner,
    OpenCase,
)
from services.case_service.domain.command import Command
from services.case_service.domain.matter.commands import TakeImmediateMeasure
from services.case_service.http.case_access import Matter
from services.case_service.http.moments import MomentProblem, When, read_when
from services.case_service.http.record.people import today
from services.case_service.http.recording import Entry, id_from
from services.case_service.http.reporting.form_reading import Reading
from services.case_service.http.web import the_desk, the_web

NEW, JOIN = "ny", "legg_til"
YES, NO = "ja", "nei"

DONE_BY: Final = {
    "confirm": PrincipalAcknowledged,
    "severity": SeverityAssessed,
    "protect": ImmediateMeasureTaken,
    "pupil": PupilInformedOfReceipt,
    "owner": OwnerNotified,
}
"""The steps, and the event that shows each as done."""


class Answers(Reading):
    """The form of one concern while it is read: what it asks to be recorded, or what is wrong with it."""

    def __init__(self, form: MultiDict[str, str], matter: Matter, key: str, seen_version: int | None) -> None:
        super().__init__(form)
        self._matter = matter
        self._key = key
        self._seen_version = seen_version
        self._when: When | None = None
        self._staff = {str(one.person): one.person for one in the_desk().read_model.staff_at(matter.row.school or "", today())}
        self._staff[str(matter.person.id)] = matter.person.id

    def entries(self, joinable: Iterable[Matter]) -> tuple[Entry, ...]:
        """What is to be recorded, in the order in which it is done. Nothing is meant to be recorded when there are problems."""
        done = {type(one.event) for one in self._matter.recorded}
        steps: dict[type, Callable[[], Command[Any] | None]] = {
            PrincipalAcknowledged: self._confirmed,
            SeverityAssessed: self._severity,
            ImmediateMeasureTaken: self._protected,
            PupilInformedOfReceipt: self._pupil_told,
            OwnerNotified: self._owner_told,
        }
        self._when = self._told_when()
        commands = [command for cls, step in steps.items() if cls not in done and (command := step()) is not None]
        entries = [self._entry(command) for command in commands]
        return (*entries, *self._carried_on({str(one.row.stream_id): one for one in joinable}))

    def _entry(self, command: Command[Any]) -> Entry:
        return Entry.of(self._matter, command, when=self._when, seen_version=self._seen_version)

    def _told_when(self) -> When | None:
        """When it was done, for what is written down afterwards; None with what is wrong noted."""
        try:
            return read_when(self.form, the_web().clock())
        except MomentProblem as problem:
            self.wrong_moment(problem)
            return None

    def _confirmed(self) -> Command[Any]:
        handler = self._person("case_handler") or self._matter.person.id
        informed = tuple(self._staff[one] for one in self.form.getlist("team_informed") if one in self._staff)
        return AcknowledgeAsPrincipal(
            fact=PrincipalAcknowledged(principal=self._matter.person.id, case_handler=handler, team_informed=informed)
        )

    def _severity(self) -> Command[Any] | None:
        answer, criteria = self.form.get("serious", ""), self.choices("criteria", SeverityCriterion)
        if answer not in {YES, NO}:
            if criteria or self.text("serious_reason"):
                self.wrong("serious", "inbox.problem.serious")
            return None
        reason = self.required_text("serious_reason", "inbox.problem.reason")
        serious = answer == YES
        return AssessSeverity(fact=SeverityAssessed(serious=serious, criteria=criteria if serious else (), reason=reason))

    def _protected(self) -> Command[Any] | None:
        measure = self.text("measure")
        if measure is None:
            return None
        return TakeImmediateMeasure(
            fact=ImmediateMeasureTaken(
                responsible=self._person("responsible") or self._matter.person.id,
                from_date=today(),
                danger_to_life_or_health=self.ticked("danger"),
                measure=measure,
            )
        )

    def _pupil_told(self) -> Command[Any] | None:
        pupil = self._matter.row.pupil
        if pupil is None or not self.ticked("pupil_told"):
            return None
        by = self._person("informed_by") or self._matter.person.id
        return InformPupilOfReceipt(fact=PupilInformedOfReceipt(pupil=pupil, informed_by=by, how=self.text("pupil_how")))

    def _owner_told(self) -> Command[Any] | None:
        channel = self.choice_or_none("owner_channel", OwnerChannel)
        if channel is None:
            return None
        return NotifyOwner(fact=OwnerNotified(channel=channel, content=self.text("owner_content")))

    def _carried_on(self, joinable: dict[str, Matter]) -> tuple[Entry, ...]:
        """A case of its own, a case that carries it on, or nothing yet."""
        if self.form.get("carry_on", "") == NEW:
            return self._opened()
        if self.form.get("carry_on", "") == JOIN:
            target = joinable.get(self.form.get("to_case", ""))
            if target is None:
                self.wrong("to_case", "inbox.problem.to_case")
                return ()
            return self._joined(target)
        return ()

    def _opened(self) -> tuple[Entry, ...]:
        row = self._matter.row
        pupil = row.pupil or self._named_pupil()
        role = self.choice("pupil_role", PupilRole, PupilRole.EXPOSED)
        if pupil is None:
            self.wrong("pupil", "inbox.problem.pupil")
            return ()
        known = the_desk().read_model.pupil(pupil)
        fact = CaseOpened(
            pupil=pupil,
            pupil_role=role,
            grade=None if known is None else known.grade,
            case_handler=row.case_handler or self._person("case_handler") or self._matter.person.id,
            danger_to_life_or_health=row.danger or self.ticked("danger"),
        )
        return (self._entry(OpenCase(fact=fact)),)

    def _joined(self, target: Matter) -> tuple[Entry, ...]:
        received = next((one.event for one in self._matter.recorded if isinstance(one.event, ConcernReceived)), None)
        if received is None:
            self.wrong("carry_on", "inbox.problem.no_concern")
            return ()
        added = ConcernAddedToCase(
            from_stream=self._matter.row.stream_id,
            reporter=received.reporter,
            concern=received.concern,
            certainty=received.certainty,
        )
        together = id_from(self._key, "joined")
        joined = JoinConcern(fact=ConcernJoined(to_case=target.row.stream_id))
        return (
            Entry.of(self._matter, joined, seen_version=self._seen_version, correlation_id=together),
            Entry.of(target, AddConcern(fact=added), correlation_id=together),
        )

    def _named_pupil(self) -> UUID | None:
        here = {str(one.pupil): one.pupil for one in the_desk().read_model.pupils_at(self._matter.row.school or "")}
        return here.get(self.form.get("pupil", ""))

    def _person(self, name: str) -> UUID | None:
        """A member of staff whom the form names; something else is a problem."""
        written = self.form.get(name, "")
        if not written:
            return None
        if written not in self._staff:
            self.wrong(name, "report.problem.choose")
            return None
        return self._staff[written]
