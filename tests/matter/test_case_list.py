"""The list of cases holds what the reader may know of, and nothing tells of the rest."""

from uuid import uuid4

import pytest
from builders import bare
from town import A, Town, matter, person

from events.base import Stream
from events.concern import CaseOpened, ConcernReceived
from events.lists.access import Purpose
from events.lists.people import PupilRole, Role
from texts.case_number import case_number


def names(town: Town, login: str, query: str = "") -> str:
    answer = town.comes(login).get(f"/saker{query}")
    assert answer.status_code == 200
    return answer.text


def test_a_principal_sees_the_cases_of_her_own_school_and_no_other(town: Town):
    text = names(town, "rektor")
    assert str(matter("sak")) in text
    assert str(matter("skjerpet")) in text
    assert str(matter("sak-b")) not in text
    assert str(matter("mot-rektor")) not in text


def test_a_teacher_sees_the_cases_in_which_she_has_a_task(town: Town):
    text = names(town, "laerer")
    assert str(matter("sak")) in text
    assert str(matter("skjerpet")) not in text
    assert names(town, "fremmed").count('class="case-row"') == 0


def test_the_owner_sees_where_cases_stand_and_names_of_those_she_was_told_of_alone(town: Town):
    text = names(town, "skoleeier")
    assert str(matter("sak")) in text
    assert "Annen-Elev" in text
    assert case_number(matter("sak")) in text
    assert text.count("Annen-Elev") == 1


@pytest.mark.parametrize("login", ["mor", "elev", "administrator", "personal"])
def test_the_list_is_for_those_who_work_with_cases(town: Town, login: str):
    assert town.comes(login).get("/saker").status_code == 403


@pytest.mark.parametrize(
    ("login", "role", "purpose"),
    [
        ("revisor", Role.AUDITOR, Purpose.AUDIT),
        ("personvernombud", Role.DATA_PROTECTION_OFFICER, Purpose.AUDIT),
        ("arkivar", Role.ARCHIVIST, Purpose.ARCHIVE),
    ],
)
def test_whoever_is_let_in_from_outside_finds_the_case_that_she_was_given_and_no_other(
    town: Town, login: str, role: Role, purpose: Purpose
):
    assert names(town, login).count('class="case-row"') == 0

    town.gives(matter("sak"), login, role, purpose)

    assert names(town, login).count('class="case-row"') == 1
    assert f'href="/saker/{matter("sak")}"' in names(town, login)
    assert 'href="/saker"' in town.comes(login).get("/").text


def test_a_search_finds_pupils_by_name_among_what_one_may_read(town: Town):
    found = names(town, "rektor", "?navn=annen-elev")
    assert str(matter("annen-sak")) in found
    assert str(matter("sak")) not in found
    assert str(matter("sak")) not in names(town, "skoleeier", "?navn=elev kan")
    assert "Ingen saker passer" in names(town, "rektor-b", "?navn=annen")


def test_filters_narrow_the_list_and_nonsense_is_passed_over(town: Town):
    assert str(matter("sak")) in names(town, "rektor", "?status=with_measures")
    assert str(matter("sak")) not in names(town, "rektor", "?status=in_follow_up")
    assert str(matter("sak")) not in names(town, "rektor", "?type=skjerpet")
    assert str(matter("skjerpet")) in names(town, "rektor", "?type=skjerpet")
    assert str(matter("sak")) not in names(town, "rektor", "?mine=ja")
    assert str(matter("sak")) in names(town, "saksbehandler", "?mine=ja")
    assert str(matter("sak")) in names(town, "rektor", "?status=%27--&type=x&vis=y&skole=1&etter=zzz~1")


def test_the_list_goes_on_page_by_page_without_losing_or_repeating_any(town: Town):
    made = [uuid4() for _ in range(60)]
    for one in made:
        opened = CaseOpened(pupil=person("elev"), pupil_role=PupilRole.EXPOSED)
        town.happens(Stream.CASE, one, bare(ConcernReceived), opened, school=A)
    visitor, address, seen = town.comes("rektor"), "/saker", []
    while address:
        text = visitor.get(address).text
        seen += [one for one in made if f'href="/saker/{one}"' in text]
        address = (
            text.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&") if 'rel="next"' in text else ""
        )
    assert sorted(seen, key=str) == sorted(made, key=str)


def test_the_cases_of_one_handler_are_listed_with_her_name_beside_what_the_reader_may_know_of(town: Town):
    opened = bare(CaseOpened, pupil=person("elev"), pupil_role=PupilRole.EXPOSED, case_handler=person("avdelingsleder"))
    case = uuid4()
    town.happens(Stream.CASE, case, bare(ConcernReceived), opened)
    found = names(town, "rektor", f"?ansvar={person('avdelingsleder')}")
    assert str(case) in found
    assert "har ansvar for." in found
    assert str(matter("skjerpet")) not in found
    other = names(town, "rektor-b", f"?ansvar={person('avdelingsleder')}")
    assert other.count('class="case-row"') == 0
    assert "har ansvar for." not in other


@pytest.mark.parametrize("handler", ["x", "' OR 1=1", "0" * 36, "{}"])
def test_a_handler_that_is_no_id_is_not_chosen(town: Town, handler: str):
    page = town.comes("rektor").client.get("/saker", query_string={"ansvar": handler}, headers={"Accept": "text/html"})
    assert page.text.count('class="case-row"') == names(town, "rektor").count('class="case-row"')
