import io
import re
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import pytest
from attachments.test_inspection import picture
from town import A, B, person
from web_server import CSRF, PAGE

from events.wheel import RequiredReadingSet, RoutineRead, RoutineVersioned
from services.case_service.notices.notice import Notice, NoticeKind
from services.case_service.streams import routines_stream

HIDDEN = re.compile(r'name="(idempotency_key|version)" value="([^"]*)"')
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
OF_A = routines_stream("lyngfjord", A)
IN_TIME = {"roles": ["form_teacher", "employee"], "due_on": "2027-03-20"}


def approve(visitor, path=f"/rutiner/{A}/ny", *, document=None, **given):
    shown = visitor.get(path).text
    data = {
        **dict(HIDDEN.findall(shown)),
        "csrf_token": CSRF.search(shown).group(1),
        "kind": "supervision_routine",
        "title": "Tilsyn i friminuttene",
        **given,
    }
    if document is not False:
        data["files"] = (io.BytesIO(document or picture()), "rutine.pdf")
    return visitor.client.post(path, data=data, headers=PAGE, content_type="multipart/form-data")


def facts(town, kind, stream=OF_A):
    return [one.event for one in town.events(stream) if isinstance(one.event, kind)]


def page_of(town):
    return f"/rutiner/{A}/{facts(town, RoutineVersioned)[0].routine}"


def test_a_version_is_approved_with_the_document_itself_in_the_name_of_whoever_records_it(town):
    rektor, document = town.comes("rektor"), picture(size=(90, 60))

    answer = approve(rektor, document=document, next_revision_on="2028-03-01")

    assert answer.status_code == 303
    [fact] = facts(town, RoutineVersioned)
    assert (fact.approved_by, fact.routine_version, fact.sha256) == (person("rektor"), 1, sha256(document).hexdigest())
    page = town.comes("laerer").get(answer.headers["Location"])
    assert "Tilsyn i friminuttene" in page.text
    assert fact.sha256 in page.text
    assert town.comes("laerer").get(f"{page_of(town)}/1/fil").data == document


def test_a_new_version_leaves_the_old_one_standing_with_its_own_document(town):
    rektor = town.comes("rektor")
    approve(rektor, document=picture(size=(90, 60)))

    answer = approve(rektor, f"{page_of(town)}/ny-versjon", document=picture(size=(30, 30)), changes="To voksne ute")

    assert answer.status_code == 303
    assert [one.routine_version for one in facts(town, RoutineVersioned)] == [1, 2]
    assert rektor.get(f"{page_of(town)}/1/fil").data == picture(size=(90, 60))
    assert rektor.get(f"{page_of(town)}/2/fil").data == picture(size=(30, 30))
    assert "To voksne ute" in rektor.get(page_of(town)).text


def test_two_who_approve_the_same_version_number_do_not_both_get_it(town):
    rektor, other = town.comes("rektor"), town.comes("avdelingsleder")
    approve(rektor)
    path = f"{page_of(town)}/ny-versjon"
    shown = other.get(path).text
    approve(rektor, path)

    late = {**dict(HIDDEN.findall(shown)), "csrf_token": CSRF.search(shown).group(1), "kind": "supervision_routine"}
    late["files"] = (io.BytesIO(picture()), "x.png")
    answer = other.client.post(path, data=late, headers=PAGE, content_type="multipart/form-data")

    assert answer.status_code == 422
    assert len(facts(town, RoutineVersioned)) == 2


def test_a_form_that_is_sent_twice_approves_one_version(town):
    rektor = town.comes("rektor")
    key = str(uuid4())

    first, second = (approve(rektor, idempotency_key=key, **IN_TIME) for _ in range(2))

    assert first.headers["Location"] == second.headers["Location"]
    assert len(facts(town, RoutineVersioned)) == 1
    assert len(facts(town, RequiredReadingSet)) == 1


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"kind": ""}, "Velg hva slags dokument"),
        ({"document": False}, "Velg selve dokumentet"),
        ({"document": b"MZ\x90\x00 a program"}, "ds-error-summary"),
        ({"kind": "other", "title": ""}, "Skriv hva dokumentet heter"),
        ({"next_revision_on": "2027-03-03"}, "Neste revisjon er etter i dag"),
        ({"next_revision_on": "i fjor"}, "ds-error-summary"),
        ({"roles": ["form_teacher"]}, "Skriv hvilken dag"),
        ({"due_on": "2027-03-20"}, "Velg hvem som skal lese"),
        ({"roles": ["form_teacher"], "due_on": "2027-03-01"}, "ikke før i dag"),
        ({"roles": ["pupil"], "due_on": "2027-03-20"}, "ds-error-summary"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_recorded(town, wrong, told):
    answer = approve(town.comes("rektor"), **wrong)

    assert answer.status_code == 422
    assert told in answer.text
    assert town.events(OF_A) == ()


def test_a_form_with_something_wrong_keeps_its_document(town):
    rektor = town.comes("rektor")
    sent_back = approve(rektor, kind="")
    mark = re.search(r'name="kept_file" value="([^"]+)"', sent_back.text).group(1)

    answer = approve(rektor, document=False, kept_file=mark)

    assert answer.status_code == 303
    assert facts(town, RoutineVersioned)[0].sha256 == sha256(picture()).hexdigest()


def test_whoever_is_to_read_finds_it_in_her_list_and_on_her_day_until_she_has(town):
    approve(town.comes("rektor"), **IN_TIME)
    laerer = town.comes("laerer")
    assert "Du har en rutine å lese" in laerer.get("/min-dag").text
    listed = laerer.get("/rutiner/mine")
    assert "Tilsyn i friminuttene" in listed.text

    answer = laerer.post(f"{page_of(town)}/lest", {"version": "1"})

    assert answer.status_code == 303
    [read] = facts(town, RoutineRead)
    assert (read.person, read.routine_version) == (person("laerer"), 1)
    assert "Du har en rutine å lese" not in laerer.get("/min-dag").text
    assert "Du har ingenting å lese nå" in laerer.get("/rutiner/mine").text


def test_whoever_was_not_asked_has_nothing_in_her_list(town):
    approve(town.comes("rektor"), **IN_TIME)

    assert "Du har ingenting å lese nå" in town.comes("saksbehandler").get("/rutiner/mine").text


def test_reading_a_version_counts_for_that_version_alone(town):
    rektor, laerer = town.comes("rektor"), town.comes("laerer")
    approve(rektor, **IN_TIME)
    laerer.post(f"{page_of(town)}/lest", {"version": "1"})

    approve(rektor, f"{page_of(town)}/ny-versjon", **IN_TIME)

    assert "Du har en rutine å lese" in laerer.get("/min-dag").text
    laerer.post(f"{page_of(town)}/lest", {"version": "1"})
    assert [one.routine_version for one in facts(town, RoutineRead)] == [1]


def test_a_reading_is_recorded_once_however_often_it_is_confirmed(town):
    approve(town.comes("rektor"), **IN_TIME)
    laerer = town.comes("laerer")

    for _ in range(3):
        laerer.post(f"{page_of(town)}/lest", {"version": "1"})

    assert len(facts(town, RoutineRead)) == 1


def test_the_leader_sees_who_has_read_and_who_has_not_and_a_teacher_does_not(town):
    approve(town.comes("rektor"), **IN_TIME)
    town.comes("laerer").post(f"{page_of(town)}/lest", {"version": "1"})

    seen = town.comes("rektor").get(page_of(town)).text

    assert "1 av 4 har lest" in seen
    assert "Navn fremmed" in seen
    assert "Navn fremmed" not in town.comes("laerer").get(page_of(town)).text


def test_a_routine_that_should_have_been_looked_at_again_is_marked(town):
    rektor = town.comes("rektor")
    approve(rektor, next_revision_on="2027-03-10")
    assert "Over fristen" not in rektor.get("/rutiner").text

    town.server.clock.go(timedelta(days=8))
    rektor = town.comes("rektor")

    assert "Over fristen" in rektor.get("/rutiner").text
    assert "skulle ha vært sett på igjen" in rektor.get(page_of(town)).text


def test_everybody_at_the_schools_reads_the_municipalitys_routines_and_the_owner_sees_who_has(town):
    owner = town.comes("skoleeier")
    approve(owner, "/rutiner/kommunen/ny", kind="reporting_routine", title="", roles=["all"], due_on="2027-03-20")
    [fact] = facts(town, RoutineVersioned, routines_stream("lyngfjord", None))
    page = f"/rutiner/kommunen/{fact.routine}"

    answer = town.comes("rektor-b").post(f"{page}/lest", {"version": "1"})

    assert answer.status_code == 303
    [read] = facts(town, RoutineRead, routines_stream("lyngfjord", B))
    assert read.person == person("rektor-b")
    assert "Navn rektor-b" in owner.get(page).text
    assert "1 av " in owner.get(page).text
    assert "Du har en rutine å lese" in town.comes("laerer").get("/min-dag").text
    assert "Du har en rutine å lese" not in town.comes("rektor-b").get("/min-dag").text


def test_only_those_who_lead_a_school_approve_its_routines(town):
    approve(town.comes("rektor"))
    for who in ("laerer", "saksbehandler", "rektor-b", "skoleeier", "elev", "mor"):
        visitor = town.comes(who)
        for path in (f"/rutiner/{A}/ny", f"{page_of(town)}/ny-versjon", f"{page_of(town)}/lesing"):
            assert visitor.get(path).status_code in {403, 404}, (who, path)
            assert visitor.post(path, {"kind": "other"}).status_code in {403, 404}, (who, path)


def test_another_schools_routine_looks_like_one_that_does_not_exist(town):
    approve(town.comes("rektor"))
    stranger = town.comes("rektor-b")
    own, none = page_of(town), f"/rutiner/{A}/{uuid4()}"

    for path in ("", "/1/fil"):
        answers = [stranger.get(f"{page}{path}") for page in (own, none)]
        assert [one.status_code for one in answers] == [404, 404]


def test_a_leader_asks_anew_and_moves_the_day(town):
    rektor = town.comes("rektor")
    approve(rektor)
    path = f"{page_of(town)}/lesing"

    answer = rektor.post(path, {"version": "1", "roles": "case_handler", "due_on": "2027-04-01"}, page=path)

    assert answer.status_code == 303
    assert "Tilsyn i friminuttene" in town.comes("saksbehandler").get("/rutiner/mine").text
    assert rektor.post(path, {"version": "1"}, page=path).status_code == 422


def test_the_notice_leads_to_the_list_of_what_one_is_to_read(town):
    notice = Notice(person=person("laerer"), kind=NoticeKind.READING_REQUIRED, cause=str(uuid4()), made_at=town.server.clock.now)
    town.server.desk.notices.add([notice])

    laerer = town.comes("laerer")
    page = laerer.get("/varsler").text
    assert "Du har en rutine å lese" in page
    led = laerer.get(f"/varsler/{notice.id}")

    assert led.headers["Location"].endswith("/rutiner/mine")
