"""The event store: recorded events in, recorded events out, sealed on the way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from types import TracebackType
from typing import Final, Self
from uuid import UUID

import msgspec
from eventsourcing.persistence import Notification, StoredEvent
from msgspec.structs import replace

from events.commitments import OpenText
from events.envelope import Envelope, Recorded
from events.sealing import RetentionClass
from events.stored import (
    BrokenCommitmentError,
    Place,
    Sealer,
    decode,
    encode_parts,
    key_subject,
    peek,
    texts_to_show,
    topic_of,
)
from services.case_service.store.damage import Damage
from services.case_service.store.damaged import DamagedEvent, Readable
from services.case_service.store.errors import (
    DAMAGED,
    KeyDestroyedError,
    KeyLostError,
    MisplacedEventError,
    StoreError,
    TamperedError,
    UnreadableEventError,
)
from services.case_service.store.keys import Tombstone
from services.case_service.store.leaves import content_of_encoded
from services.case_service.store.log import Appended, Log, Once, StoredAt
from services.case_service.store.proofs import Proofs
from services.case_service.store.sealer import KeyRing, Sealing
from services.case_service.store.wrapping import KeyId

UNDECODED: Final = (msgspec.MsgspecError, LookupError, TypeError, ValueError)
"""What reading bytes that are no event ends in: in the outline, the topic, a step up from an older version, or the facts."""


class EventStore(Proofs):
    """One tenant's events. Made by :func:`open_store`; safe to share between threads, not across a fork."""

    def __init__(self, tenant: str, log: Log, ring: KeyRing) -> None:
        self.tenant = tenant
        self._log = log
        self._ring = ring

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Give back connections and forget keys."""
        self._log.close()
        self._ring.close()

    def append(self, events: Sequence[Recorded], *, once: Once | None = None) -> Appended:
        """Store all events or none, in one transaction over all their streams.

        The caller sets each event's version: the last one it saw plus 1, and so on. With ``once``, a repetition of
        a request gives the first answer and writes nothing.

        Raises StreamMovedError when a stream moved since it was seen, KeyReusedError when the idempotency key belongs
        to another request, KeyDestroyedError when text would be sealed under a destroyed key, KeyLostError,
        MisplacedEventError on a wrong tenant, topic or order of versions, StoreUnavailableError.
        """
        if not events and once is None:
            return Appended(positions=(), versions=())
        seen = self._seen(events)
        try:
            stored, contents = self._seal(events)
        except KeyDestroyedError:
            if once is not None and (first := self._log.answer_to(once)) is not None:
                return first
            raise
        return self._log.append(stored, seen, once, contents)

    def answer_to(self, once: Once) -> Appended | None:
        """The first answer to a request that was carried out before; None when its idempotency key is new.

        Raises KeyReusedError when the key belongs to another request.
        """
        return self._log.answer_to(once)

    def read(self, stream_id: UUID, *, up_to_version: int | None = None) -> tuple[Recorded, ...]:
        """A stream's events in order, up to and with ``up_to_version``; empty when there is no such stream.

        Text whose key was destroyed reads as UNREADABLE.

        Raises TamperedError, UnreadableEventError, KeyLostError, StoreUnavailableError.
        """
        sealer = self._ring.session()
        return tuple(self._open(stored, sealer) for stored in self._log.select_events(stream_id, lte=up_to_version))

    def version(self, stream_id: UUID) -> int:
        """The stream's last version; 0 when there is no such stream."""
        return self._log.version(stream_id)

    def after(self, position: int, limit: int) -> Sequence[Recorded]:
        """At most ``limit`` events of the whole log, in order, that stand after ``position`` (0 is the beginning)."""
        sealer = self._ring.session()
        found = self._log.select_notifications(position, limit, inclusive_of_start=False)
        return tuple(self._open(one, sealer, one.id) for one in found)

    def facts(self, stream_id: UUID) -> tuple[Recorded, ...]:
        """A stream's events without their text, which reads as UNREADABLE: no key is asked for."""
        return tuple(self._open(stored, None) for stored in self._log.select_events(stream_id))

    def facts_after(self, position: int, limit: int) -> Sequence[Recorded]:
        """As :meth:`after`, without the text, which reads as UNREADABLE: no key is asked for."""
        found = self._log.select_notifications(position, limit, inclusive_of_start=False)
        return tuple(self._open(one, None, one.id) for one in found)

    def readable(self, stream_id: UUID, *, texts: bool = False) -> Readable:
        """A stream as far as it can be read, for showing and counting; what is decided is decided on :meth:`read` or :meth:`facts`.

        With ``texts`` the keys are asked too: an event whose text alone does not open is told with its facts.
        """
        try:
            return Readable(self.read(stream_id) if texts else self.facts(stream_id))
        except DAMAGED:
            return self._past_damage(self._log.stored_in(stream_id), self._ring.session() if texts else None)

    def readable_after(self, position: int, limit: int) -> Readable:
        """As :meth:`facts_after`, as far as the events can be read; both parts are empty at the log's end."""
        try:
            return Readable(tuple(self.facts_after(position, limit)))
        except DAMAGED:
            return self._past_damage(self.stored_after(position, limit), None)

    def open_stored(self, stored: StoredAt) -> Recorded:
        """The event that lies there. Raises TamperedError, UnreadableEventError, KeyLostError."""
        return self._open(_as_read(stored), self._ring.session(), stored.position)

    def texts_to_show(self, stored: StoredAt) -> dict[str, OpenText]:
        """A stored event's sealed fields by name, each with the salt by which whoever gets it can check it.

        Without the fields whose key was destroyed; empty for an event from before there were commitments.
        Raises TamperedError when a text is not the one that was committed to, UnreadableEventError, KeyLostError.
        """
        try:
            return texts_to_show(
                stored.state,
                stream_id=stored.stream_id,
                version=stored.version,
                topic=stored.topic,
                sealer=self._ring.session(),
            )
        except BrokenCommitmentError as error:
            raise TamperedError(str(error)) from error
        except UNDECODED as error:
            raise UnreadableEventError(f"Position {stored.position} is no {stored.topic}: {error}") from error

    def facts_of(self, topic: str, position: int, limit: int) -> Sequence[Recorded]:
        """At most ``limit`` events of one topic after ``position``, in order, without their text: no key is asked for."""
        found = self._log.select_notifications(position, limit, topics=[topic], inclusive_of_start=False)
        return tuple(self._open(one, None, one.id) for one in found)

    def places_after(self, position: int, limit: int) -> Sequence[tuple[int, UUID]]:
        """Where at most ``limit`` events after ``position`` stand: position and stream of each, in order."""
        found = self._log.select_notifications(position, limit, inclusive_of_start=False)
        return tuple((one.id, one.originator_id) for one in found if isinstance(one.originator_id, UUID))

    def last_position(self) -> int:
        """The position of the newest event in the log; 0 when it is empty."""
        return self._log.max_notification_id() or 0

    def damage(self) -> tuple[Damage, ...]:
        """Look through everything of both databases that is no event and no leaf; those are for :func:`recheck`.

        SQLite reads the files whole for it. Raises StoreUnavailableError.
        """
        return (*self._log.damage(), *self._ring.damage())

    def wait_for_change(self, timeout: float) -> bool:
        """Wait until something may have been appended since the last call: True at once then, else False after ``timeout`` s.

        The first call returns True. For one follower per store object: read with :meth:`after` until it is empty, then wait.
        """
        return self._log.wait_for_change(timeout)

    def ensure_keys(self, subjects: Iterable[UUID], retention: RetentionClass = RetentionClass.PRESERVED) -> None:
        """Make the missing keys of many subjects in one transaction. An import that does so saves a commit per case."""
        self._ring.ensure([KeyId(subject, retention) for subject in subjects])

    def destroy_key(self, key: KeyId, *, basis: str, approvers: Sequence[UUID], at: datetime) -> Tombstone:
        """Destroy the key of a subject's retention class for good; repeating it gives the first tombstone.

        Raises DestructionRefusedError, KeyLostError when there is no such key, KeyNotScrubbedError when it is destroyed and its
        bytes must be scrubbed once more: repeat it then.
        """
        return self._ring.destroy(key, basis=basis, approvers=approvers, at=at)

    def has_key(self, key: KeyId) -> bool:
        """Whether there is an active key: text was sealed under it and can still be read."""
        return self._ring.is_active(key)

    def tombstone(self, key: KeyId) -> Tombstone | None:
        """What is left of a destroyed key; None while it is active, or when it was never made."""
        return self._ring.tombstone(key)

    def subjects_with_text(self, retention: RetentionClass) -> tuple[UUID, ...]:
        """The subjects whose key of a retention class is active: there is text that can still be disposed of."""
        return self._ring.active(retention)

    def key_epoch(self) -> int:
        """A number that grows with each destroyed key and each change of the tenant's key."""
        return self._ring.epoch()

    def seal_file(self, file: UUID, content: bytes, *, subject: UUID) -> bytes:
        """The content of a file, sealed under the key of ``subject`` (a case or another stream) and bound to its own id.

        The key is durable when this returns. Raises KeyDestroyedError, StoreUnavailableError.
        """
        while True:
            sealer = self._ring.session()
            sealed = sealer.seal(content, self._file_place(file, subject))
            if not sealer.new_keys or sealer.settle():
                return sealed

    def open_file(self, file: UUID, sealed: bytes, *, subject: UUID) -> bytes | None:
        """The content of a sealed file; None when its key was destroyed. Raises TamperedError, KeyLostError."""
        return self._ring.session().open(sealed, self._file_place(file, subject))

    def _file_place(self, file: UUID, subject: UUID) -> Place:
        return Place(
            tenant=self.tenant,
            subject=subject,
            stream_id=file,
            version=0,
            topic="file",
            class_version=1,
            retention=RetentionClass.PRESERVED,
        )

    def _seen(self, events: Sequence[Recorded]) -> dict[UUID, int]:
        """The version at which each stream was seen, read from the first event of each."""
        seen: dict[UUID, int] = {}
        last: dict[UUID, int] = {}
        for one in events:
            if one.envelope.tenant != self.tenant:
                raise MisplacedEventError(f"An event of tenant {one.envelope.tenant!r} in the store of {self.tenant!r}.")
            if one.topic != topic_of(one.event):
                raise MisplacedEventError(f"Topic {one.topic!r} on an event of {topic_of(one.event)!r}.")
            expected = last.setdefault(one.stream_id, one.version - 1) + 1
            if one.version != expected or one.version < 1:
                raise MisplacedEventError(f"Version {one.version} where {max(expected, 1)} was due in stream {one.stream_id}.")
            seen.setdefault(one.stream_id, one.version - 1)
            last[one.stream_id] = one.version
        return seen

    def _seal(self, events: Sequence[Recorded]) -> tuple[list[StoredEvent], list[bytes] | None]:
        """The events as bytes, and what their leaves say apart from the position.

        The keys that they need are durable before this returns, so before the events are.
        """
        while True:
            sealer = self._ring.session()
            encoded = [encode_parts(one, sealer) for one in events]
            if sealer.new_keys and (self._made_meanwhile(events, sealer) or not sealer.settle()):
                continue
            pairs = list(zip(events, encoded, strict=True))
            return (
                [StoredEvent(one.stream_id, one.version, one.topic, parts.state) for one, parts in pairs],
                [content_of_encoded(one, parts) for one, parts in pairs],
            )

    def _made_meanwhile(self, events: Sequence[Recorded], sealer: Sealing) -> bool:
        """Whether another writer made a key, and sealed text under it, since this one looked for it: look again then.

        A new key for a subject that already has text sealed under that class else means that its key was lost.
        """
        continued = {one.stream_id: key_subject(one.envelope, one.stream_id) for one in events if one.version > 1}
        for key in sealer.new_keys:
            for stream_id in {key.subject} | {stream for stream, subject in continued.items() if subject == key.subject}:
                if self._log.version(stream_id) and self._has_text(stream_id, key):
                    if self._ring.has(key):
                        return True
                    raise KeyLostError(f"The {key.retention} key of {key.subject} is missing, and no tombstone tells why.")
        return False

    def _has_text(self, stream_id: UUID, key: KeyId) -> bool:
        """Whether a stream has text that is sealed under the key."""
        seen = (peek(stored.state) for stored in self._log.select_events(stream_id))
        return any(key.retention in one.seals and key_subject(one.envelope, stream_id) == key.subject for one in seen)

    def _past_damage(self, stored: Iterable[StoredAt], sealer: Sealer | None) -> Readable:
        tried = [self._tried(one, sealer) for one in stored]
        return Readable(
            tuple(read for read, _ in tried if read is not None), tuple(damaged for _, damaged in tried if damaged is not None)
        )

    def _tried(self, stored: StoredAt, sealer: Sealer | None) -> tuple[Recorded | None, DamagedEvent | None]:
        """An event, or that it is damaged; both where its text alone does not open."""
        try:
            return self._open(_as_read(stored), sealer, stored.position), None
        except DAMAGED as error:
            damaged = _damaged(stored, error)
        facts = None if sealer is None else self._tried(stored, None)[0]
        return facts, replace(damaged, text_only=facts is not None)

    def _open(self, stored: StoredEvent | Notification, sealer: Sealer | None, position: int | None = None) -> Recorded:
        assert isinstance(stored.originator_id, UUID)  # noqa: S101 - the recorders are made with uuid ids alone
        try:
            recorded = decode(
                stored.state,
                stream_id=stored.originator_id,
                version=stored.originator_version,
                topic=stored.topic,
                sealer=sealer,
                position=position,
            )
        except UNDECODED as error:
            raise UnreadableEventError(
                f"Version {stored.originator_version} in stream {stored.originator_id} is no {stored.topic}: {error}"
            ) from error
        if recorded.envelope.tenant != self.tenant:
            raise TamperedError(f"An event of tenant {recorded.envelope.tenant!r} lies in the store of {self.tenant!r}.")
        return recorded


def _as_read(stored: StoredAt) -> StoredEvent:
    return StoredEvent(originator_id=stored.stream_id, originator_version=stored.version, topic=stored.topic, state=stored.state)


def _damaged(stored: StoredAt, error: StoreError) -> DamagedEvent:
    return DamagedEvent(
        stream_id=stored.stream_id,
        version=stored.version,
        topic=stored.topic,
        position=stored.position,
        why=str(error),
        envelope=_envelope(stored.state) if isinstance(error, UnreadableEventError) else None,
        moved=not isinstance(error, UnreadableEventError),
    )


def _envelope(state: bytes) -> Envelope | None:
    try:
        return peek(state).envelope
    except UNDECODED:
        return None
