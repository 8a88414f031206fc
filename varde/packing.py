"""The package of a request, from the command line: what was handed over, written to a file; or made of what a person approved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

import msgspec

from events import Actor, Stream
from events.disclosure import DisclosureAnswered, DisclosureRequested
from events.enforcement import AccountApproved
from events.envelope import Direction, Journal, Recorded
from events.lists.access import DisclosureOutcome, Purpose
from events.lists.people import Role
from services.case_service.application import Request
from services.case_service.desk import Desk
from services.case_service.domain.access.commands import AnswerDisclosure, RequestDisclosure
from services.case_service.letters.shielding import EXEMPT
from services.case_service.packages.asked import Asked, Given, asked_in
from services.case_service.packages.content import Content
from services.case_service.packages.documents import Approval
from services.case_service.packages.drafted import drafted, place_of
from services.case_service.packages.known import BESIDE, Known
from services.case_service.packages.making import Made, make
from services.case_service.packages.problems import Found, problems_of
from services.case_service.reactions.avvik_by_rule import VARDE
from services.case_service.read_model import MatterRow
from services.case_service.reading_log import Reading, log_reading
from services.case_service.streams import access_stream
from texts import Language, label, text
from varde.clock import new_id
from varde.composition import desk_over, event_store, references
from varde.history import case_id_of
from varde.settings import Settings

ZIP = "application/zip"


class NoSuchMatterError(LookupError):
    """There is no such case."""


class NothingToMakeError(LookupError):
    """No order for the request was saved on the pages."""


class NotApprovedError(LookupError):
    """Nobody approved the account since the order was saved last."""


class NotReadyError(ValueError):
    """Something must be put right first. ``problems`` say what."""

    def __init__(self, problems: tuple[Found, ...]) -> None:
        super().__init__(len(problems))
        self.problems = problems


class Case(msgspec.Struct, frozen=True):
    """A case with what was asked about it, and the streams beside it."""

    desk: Desk
    row: MatterRow
    beside: Mapping[UUID, MatterRow]
    asked: tuple[Asked, ...]
    enforcement: tuple[Recorded, ...]

    def request(self, asked: UUID) -> Asked | None:
        """One request by its id."""
        return next((one for one in self.asked if one.request == asked), None)


@contextmanager
def opened_case(settings: Settings, case: str) -> Iterator[Case]:
    """A case by its id, or by its reference in the system it was imported from. Raises NoSuchMatterError."""
    with event_store(settings) as store:
        desk = desk_over(store, settings)
        try:
            desk.read_model.catch_up()
            case_id = case_id_of(store, references(settings), case)
            row = None if case_id is None else desk.read_model.matter(case_id)
            if row is None:
                raise NoSuchMatterError(case)
            yield case_of(desk, row)
        finally:
            desk.read_model.close()


def content_of(case: Case, asked: Asked) -> tuple[Content, datetime]:
    """The package as it was ordered on the pages, and when that was saved. Raises NothingToMakeError."""
    draft = case.desk.drafts.find(place_of(case.row.stream_id, asked), case.desk.clock())
    if draft is None:
        raise NothingToMakeError(str(asked.request))
    order = drafted(draft, asked, {one: row.stream for one, row in case.beside.items()})
    beside = [row for one, row in case.beside.items() if one in order.beside]
    return Content(Known(case.desk, case.row, beside), order, asked), draft.saved_at


def handed_over(asked: Asked) -> Given | None:
    """The newest package of a request that was handed over."""
    return next((one for one in reversed(asked.answers) if one.file is not None), None)


def fetch(case: Case, given: Given) -> bytes | None:
    """The bytes of a package that was handed over, logged as a reading; None when its key was destroyed."""
    row, desk = case.row, case.desk
    if given.file is None:
        return None
    reading = Reading(
        person=VARDE,
        role=Role.SYSTEM,
        of_stream=row.stream_id,
        up_to_version=row.version,
        purpose=Purpose.DISCLOSURE,
        events=(),
        case_id=row.case_id,
        school=row.school,
    )
    log_reading(desk.store, reading, now=desk.clock(), new_id=desk.new_id)
    return desk.vault.open(given.file, subject=row.case_id)


def make_approved(case: Case, asked: Asked, settings: Settings) -> Made:
    """Make the package of what was approved, keep it, and record that it was handed over.

    Raises NothingToMakeError, NotApprovedError, NotReadyError, and what :func:`make` raises.
    """
    content, saved_at = content_of(case, asked)
    approved = _approved(case, asked, saved_at)
    if problems := problems_of(content):
        raise NotReadyError(problems)
    made = make(content, _approval(case, approved, content, settings))
    _record(case, asked, content, made)
    case.desk.drafts.drop(place_of(case.row.stream_id, asked))
    return made


def case_of(desk: Desk, row: MatterRow) -> Case:
    """A case with what was asked, over an open desk."""
    rows = (desk.read_model.matter(one) for one in desk.read_model.streams_of(row.case_id) if one != row.stream_id)
    beside = {one.stream_id: one for one in rows if one is not None and one.stream in BESIDE}
    enforcement = tuple(
        recorded for one in beside.values() if one.stream is Stream.ENFORCEMENT for recorded in desk.store.read(one.stream_id)
    )
    access = desk.store.read(access_stream(row.stream_id))
    return Case(desk, row, beside, asked_in(access, enforcement, row.stream_id), enforcement)


def _approved(case: Case, asked: Asked, saved_at: datetime) -> Recorded:
    """Who approved the account, after it was saved last."""
    for one in reversed(case.enforcement):
        if isinstance(one.event, AccountApproved) and one.event.request == asked.request and one.envelope.recorded_at >= saved_at:
            return one
    raise NotApprovedError(str(asked.request))


def _approval(case: Case, approved: Recorded, content: Content, settings: Settings) -> Approval:
    desk, row = case.desk, case.row
    assert isinstance(approved.event, AccountApproved)  # noqa: S101 - found by its class
    school = desk.read_model.school(row.school) if row.school is not None else None
    return Approval(
        name=desk.names.staff(approved.event.approved_by),
        role=label(approved.envelope.actor.role, content.language),
        at=desk.clock(),
        municipality=settings.municipality,
        school=settings.municipality if school is None or row.led_by_owner else school.name,
    )


def _record(case: Case, asked: Asked, content: Content, made: Made) -> None:
    desk, row, order = case.desk, case.row, content.order
    file = desk.vault.keep_made(made.content, ZIP, subject=row.case_id, id_=new_id())
    requested = DisclosureRequested(
        request=asked.request,
        basis=asked.basis,
        of_stream=row.stream_id,
        answer_by=asked.answer_by,
        requester=text("packages.statsforvalteren", Language.BOKMAL),
    )
    answered = DisclosureAnswered(
        request=asked.request,
        outcome=DisclosureOutcome.PARTLY if content.redacted else DisclosureOutcome.GRANTED,
        redacted=content.redacted,
        recipient=order.receiving.recipient,
        provision=order.provision,
        package_sha256=made.sha256,
        log_position=made.log_position,
    )
    now = desk.clock()
    first = Request(
        stream=Stream.ACCESS,
        stream_id=access_stream(row.stream_id),
        command=RequestDisclosure(fact=requested),
        actor=Actor(ref=VARDE, role=Role.SYSTEM),
        occurred_at=asked.at,
        known_at=asked.known_at,
        school=row.school,
        case_id=row.case_id,
    )
    last = msgspec.structs.replace(
        first,
        command=AnswerDisclosure(fact=answered),
        occurred_at=now,
        known_at=now,
        attachments=(file,),
        journal=Journal(direction=Direction.OUTGOING),
        shielding=EXEMPT,
    )
    desk.application.handle_all([last] if asked.registered else [first, last])
