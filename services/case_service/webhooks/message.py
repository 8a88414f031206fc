"""What is sent, and how the receiver knows that it is ours: the Standard Webhooks scheme (HMAC-SHA256 over id, time and body)."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

import msgspec

from events import Recorded

PREFIX: Final = "whsec_"


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One message: its permanent id, and a body that holds ids and the kind of event, and nothing else."""

    id: UUID
    body: bytes


def message(recorded: Recorded, webhook: UUID) -> Message:
    """The message that tells ``webhook`` of an event. The same event gives the same message, however often it is sent."""
    envelope = recorded.envelope
    body = {
        "type": recorded.topic,
        "timestamp": envelope.recorded_at,
        "data": {
            "event": envelope.event_id,
            "stream": envelope.stream.value,
            "stream_id": recorded.stream_id,
            "version": recorded.version,
            "school": envelope.school,
        },
    }
    return Message(id=uuid5(webhook, str(envelope.event_id)), body=msgspec.json.encode(body))


def written_secret(key: bytes) -> str:
    """The key that is shared with a receiver, as it is shown and kept."""
    return PREFIX + base64.b64encode(key).decode()


def signature(secret: str, message_id: UUID | str, at: datetime, body: bytes) -> str:
    """The signature of a message sent at a moment, as it stands in ``webhook-signature``.

    Raises ValueError when the secret is none of ours.
    """
    if not secret.startswith(PREFIX):
        raise ValueError("a webhook's secret begins with whsec_")
    key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    signed = b".".join((str(message_id).encode(), str(int(at.timestamp())).encode(), body))
    return "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()


def headers(secret: str, sent: Message, at: datetime) -> Mapping[str, str]:
    """The headers that go with a message."""
    return {
        "Content-Type": "application/json",
        "User-Agent": "Varde",
        "webhook-id": str(sent.id),
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": signature(secret, sent.id, at, sent.body),
    }
