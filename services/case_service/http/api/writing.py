"""Recording through the API: the command that the fact proposes, decided on as if it came from a page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID, uuid5

import msgspec
from flask import abort, request

from events.base import Event, Stream, UnknownTopicError, by_topic
from events.concern import ConcernReceived, ReportedToPrincipal
from events.correction import DisagreementRegistered, InformationCorrected
from events.envelope import Instant, Precision
from events.intervention import InterventionReportedToPrincipal, PhysicalInterventionRecorded
from events.lists.concern import Certainty, Channel
from services.case_service.application import Receipt
from services.case_service.domain import COMMAND_FOR
from services.case_service.domain.case.commands import ReportToPrincipal
from services.case_service.domain.intervention.commands import ReportInterventionToPrincipal
from services.case_service.http.api.answers import Recorded
from services.case_service.http.api.bodies import convert, read_body
from services.case_service.http.api.matters import Orgnr
from services.case_service.http.api.operation import Reply, etag_of, operation
from services.case_service.http.api.references import require_at_school, require_offered
from services.case_service.http.api.refusing import ApiProblem, refused
from services.case_service.http.case_access import Matter, current_person, open_matter
from services.case_service.http.languages import t
from services.case_service.http.moments import When, now_when
from services.case_service.http.problems import NotRecorded
from services.case_service.http.record.asking import BESIDE_AN_EVENT, is_recordable
from services.case_service.http.record.steps import order
from services.case_service.http.recording import Entry, record
from services.case_service.http.reporting.schools import own_schools, principal_of
from services.case_service.http.rights import Right
from services.case_service.http.web import the_desk, the_web
from services.case_service.rights import Action, Kind

KEY_HEADER: Final = "Idempotency-Key"
VERSION_HEADER: Final = "If-Match"

KEY: Final = re.compile(r"[\x21-\x7e]{8,200}")
ETAG: Final = re.compile(r'"(?P<version>[0-9]{1,9})"')
SPACE: Final = UUID("6f6b1c1e-5c0e-5a8e-9d3c-2b7f0a4d9e11")
"""In which the ids of matters that reports begin are made from their idempotency keys."""

BEGINS: Final = {"case.ConcernReceived": Stream.CASE, "intervention.PhysicalInterventionRecorded": Stream.PHYSICAL_INTERVENTION}
"""The facts that begin a matter through the API. A suspicion against an employee has its own page, which shuts her out."""

OTHERS_CHANNELS: Final = frozenset({Channel.IMPORT, Channel.REPORT_BUTTON})


class NewEvent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A fact to record. ``occurred_at`` and ``known_at`` are now where they are left out.

    Who recorded it, and when, the server alone says.
    """

    fact: dict[str, Any]
    occurred_at: Instant | None = None
    known_at: Instant | None = None
    precision: Precision = Precision.EXACT
    channel: Channel | None = None


class NewReport(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A report that begins a matter at a school. ``pupil`` is None where she is only described in the fact."""

    fact: dict[str, Any]
    school: Orgnr
    pupil: UUID | None = None
    pupil_informed: bool = False
    occurred_at: Instant | None = None
    known_at: Instant | None = None
    precision: Precision = Precision.EXACT
    channel: Channel | None = None


def recordable_topics() -> tuple[str, ...]:
    """Every fact that can be recorded in a matter that exists."""
    steps = (topic for each in order().values() for step in each for topic in step.topics)
    return tuple(sorted({*steps, *BESIDE_AN_EVENT}))


def beginning_topics() -> tuple[str, ...]:
    """Every fact that can begin a matter."""
    return tuple(BEGINS)


@operation(
    "POST",
    "/matters/<uuid:matter>/events/<topic>",
    right=Right.SIGNED_IN,
    answer=Recorded,
    body=NewEvent,
    topics=recordable_topics,
    etag=True,
)
def record_event(matter: UUID, topic: str) -> Reply:
    """Record a fact in a matter, on the version of it that was read."""
    kind = _known(topic)
    opened = open_matter(matter, Action.RECORD)
    if not is_recordable(opened, topic):
        abort(404)
    key, seen = _key(), _seen_version()
    new = read_body(NewEvent)
    fact = convert(new.fact, kind, "/fact")
    about = _about(opened, fact)
    require_offered(opened, topic, fact)
    entry = Entry.of(
        opened,
        COMMAND_FOR[topic](fact=fact),
        when=_when(new),
        channel=_channel(new.channel),
        seen_version=seen,
        corrects=about,
    )
    try:
        (receipt,) = record(entry, idempotency_key=key, matter=opened)
    except NotRecorded as problem:
        refused(problem)
    return _reply((receipt,))


@operation("POST", "/reports/<topic>", right=Right.REPORT, answer=Recorded, body=NewReport, topics=beginning_topics, etag=True)
def report(topic: str) -> Reply:
    """Report to the school: begin a matter, and tell the principal of it in the same act."""
    if topic not in BEGINS or current_person().kind is not Kind.STAFF:
        abort(404)
    key, new = _key(), read_body(NewReport)
    if new.school not in {school.orgnr for school in own_schools()}:
        raise ApiProblem("not_your_school", 422, pointer="/school")
    fact = convert(new.fact, _known(topic), "/fact")
    require_at_school(new.school, topic, fact)
    entries = _entries(topic, fact, new, uuid5(SPACE, f"{current_person().id}:{key}"))
    try:
        return _reply(record(*entries, idempotency_key=key))
    except NotRecorded as problem:
        refused(problem)


def _entries(topic: str, fact: Event, new: NewReport, stream_id: UUID) -> tuple[Entry, ...]:
    pupil = fact.pupil if isinstance(fact, PhysicalInterventionRecorded) else new.pupil
    if pupil is not None and pupil not in {one.pupil for one in the_desk().read_model.pupils_at(new.school)}:
        raise ApiProblem("no_such_pupil", 422, pointer="/pupil" if pupil == new.pupil else "/fact/pupil")
    principal = principal_of(new.school)
    commands = [COMMAND_FOR[topic](fact=fact)]
    if principal is not None:
        commands.append(_told(fact, new, principal))
    return tuple(
        Entry(
            stream=BEGINS[topic],
            stream_id=stream_id,
            school=new.school,
            command=command,
            when=_when(new) if command is commands[0] else None,
            channel=_channel(new.channel),
            persons=() if pupil is None else (pupil,),
            correlation_id=stream_id,
        )
        for command in commands
    )


def _told(fact: Event, new: NewReport, principal: UUID) -> Any:
    """That the principal was told: the report reaches her inbox in the same act (§ 12-4 andre ledd, § 13-5)."""
    if not isinstance(fact, ConcernReceived):
        return ReportInterventionToPrincipal(fact=InterventionReportedToPrincipal(principal=principal))
    return ReportToPrincipal(
        fact=ReportedToPrincipal(
            reported_by=current_person().id,
            principal=principal,
            certainty=fact.certainty or Certainty.SUSPICION,
            pupil_informed=new.pupil_informed,
            content=t("report.content.concern"),
        )
    )


def _known(topic: str) -> type[Event]:
    """The class of a topic. The catalogue alone is asked: a name of anything else is nothing."""
    try:
        return by_topic(topic).cls
    except UnknownTopicError:
        abort(404)


def _key() -> str:
    written = request.headers.get(KEY_HEADER, "")
    if not KEY.fullmatch(written):
        raise ApiProblem("idempotency_key", 400, parameter=KEY_HEADER)
    return written


def _seen_version() -> int:
    written = request.headers.get(VERSION_HEADER)
    if written is None:
        raise ApiProblem("if_match_missing", 428, parameter=VERSION_HEADER)
    found = ETAG.fullmatch(written.strip())
    if found is None:
        raise ApiProblem("if_match", 400, parameter=VERSION_HEADER)
    return int(found["version"])


def _when(new: NewEvent | NewReport) -> When:
    now = now_when(the_web().clock())
    if new.occurred_at is None and new.known_at is None:
        return now
    occurred = _utc(new.occurred_at, "/occurred_at") or now.occurred_at
    known = _utc(new.known_at, "/known_at") or max(occurred, now.occurred_at if new.occurred_at is None else occurred)
    stated = "|".join("" if one is None else one.isoformat() for one in (new.occurred_at, new.known_at))
    return When(occurred_at=occurred, known_at=known, precision=new.precision, stated=stated)


def _utc(moment: datetime | None, pointer: str) -> datetime | None:
    try:
        return None if moment is None else moment.astimezone(UTC)
    except OverflowError:
        raise ApiProblem("wrong_value", 422, pointer=pointer) from None


def _channel(channel: Channel | None) -> Channel | None:
    if channel in OTHERS_CHANNELS:
        raise ApiProblem("wrong_value", 422, pointer="/channel")
    return channel


def _about(matter: Matter, fact: Event) -> UUID | None:
    """The event that a correction puts right; 422 for an event that the matter does not show."""
    named: Mapping[type[Event], str] = {InformationCorrected: "corrected_event", DisagreementRegistered: "about_event"}
    field = named.get(type(fact))
    if field is None:
        return None
    event: UUID = getattr(fact, field)
    if event not in {one.envelope.event_id for one in matter.recorded}:
        raise ApiProblem("no_such_event", 422, pointer=f"/fact/{field}")
    return event if isinstance(fact, InformationCorrected) else None


def _reply(receipts: tuple[Receipt, ...]) -> Reply:
    last = receipts[-1]
    body = Recorded(
        matter=last.stream_id,
        version=last.version,
        events=tuple(dict.fromkeys(event for one in receipts for event in one.event_ids)),
        repeated=last.repeated,
    )
    return Reply(body=body, headers=etag_of(last.version))
