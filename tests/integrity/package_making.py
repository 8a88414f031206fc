"""A small log with one case in it, and packages of that case, made as Varde makes them."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
from integrity.log_in_memory import Tree

from events.commitments import commitments_to, open_texts
from services.integrity.checkpoints import Checkpoint, make_checkpoint
from services.integrity.leaf import content_of, entry_at, leaf_at, parts_of
from services.integrity.notes import KeyKind, PrivateKey, cosign, new_note, sign
from services.integrity.package import (
    ConsistencyProof,
    Disclosed,
    DisclosedEvent,
    LeftOutEvent,
    Manifest,
    Masked,
    PackageFile,
    Shown,
    write_log,
    write_package,
)

TENANT = "lyngfjord"
ORIGIN = "varde.example/lyngfjord"
LOG_KEY = PrivateKey(name=ORIGIN, kind=KeyKind.NOTE, seed=bytes(range(32)))
WITNESS_KEY = PrivateKey(name="vitne.example", kind=KeyKind.COSIGNATURE, seed=bytes(range(32, 64)))
STRANGER = PrivateKey(name=ORIGIN, kind=KeyKind.NOTE, seed=bytes(range(64, 96)))
BEGAN = datetime(2026, 8, 17, 8, 30, tzinfo=UTC)
WITNESSED = int(datetime(2026, 11, 21, 12, 0, tzinfo=UTC).timestamp())
MADE = datetime(2026, 11, 21, 12, 5, 7, tzinfo=UTC)
CASE = UUID(int=7)
OTHER_CASE = UUID(int=8)


@dataclass(frozen=True)
class Made:
    """An event as it lies in the log, and what opens its text."""

    stream: UUID
    version: int
    topic: str
    state: bytes
    text: dict[str, str]
    salt: bytes


def made(number: int, *, stream: UUID, version: int, form: int = 2, tenant: str = TENANT, attachment: str | None = None) -> Made:
    at = BEGAN + timedelta(hours=number, microseconds=number)
    envelope = {
        "event_id": str(UUID(int=1000 + number)),
        "tenant": tenant,
        "stream": "case",
        "actor": {"ref": str(UUID(int=3)), "role": "principal"},
        "occurred_at": at,
        "known_at": at,
        "recorded_at": at,
        "correlation_id": str(UUID(int=4)),
        "case_id": str(stream),
    }
    if attachment is not None:
        envelope["attachments"] = [{"id": str(UUID(int=5)), "media_type": "text/plain", "size": 3, "sha256": attachment}]
    text = {"body": f"Elev «{number}» står alene", "remark": "Notat\n\u2028\u0001"}
    salt = hashlib.sha256(f"salt {number}".encode()).digest()
    outline: list[object] = [
        form,
        1,
        envelope,
        b'{"arena":"playground","count":%d}' % number,
        {"preserved": b"ciphertext %d" % number},
    ]
    if form > 1:
        outline.append(commitments_to(text, salt))
    return Made(stream, version, "case.ConcernReceived", msgspec.msgpack.encode(outline), text, salt)


@dataclass(frozen=True)
class Log:
    """A tenant's log: positions 1, 2, … with every third event in the case."""

    events: tuple[Made, ...]
    tenant: str = TENANT
    tree: Tree = field(default_factory=Tree)

    def content(self, position: int) -> bytes:
        one = self.events[position - 1]
        return content_of(parts_of(self.tenant, one.stream, one.version, one.topic, one.state))

    def entries(self) -> list[bytes]:
        return [entry_at(position, self.content(position)) for position in range(1, len(self.events) + 1)]

    def first(self, size: int) -> Log:
        return log_of(self.events[:size], tenant=self.tenant)


def log_of(events: tuple[Made, ...], *, tenant: str = TENANT) -> Log:
    log = Log(events, tenant)
    for position in range(1, len(events) + 1):
        log.tree.add(leaf_at(position, log.content(position)))
    return log


def ordinary_log(size: int = 23, *, form: int = 2, tenant: str = TENANT, attachment: str | None = None) -> Log:
    versions = {CASE: 0, OTHER_CASE: 0}
    events = []
    for number in range(1, size + 1):
        stream = CASE if number % 3 == 0 else OTHER_CASE
        versions[stream] += 1
        with_ = attachment if number == 3 else None
        events.append(made(number, stream=stream, version=versions[stream], form=form, tenant=tenant, attachment=with_))
    return log_of(tuple(events), tenant=tenant)


def checkpoint(
    log: Log, *, key: PrivateKey = LOG_KEY, origin: str = ORIGIN, witnesses: tuple[PrivateKey, ...] = (WITNESS_KEY,)
) -> bytes:
    note = make_checkpoint(Checkpoint(origin=origin, size=log.tree.size, root=log.tree.root()), key)
    return note.with_signatures(cosign(note, witness, WITNESSED) for witness in witnesses).encoded().encode()


def signed(text: str, key: PrivateKey = LOG_KEY) -> bytes:
    note = new_note(text)
    return note.with_signatures([sign(note, key)]).encoded().encode()


def disclosed(log: Log, position: int, *, show: tuple[str, ...] = ("body", "remark")) -> DisclosedEvent:
    one = log.events[position - 1]
    parts = parts_of(log.tenant, one.stream, one.version, one.topic, one.state)
    outline = msgspec.msgpack.decode(one.state, type=list[msgspec.Raw])
    opened = open_texts(one.text, one.salt)
    texts = {
        name: Disclosed(value=text.value, salt=text.salt if parts.format > 1 else None)
        for name, text in opened.items()
        if name in show
    }
    return DisclosedEvent(
        position=position,
        tenant=log.tenant,
        stream_id=one.stream,
        version=one.version,
        topic=one.topic,
        format=parts.format,
        class_version=parts.class_version,
        envelope=bytes(outline[2]),
        facts=msgspec.msgpack.decode(outline[3], type=bytes),
        seals=dict(parts.seals),
        commitments=dict(parts.commitments),
        disclosed=texts,
        masked={name: Masked(reason="third_person") for name in one.text if name not in show},
        proof=tuple(log.tree.inclusion(position - 1, log.tree.size)),
    )


def left_out(log: Log, position: int) -> LeftOutEvent:
    proof = tuple(log.tree.inclusion(position - 1, log.tree.size))
    return LeftOutEvent(position=position, leaf=log.tree.leaf(position - 1), reason="other_pupil", proof=proof)


def manifest(log: Log, streams: tuple[Shown, ...], **changes: object) -> Manifest:
    stated = Manifest(
        tenant=log.tenant,
        origin=ORIGIN,
        position=log.tree.size,
        root=log.tree.root(),
        made_at=MADE,
        recipient="Statsforvalteren i Lyngfjord",
        legal_basis="opplæringslova § 12-6",
        case_id=CASE,
        streams=streams,
        about={"saksnummer": "2026/17"},
    )
    return msgspec.structs.replace(stated, **changes)


def consistency(log: Log, *sizes: int) -> tuple[ConsistencyProof, ...]:
    size = log.tree.size
    return tuple(ConsistencyProof(size=old, root=log.tree.root(old), proof=tuple(log.tree.consistency(old, size))) for old in sizes)


def package(
    log: Log,
    *,
    events: list[DisclosedEvent | LeftOutEvent] | None = None,
    key: PrivateKey = LOG_KEY,
    since: tuple[int, ...] = (),
    note: bytes | None = None,
    stamp: bytes | None = None,
    keys: tuple[str, ...] | None = None,
    **changes: object,
) -> bytes:
    """The case's package: its second event left out, one text masked, unless ``events`` says otherwise."""
    if events is None:
        at = [position for position, one in enumerate(log.events, start=1) if one.stream == CASE]
        events = [disclosed(log, position) for position in at]
        if len(at) > 2:
            events[1:3] = [left_out(log, at[1]), disclosed(log, at[2], show=("body",))]
    shown = [event for event in events if isinstance(event, DisclosedEvent) and event.stream_id == CASE]
    last = sum(one.stream == CASE for one in log.events)
    out = io.BytesIO()
    write_package(
        out,
        manifest=manifest(log, (Shown(stream_id=CASE, last_version=last, shown=len(shown)),), **changes),
        events=events,
        checkpoint=checkpoint(log, key=key) if note is None else note,
        keys=(key.public_key.vkey, WITNESS_KEY.public_key.vkey) if keys is None else keys,
        sign=lambda text: signed(text, key),
        files=(PackageFile(name="documents/plan.txt", content=b"abc"),),
        consistency=consistency(log, *since),
        timestamp=stamp,
    )
    return out.getvalue()


def log_export(log: Log, *, entries: list[bytes] | None = None, since: tuple[int, ...] = (), note: bytes | None = None) -> bytes:
    """The export of the whole log."""
    out = io.BytesIO()
    write_log(
        out,
        manifest=manifest(log, (), case_id=None),
        entries=log.entries() if entries is None else entries,
        checkpoint=checkpoint(log) if note is None else note,
        keys=(LOG_KEY.public_key.vkey, WITNESS_KEY.public_key.vkey),
        sign=signed,
        consistency=consistency(log, *since),
    )
    return out.getvalue()
