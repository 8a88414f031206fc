"""/varsler: each sees her own notices, without names, and they lead only where she may go."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from town import CANARY, EVERYBODY, STAFF, matter, person

from events.base import Stream
from services.case_service.notices.book import ByMail
from services.case_service.notices.notice import Notice, NoticeKind

LINK = re.compile(r'href="(/varsler/[0-9a-f-]{36})"')


def told(town, who, kind=NoticeKind.OVERDUE, about="sak", cause="one"):
    notice = Notice(
        person=person(who), kind=kind, cause=cause, made_at=town.server.clock.now, stream=Stream.CASE, about=matter(about)
    )
    town.server.desk.notices.add([notice])
    return notice


def test_a_notice_says_what_kind_and_which_case_and_leads_there(town):
    told(town, "rektor")
    rektor = town.comes("rektor")

    page = rektor.get("/varsler")
    [link] = LINK.findall(page.text)

    assert "En frist er gått ut" in page.text
    assert CANARY not in page.text
    assert "Elev" not in page.text
    assert rektor.get(link).location == f"/saker/{matter('sak')}"


def test_what_was_opened_is_seen(town):
    told(town, "rektor")
    rektor = town.comes("rektor")
    assert ": ett nytt" in rektor.get("/varsler").text

    rektor.get(LINK.findall(rektor.get("/varsler").text)[0])

    assert town.server.desk.notices.unseen(person("rektor")) == 0
    assert "Sett før (1)" in rektor.get("/varsler").text


def test_several_of_a_kind_about_one_case_stand_as_one_and_are_seen_together(town):
    for cause in ("one", "two", "three"):
        told(town, "rektor", cause=cause)
    rektor = town.comes("rektor")

    [link] = LINK.findall(rektor.get("/varsler").text)
    rektor.get(link)

    assert town.server.desk.notices.unseen(person("rektor")) == 0


def test_a_notice_about_what_she_may_not_know_leads_nowhere_and_tells_no_number(town):
    told(town, "fremmed")

    page = town.comes("fremmed").get("/varsler")

    assert "En frist er gått ut" in page.text
    assert LINK.findall(page.text) == []
    assert "Sak " not in page.text


def test_another_persons_notice_is_not_found_and_not_seen(town):
    notice = told(town, "rektor")
    teacher = town.comes("laerer")

    assert teacher.get(f"/varsler/{notice.id}").status_code == 404
    teacher.post("/varsler/sett", {"notices": str(notice.id)})

    assert town.server.desk.notices.unseen(person("rektor")) == 1


def test_all_on_the_page_are_marked_as_seen_and_nothing_that_came_meanwhile(town):
    first, second = told(town, "rektor"), told(town, "rektor", about="annen-sak")
    rektor = town.comes("rektor")
    town.server.clock.go(timedelta(minutes=1))
    told(town, "rektor", kind=NoticeKind.SERIOUS_CASE)

    rektor.post("/varsler/sett", {"notices": f"{first.id} {second.id}"})

    assert town.server.desk.notices.unseen(person("rektor")) == 1


@pytest.mark.parametrize("sent", ["not an id", "1 2", "' OR 1=1"])
def test_what_is_no_notice_is_refused(town, sent):
    assert town.comes("rektor").post("/varsler/sett", {"notices": sent}).status_code == 400


def test_what_somebody_wants_by_mail_is_kept(town):
    rektor = town.comes("rektor")

    rektor.post("/varsler/valg", {"digest": "1", "hour": "15"})

    assert town.server.desk.notices.choice(person("rektor")) == ByMail(urgent=False, digest=True, digest_hour=15)
    assert "Valget ditt er lagret" in rektor.get("/varsler").text


@pytest.mark.parametrize("hour", ["", "3", "25", "x", "-1"])
def test_an_hour_that_is_not_offered_is_refused(town, hour):
    assert town.comes("rektor").post("/varsler/valg", {"hour": hour}).status_code == 400


@pytest.mark.parametrize("who", EVERYBODY)
def test_staff_have_their_notices_and_families_their_own_page(town, who):
    answer = town.comes(who).get("/varsler")

    assert answer.status_code == (200 if who in STAFF else 303)
    assert CANARY not in answer.text


def test_a_wrong_kind_of_login_gets_no_calendar(town):
    assert town.comes("mor").post("/varsler/kalender", {}).status_code == 403
