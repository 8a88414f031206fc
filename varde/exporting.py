"""A copy with its proof, from the command line: written, recorded as handed out, and only then in its place."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final
from uuid import UUID

import msgspec

from events import Actor, Recorded, Stream
from events.disclosure import DisclosureAnswered, DisclosureRequested
from events.lists.access import DisclosureBasis, DisclosureOutcome
from events.lists.documents import Recipient
from events.lists.people import Role
from services.case_service.application import Application, Request
from services.case_service.domain.access.commands import AnswerDisclosure, RequestDisclosure
from services.case_service.integrity.kept import Integrity
from services.case_service.proven.copying import For, Written, write_case, write_whole_log
from services.case_service.proven.disposals import disposals_of
from services.case_service.proven.withholding import copies_without
from services.case_service.reactions.avvik_by_rule import VARDE
from services.case_service.streams import access_stream
from varde.clock import new_id, system_clock
from varde.composition import application, event_store, references
from varde.history import case_id_of, read_case, streams_beside
from varde.settings import Settings
from varde.warehousing import questions

OWNER_ALONE: Final = 0o600
CHUNK: Final = 1 << 20

RECIPIENTS: Final = {
    DisclosureBasis.STATSFORVALTER: Recipient.STATSFORVALTER,
    DisclosureBasis.POLICE: Recipient.OTHER_AUTHORITY,
    DisclosureBasis.COURT: Recipient.OTHER_AUTHORITY,
}
"""Who gets a copy on which basis; on the others it is whoever asked."""


class NoSuchCaseError(LookupError):
    """There is no such case."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which case, on what basis, whether its text goes, and the sizes of the logs in copies that the recipient has."""

    case: str
    basis: DisclosureBasis
    text: bool
    since: tuple[int, ...] = ()


def export_case(settings: Settings, file: Path, for_: For, wanted: Wanted) -> tuple[str, Written]:
    """Write a case's copy and record that it was handed out. Returns its SHA-256 and what was written.

    Raises NoSuchCaseError, and what :func:`write_case` raises; then there is no file.
    """
    now = system_clock()
    with event_store(settings) as store, questions(settings) as queries:
        case_id = case_id_of(store, references(settings), wanted.case)
        if case_id is None:
            raise NoSuchCaseError(wanted.case)
        recorded = (*read_case(store, case_id, streams_beside(queries, settings, case_id)), *disposals_of(store, case_id))
        copies = copies_without(recorded, text=wanted.text)
        with _put_in_place(file) as out:
            written = write_case(
                out, Integrity(store, settings.integrity), copies, case_id=case_id, for_=for_, now=now, since=wanted.since
            )
            sha256 = _sha256(out)
            asked = DisclosureRequested(request=new_id(), basis=wanted.basis, of_stream=case_id, requester=for_.recipient)
            answer = DisclosureAnswered(
                request=asked.request,
                outcome=DisclosureOutcome.PARTLY if any(one.masked for one in copies) else DisclosureOutcome.GRANTED,
                redacted=any(one.masked for one in copies),
                recipient=RECIPIENTS.get(wanted.basis, Recipient.OTHER),
                provision=for_.legal_basis,
                package_sha256=sha256,
                log_position=written.position,
            )
            commands = (RequestDisclosure(fact=asked), AnswerDisclosure(fact=answer))
            _record(application(store, settings), recorded, case_id, commands, now)
    return sha256, written


def export_log(settings: Settings, file: Path, for_: For, since: Sequence[int]) -> tuple[str, Written]:
    """Write the whole log's export. Returns its SHA-256 and what was written. Raises as :func:`write_whole_log`."""
    with event_store(settings) as store, _put_in_place(file) as out:
        written = write_whole_log(out, Integrity(store, settings.integrity), for_=for_, now=system_clock(), since=since)
        return _sha256(out), written


def _record(
    door: Application,
    recorded: Sequence[Recorded],
    case_id: UUID,
    commands: tuple[RequestDisclosure, AnswerDisclosure],
    now: datetime,
) -> None:
    school = next((one.envelope.school for one in recorded if one.envelope.school is not None), None)
    door.handle_all(
        [
            Request(
                stream=Stream.ACCESS,
                stream_id=access_stream(case_id),
                command=command,
                actor=Actor(ref=VARDE, role=Role.SYSTEM),
                case_id=case_id,
                school=school,
                occurred_at=now,
                known_at=now,
            )
            for command in commands
        ]
    )


@contextmanager
def _put_in_place(file: Path) -> Iterator[BinaryIO]:
    """A file that takes its name when all is done, and is gone when something fails."""
    own = file.with_name(f".{file.name}.{new_id()}")
    try:
        with os.fdopen(os.open(own, os.O_RDWR | os.O_CREAT | os.O_EXCL, OWNER_ALONE), "w+b") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        own.replace(file)
    finally:
        own.unlink(missing_ok=True)


def _sha256(out: BinaryIO) -> str:
    out.seek(0)
    found = hashlib.sha256()
    while chunk := out.read(CHUNK):
        found.update(chunk)
    return found.hexdigest()
