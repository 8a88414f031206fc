from __future__ import annotations

from services.case_service.store import StoreSettings, migrate
from tests.store.contending import contend


def test_of_writers_that_change_the_same_cases_each_is_stored_once_or_told_of_the_conflict(settings: StoreSettings) -> None:
    migrate(settings)

    found = contend(settings, writers=4, attempts=25)

    assert (found.lost, found.untold, found.false, found.wrong_leaves) == (0, 0, 0, 0), found
    assert found.conflicts == found.oracle
    assert found.stored + found.conflicts == found.attempts == 100
