"""The way in for every command: load the stream, decide, and save at the version that was seen.

A request names the command and what stands around it; the server's clock and new ids come in through the door.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, Final
from uuid import UUID, uuid5

import msgspec

from events import Actor, Envelope, Recorded, Stream
from events.envelope import Attachment, Journal, Precision, Shielding
from events.lists.concern import Channel
from events.stored import topic_of
from services.case_service.domain import STREAMS
from services.case_service.domain.command import Circumstances, Command, Refused
from services.case_service.store import Appended, EventStore, KeyDestroyedError, Once, StreamMovedError

CLOCKS_DIFFER: Final = timedelta(minutes=2)
"""How much the clocks of two servers may differ before one of them is wrong."""

log = logging.getLogger(__name__)


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """A command together with who gives it, when it happened and was known, and where it belongs.

    ``seen_version`` is the version of the stream that the person was looking at; None when nobody was looking
    (an import). ``history`` marks what an earlier system recorded; ``source_recorded_at`` is when it says it did.
    ``times_as_stated`` is what a person wrote about the times. "Now" is another instant when a form is sent twice, so
    where this is given, it and not the times makes two requests the same.
    """

    stream: Stream
    stream_id: UUID
    command: Command[Any]
    actor: Actor
    occurred_at: datetime
    known_at: datetime
    channel: Channel | None = None
    case_id: UUID | None = None
    school: str | None = None
    seen_version: int | None = None
    event_id: UUID | None = None
    correlation_id: UUID | None = None
    source_recorded_at: datetime | None = None
    precision: Precision = Precision.EXACT
    history: bool = False
    corrects: UUID | None = None
    persons: tuple[UUID, ...] = ()
    shielding: Shielding | None = None
    journal: Journal | None = None
    attachments: tuple[Attachment, ...] = ()
    times_as_stated: str | None = None


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a request: the stream's version after it, the events, and their places in the log.

    ``repeated`` is True when the idempotency key was known: nothing was written, this is the first answer.
    """

    stream_id: UUID
    version: int
    event_ids: tuple[UUID, ...]
    positions: tuple[int, ...]
    repeated: bool = False


class History:
    """One stream while it is being decided on: its state, its version, and the envelope that later events inherit."""

    def __init__(self, stream: Stream, stream_id: UUID, recorded: Sequence[Recorded]) -> None:
        self.rules = STREAMS[stream]
        self.stream_id = stream_id
        self.version = recorded[-1].version if recorded else 0
        self.state = self.rules.initial
        self.case_id: UUID | None = None
        self.school: str | None = None
        for one in recorded:
            self.state = self.rules.evolve(self.state, one.event)
            self.case_id = self.case_id or one.envelope.case_id
            self.school = one.envelope.school or self.school


class Application:
    """Handles requests for one tenant. Holds no state between requests but the store."""

    def __init__(
        self, store: EventStore, *, clock: Callable[[], datetime], new_id: Callable[[], UUID], fingerprint_key: bytes
    ) -> None:
        self._store = store
        self._fingerprint_key = fingerprint_key
        self._clock = clock
        self._new_id = new_id

    def handle(self, request: Request, *, idempotency_key: str | None = None) -> Receipt:
        """Carry out one request. Raises Refused, StreamMovedError, KeyReusedError, KeyDestroyedError or StoreUnavailableError."""
        return self.handle_all([request], idempotency_key=idempotency_key)[0]

    def handle_all(self, requests: Sequence[Request], *, idempotency_key: str | None = None) -> tuple[Receipt, ...]:
        """Carry out several requests, on one stream or more, whole or not at all.

        Raises BatchRefusedError naming the request at fault when one of several is refused.
        """
        once = self._once(requests, idempotency_key)
        if once is not None and (answer := self._store.answer_to(once)) is not None:
            return self._first_answer(requests, answer)
        try:
            return self._carried_out(requests, once, idempotency_key)
        except (Refused, BatchRefusedError, StreamMovedError):
            # Another worker may have carried out the very same request while this one was on its way.
            if once is None or (answer := self._store.answer_to(once)) is None:
                raise
            return self._first_answer(requests, answer)

    def _carried_out(self, requests: Sequence[Request], once: Once | None, idempotency_key: str | None) -> tuple[Receipt, ...]:
        """Carry out. What is asked and answered about a case whose text was disposed of is sealed by itself, not with the case."""
        try:
            return self._carry_out(requests, once, idempotency_key)
        except KeyDestroyedError:
            if all(request.stream is not Stream.ACCESS for request in requests):
                raise
            return self._carry_out(requests, once, idempotency_key, apart=True)

    def _carry_out(
        self, requests: Sequence[Request], once: Once | None, idempotency_key: str | None, *, apart: bool = False
    ) -> tuple[Receipt, ...]:
        now = self._clock().astimezone(UTC)
        histories: dict[UUID, History] = {}
        decided: list[list[Recorded]] = []
        for index, request in enumerate(requests):
            history = histories.get(request.stream_id) or self._load(request, now)
            histories[request.stream_id] = history
            try:
                events = self._decide(request, history, now, idempotency_key)
                decided.append([without_case(one) for one in events] if apart and request.stream is Stream.ACCESS else events)
            except Refused as refusal:
                if len(requests) == 1:
                    raise
                raise BatchRefusedError(index, refusal) from refusal
        appended = self._store.append([one for events in decided for one in events], once=once)
        if appended.repeated:
            return self._first_answer(requests, appended)
        places = iter(zip(appended.positions, appended.versions, strict=True))
        return tuple(
            _receipt(request, histories[request.stream_id], events, list(islice(places, len(events))))
            for request, events in zip(requests, decided, strict=True)
        )

    def _first_answer(self, requests: Sequence[Request], answer: Appended) -> tuple[Receipt, ...]:
        """The receipts of a request that was carried out before, read back from where its events stand."""
        found = [one for position in answer.positions for one in self._store.facts_after(position - 1, 1)]
        receipts = []
        for request in requests:
            events = [one for one in found if one.stream_id == request.stream_id]
            receipts.append(
                Receipt(
                    stream_id=request.stream_id,
                    version=max((one.version for one in events), default=self._store.version(request.stream_id)),
                    event_ids=tuple(one.envelope.event_id for one in events),
                    positions=tuple(one.position for one in events if one.position is not None),
                    repeated=True,
                )
            )
        return tuple(receipts)

    def _once(self, requests: Sequence[Request], idempotency_key: str | None) -> Once | None:
        if idempotency_key is None:
            return None
        return Once(key=idempotency_key, fingerprint=_fingerprint(requests, self._fingerprint_key))

    def _load(self, request: Request, now: datetime) -> History:
        read = self._store.read if STREAMS[request.stream].state_holds_text else self._store.facts
        recorded = read(request.stream_id)
        if recorded and recorded[0].envelope.stream is not request.stream:
            raise AnotherStreamError(request.stream_id, request.stream)
        history = History(request.stream, request.stream_id, recorded)
        if request.seen_version is not None and request.seen_version != history.version:
            raise StreamMovedError(request.stream_id, seen=request.seen_version, actual=history.version)
        if recorded and recorded[-1].envelope.recorded_at > now + CLOCKS_DIFFER:
            log.error("the clock is wrong: %s was written at %s", request.stream_id, recorded[-1].envelope.recorded_at)
        return history

    def _decide(self, request: Request, history: History, now: datetime, idempotency_key: str | None) -> list[Recorded]:
        circumstances = Circumstances(
            stream_id=request.stream_id,
            occurred_at=request.occurred_at,
            known_at=request.known_at,
            now=now,
            precision=request.precision,
            history=request.history,
        )
        events = history.rules.decide(request.command, history.state, circumstances)
        own_case = request.stream_id if request.stream in {Stream.CASE, Stream.HEIGHTENED_CASE} else None
        correlation_id = request.correlation_id or self._new_id()
        recorded: list[Recorded] = []
        for number, event in enumerate(events):
            history.version += 1
            history.state = history.rules.evolve(history.state, event)
            history.case_id = history.case_id or request.case_id or own_case
            history.school = request.school or history.school
            recorded.append(
                Recorded(
                    stream_id=request.stream_id,
                    version=history.version,
                    topic=topic_of(event),
                    event=event,
                    envelope=Envelope(
                        event_id=self._event_id(request, number),
                        tenant=self._store.tenant,
                        stream=request.stream,
                        actor=request.actor,
                        occurred_at=request.occurred_at,
                        known_at=request.known_at,
                        recorded_at=now,
                        correlation_id=correlation_id,
                        case_id=history.case_id,
                        school=history.school,
                        channel=request.channel,
                        idempotency_key=idempotency_key,
                        source_recorded_at=request.source_recorded_at,
                        precision=request.precision,
                        corrects=request.corrects,
                        persons=request.persons,
                        shielding=request.shielding,
                        journal=request.journal,
                        attachments=request.attachments,
                    ),
                )
            )
        return recorded

    def _event_id(self, request: Request, number: int) -> UUID:
        if request.event_id is None:
            return self._new_id()
        return request.event_id if number == 0 else uuid5(request.event_id, str(number))


def without_case(one: Recorded) -> Recorded:
    """The same event, sealed under its own stream's key."""
    return msgspec.structs.replace(one, envelope=msgspec.structs.replace(one.envelope, case_id=None))


class AnotherStreamError(LookupError):
    """The id belongs to a stream of another kind than the request is for. Nothing was written."""

    def __init__(self, stream_id: UUID, asked: Stream) -> None:
        super().__init__(f"{stream_id} is no {asked}")


class BatchRefusedError(Exception):
    """One of several requests was refused, so none was carried out. ``index`` counts from 0."""

    def __init__(self, index: int, refusal: Refused) -> None:
        super().__init__(f"request {index}: {refusal.code}")
        self.index = index
        self.refusal = refusal


def _fingerprint(requests: Sequence[Request], key: bytes) -> bytes:
    """A keyed hash, because sealed text is part of the request and the fingerprint lies beside it unsealed."""
    parts = [[type(request.command).__name__, _asked(request)] for request in requests]
    return hmac.digest(key, msgspec.msgpack.encode(parts), "sha256")


def _asked(request: Request) -> dict[str, Any]:
    """What makes a request the same as another."""
    asked: dict[str, Any] = msgspec.to_builtins(request)
    if asked["times_as_stated"] is None:
        del asked["times_as_stated"]
    else:
        del asked["occurred_at"], asked["known_at"]
    return asked


def _receipt(request: Request, history: History, events: Sequence[Recorded], places: Sequence[tuple[int, int]]) -> Receipt:
    return Receipt(
        stream_id=request.stream_id,
        version=places[-1][1] if places else history.version,
        event_ids=tuple(one.envelope.event_id for one in events),
        positions=tuple(position for position, _ in places),
    )
