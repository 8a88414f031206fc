"""An event that was altered in the database counts for nothing and stops nobody; restored, it counts again."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import example
from read_model.damaging import Damaging
from town import STAFF, A, Town, matter, person

from events.base import Stream
from events.concern import OwnerNotified
from events.lists.access import DenialGround
from events.lists.concern import OwnerChannel
from events.lists.people import Role
from events.municipality import TextChanged
from services.case_service.read_model import ReadModel
from services.case_service.read_model.comparing import differing_rows
from services.case_service.store import PostgresDatabase, UnreadableEventError
from services.case_service.streams import access_stream, municipality_stream, school_stream, staff_stream
from tests.store.postgres_server import new_database

CASE = matter("sak")


@pytest.fixture(params=["sqlite", "postgres"])
def town(request: pytest.FixtureRequest, tmp_path: Path) -> Town:
    """The small municipality, on either database."""
    if request.param == "sqlite":
        return Town(tmp_path)
    server = request.getfixturevalue("postgres_dsn")
    return Town(tmp_path, places=(PostgresDatabase(dsn=new_database(server)), PostgresDatabase(dsn=new_database(server))))


@pytest.fixture
def damage(town: Town) -> Damaging:
    return Damaging(town)


def made_anew(town: Town, name: str) -> None:
    desk = town.server.desk
    model = ReadModel(town.home / name, desk.store, rules=desk.rules, calendar=desk.calendar, clock=desk.clock)
    model.catch_up()
    model.close()


def taken_in_anew(town: Town) -> None:
    """Let the read model be made from the log as it lies there now."""
    town.server.desk.read_model.close()
    for file in town.home.glob("read_model.sqlite*"):
        file.unlink()
    town.server.desk.read_model.catch_up()


@pytest.mark.parametrize("how", ["facts", "whole"])
def test_whoever_logs_in_comes_in_and_other_cases_are_as_before(town: Town, damage: Damaging, how: str) -> None:
    getattr(damage, how)(CASE, 2)
    taken_in_anew(town)

    assert town.comes("rektor").get("/saker").status_code == 200
    assert town.comes("skoleeier").get("/min-dag").status_code == 200
    assert town.comes("saksbehandler").get(f"/saker/{matter('varslet')}").status_code == 200


@pytest.mark.parametrize("how", ["facts", "whole", "text"])
def test_the_case_says_on_its_pages_that_something_in_it_cannot_be_read(town: Town, damage: Damaging, how: str) -> None:
    getattr(damage, how)(CASE, 2)
    taken_in_anew(town)
    handler = town.comes("saksbehandler")

    for page in ("", "/plikter", "/plan", "/parter", "/dokumenter", "/avspilling"):
        shown = handler.get(f"/saker/{CASE}{page}")
        assert shown.status_code == 200, page
        assert "Noe i saken kan ikke leses" in shown.text, page
    assert "Noe i saken kan ikke leses" not in handler.get(f"/saker/{matter('varslet')}").text


def test_a_case_offers_no_form_on_top_of_what_cannot_be_read_and_does_where_a_text_alone_is_damaged(
    town: Town, damage: Damaging
) -> None:
    handler, form = town.comes("saksbehandler"), f"/saker/{CASE}/skjema"
    assert form in handler.get(f"/saker/{CASE}").text
    damage.text(CASE, 2)
    assert form in handler.get(f"/saker/{CASE}").text
    damage.facts(CASE, 3)
    assert form not in handler.get(f"/saker/{CASE}").text


def test_whoever_opens_a_case_that_was_damaged_after_it_was_taken_in_lets_the_lists_know(town: Town, damage: Damaging) -> None:
    taken_in_anew(town)
    damage.facts(CASE, 2)
    assert town.server.desk.read_model.damaged() == ()

    town.comes("saksbehandler").get(f"/saker/{CASE}")

    assert [one.stream_id for one in town.server.desk.read_model.damaged()] == [CASE]


def test_nothing_is_recorded_on_top_of_what_cannot_be_read_and_whoever_tries_is_told_why(town: Town, damage: Damaging) -> None:
    town.gives(CASE, "laerer", Role.FORM_TEACHER)
    damage.whole(CASE, 2)
    damage.whole(access_stream(CASE), 1)
    taken_in_anew(town)

    with pytest.raises(UnreadableEventError):
        town.happens(Stream.CASE, CASE, OwnerNotified(channel=OwnerChannel.EQS, content="x"))
    answer = town.comes("skoleeier").get(f"/saker/{CASE}/tilgang")
    assert answer.status_code == 503
    assert "Noe som er lagret, kan ikke leses" in answer.text


def test_what_cannot_be_read_is_told_on_the_page_of_the_log(town: Town, damage: Damaging) -> None:
    damage.whole(CASE, 2)
    taken_in_anew(town)

    page = town.comes("administrator").get("/admin/integritet").text

    assert "Hendelser som ikke kan leses" in page
    assert "skolemiljøsak" in page


@pytest.mark.parametrize("how", ["facts", "whole"])
def test_a_restored_event_counts_again_and_the_file_is_as_if_nothing_had_been(town: Town, damage: Damaging, how: str) -> None:
    taken_in_anew(town)
    streams = (CASE, matter("skjerpet"), person("elev"), staff_stream(person("rektor")), school_stream("lyngfjord", A))
    for stream_id in streams:
        for version in range(1, town.server.desk.store.version(stream_id) + 1):
            getattr(damage, how)(stream_id, version)
    taken_in_anew(town)
    model = town.server.desk.read_model
    assert {one.stream_id for one in model.damaged()} == set(streams)

    damage.restore()

    assert model.damaged() == ()
    model.catch_up()
    made_anew(town, "anew.sqlite")
    assert differing_rows(town.home / "read_model.sqlite", town.home / "anew.sqlite") == {}


def test_any_single_event_may_be_the_damaged_one(town: Town, damage: Damaging) -> None:
    town.gives(CASE, "laerer", Role.FORM_TEACHER)
    store = town.server.desk.store
    streams = {one.stream_id for one in town.log()}
    for stream_id in sorted(streams):
        for version in range(1, store.version(stream_id) + 1):
            damage.facts(stream_id, version)
            store_says = store.readable(stream_id)
            assert [one.version for one in store_says.damaged] == [version]
            damage.restore()
    for stream_id in sorted(streams):
        damage.facts(stream_id, 1)
    taken_in_anew(town)

    assert {one.stream_id for one in town.server.desk.read_model.damaged()} == streams


def test_whoever_may_be_shut_out_by_what_cannot_be_read_stays_out(town: Town, damage: Damaging) -> None:
    town.denies(CASE, "saksbehandler", DenialGround.CONFLICT_OF_INTEREST)
    assert town.comes("saksbehandler").get(f"/saker/{CASE}").status_code == 404
    damage.facts(access_stream(CASE), 1)
    taken_in_anew(town)

    assert town.comes("saksbehandler").get(f"/saker/{CASE}").status_code == 404
    assert town.comes("rektor").get(f"/saker/{CASE}").status_code == 404
    assert town.comes("saksbehandler").get(f"/saker/{matter('varslet')}").status_code == 200

    damage.restore()

    assert town.comes("rektor").get(f"/saker/{CASE}").status_code == 200
    assert town.comes("saksbehandler").get(f"/saker/{CASE}").status_code == 404


@pytest.mark.parametrize("how", ["facts", "whole"])
def test_the_suspected_does_not_come_in_because_the_report_about_her_was_altered(town: Town, damage: Damaging, how: str) -> None:
    getattr(damage, how)(matter("mot-rektor"), 1)
    taken_in_anew(town)

    assert town.comes("rektor").get(f"/saker/{matter('mot-rektor')}").status_code == 404
    assert str(matter("mot-rektor")) not in town.comes("rektor").get("/saker").text


def test_an_ended_role_does_not_come_back_because_its_end_was_altered(town: Town, damage: Damaging) -> None:
    who = person("laerer")
    version = town.server.desk.store.version(staff_stream(who))
    damage.whole(staff_stream(who), version)
    taken_in_anew(town)

    assert town.server.desk.read_model.staff(who).roles == ()
    assert town.comes("laerer").get("/personvern").status_code == 200
    damage.restore()
    assert [held.role for held in town.server.desk.read_model.staff(who).roles] == [STAFF["laerer"][0]]


def test_an_account_gives_no_role_to_whom_the_log_does_not_know_because_it_was_altered(town: Town, damage: Damaging) -> None:
    damage.whole(staff_stream(person("administrator")), 1)
    taken_in_anew(town)

    assert town.server.desk.read_model.staff(person("administrator")) is None
    assert town.comes("administrator").get("/admin/integritet").status_code in {403, 404}


def test_a_guardian_stays_out_while_it_cannot_be_read_whether_she_is_verified(town: Town, damage: Damaging) -> None:
    damage.facts(person("elev"), 2)
    taken_in_anew(town)

    assert all(not one.verified for one in town.server.desk.read_model.guardians_of(person("elev")))


def test_what_the_municipality_decided_and_cannot_be_read_closes_no_page(town: Town, damage: Damaging) -> None:
    stream = municipality_stream("lyngfjord")
    town.happens(Stream.MUNICIPALITY, stream, example(TextChanged), school=None, by="skoleeier")
    damage.whole(stream, 1)
    taken_in_anew(town)

    assert town.comes("rektor").get("/min-dag").status_code == 200
    assert town.comes("rektor").get(f"/saker/{CASE}").status_code == 200
