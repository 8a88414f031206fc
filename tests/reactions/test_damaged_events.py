"""One event that was altered in the database silences nothing: it is told of, limits are, and the log is looked after."""

import pytest
from reacting_town import alter_text

from events.lists.people import Role
from services.case_service.store import TamperedError, UnreadableEventError
from tests.store.insider import Insider


def test_an_event_whose_text_was_altered_is_told_of_all_the_same(town):
    follower = town.follower()
    follower.once()
    case = town.report()
    alter_text(town.settings.events, case, 1)
    with pytest.raises(TamperedError):
        town.desk.store.read(case)

    follower.once()
    town.acknowledge(case)
    follower.once()

    assert town.kinds(Role.PRINCIPAL).count("report_received") == 2
    assert "case_assigned" in town.kinds(Role.CASE_HANDLER)


def test_limits_are_told_of_though_a_text_was_altered(town):
    follower = town.follower()
    follower.once()
    case = town.report()
    alter_text(town.settings.events, case, 1)
    for _ in range(30):
        town.go(days=1)
        follower.once()

    assert "overdue" in town.kinds(Role.PRINCIPAL)


def test_an_event_that_cannot_be_read_at_all_stops_neither_the_signing_of_the_log_nor_the_check_that_finds_it(town):
    integrity, follower = town.desk.integrity, town.follower()
    integrity.begin("varde.test/lyngfjord", town.now)
    follower.once()
    case = town.report()
    Insider(town.settings.events, "lyngfjord", "events").put(case, 2, b"\xc1")
    town.go(days=2)

    with pytest.raises(UnreadableEventError):
        follower.once()

    assert integrity.book.last().checkpoint.size == town.desk.store.tree_size()
    assert integrity.book.alarms(standing_only=True) != ()
