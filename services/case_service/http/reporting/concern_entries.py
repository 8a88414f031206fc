"""From a report to events: one batch, and for each pupil a case of its own (one plan is aimed at one pupil).

Whether the pupil has an open case is not looked at, so that nothing in the answer can depend on it: joining reports is the
principal's work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import replace

from events.base import Stream
from events.concern import ConcernReceived, ImmediateMeasureTaken, IncidentIntervened, ObservationNoted, ReportedToPrincipal
from events.envelope import Attachment
from events.lists.concern import Channel
from events.local_time import OSLO
from services.case_service.domain.case.commands import InterveneInIncident, NoteObservation, ReceiveConcern, ReportToPrincipal
from services.case_service.domain.command import Command
from services.case_service.domain.matter.commands import TakeImmediateMeasure
from services.case_service.http.languages import t
from services.case_service.http.moments import When
from services.case_service.http.recording import Entry, id_from
from services.case_service.http.reporting.concern_report import ConcernReport

FilesFor = Callable[[UUID], tuple[Attachment, ...]]
"""The attachments of a report, for the case that it begins."""


def no_files(_case: UUID) -> tuple[Attachment, ...]:
    """A report without attachments."""
    return ()


class Sender(msgspec.Struct, frozen=True, kw_only=True):
    """Who reports, where, and how it came in. ``described``: who it is, where no register knows her."""

    person: UUID
    school: str
    principal: UUID | None
    channel: Channel
    on_behalf_of: UUID | None = None
    described: str | None = None

    @property
    def reporter(self) -> UUID:
        """The one who knew: whoever a leader writes for, else the sender herself."""
        return self.on_behalf_of or self.person


def entries_of(report: ConcernReport, sender: Sender, key: str, files: FilesFor = no_files) -> tuple[Entry, ...]:
    """The report as entries to record together. ``key`` is that of the form: a repetition gives the same ids.

    ``files`` gives the attachments of each case that is begun.
    """
    subjects: tuple[UUID | None, ...] = report.pupils or (None,)
    return tuple(entry for pupil in subjects for entry in _about(pupil, report, sender, key, files))


def stream_of(key: str, pupil: UUID | None) -> UUID:
    """The case that a report about a pupil begins."""
    return id_from(key, f"case:{pupil}")


def _about(pupil: UUID | None, report: ConcernReport, sender: Sender, key: str, files: FilesFor) -> Iterator[Entry]:
    def entry(command: Command[Any], when: When | None = None) -> Entry:
        return Entry(
            stream=Stream.CASE,
            stream_id=stream_of(key, pupil),
            school=sender.school,
            command=command,
            when=when,
            channel=sender.channel,
            on_behalf_of=sender.on_behalf_of,
            persons=() if pupil is None else (pupil,),
            correlation_id=id_from(key, "report"),
        )

    received = entry(ReceiveConcern(fact=_concern(report, sender)), report.told)
    yield replace(received, attachments=files(received.stream_id))
    if report.observed:
        yield entry(NoteObservation(fact=_observation(report, sender)), report.happened)
    if report.stopped is not None:
        yield entry(InterveneInIncident(fact=_intervention(report, sender)), report.happened)
    if report.protected is not None:
        yield entry(TakeImmediateMeasure(fact=_protection(report, sender)), report.told)
    if sender.principal is not None:
        yield entry(ReportToPrincipal(fact=_report(report, sender, sender.principal)))


def _concern(report: ConcernReport, sender: Sender) -> ConcernReceived:
    earlier = report.happened_on != report.told.occurred_at.astimezone(OSLO).date()
    return ConcernReceived(
        reporter=report.source,
        receiver=None if report.seen_herself else sender.reporter,
        concern=report.concern,
        certainty=report.certainty,
        arenas=(report.arena,),
        signs=report.signs,
        from_date=report.happened_on if earlier else None,
        asks_for_measures=report.asks_for_measures,
        own_words=report.own_words,
        facts_observed=None if report.observed else report.facts,
        interpretation=report.interpretation,
        pupil_described=report.described,
        reporter_described=sender.described,
        place=report.place,
    )


def _observation(report: ConcernReport, sender: Sender) -> ObservationNoted:
    return ObservationNoted(
        observer=sender.reporter,
        signs=report.signs,
        arena=report.arena,
        facts_observed=report.facts or report.own_words,
    )


def _intervention(report: ConcernReport, sender: Sender) -> IncidentIntervened:
    assert report.stopped is not None  # noqa: S101 - the caller asked
    return IncidentIntervened(
        intervened_by=sender.reporter,
        concern=report.concern,
        arena=report.arena,
        solved_on_the_spot=report.stopped.solved,
        follow_up_conversations_agreed=report.stopped.talks_agreed,
        physical_intervention=report.stopped.physical,
        what_happened=report.facts or report.own_words,
        how_stopped=report.stopped.how,
    )


def _protection(report: ConcernReport, sender: Sender) -> ImmediateMeasureTaken:
    assert report.protected is not None  # noqa: S101 - the caller asked
    return ImmediateMeasureTaken(
        responsible=sender.reporter,
        from_date=report.told.occurred_at.astimezone(OSLO).date(),
        danger_to_life_or_health=report.protected.danger,
        measure=report.protected.measure,
    )


def _report(report: ConcernReport, sender: Sender, principal: UUID) -> ReportedToPrincipal:
    return ReportedToPrincipal(
        reported_by=sender.reporter,
        principal=principal,
        certainty=report.certainty,
        pupil_informed=report.pupil_informed,
        # What was reported stands in the concern; said twice, it could be corrected in one place alone.
        content=t("report.content.concern"),
    )
