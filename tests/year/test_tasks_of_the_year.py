"""A task is done with what shows it, put off with a reason, taken over by somebody else; and what is late says by which rule."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from pypdf import PdfWriter
from schools_year import FRONT, WHEEL, follows, opened, year_of
from town import A, Town, person
from web_server import CSRF, PAGE

from events.base import Stream
from events.lists.year import DocumentedBy, Term, WheelTask
from events.wheel import WheelTaskPlanned
from services.case_service.http.year.kept import Standing, YearTask
from services.case_service.streams import wheel_stream

TODAY = date(2027, 3, 3)


@pytest.fixture
def year(town: Town) -> Town:
    """The school follows Bærum's plan, and its year is open."""
    follows(town, "baerum")
    assert opened(town.comes("rektor")).status_code == 303
    return town


def task(town: Town, kind: WheelTask, term: Term | None = None) -> YearTask:
    return next(one for one in year_of(town).tasks if (one.kind, one.term) == (kind, term))


def pdf() -> bytes:
    written, writer = BytesIO(), PdfWriter()
    writer.add_blank_page(width=100, height=100)
    writer.write(written)
    return written.getvalue()


def key(found: YearTask) -> UUID:
    assert found.task is not None
    return found.task


def page_of(found: YearTask) -> str:
    return f"{FRONT}/oppgaver/{key(found)}"


def test_an_overdue_task_is_marked_with_the_rule_behind_it(year: Town):
    rules = task(year, WheelTask.REVIEW_OF_SCHOOL_RULES)
    assert rules.standing(TODAY) is Standing.OVERDUE

    page = year.comes("laerer").get(FRONT).text
    row = next(part for part in page.split('<tr id="oppgave-')[1:] if str(rules.task) in part)
    assert "Over fristen" in row
    assert "Skolereglene gjøres kjent ved skolestart." in row
    assert "31.8.2026" in row


def test_a_task_is_done_on_the_day_it_was_done_with_what_shows_it(year: Town):
    visitor, found = year.comes("rektor"), task(year, WheelTask.REVIEW_OF_SCHOOL_RULES)
    form = {
        "occurred_on": "2026-08-17",
        "done_by": str(person("avdelingsleder")),
        "documentation": "minutes",
        "note": "Referat fra planleggingsdagen",
    }
    assert visitor.post(f"{page_of(found)}/gjort", form).status_code == 303

    done = task(year, WheelTask.REVIEW_OF_SCHOOL_RULES).done
    assert done is not None
    assert (done.on, done.by, done.note) == (date(2026, 8, 17), person("avdelingsleder"), "Referat fra planleggingsdagen")
    assert "Gjort 17.8.2026 av Navn avdelingsleder" in visitor.get(page_of(found)).text


def test_a_duty_that_was_done_in_time_is_no_longer_missed(year: Town):
    visitor, found = year.comes("rektor"), task(year, WheelTask.REVIEW_OF_SCHOOL_RULES)
    form = {"occurred_on": "2026-08-17", "done_by": str(person("rektor")), "documentation": "log", "note": "Gjort"}
    visitor.post(f"{page_of(found)}/gjort", form)

    rows = year.server.desk.read_model.obligations(streams=[WHEEL], undone_only=False)
    assert {one.verdict for one in rows if one.rule_id == "baerum.school-rules-made-known"} == {"met"}


def test_a_task_is_not_done_without_anything_that_shows_it(year: Town):
    visitor, found = year.comes("rektor"), task(year, WheelTask.REVIEW_OF_SCHOOL_RULES)
    form = {"done_by": str(person("rektor")), "documentation": "minutes", "note": " "}
    answer = visitor.post(f"{page_of(found)}/gjort", form)

    assert answer.status_code == 422
    assert 'href="#note"' in answer.text
    assert task(year, WheelTask.REVIEW_OF_SCHOOL_RULES).done is None


def test_a_document_shows_it_and_is_handed_out_to_those_who_work_at_the_school_alone(year: Town):
    visitor, found, content = year.comes("rektor"), task(year, WheelTask.SURVEY_REVIEW), pdf()
    token = CSRF.search(visitor.get("/personvern").text)
    assert token is not None
    data = {
        "csrf_token": token.group(1),
        "idempotency_key": str(uuid4()),
        "occurred_on": "2027-02-10",
        "done_by": str(person("rektor")),
        "documentation": "minutes",
        "files": (BytesIO(content), "referat med navn.pdf"),
    }
    assert visitor.client.post(f"{page_of(found)}/gjort", data=data, headers=PAGE).status_code == 303

    done = task(year, WheelTask.SURVEY_REVIEW).done
    assert done is not None
    address = f"{FRONT}/filer/{done.attachments[0].id}"
    handed_out = year.comes("laerer").get(address)
    assert handed_out.data == content
    assert "referat" not in handed_out.headers["Content-Disposition"]
    assert year.comes("rektor-b").get(address).status_code == 404


def test_a_double_click_is_answered_as_the_first_click_and_a_second_try_says_that_it_is_done(year: Town):
    visitor, found = year.comes("rektor"), task(year, WheelTask.SURVEY_REVIEW)
    form = {"done_by": str(person("rektor")), "documentation": "log", "note": "Gjort", "idempotency_key": str(uuid4())}
    assert [visitor.post(f"{page_of(found)}/gjort", form).status_code for _ in range(2)] == [303, 303]

    again = visitor.post(f"{page_of(found)}/gjort", form | {"idempotency_key": str(uuid4())})
    assert again.status_code == 422
    assert "Oppgaven er allerede utført." in again.text


def test_a_task_is_put_off_to_a_later_day_with_the_reason_and_is_then_judged_by_that_day(year: Town):
    visitor, found = year.comes("rektor"), task(year, WheelTask.SURVEY_REVIEW)
    form = {"due_on": "2027-03-31", "reason": "capacity", "explanation": ""}
    assert visitor.post(f"{page_of(found)}/utsett", form).status_code == 303

    after = task(year, WheelTask.SURVEY_REVIEW)
    assert after.standing(TODAY) is Standing.POSTPONED
    assert (after.put_off[0].before, after.due_on) == (date(2027, 2, 28), date(2027, 3, 31))
    assert "manglende kapasitet" in visitor.get(page_of(found)).text


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"due_on": "2027-01-01", "reason": "capacity"}, "due_on"),
        ({"due_on": "2028-01-01", "reason": "capacity"}, "due_on"),
        ({"due_on": "snart", "reason": "capacity"}, "due_on"),
        ({"due_on": "2027-04-01"}, "reason"),
        ({"due_on": "2027-04-01", "reason": "other"}, "explanation"),
        ({"due_on": "2027-04-01", "reason": "tull"}, "reason"),
    ],
)
def test_a_postponement_that_says_too_little_is_refused_by_its_field(year: Town, form: dict[str, str], field: str):
    found = task(year, WheelTask.SURVEY_REVIEW)
    answer = year.comes("rektor").post(f"{page_of(found)}/utsett", form)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert task(year, WheelTask.SURVEY_REVIEW).put_off == ()


def test_who_takes_a_task_over_finds_it_among_her_own_and_may_do_it(year: Town):
    found = task(year, WheelTask.SURVEY_REVIEW)
    teacher = year.comes("laerer")
    form = {"done_by": str(person("laerer")), "documentation": "log", "note": "Gjort"}
    assert teacher.post(f"{page_of(found)}/gjort", form).status_code == 403

    handed = year.comes("rektor").post(f"{page_of(found)}/overta", {"responsible": str(person("laerer"))})
    assert handed.status_code == 303
    assert "Gjennomgang av resultater" in teacher.get(f"{FRONT}?ansvarlig=meg").text
    assert "Gjennomgang av skolereglene" not in teacher.get(f"{FRONT}?ansvarlig=meg").text
    assert teacher.post(f"{page_of(found)}/gjort", form).status_code == 303


def test_her_own_tasks_of_the_year_stand_in_her_day_until_they_are_done(year: Town):
    found, teacher = task(year, WheelTask.SURVEY_REVIEW), year.comes("laerer")
    assert "Dine oppgaver i årshjulet" not in teacher.get("/min-dag").text

    year.comes("rektor").post(f"{page_of(found)}/overta", {"responsible": str(person("laerer"))})
    day = teacher.get("/min-dag").text
    assert "Dine oppgaver i årshjulet" in day
    assert f'href="{page_of(found)}"' in day

    teacher.post(f"{page_of(found)}/gjort", {"done_by": str(person("laerer")), "documentation": "log", "note": "Gjort"})
    assert "Dine oppgaver i årshjulet" not in teacher.get("/min-dag").text


def test_what_is_left_of_an_earlier_year_is_one_line_in_the_principals_day_and_leads_to_that_year(year: Town):
    left = [
        WheelTaskPlanned(
            task=uuid4(), kind=kind, responsible=person("rektor"), due_on=date(2025, 10, 15), documentation=DocumentedBy.LOG
        )
        for kind in (WheelTask.SURVEY_REVIEW, WheelTask.REVIEW_OF_SCHOOL_RULES)
    ]
    year.happens(Stream.ANNUAL_WHEEL, wheel_stream("lyngfjord", A, 2025), *left)
    day = year.comes("rektor").get("/min-dag").text
    assert day.count("2 oppgaver fra 2025/2026 er ikke registrert som gjort") == 1
    assert f'href="/aret/{A}/2025"' in day
    assert "15.10.2025" not in day
    assert f'href="{FRONT}"' in day  # those of this year stand one by one
    assert year.comes("rektor").get(f"/aret/{A}/2025").status_code == 200


def test_only_those_who_keep_the_year_hand_tasks_over_or_plan_them(year: Town):
    found = task(year, WheelTask.SURVEY_REVIEW)
    for login in ("laerer", "saksbehandler", "skoleeier", "rektor-b"):
        visitor = year.comes(login)
        answer = visitor.post(f"{page_of(found)}/overta", {"responsible": str(person("laerer"))})
        assert answer.status_code in {403, 404}
        assert visitor.get(f"{FRONT}/oppgaver/ny").status_code in {403, 404}
        assert visitor.get(f"{FRONT}/apne").status_code in {403, 404}
    assert task(year, WheelTask.SURVEY_REVIEW).responsible == person("rektor")


def test_the_school_plans_a_task_of_its_own(year: Town):
    visitor = year.comes("avdelingsleder")
    form = {
        "kind": "other",
        "title": "Refleksdag",
        "term": "",
        "responsible": str(person("laerer")),
        "due_on": "2027-04-20",
        "documentation": "log",
    }
    assert visitor.post(f"{FRONT}/oppgaver/ny", form).status_code == 303
    assert "Refleksdag" in visitor.get(FRONT).text
    nameless = visitor.post(f"{FRONT}/oppgaver/ny", form | {"title": ""})
    assert nameless.status_code == 422
    assert 'href="#title"' in nameless.text


def test_a_duty_that_no_task_covers_is_shown(town: Town):
    follows(town, "baerum")
    opened(town.comes("rektor"), **{"take-1": ""})
    page = town.comes("rektor").get(FRONT).text
    assert "ingen oppgave i årshjulet dekker det" in page


def test_another_schools_year_looks_like_one_that_does_not_exist(year: Town):
    visitor = year.comes("rektor-b")
    assert visitor.get(FRONT).status_code == 404
    assert visitor.get("/aret/999999999/2026").status_code == 404
    assert visitor.get("/aret/kommunen/2026").status_code == 404


@pytest.mark.parametrize("path", ["1800", "9999", "99999999999"])
def test_a_year_that_the_calendar_does_not_know_is_no_page(year: Town, path: str):
    assert year.comes("rektor").get(f"/aret/974620014/{path}").status_code == 404


def test_a_principal_lands_on_her_own_school_and_the_owner_on_all_of_them(year: Town):
    assert year.comes("rektor").get("/aret").location.endswith(FRONT)
    assert year.comes("skoleeier").get("/aret").location.endswith("/aret/kommunen/2026")
    assert year.comes("helsesykepleier").get("/aret").status_code == 200


def test_the_owner_sees_which_schools_have_opened_the_year_and_how_each_duty_stands(year: Town):
    page = year.comes("skoleeier").get("/aret/kommunen/2026").text
    assert "Disse skolene har ikke åpnet årshjulet" in page
    assert "Bjørkelia skole" in page.split("Skolene i 2026/2027")[0]
    assert "Gjennomgang av skolereglene" in page
    assert "Aspetun skole" in page.split("Pliktene på tvers av skolene")[1]


def test_the_picture_says_in_words_what_it_shows(year: Town):
    page = year.comes("rektor").get(FRONT).text
    assert "<title" in page.split("<svg")[1]
    assert "<desc" in page.split("<svg")[1]
    assert 'aria-label="1. Tilsynsplan, 28.8.2026: Over fristen"' in page
