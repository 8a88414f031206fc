from __future__ import annotations

from services.case_service.store import StoreSettings, migrate
from tests.store.killing import EVENTS_PER_SAVE, kill_writers

ROUNDS = 8


def test_a_killed_writer_loses_nothing_that_was_acknowledged_and_leaves_no_event_without_its_leaf(settings: StoreSettings) -> None:
    migrate(settings)

    survived = kill_writers(settings, ROUNDS)

    assert survived.acknowledged >= ROUNDS * EVENTS_PER_SAVE
    assert (survived.lost, survived.torn, survived.unread, survived.leafless, survived.has_gaps) == (0, 0, 0, 0, False)
