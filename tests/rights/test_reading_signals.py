"""Reading without a task gives a signal to those who watch over the log: a reason to ask, which they treat with a note."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from msgspec.structs import replace
from town import CANARY, Town, matter, person

from events.base import Stream
from events.lists.access import Purpose, ReadingSignal
from events.lists.people import GuardianKind, Role
from events.pupil import GuardianRegistered
from services.case_service.reading_signals import LONG, Known, ReadMatter, signals_of

AT = datetime(2027, 3, 3, 9, tzinfo=UTC)
SIGNALS = "/innsynslogg/signaler"
READ = ReadMatter(
    person=uuid4(), matter=uuid4(), role=Role.DEPARTMENT_HEAD, purpose=Purpose.CASE_HANDLING, times=1, first=AT, last=AT
)
KNOWN = Known(
    has_part=True,
    closed_at=None,
    reader_name="Kari Nes",
    pupil_name="Ola Vik",
    guardian_names=("Anne Vik",),
    reader_is_guardian=False,
    colleague_is_guardian=False,
)


def test_whoever_has_a_part_in_an_open_matter_of_strangers_gives_no_signal():
    assert signals_of(READ, KNOWN) == ()


@pytest.mark.parametrize(
    ("known", "signal"),
    [
        ({"has_part": False}, ReadingSignal.NO_TASK),
        ({"closed_at": AT - LONG - timedelta(days=1)}, ReadingSignal.LONG_CLOSED),
        ({"reader_name": "Kari VIK"}, ReadingSignal.SAME_SURNAME),
        ({"reader_name": "anne vik"}, ReadingSignal.OWN_CHILD),
        ({"reader_is_guardian": True}, ReadingSignal.OWN_CHILD),
        ({"colleague_is_guardian": True}, ReadingSignal.CHILD_OF_COLLEAGUE),
    ],
)
def test_each_signal_has_its_own_reason(known, signal):
    assert signals_of(READ, replace(KNOWN, **known)) == (signal,)


def test_to_lead_the_school_is_a_task_and_an_emergency_has_its_own_review():
    stranger = replace(KNOWN, has_part=False)
    assert signals_of(replace(READ, role=Role.PRINCIPAL), stranger) == ()
    assert signals_of(replace(READ, purpose=Purpose.EMERGENCY), stranger) == ()


def test_an_unknown_name_is_nobodys_relative():
    assert signals_of(READ, replace(KNOWN, reader_name="", pupil_name="", guardian_names=("",))) == ()


def test_a_role_without_a_task_is_shown_to_those_who_watch_with_the_reservation_and_no_pupil(town: Town):
    town.comes("raadgiver").get(f"/saker/{matter('varslet')}")
    page = town.comes("personvernombud").get(SIGNALS).text
    for told in ("Navn raadgiver", "har ingen oppgave i saken", "ikke et funn"):
        assert told in page
    assert CANARY not in page
    assert SIGNALS in town.comes("personvernombud").get("/innsynslogg").text


def test_a_colleagues_child_is_known_by_the_registered_guardian(town: Town):
    guardian = GuardianRegistered(
        guardian=person("laerer"), kind=GuardianKind.PARENTAL_RESPONSIBILITY, verified=True, name="Navn laerer"
    )
    town.happens(Stream.PUPIL, person("elev"), guardian)
    town.comes("rektor").get(f"/saker/{matter('sak')}")
    assert "barn av en kollega" in town.comes("personvernombud").get(SIGNALS).text


def test_a_look_at_it_is_recorded_and_it_waits_no_longer_until_it_is_read_again(town: Town):
    reader = town.comes("raadgiver")
    reader.get(f"/saker/{matter('varslet')}")
    visitor, address = town.comes("personvernombud"), f"{SIGNALS}/{person('raadgiver')}/{matter('varslet')}"
    assert visitor.post(address, {"reason": "Vikar for skoleeier denne uka."}).status_code == 422
    assert visitor.post(address, {"justified": "yes", "reason": "Vikar for skoleeier denne uka."}).status_code == 303
    (reviewed,) = town.of("access.ReadingReviewed")
    assert (reviewed.person, reviewed.signal, reviewed.justified) == (person("raadgiver"), ReadingSignal.NO_TASK, True)
    assert f'href="{address}"' not in visitor.get(SIGNALS).text
    town.server.clock.now += timedelta(minutes=5)
    reader.get(f"/saker/{matter('varslet')}")
    assert f'href="{address}"' in visitor.get(SIGNALS).text


def test_nobody_judges_her_own_reading_and_the_auditor_looks_on(town: Town):
    town.comes("skoleeier").get(f"/saker/{matter('varslet')}")
    address = f"{SIGNALS}/{person('skoleeier')}/{matter('varslet')}"
    for who in ("skoleeier", "revisor"):
        assert town.comes(who).get(address).status_code == 200
        assert town.comes(who).post(address, {"justified": "yes", "reason": "Alt i orden."}).status_code == 403


@pytest.mark.parametrize("who", ["rektor", "laerer", "administrator", "mor", "elev"])
def test_nobody_else_sees_the_signals(town: Town, who: str):
    assert town.comes(who).get(SIGNALS).status_code == 403
