from __future__ import annotations

from services.case_service.store import StoreSettings, migrate
from tests.store.tailing import tail_while_writing

EVENTS = 6_000


def test_a_reader_that_follows_four_writers_loses_no_event(settings: StoreSettings) -> None:
    migrate(settings)

    outcome = tail_while_writing(settings, EVENTS)

    assert outcome.failures == []
    assert outcome.stored == EVENTS
    assert (outcome.seen, outcome.lost, outcome.doubled, outcome.out_of_order) == (outcome.stored, 0, 0, 0)
