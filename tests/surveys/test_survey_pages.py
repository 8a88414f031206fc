import io
import re
from uuid import uuid4

import pytest
from surveys.published import LINES, A, B, line, published
from town import person
from web_server import CSRF, PAGE

from events.survey import SurveyResultsImported
from services.case_service.streams import survey_results_stream

PATH = "/undersokelser/import"
CHECKED = re.compile(r'name="checked" value="([^"]+)"')
KEY = re.compile(r'name="idempotency_key" value="([^"]+)"')


def check(visitor, content, source="elevundersokelsen"):
    token = CSRF.search(visitor.get(PATH).text).group(1)
    form = {"csrf_token": token, "source": source, "file": (io.BytesIO(content), "eu.csv")}
    return visitor.client.post(PATH, data=form, headers=PAGE, content_type="multipart/form-data")


def take_in(visitor, content):
    shown = check(visitor, content).text
    form = {"checked": CHECKED.search(shown).group(1), "idempotency_key": KEY.search(shown).group(1)}
    return visitor.post(f"{PATH}/ta-inn", form)


def imported(town, school=A, year=2026):
    stream = survey_results_stream("lyngfjord", school, year)
    return [one for one in town.events(stream) if isinstance(one.event, SurveyResultsImported)]


def test_a_file_is_shown_first_and_what_was_shown_is_taken_in(town):
    rektor = town.comes("rektor")

    shown = check(rektor, published())
    assert "Aspetun skole" in shown.text
    assert imported(town) == []

    answer = take_in(rektor, published())

    assert answer.headers["Location"] == f"/undersokelser/resultater/{A}"
    [told] = imported(town)
    assert (told.envelope.actor.ref, told.envelope.school) == (person("rektor"), A)
    assert len(told.event.results) == len(LINES)


def test_the_same_file_again_adds_nothing_and_new_numbers_are_added_beside_the_old(town):
    rektor = town.comes("rektor")
    take_in(rektor, published())

    again = check(rektor, published())
    assert "alt er her fra før" in again.text
    assert CHECKED.search(again.text) is None

    take_in(rektor, published(*LINES[:-1], line("Trivsel", "3,9", grade="Alle trinn")))
    assert [len(one.event.results) for one in imported(town)] == [5, 5]
    assert "3,9" in rektor.get(f"/undersokelser/resultater/{A}").text


def test_a_file_with_anything_wrong_is_told_by_line_and_column_and_leaves_nothing(town):
    answer = check(town.comes("rektor"), published(*LINES, line("Mobbet", "130", grade="6")))

    assert answer.status_code == 422
    assert "Linje 7, kolonnen «Verdi»: «130» ligger ikke mellom 0 og 100 prosent." in answer.text
    assert CHECKED.search(answer.text) is None
    assert imported(town) == []


def test_what_is_wrong_is_told_in_the_readers_language(town):
    owner = town.comes("skoleeier")
    owner.get("/personvern?lang=en")
    owner.client.set_cookie("varde_language", "en")

    answer = check(owner, b"a;b\n1;2\n")

    assert answer.status_code == 422
    assert any(word in answer.text for word in ("no column", "mangler en kolonne"))


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\x00" * 100])
def test_what_is_no_table_is_refused(town, content):
    assert check(town.comes("rektor"), content).status_code == 422


def test_a_principal_takes_in_her_own_schools_numbers_alone_and_the_owner_all(town):
    both = published(line("Trivsel", "4,3"), line("Trivsel", "4,0", school=B))

    take_in(town.comes("rektor"), both)
    assert (len(imported(town, A)), len(imported(town, B))) == (1, 0)

    take_in(town.comes("skoleeier"), both)
    assert (len(imported(town, A)), len(imported(town, B))) == (1, 1)


def test_what_one_person_was_shown_cannot_be_taken_in_by_another_nor_changed_on_the_way(town):
    mark = CHECKED.search(check(town.comes("skoleeier"), published(line("Trivsel", "4,0", school=B))).text).group(1)

    for who, sent in (("rektor", mark), ("skoleeier", mark[:-3] + "abc"), ("skoleeier", "")):
        form = {"checked": sent, "idempotency_key": str(uuid4())}
        assert town.comes(who).post(f"{PATH}/ta-inn", form).status_code == 400
    assert imported(town, B) == []


def test_hidden_numbers_are_shown_as_hidden_in_the_table_and_in_the_chart(town):
    take_in(town.comes("rektor"), published(line("Mobbet", "*"), line("Trivsel", "4,3"), line("Mobbet", "12,5", grade="6")))

    page = town.comes("laerer").get(f"/undersokelser/resultater/{A}?trinn=7").text

    assert page.count("Skjult") >= 2
    assert "4,3" in page
    assert "12,5" not in page
    assert "12,5 %" in town.comes("laerer").get(f"/undersokelser/resultater/{A}?trinn=6").text


def test_another_schools_results_look_like_those_of_no_school(town):
    take_in(town.comes("rektor"), published())

    for school in (A, "999888777"):
        assert town.comes("rektor-b").get(f"/undersokelser/resultater/{school}").status_code == 404
    assert town.comes("elev").get(f"/undersokelser/resultater/{A}").status_code in {403, 404}


def test_only_those_who_lead_take_results_in(town):
    for who in ("laerer", "saksbehandler", "mor"):
        assert town.comes(who).get(PATH).status_code in {403, 404}


def test_the_list_shows_each_school_with_its_years(town):
    take_in(town.comes("skoleeier"), published(line("Trivsel", "4,3"), line("Trivsel", "4,1", year="2025-26")))

    page = town.comes("skoleeier").get("/undersokelser").text

    assert "2025/2026, 2026/2027" in page
    assert "Bjørkelia skole" in page
    assert "Bjørkelia skole" not in town.comes("rektor").get("/undersokelser").text


def test_a_file_with_some_grades_leaves_the_others_as_they_were(town):
    rektor = town.comes("rektor")
    take_in(rektor, published(line("Trivsel", "4,3"), line("Trivsel", "3,7", grade="6")))

    take_in(rektor, published(line("Trivsel", "4,4")))

    assert "4,4" in rektor.get(f"/undersokelser/resultater/{A}?trinn=7").text
    assert "3,7" in rektor.get(f"/undersokelser/resultater/{A}?trinn=6").text
    assert "alt er her fra før" in check(rektor, published(line("Trivsel", "3,7", grade="6"))).text
