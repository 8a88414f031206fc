"""The library's subscription over any of our logs: pages of the log, and the change signal between them."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Final, Protocol

from eventsourcing.persistence import ApplicationRecorder, Notification, Subscription

PAGE: Final = 500
LISTEN_FOR: Final = 0.1
"""Seconds between two looks at whether the subscription was stopped."""


class Watched(Protocol):
    """A recorder that tells when its log changes."""

    def wait_for_change(self, timeout: float) -> bool:
        """Return True as soon as something may have come since the last call, else False after ``timeout`` seconds."""


class LogSubscription(Subscription[ApplicationRecorder]):
    """Every event after ``gt`` of the given topics (of all, when none is given), until it is stopped."""

    def __init__(self, recorder: ApplicationRecorder, watched: Watched, gt: int | None = None, topics: Sequence[str] = ()) -> None:
        super().__init__(recorder, gt=gt, topics=topics)
        self._watched = watched
        self._page: deque[Notification] = deque()

    def __next__(self) -> Notification:
        while not self._has_been_stopped:
            if self._page:
                return self._page.popleft()
            found = self._recorder.select_notifications(
                self._last_notification_id, PAGE, topics=self._topics, inclusive_of_start=False
            )
            self._page.extend(found)
            if found:
                self._last_notification_id = found[-1].id
            else:
                self._watched.wait_for_change(LISTEN_FOR)
        raise StopIteration
