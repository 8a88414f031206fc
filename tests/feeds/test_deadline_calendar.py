from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import icalendar
import pytest

from services.case_service.feeds.calendar import Deadline, calendar
from texts import Language
from texts.case_number import DIGITS, case_number

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def deadline(**given):
    return Deadline(
        **{
            "id": uuid4(),
            "what": "Evaluere tiltak",
            "number": "7K3M-Q9PD",
            "due": datetime(2026, 12, 6, 22, 59, tzinfo=UTC),
            "whole_day": True,
            "url": "https://varde.example/saker/1",
        }
        | given
    )


def read(*deadlines, language=Language.BOKMAL):
    return icalendar.Calendar.from_ical(calendar(deadlines, language, NOW))


def test_a_deadline_that_lasts_the_day_stands_on_its_local_day():
    [event] = read(deadline()).walk("VEVENT")

    assert event["DTSTART"].dt == date(2026, 12, 6)
    assert event["DTEND"].dt == date(2026, 12, 7)
    assert event["SUMMARY"] == "Evaluere tiltak (sak 7K3M-Q9PD)"
    assert event["CLASS"] == "CONFIDENTIAL"


def test_a_deadline_at_a_moment_stands_at_the_moment():
    [event] = read(deadline(whole_day=False)).walk("VEVENT")

    assert event["DTSTART"].dt == datetime(2026, 12, 6, 22, 59, tzinfo=UTC)


def test_every_deadline_reminds_before_it_comes():
    [event] = read(deadline()).walk("VEVENT")
    [alarm] = event.walk("VALARM")

    assert alarm["TRIGGER"].dt.total_seconds() < 0


def test_a_deadline_keeps_its_id_from_one_fetch_to_the_next_and_hides_ours():
    one = deadline()
    first, second = read(one).walk("VEVENT")[0]["UID"], read(one).walk("VEVENT")[0]["UID"]

    assert first == second
    assert str(one.id) not in first


def test_a_calendar_without_deadlines_is_still_a_calendar():
    assert read()["X-WR-CALNAME"] == "Frister i Varde"


@pytest.mark.parametrize("odd", ["BEGIN:VEVENT\r\nX:1", "a;b,c\\n", "æøå Čáhppes", "x" * 500])
def test_text_stays_text(odd):
    [event] = read(deadline(what=odd)).walk("VEVENT")

    assert event["SUMMARY"].replace("\r\n", "\n").startswith(odd.replace("\r\n", "\n"))


def test_a_case_number_can_be_read_out_and_is_always_the_same():
    case = UUID("0b0c1f0e-6d2a-5f57-9a44-0f4a5e1d7c10")

    assert case_number(case) == case_number(case)
    assert len(case_number(case)) == 9
    assert set(case_number(case).replace("-", "")) <= set(DIGITS)


def test_cases_have_numbers_of_their_own():
    assert len({case_number(uuid4()) for _ in range(10_000)}) == 10_000
