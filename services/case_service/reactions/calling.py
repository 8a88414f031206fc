"""Telling other systems: what is queued once for each webhook, signed, sent, and tried again until it is taken or given up."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

import msgspec

from events import Recorded, Stream
from events.base import catalogue
from events.municipality import WebhookRegistered, WebhookRemoved
from services.case_service.notices.deliveries import Deliveries, Delivery
from services.case_service.store import EventStore
from services.case_service.streams import municipality_stream
from services.case_service.webhooks.delivery import deliver, next_try
from services.case_service.webhooks.message import message

BY_NAME_ALONE: Final = frozenset(
    {"access.ContentRead", *(one.topic for one in catalogue() if one.streams == (Stream.HEIGHTENED_CASE,))}
)
"""Told only to who asks for it by name.

A receiver that reads the matter behind every message would otherwise call for ever; and that an adult of a named school is
suspected would reach whatever system the municipality once let hear of everything.
"""

KEPT: Final = frozenset(one.topic for one in catalogue() if one.cls is not WebhookRemoved)
"""Topics by which no webhook was removed."""

log = logging.getLogger(__name__)


class Receiver(msgspec.Struct, frozen=True, kw_only=True):
    """A webhook that was registered: it is told of what was recorded from then on, of its topics (empty: of all)."""

    webhook: UUID
    url: str
    secret: str
    topics: tuple[str, ...]
    since: datetime

    def hears(self, one: Recorded) -> bool:
        """Whether it is told of an event."""
        wanted = one.topic in self.topics if self.topics else one.topic not in BY_NAME_ALONE
        return wanted and one.envelope.recorded_at >= self.since


class Calling:
    """Sends the messages of one tenant. ``own_net``: hosts that may have private addresses."""

    def __init__(self, store: EventStore, deliveries: Deliveries, own_net: Collection[str] = ()) -> None:
        self._store = store
        self._deliveries = deliveries
        self._own_net = own_net
        self._known: tuple[int, Mapping[UUID, Receiver]] = (-1, {})
        self._damaged = False

    def queue(self, batch: Sequence[Recorded], now: datetime) -> None:
        """Remember what is to be sent of a batch of the log."""
        found = self._receivers()
        if not found:
            return
        self._deliveries.queue(
            (
                Delivery(id=message(one, receiver.webhook).id, webhook=receiver.webhook, position=one.position)
                for one in batch
                for receiver in found.values()
                if one.position is not None and receiver.hears(one)
            ),
            now,
        )

    def send_waiting(self, now: datetime) -> int:
        """Send what is due, in the order of the log. A receiver that fails is left in peace until its next try."""
        found, taken, failing = self._receivers(), 0, set()
        for one in self._deliveries.waiting(now):
            receiver = found.get(one.webhook)
            if receiver is None:
                if not self._damaged:
                    self._deliveries.forget(one.webhook)
            elif one.webhook not in failing:
                sent = self._try(one, receiver, now)
                if sent:
                    taken += 1
                elif sent is not None:
                    failing.add(one.webhook)
        return taken

    def _try(self, one: Delivery, receiver: Receiver, now: datetime) -> bool | None:
        """Whether it was taken; None when its event cannot be read, which is no fault of the receiver's."""
        events = self._store.readable_after(one.position - 1, 1).events
        if events:
            return self._send(one, events[0], receiver, now)
        log.error("webhook %s is not told of position %d: the event cannot be read", one.webhook, one.position)
        self._deliveries.failed(one, now, next_try(one.tries + 1, now), status=None, fault="the event cannot be read")
        return None

    def _send(self, one: Delivery, event: Recorded, receiver: Receiver, now: datetime) -> bool:
        told = message(event, receiver.webhook)
        inside = (urlsplit(receiver.url).hostname or "") in self._own_net
        answer = deliver(told, receiver.url, receiver.secret, now, inside=inside)
        if answer.taken:
            self._deliveries.taken(one.id, now, answer.status)
            return True
        log.warning("webhook %s did not take message %s: %s", one.webhook, one.id, answer.status or answer.fault)
        again = next_try(one.tries + 1, now)
        self._deliveries.failed(one, now, again, status=answer.status, fault=answer.fault)
        return False

    def _receivers(self) -> Mapping[UUID, Receiver]:
        """The webhooks that are registered now; read again when the municipality decided something, or could not be read.

        Where it may be that one was removed, and that cannot be read, there is none until it can.
        """
        stream = municipality_stream(self._store.tenant)
        version = self._store.version(stream)
        if version != self._known[0] or self._damaged:
            found = self._store.readable(stream, texts=True)
            self._damaged = bool(found.damaged)
            unsure = {one.version for one in found.damaged}
            whole = [one for one in found.events if one.version not in unsure]
            hidden = any(one.topic not in KEPT for one in found.damaged)
            self._known = (version, {} if hidden else dict(_folded(whole)))
        return self._known[1]


def _folded(events: Sequence[Recorded]) -> Iterator[tuple[UUID, Receiver]]:
    removed = {one.event.webhook for one in events if isinstance(one.event, WebhookRemoved)}
    for one in events:
        match one.event:
            case WebhookRegistered(webhook=webhook, url=url, secret=secret, topics=topics) if webhook not in removed:
                since = one.envelope.recorded_at
                yield webhook, Receiver(webhook=webhook, url=url, secret=secret, topics=topics, since=since)
