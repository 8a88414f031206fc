"""What a pupil or a guardian tells without a login, and the events it becomes.

The one who tells gets an id that follows from the form and from nothing about her. A name is written down only if she gives
one, and sealed. If it is an adult who does it the heightened duty holds (§ 12-5), and if it is one who leads the school, the
report goes to the municipality.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec

from events.base import Stream
from events.concern import ConcernReceived, RaisedWithPrincipal
from events.dialogue import ReporterCodeIssued
from events.envelope import Actor, Attachment
from events.heightened import HeightenedReportReceived
from events.lists.concern import Arena, Certainty, Channel, Concern
from events.lists.people import Reporter, Role, Suspected
from services.case_service.domain.case.commands import RaiseWithPrincipal, ReceiveConcern
from services.case_service.domain.command import Command
from services.case_service.domain.heightened.commands import ReceiveHeightenedReport
from services.case_service.domain.matter.commands import IssueReporterCode
from services.case_service.http.languages import t
from services.case_service.http.recording import Entry, id_from
from services.case_service.http.reporting.form_reading import Reading


class Teller(StrEnum):
    """Who tells."""

    ME = "me"
    FRIEND = "friend"
    GUARDIAN = "guardian"
    OTHER = "other"


class Doer(StrEnum):
    """Who does it."""

    PUPILS = "pupils"
    ADULT = "adult"
    LEADER = "leader"
    UNKNOWN = "unknown"


class AdultKnows(StrEnum):
    """Whether an adult knows already."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


REPORTERS = {
    None: Reporter.ANONYMOUS,
    Teller.ME: Reporter.PUPIL,
    Teller.FRIEND: Reporter.OTHER_PUPIL,
    Teller.GUARDIAN: Reporter.GUARDIAN,
    Teller.OTHER: Reporter.OTHER,
}
ADULTS: dict[Teller | None, Role] = {Teller.GUARDIAN: Role.GUARDIAN, Teller.OTHER: Role.GUARDIAN}

PLACES = (
    Arena.SCHOOLYARD,
    Arena.CLASSROOM,
    Arena.CORRIDOR,
    Arena.CHANGING_ROOM,
    Arena.AFTER_SCHOOL,
    Arena.WAY_TO_SCHOOL,
    Arena.DIGITAL,
    Arena.OTHER,
)
"""Where it can be, in the order of how often it is."""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody told."""

    teller: Teller | None
    doer: Doer
    about: str | None
    words: str
    where: tuple[Arena, ...]
    when: str | None
    adult_knows: AdultKnows | None
    wants_answer: bool
    name: str | None

    @property
    def against_adult(self) -> bool:
        """Whether it is about an adult at the school (§ 12-5)."""
        return self.doer in {Doer.ADULT, Doer.LEADER}


def read_told(reading: Reading) -> Told:
    """What a form holds. Only the words themselves must be there: a child who has written them has done enough."""
    return Told(
        teller=reading.choice_or_none("teller", Teller),
        doer=reading.choice("doer", Doer, Doer.UNKNOWN),
        about=reading.text("about", longest=500),
        words=reading.required_text("words", "tell.problem.no_words"),
        where=reading.choices("where", Arena),
        when=reading.line("when"),
        adult_knows=reading.choice_or_none("adult_knows", AdultKnows),
        wants_answer=reading.form.get("wants_answer") != "no",
        name=reading.line("name"),
    )


def teller_as_actor(told: Told, key: str) -> Actor:
    """Who acts when nobody is logged in."""
    return Actor(ref=id_from(key, "reporter"), role=ADULTS.get(told.teller, Role.PUPIL))


def told_stream(key: str) -> UUID:
    """The matter that a form begins."""
    return id_from(key, "told")


def entries_of_told(told: Told, school: str, key: str, mark: str, files: tuple[Attachment, ...] = ()) -> tuple[Entry, ...]:
    """The report as entries to record together. ``mark`` is what is kept of the code that the reporter gets."""
    stream = Stream.HEIGHTENED_CASE if told.against_adult else Stream.CASE
    commands: list[Command[Any]] = [_heightened(told, key) if told.against_adult else _concern(told)]
    if not told.against_adult and told.name and told.teller in {Teller.ME, Teller.GUARDIAN}:
        # Whoever says who she is and is pupil or guardian has raised it with the principal: the week of § 12-6 begins.
        commands.append(RaiseWithPrincipal(fact=RaisedWithPrincipal(raised_by=REPORTERS[told.teller])))
    commands.append(IssueReporterCode(fact=ReporterCodeIssued(code_hash=mark, wants_answer=told.wants_answer)))
    return tuple(
        Entry(
            stream=stream,
            stream_id=told_stream(key),
            school=school,
            command=command,
            channel=Channel.REPORT_BUTTON,
            correlation_id=id_from(key, "report"),
            attachments=() if number else files,
        )
        for number, command in enumerate(commands)
    )


def _concern(told: Told) -> ReceiveConcern:
    return ReceiveConcern(
        fact=ConcernReceived(
            reporter=REPORTERS[told.teller],
            concern=Concern.UNSAFE_WITHOUT_KNOWN_CAUSE,
            certainty=Certainty.SUSPICION,
            arenas=told.where,
            own_words=_words(told),
            pupil_described=told.about or (told.name if told.teller is Teller.ME else None),
            reporter_described=told.name,
        )
    )


def _heightened(told: Told, key: str) -> ReceiveHeightenedReport:
    leader = told.doer is Doer.LEADER
    lines = [_words(told)]
    if told.about:
        lines.append(t("report.content.described", described=told.about))
    if told.name:
        lines.append(t("report.content.sender", sender=told.name))
    return ReceiveHeightenedReport(
        fact=HeightenedReportReceived(
            pupil=id_from(key, "pupil"),
            suspected=Suspected.LEADER if leader else Suspected.EMPLOYEE,
            suspected_person=id_from(key, "suspected"),
            reporter=REPORTERS[told.teller],
            received_by_owner=leader,
            content="\n\n".join(lines),
        )
    )


def _words(told: Told) -> str:
    """The own words first and untouched; what was answered beside them follows."""
    lines = []
    if told.when:
        lines.append(f"{t('tell.when.label')} {told.when}")
    if told.adult_knows is not None:
        lines.append(f"{t('tell.adult_knows.label')} {t(f'tell.adult_knows.{told.adult_knows.value}')}")
    return "\n\n".join([told.words, *(["\n".join(lines)] if lines else [])])
