"""Recording from a page or the API: the same way in for every form, once for every double click.

Who acts comes from the session, the role from her rights, the times of recording from the server's clock. What a form sends can set
neither the tenant, nor the version, nor who approved something.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Self
from uuid import UUID, uuid4, uuid5

import msgspec
from flask import abort
from msgspec.structs import replace

from events.base import Stream
from events.envelope import Actor, Attachment, Journal, Shielding
from events.lists.concern import Channel
from services.case_service.application import AnotherStreamError, BatchRefusedError, Receipt, Request
from services.case_service.domain.command import Command, Refused
from services.case_service.domain.survey.commands import ImportSurveyResults
from services.case_service.http.case_access import Matter, current_person
from services.case_service.http.languages import t
from services.case_service.http.moments import When, now_when
from services.case_service.http.problems import Changed, FormProblem, NotRecorded, changed_since, problem_of
from services.case_service.http.web import the_desk, the_web
from services.case_service.rights.acting import acting_role, may_act_for_others
from services.case_service.rights.matrix import EVERY
from services.case_service.store import KeyDestroyedError, KeyReusedError, StoreUnavailableError, StreamMovedError

__all__ = [
    "Changed",
    "Entry",
    "FormProblem",
    "NotRecorded",
    "id_from",
    "key_of",
    "new_key",
    "record",
    "seen_version_of",
]

KEY_FIELD: Final = "idempotency_key"
VERSION_FIELD: Final = "seen_version"

HER_OWN: Final = ("approved_by", "acknowledged_by", "attested_by", "verified_by")
"""Fields in which somebody vouches for something. Nobody vouches in another's name: they hold whoever records."""

ABOUT_NO_CHILD: Final = (ImportSurveyResults,)
"""What stands in a stream of a matter's kind and is no matter: the published numbers of a school. They are added to."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One command to carry out, and where it belongs. ``when`` is now where it is left out.

    ``school`` is taken from the page that was opened, never from a form; ``seen_version`` is the version the form was made on.
    """

    stream: Stream
    stream_id: UUID
    command: Command[Any]
    when: When | None = None
    seen_version: int | None = None
    school: str | None = None
    case_id: UUID | None = None
    on_behalf_of: UUID | None = None
    channel: Channel | None = None
    persons: tuple[UUID, ...] = ()
    corrects: UUID | None = None
    shielding: Shielding | None = None
    journal: Journal | None = None
    attachments: tuple[Attachment, ...] = ()
    correlation_id: UUID | None = None

    @classmethod
    def of(cls, matter: Matter, command: Command[Any], **more: Any) -> Self:
        """An entry in a matter that was opened."""
        row = matter.row
        return cls(stream=row.stream, stream_id=row.stream_id, school=row.school, case_id=row.case_id, command=command, **more)


def record(
    *entries: Entry, idempotency_key: str, matter: Matter | Sequence[Matter] = (), actor: Actor | None = None
) -> tuple[Receipt, ...]:
    """Carry out the entries, all or none, in the name of the person who is logged in.

    ``matter`` is what the page opened, one or several: the decision on it says in which role she acts, and what she may
    record. A matter that was not opened can only be begun. ``actor`` is given for reports that come without a login.
    A repetition with the same key gives the first answer. Raises NotRecorded with what to tell; aborts 404 for what she
    may not record, 503 when the store does not answer.
    """
    opened = {one.row.stream_id: one for one in ([matter] if isinstance(matter, Matter) else matter)}
    requests = [_request(entry, opened.get(entry.stream_id), actor) for entry in entries]
    key = f"{(actor.ref if actor else current_person().id)}:{idempotency_key}"
    try:
        return the_desk().application.handle_all(requests, idempotency_key=key)
    except Refused as refusal:
        raise NotRecorded((problem_of(refusal, 0),), status=422) from refusal
    except BatchRefusedError as refused:
        raise NotRecorded((problem_of(refused.refusal, refused.index),), status=422) from refused
    except StreamMovedError as moved:
        problem = FormProblem(field=None, message=t("page.record.moved"))
        raise NotRecorded((problem,), changed=changed_since(moved, opened.get(moved.stream_id)), status=412) from moved
    except KeyReusedError as reused:
        raise NotRecorded(
            (FormProblem(field=None, message=t("page.record.key_reused"), code="key_reused"),), status=422
        ) from reused
    except KeyDestroyedError as destroyed:
        problem = FormProblem(field=None, message=t("disposal.problem.destroyed"), code="key_destroyed")
        raise NotRecorded((problem,), status=409) from destroyed
    except AnotherStreamError:
        abort(404)
    except StoreUnavailableError:
        abort(503)


def new_key() -> str:
    """A key for the hidden field ``idempotency_key`` of a form that is being shown."""
    return str(uuid4())


def id_from(key: str, name: str) -> UUID:
    """An id for something that a form makes (a measure, a case), the same for every repetition of the form."""
    return uuid5(UUID(key), name)


def key_of(form: Mapping[str, str]) -> str:
    """The key that the form was shown with; 400 when it is none."""
    try:
        return str(UUID(form.get(KEY_FIELD, "")))
    except ValueError:
        abort(400)


def seen_version_of(form: Mapping[str, str]) -> int | None:
    """The version that the form was shown with; None when it says none, 400 when it is no number."""
    written = form.get(VERSION_FIELD, "").strip()
    if not written:
        return None
    if not written.isascii() or not written.isdigit() or len(written) > len("2147483647"):
        abort(400)
    return int(written)


def _request(entry: Entry, matter: Matter | None, actor: Actor | None) -> Request:
    when = entry.when or now_when(the_web().clock())
    actor = actor or _actor(entry, matter)
    begins = matter is None and entry.stream in EVERY and not isinstance(entry.command, ABOUT_NO_CHILD)
    return Request(
        stream=entry.stream,
        stream_id=entry.stream_id,
        command=_vouched_by(actor.on_behalf_of or actor.ref, entry.command),
        actor=actor,
        occurred_at=when.occurred_at,
        known_at=when.known_at,
        precision=when.precision,
        times_as_stated=when.stated,
        channel=entry.channel,
        case_id=entry.case_id,
        school=entry.school,
        seen_version=0 if begins else entry.seen_version,
        correlation_id=entry.correlation_id,
        corrects=entry.corrects,
        persons=entry.persons,
        shielding=entry.shielding,
        journal=entry.journal,
        attachments=entry.attachments,
    )


def _actor(entry: Entry, matter: Matter | None) -> Actor:
    """Who acts, in which role. Aborts 404 when she has no right to record this here."""
    person = current_person()
    if matter is not None:
        if not matter.may_record(entry.command):
            abort(404)
        role = matter.role
    else:
        role = acting_role(person, entry.school, the_web().clock())
    if role is None:
        abort(404)
    if entry.on_behalf_of is not None and not may_act_for_others(role):
        abort(403)
    return Actor(ref=person.id, role=role, on_behalf_of=entry.on_behalf_of)


def _vouched_by(person: UUID, command: Command[Any]) -> Command[Any]:
    fact = command.fact
    own = {name: person for name in HER_OWN if getattr(fact, name, None) is not None}
    return replace(command, fact=replace(fact, **own)) if own else command
