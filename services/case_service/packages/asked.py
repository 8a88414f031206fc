"""What somebody asked for, which a package answers: from Statsforvalteren's request, or from a request for access."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

import msgspec
from msgspec.structs import replace

from events.disclosure import DisclosureAnswered, DisclosureRequested
from events.enforcement import (
    AccountSent,
    DeadlineExtended,
    StatsforvalterRequestedInformation,
)
from events.envelope import Attachment, Recorded
from events.lists.access import DisclosureBasis, DisclosureOutcome
from events.lists.documents import Recipient


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that was given: when, by whom, to whom, on what provision, and the package where there was one.

    ``key`` is that of the form that gave it; ``sent``: whether the package is recorded as sent to Statsforvalteren.
    """

    event: UUID
    at: datetime
    by: UUID
    outcome: DisclosureOutcome
    recipient: Recipient | None
    provision: str
    sha256: str | None
    log_position: int | None
    reason: str
    file: Attachment | None
    key: str | None = None
    sent: bool = False


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One request. ``enforcement`` is the stream of the case with Statsforvalteren that it came in, None for other requests.

    ``registered``: whether it stands among the requests for access, so that it can be answered there.
    """

    request: UUID
    basis: DisclosureBasis
    at: datetime
    known_at: datetime
    answer_by: date | None = None
    questions: tuple[str, ...] = ()
    requester: str = ""
    about: str = ""
    enforcement: UUID | None = None
    registered: bool = True
    answers: tuple[Given, ...] = ()


def asked_in(access: Iterable[Recorded], enforcement: Iterable[Recorded], matter: UUID) -> tuple[Asked, ...]:
    """The requests about a matter, the oldest first, with what was answered."""
    found: dict[UUID, Asked] = {}
    sent: set[str] = set()
    for one in enforcement:
        match one.event:
            case StatsforvalterRequestedInformation(request=request):
                found[request] = _of_statsforvalter(one, one.event)
            case DeadlineExtended(request=request, answer_by=day) if request in found:
                found[request] = replace(found[request], answer_by=day)
            case AccountSent(package_sha256=sha256) if sha256 is not None:
                sent.add(sha256)
    for one in access:
        match one.event:
            case DisclosureRequested(request=request) as event if request in found:
                found[request] = replace(found[request], registered=True)
            case DisclosureRequested(request=request, of_stream=stream) as event if stream in {None, matter}:
                found[request] = _of_access(one, event)
            case DisclosureAnswered(request=request) as event if request in found:
                found[request] = replace(found[request], answers=(*found[request].answers, _given(one, event, sent)))
    return tuple(sorted(found.values(), key=lambda asked: (asked.at, str(asked.request))))


def request_of(all_: Iterable[Asked], request: UUID) -> Asked | None:
    """One of them by its id."""
    by_id: Mapping[UUID, Asked] = {one.request: one for one in all_}
    return by_id.get(request)


def _of_statsforvalter(one: Recorded, event: StatsforvalterRequestedInformation) -> Asked:
    return Asked(
        request=event.request,
        basis=DisclosureBasis.STATSFORVALTER,
        at=one.envelope.occurred_at,
        known_at=one.envelope.known_at,
        answer_by=event.answer_by,
        questions=event.questions,
        enforcement=one.stream_id,
        registered=False,
    )


def _of_access(one: Recorded, event: DisclosureRequested) -> Asked:
    return Asked(
        request=event.request,
        basis=event.basis,
        at=one.envelope.occurred_at,
        known_at=one.envelope.known_at,
        answer_by=event.answer_by,
        requester=event.requester,
        about=event.about or "",
    )


def _given(one: Recorded, event: DisclosureAnswered, sent: set[str]) -> Given:
    files = one.envelope.attachments
    return Given(
        event=one.envelope.event_id,
        at=one.envelope.occurred_at,
        by=one.envelope.actor.ref,
        outcome=event.outcome,
        recipient=event.recipient,
        provision=event.provision or "",
        sha256=event.package_sha256,
        log_position=event.log_position,
        reason=event.reason or "",
        file=files[0] if files else None,
        key=one.envelope.idempotency_key,
        sent=event.package_sha256 in sent,
    )
