"""A suspicion that an adult at the school offends a pupil, as it was written down, and the events that it becomes (§ 12-5).

Whom it goes to follows from who is suspected, and is no choice of the reporter's: somebody in the school's leadership means
straight to the municipality, and nothing in the school's inbox. The suspected is shut out in the same breath.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from events.access import AccessDenied
from events.base import Stream
from events.concern import ImmediateMeasureTaken
from events.heightened import AccusedExcluded, HeightenedReportReceived
from events.lists.access import DenialGround
from events.lists.concern import Certainty, Channel
from events.lists.people import Reporter, Suspected
from events.local_time import OSLO
from services.case_service.domain.access.commands import DenyAccess
from services.case_service.domain.command import Command
from services.case_service.domain.heightened.commands import ExcludeAccused, ReceiveHeightenedReport
from services.case_service.domain.matter.commands import TakeImmediateMeasure
from services.case_service.http.languages import t
from services.case_service.http.moments import MomentProblem, read_day
from services.case_service.http.recording import Entry, id_from
from services.case_service.http.reporting.form_reading import Reading
from services.case_service.http.reporting.schools import leaders_of
from services.case_service.http.reporting.staff_choice import staff_person
from services.case_service.http.web import the_desk
from services.case_service.streams import access_stream


class AdultReport(msgspec.Struct, frozen=True, kw_only=True):
    """One report. ``suspected`` and ``pupil`` are registered people, or stand-ins for those whom ``unnamed`` describes."""

    school: str
    pupil: UUID
    suspected: UUID
    leads: bool
    certainty: Certainty
    suspected_on: date | None
    content: str
    unnamed: tuple[str, ...]
    done_at_once: str | None


def read_adult_report(reading: Reading, school: str, pupils: tuple[UUID, ...], key: str, now: datetime) -> AdultReport:
    """The report that a form holds; what is wrong with it stands in ``reading.problems``."""
    person = staff_person(reading, school, "suspected")
    suspected_described = reading.line("suspected_described")
    if person is None and suspected_described is None:
        reading.wrong("suspected", "report.problem.no_suspected")
    pupil_described = reading.text("described", longest=1000)
    if not pupils and pupil_described is None:
        reading.wrong("wanted", "report.problem.no_pupil")
    if len(pupils) > 1:
        reading.wrong("wanted", "report.problem.one_pupil")
    leads = reading.ticked("leads") if person is None else person in {row.person for row in leaders_of(school)}
    unnamed = [t("report.content.suspected", described=suspected_described)] if suspected_described else []
    if pupil_described:
        unnamed.append(t("report.content.described", described=pupil_described))
    return AdultReport(
        school=school,
        pupil=pupils[0] if pupils else id_from(key, "pupil"),
        suspected=person or id_from(key, "suspected"),
        leads=leads,
        content=reading.required_text("content", "report.problem.no_words"),
        certainty=reading.choice("certainty", Certainty, Certainty.SUSPICION),
        suspected_on=_day(reading, now),
        unnamed=tuple(unnamed),
        done_at_once=reading.text("done_at_once"),
    )


def entries_of_adult_report(report: AdultReport, reporter: UUID, key: str, now: datetime) -> tuple[Entry, ...]:
    """The report, and the door shut on the suspected, to record together."""
    stream = adult_stream(key)
    received = HeightenedReportReceived(
        pupil=report.pupil,
        suspected=Suspected.LEADER if report.leads else Suspected.EMPLOYEE,
        suspected_person=report.suspected,
        reporter=Reporter.EMPLOYEE,
        certainty=report.certainty,
        received_by_owner=report.leads,
        suspected_on=report.suspected_on,
        content="\n\n".join((report.content, *report.unnamed)),
    )
    excluded = AccusedExcluded(person=report.suspected)
    commands: list[Command[Any]] = [ReceiveHeightenedReport(fact=received), ExcludeAccused(fact=excluded)]
    if report.done_at_once is not None:
        measure = ImmediateMeasureTaken(responsible=reporter, from_date=now.astimezone(OSLO).date(), measure=report.done_at_once)
        commands.append(TakeImmediateMeasure(fact=measure))
    entries = [
        Entry(
            stream=Stream.HEIGHTENED_CASE,
            stream_id=stream,
            school=report.school,
            command=command,
            channel=Channel.FORM,
            persons=(report.pupil,),
            correlation_id=id_from(key, "report"),
        )
        for command in commands
    ]
    return (*entries, *(_shut(report, about, key) for about in (stream, *_other_matters(report))))


def _shut(report: AdultReport, about: UUID, key: str) -> Entry:
    denied = AccessDenied(person=report.suspected, to_stream=about, ground=DenialGround.SUSPECTED_IN_CASE)
    return Entry(
        stream=Stream.ACCESS,
        stream_id=access_stream(about),
        school=report.school,
        case_id=about,
        command=DenyAccess(fact=denied),
        correlation_id=id_from(key, "report"),
    )


def _other_matters(report: AdultReport) -> tuple[UUID, ...]:
    """The pupil's ordinary cases, which an employee who is suspected is shut out of too.

    Not a leader: a principal who suddenly misses a case would learn of the report before the municipality has spoken to
    anybody. There the municipality shuts by hand.
    """
    if report.leads:
        return ()
    rows = the_desk().read_model.matters(pupil=report.pupil, streams=(Stream.CASE,), open_only=True).rows
    return tuple(sorted(row.stream_id for row in rows))


def adult_stream(key: str) -> UUID:
    """The heightened case that a report begins."""
    return id_from(key, "heightened")


def _day(reading: Reading, now: datetime) -> date | None:
    written = reading.line("suspected_on")
    if written is None:
        return None
    try:
        day = read_day("suspected_on", written)
    except MomentProblem as problem:
        reading.wrong_moment(problem)
        return None
    if day > now.astimezone(OSLO).date():
        reading.wrong("suspected_on", "report.problem.not_yet")
    return day
