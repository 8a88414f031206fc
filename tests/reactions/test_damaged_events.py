"""One event that was altered in the database silences nothing: it is told of, limits are, and the log is looked after."""

import pytest
from reacting_town import alter_text

from events.lists.people import Role
from services.case_service.reactions.follower import is_running
from services.case_service.store import TamperedError
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


def test_an_event_that_cannot_be_read_at_all_holds_up_nothing_and_is_told_to_those_who_administrate(town):
    integrity, follower = town.desk.integrity, town.follower()
    integrity.begin("varde.test/lyngfjord", town.now)
    follower.once()
    broken, case = town.report(), town.report()
    log = Insider(town.settings.events, "lyngfjord", "events")
    log.put(broken, 2, b"\xc1")
    town.acknowledge(case)
    town.go(hours=1)

    follower.once()

    assert "case_assigned" in town.kinds(Role.CASE_HANDLER)
    assert integrity.book.last().checkpoint.size == town.desk.store.tree_size()
    assert integrity.book.alarms(standing_only=True) != ()
    assert "log_alarm" in town.kinds(Role.SCHOOL_OWNER)


def test_what_was_gone_past_is_told_of_once_when_it_is_restored(town):
    follower = town.follower()
    follower.once()
    case = town.report()
    log = Insider(town.settings.events, "lyngfjord", "events")
    whole = {version: log.state(case, version) for version in (1, 2)}
    for version in whole:
        log.put(case, version, b"\xc1")
    follower.once()
    assert town.kinds(Role.PRINCIPAL).count("report_received") == 0

    for version, state in whole.items():
        log.put(case, version, state)
    for _ in range(3):
        town.go(hours=1)
        follower.once()

    assert town.kinds(Role.PRINCIPAL).count("report_received") == 2


def test_the_clock_is_looked_at_to_the_end_though_an_avvik_and_a_case_cannot_be_read(town):
    follower = town.follower()
    follower.once()
    case = town.report()
    for _ in range(20):
        town.go(days=1)
        follower.once()
    [avvik, *_] = town.desk.read_model.avvik()
    log = Insider(town.settings.events, "lyngfjord", "events")
    log.put(avvik.stream_id, 1, b"\xc1")
    log.put(case, 1, b"\xc1")
    for file in town.folder.glob("read_model.sqlite*"):
        file.unlink()
    town.desk.read_model.close()

    later = town.report()
    for _ in range(30):
        town.go(days=1)
        follower.once()

    assert is_running(town.book, town.now)
    assert {one.about_stream for one in town.desk.read_model.avvik()} >= {later}
