"""What is decided on a command to a heightened case.

That a report about a leader came to the school instead of the municipality, or that the municipality was told late, is
recorded as it was; the rulebook reports it.
"""

from __future__ import annotations

from typing import TypeAlias, assert_never
from uuid import UUID

from events.base import Event
from events.heightened import HeightenedReportReceived
from services.case_service.domain.checks import check_fact
from services.case_service.domain.command import Circumstances
from services.case_service.domain.heightened.commands import (
    AssessObviousGroundlessness,
    ConcludeHeightenedCase,
    ExcludeAccused,
    InformAndHearEmployee,
    NotifyOwnerOfHeightenedReport,
    OwnCommand,
    ReceiveHeightenedReport,
    ReferencePersonnelFile,
)
from services.case_service.domain.heightened.refusals import AnotherMatter, NotTheSuspected
from services.case_service.domain.heightened.state import Closed, HeightenedState, NotReported, Record
from services.case_service.domain.matter.commands import WorkCommand
from services.case_service.domain.matter.decide import decide_work

HeightenedCommand: TypeAlias = WorkCommand | OwnCommand


def decide(command: HeightenedCommand, state: HeightenedState, circumstances: Circumstances) -> tuple[Event, ...]:
    """What becomes of ``command``. Raises a subclass of Refused."""
    check_fact(command.fact, circumstances)
    if isinstance(command, OwnCommand):
        return _decide_own(command, state.record)
    return decide_work(
        command,
        state.record.work,
        circumstances,
        is_open=not isinstance(state, NotReported | Closed),
        is_closed=isinstance(state, Closed),
    )


def _decide_own(command: OwnCommand, record: Record) -> tuple[Event, ...]:
    match command:
        case ReceiveHeightenedReport(fact=report):
            _require_same_matter(record, report)
        case ExcludeAccused(fact=excluded):
            _require_suspected(record, excluded.person)
        case InformAndHearEmployee(fact=heard):
            _require_suspected(record, heard.person)
        case AssessObviousGroundlessness() | NotifyOwnerOfHeightenedReport() | ConcludeHeightenedCase() | ReferencePersonnelFile():
            pass
        case _:
            assert_never(command)
    return (command.fact,)


def _require_same_matter(record: Record, report: HeightenedReportReceived) -> None:
    """A second report about the same pupil and the same person is one more report; any other is a case of its own."""
    if record.reports == 0:
        return
    if report.pupil != record.work.pupil:
        raise AnotherMatter("pupil", pupil=report.pupil)
    if report.suspected_person != record.suspected_person:
        raise AnotherMatter("suspected_person", suspected_person=report.suspected_person)


def _require_suspected(record: Record, person: UUID) -> None:
    if record.suspected_person is not None and person != record.suspected_person:
        raise NotTheSuspected("person", person=person)
