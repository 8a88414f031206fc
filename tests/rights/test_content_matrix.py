"""The content matrix through a real server: who reads how much of which matter, and what is written down about it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from town import CANARY, EVERYBODY, A, Town, matter, person

from events.base import Stream
from events.lists.access import DenialGround, Purpose
from events.lists.people import Role
from events.organisation import DeputyAppointed
from services.case_service.reading_log import readings
from services.case_service.streams import readings_stream, school_stream

# Who reads how much of: a case · one the owner was told of · one of school B · § 12-5 against a teacher · against the principal.
MATTERS = ("sak", "varslet", "sak-b", "skjerpet", "mot-rektor")
SHARES = {
    "rektor": ("whole", "whole", None, "whole", None),
    "rektor-b": (None, None, "whole", None, None),
    "saksbehandler": ("whole", "whole", None, None, None),
    "avdelingsleder": (None, None, None, None, None),
    "laerer": ("assigned", "assigned", None, None, None),
    "fremmed": (None, None, None, None, None),
    "melder": (None, None, None, None, None),
    "mistenkt": (None, None, None, None, None),
    "helsesykepleier": (None, None, None, None, None),
    "skoleeier": (None, "whole", None, None, "whole"),
    "raadgiver": (None, "whole", None, None, "whole"),
    "personal": (None, None, None, None, "reference"),
    "arkivar": (None, None, None, None, None),
    "personvernombud": (None, None, None, None, None),
    "revisor": (None, None, None, None, None),
    "administrator": (None, None, None, None, None),
    "elev": (None, None, None, None, None),
    "annen-elev": (None, None, None, None, None),
    "mor": (None, None, None, None, None),
    "far-uten-ansvar": (None, None, None, None, None),
    "annen-mor": (None, None, None, None, None),
}
PLANS = {"elev": "sak", "mor": "sak", "annen-elev": "annen-sak", "annen-mor": "annen-sak"}
OFFERED = ("skoleeier", "raadgiver")
"""Who is led to access in an emergency instead of a 404."""


def test_the_table_speaks_of_everybody_in_town():
    assert set(SHARES) == set(EVERYBODY)


@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_reads_as_much_as_the_table_says(town: Town, who: str):
    visitor = town.comes(who)
    before = len(town.of("access.ContentRead"))
    for name, share in zip(MATTERS, SHARES[who], strict=True):
        answer = visitor.get(f"/prove/see_content/{matter(name)}")
        if share is not None:
            assert answer.json["share"] == share, name
        elif who in OFFERED:
            assert answer.status_code == 303, name
            assert "/nodtilgang" in answer.location
        else:
            assert answer.status_code == 404, name
            assert CANARY not in answer.text
    assert len(town.of("access.ContentRead")) - before == sum(share is not None for share in SHARES[who])


@pytest.mark.parametrize("who", ["elev", "annen-elev", "mor", "annen-mor", "far-uten-ansvar"])
def test_a_family_reads_the_plan_of_its_own_child_alone(town: Town, who: str):
    visitor = town.comes(who)
    for name in (*MATTERS, "annen-sak"):
        answer = visitor.get(f"/prove/see_plan/{matter(name)}")
        expected = 200 if PLANS.get(who) == name or (who in {"annen-elev", "annen-mor"} and name == "varslet") else 404
        assert answer.status_code == expected, name


def test_a_guardian_reads_no_report_no_note_no_confidence_and_no_other_pupils_name(town: Town):
    read = town.comes("mor").get(f"/prove/see_plan/{matter('sak')}").json

    assert read["versions"] == [4, 7, 8]
    assert CANARY not in read["content"]
    assert "Annen-Elev" not in read["content"]
    assert "en annen elev" in read["content"]
    assert read["linked"] == []


def test_a_pupil_reads_the_own_word_and_no_other_pupils_name(town: Town):
    read = town.comes("elev").get(f"/prove/see_plan/{matter('sak')}").json

    assert read["versions"] == [4, 5, 6, 7, 8]
    assert "Betrodd" in read["content"]
    assert "Notat" not in read["content"]
    assert "Annen-Elev" not in read["content"]


def test_a_teacher_with_a_measure_reads_the_measure(town: Town):
    read = town.comes("laerer").get(f"/prove/see_content/{matter('sak')}").json

    assert read["versions"] == [7]


def test_linked_cases_are_seen_by_those_who_may_see_both(town: Town):
    town.denies(matter("annen-sak"), "saksbehandler", DenialGround.CONFLICT_OF_INTEREST)

    assert town.comes("rektor").get(f"/prove/see_content/{matter('sak')}").json["linked"] == [str(matter("annen-sak"))]
    assert town.comes("saksbehandler").get(f"/prove/see_content/{matter('sak')}").json["linked"] == []


def test_a_deputy_does_the_principals_work_from_the_first_day_to_the_last(town: Town):
    today = town.server.clock.now.date()
    appointed = DeputyAppointed(deputy=person("avdelingsleder"), from_date=today, to_date=today)
    town.happens(Stream.SCHOOL, school_stream("lyngfjord", A), appointed)
    visitor = town.comes("avdelingsleder")

    assert visitor.get(f"/prove/see_content/{matter('sak')}").json["share"] == "whole"
    assert visitor.get(f"/prove/see_content/{matter('sak-b')}").status_code == 404
    town.server.clock.go(timedelta(days=1))
    assert town.comes("avdelingsleder").get(f"/prove/see_content/{matter('sak')}").status_code == 404


def test_a_reading_says_who_what_why_and_up_to_where(town: Town):
    town.comes("rektor").get(f"/prove/see_content/{matter('sak')}")
    town.comes("laerer").get(f"/prove/see_content/{matter('sak')}")

    now = town.server.clock.now.date()
    task, whole = readings(town.server.desk.store, matter("sak"), since=now, to=now)
    assert (whole.event.person, whole.event.of_events, whole.event.up_to_version) == (person("rektor"), (), 9)
    assert (whole.event.purpose, whole.envelope.actor.role) == (Purpose.CASE_HANDLING, Role.PRINCIPAL)
    assert (task.event.person, len(task.event.of_events)) == (person("laerer"), 1)
    assert task.event.purpose is Purpose.CARRY_OUT_MEASURE
    assert task.stream_id == readings_stream(matter("sak"), now)


def test_looking_through_a_list_and_changing_something_are_no_readings(town: Town):
    visitor = town.comes("rektor")
    for action in ("see_status", "record", "handle", "grant", "see_log"):
        assert visitor.get(f"/prove/{action}/{matter('sak')}").status_code == 200
    assert town.of("access.ContentRead") == []


def test_what_cannot_be_logged_is_not_shown(town: Town):
    town.server.patience = 0.5
    visitor = town.comes("rektor")
    assert visitor.get(f"/prove/see_status/{matter('sak')}").status_code == 200
    with closing(sqlite3.connect(town.home / "events.sqlite")) as busy:
        busy.execute("BEGIN IMMEDIATE")
        answer = visitor.get(f"/prove/see_content/{matter('sak')}")

    assert answer.status_code == 503
    assert CANARY not in answer.text


@pytest.mark.parametrize("action", ["see_content", "see_plan", "see_log", "grant", "record"])
def test_without_a_second_factor_whoever_has_the_right_is_led_to_it_and_others_see_nothing(town: Town, action: str):
    insider, stranger = town.comes("rektor", second_factor=False), town.comes("fremmed", second_factor=False)

    assert "/logg-inn/totrinn" in insider.get(f"/prove/{action}/{matter('sak')}").location
    assert stranger.get(f"/prove/{action}/{matter('sak')}").status_code == 404


def test_what_leaves_the_house_needs_the_second_factor_anew(town: Town):
    visitor = town.comes("rektor")
    assert visitor.get(f"/prove/export/{matter('sak')}").status_code == 200
    town.server.clock.go(timedelta(minutes=16))

    assert visitor.get(f"/prove/see_content/{matter('sak')}").status_code == 200
    assert "/logg-inn/totrinn" in visitor.get(f"/prove/export/{matter('sak')}").location
