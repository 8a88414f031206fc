from __future__ import annotations

import re
from datetime import UTC, date, datetime

import msgspec
import pytest
import work_pages
from dash_server import NOW, OWNER, PRINCIPAL, DashServer, components, tables_in, texts_in
from known_numbers import NAMES, KnownNumbers, school_row
from sent_tables import heads_in

from dashboards import Viewer
from dashboards.frame.controls import CONTROLS
from dashboards.numbers import DASH
from dashboards.pages import PAGES
from services.reporting.disclosure import PeriodNotPublishedError
from services.reporting.queries import WarehouseBuildingError, WarehouseUnavailableError
from services.reporting.questions import LogPosition, MunicipalityOverview, Schools, Scope
from texts import Language

PROTECTED = Viewer(scope=Scope(tenant="demo"))


def schools(answer) -> list[str]:
    return [head for table in tables_in(answer.json) for head in heads_in(table) if head in NAMES]


def test_the_owner_sees_every_school_of_the_municipality():
    assert schools(DashServer().call()) == list(NAMES)


def test_one_school_has_no_row_for_all_schools():
    server = DashServer(KnownNumbers([school_row(0)]))
    assert "Hele kommunen" not in texts_in(server.call().json)
    assert "Hele kommunen" in texts_in(DashServer().call().json)


def test_a_municipality_without_schools_reads_what_will_come():
    assert "Ingen skoler å vise" in texts_in(DashServer(KnownNumbers([])).call().json)


def test_when_the_warehouse_does_not_answer_the_page_says_so():
    server = DashServer(KnownNumbers(error=WarehouseUnavailableError("no socket")))
    answer = server.call()
    read = texts_in(answer.json)
    assert "Tallene er ikke tilgjengelige nå" in read
    assert not any("socket" in text for text in read)
    assert answer.json["response"]["again"]["disabled"] is False  # the page asks again by itself
    assert server.call("?skole=100000001&valg=open", "/eier/skole").json["response"]["again"]["disabled"] is False
    for file in ("tall.csv", "tall.xlsx", "side.pdf"):
        assert server.client().get(f"/eier/{file}").status_code == 503


def test_while_the_warehouse_is_built_the_page_says_how_far_it_has_come_and_asks_again():
    server = DashServer(KnownNumbers(error=WarehouseBuildingError(1500, 6000)))
    answer = server.call()
    assert "Tallene lages på nytt" in texts_in(answer.json)
    assert "1\u202f500 av 6\u202f000 hendelser er lest." in texts_in(answer.json)
    bar = next(one["props"] for one in components(answer.json) if one["type"] == "Progress")
    assert (bar["value"], bar["max"]) == ("1500", "6000")
    assert answer.json["response"]["again"]["disabled"] is False
    server.queries.error = WarehouseBuildingError(0, None)
    assert not any(one["type"] == "Progress" for one in components(server.call().json))
    server.queries.error = None
    assert server.call().json["response"]["again"]["disabled"] is True


def test_figures_that_are_not_published_for_the_period_are_refused_in_words():
    server = DashServer(KnownNumbers(error=PeriodNotPublishedError("no")), PROTECTED)
    assert "Perioden kan ikke vises" in texts_in(server.call().json)
    assert server.client().get("/eier/tall.csv").status_code == 400


def test_protected_figures_say_when_they_were_published_and_when_the_next_come():
    row = school_row(0, released_on=date(2026, 9, 1), next_release_on=date(2027, 2, 1))
    assert "Publisert 01.09.2026. Neste publisering: 01.02.2027." in texts_in(
        DashServer(KnownNumbers([row]), PROTECTED).call().json
    )


def test_a_year_of_which_nothing_is_published_yet_says_so_instead_of_hiding_every_number():
    row = school_row(0, released_on=None, next_release_on=date(2027, 2, 1))
    read = texts_in(DashServer(KnownNumbers([row]), PROTECTED).call().json)
    assert "Ikke publisert ennå" in read
    assert "Neste publisering: 01.02.2027." in read
    assert "skjult" not in read


def test_who_gets_protected_numbers_is_offered_only_the_periods_that_are_published():
    def offered(viewer: Viewer) -> list[str]:
        answer = DashServer(viewer=viewer).call().json
        return [one["props"]["value"] for one in components(answer) if one["type"] == "Chip"]

    assert offered(PROTECTED) == ["school_year", "last_school_year"]
    assert len(offered(OWNER)) == 6


def test_a_hidden_number_is_not_in_the_answer_at_all():
    row = school_row(1, overdue=None, overdue_hidden=True, late=None, late_hidden=True, duties_kept=None, duties_kept_hidden=True)
    server = DashServer(KnownNumbers([school_row(0), row]), PROTECTED)
    answer = server.call()
    assert texts_in(answer.json).count("skjult") == 2
    assert all("personvernet" in table["missing"]["hidden"]["why"] for table in tables_in(answer.json))
    charts = [one["props"]["figure"] for one in components(answer.json) if one["type"] == "Graph"]
    assert [list(part["y"]) for part in charts[0]["data"]] == [[NAMES[0]]] * 4
    assert "skjult" in server.client().get("/eier/tall.csv").text


def test_a_number_that_does_not_exist_is_a_dash_and_no_zero():
    row = school_row(0, kept_share=None, median_hours_report=None, duties_due=0, duties_kept=0)
    read = DashServer(KnownNumbers([row]), PROTECTED).told()
    assert read.count(DASH) == 2


def test_the_times_that_a_published_year_has_none_of_are_left_out_with_word_of_where_they_stand():
    none = dict.fromkeys(("median_hours_report", "median_hours_investigate", "median_hours_plan"))
    queries = KnownNumbers([school_row(0, **none)], totals=none)
    server = DashServer(queries, PROTECTED)
    read = server.told()
    assert not any("rektor visste" in words for words in read)
    assert any("Median tid er publisert for hvert halvår" in words for words in read)
    assert "rektor" not in server.client().get("/eier/tall.csv").text.splitlines()[1]
    assert not any("for hvert halvår" in words for words in DashServer(viewer=PROTECTED).told())


def test_what_is_overdue_now_is_what_the_page_of_deadlines_says_and_leads_there():
    answer = DashServer(KnownNumbers(overdue_now=94)).call("?periode=last_school_year").json
    links = {texts_in(one)[0]: one["props"]["href"] for one in components(answer) if one["type"] == "Link" and texts_in(one)}
    assert links["94"] == "/eier/frister?periode=last_school_year&valg=over-fristen#panel-deadlines-list"
    assert links["12"] == "/eier/skole?periode=last_school_year&valg=overdue#saker"  # of the period, also in closed cases


def test_a_school_without_a_name_shows_its_number():
    assert "100000000" in texts_in(DashServer(KnownNumbers([school_row(0, name=None)])).call().json)


@pytest.mark.parametrize(
    ("search", "asked"),
    [
        ("", (date(2025, 8, 1), date(2026, 7, 31), None)),
        ("?periode=last_30_days", (date(2026, 2, 1), date(2026, 3, 2), None)),
        ("?periode=last_12_months", (date(2025, 3, 3), date(2026, 3, 2), None)),
        ("?periode=all", (None, None, None)),
        ("?periode=own&fra=2025-09-01&til=2025-09-30", (date(2025, 9, 1), date(2025, 9, 30), None)),
        ("?periode=own&fra=2025-09-01", (date(2025, 9, 1), None, None)),
        (
            "?periode=last_30_days&per=2025-12-31",
            (date(2025, 12, 2), date(2025, 12, 31), datetime(2025, 12, 31, 22, 59, 59, 999999, tzinfo=UTC)),
        ),
    ],
)
def test_the_address_becomes_the_question(search: str, asked: tuple[object, ...]):
    server = DashServer()
    assert server.call(search).status_code == 200
    question = next(question for _, question in server.queries.asked if isinstance(question, MunicipalityOverview))
    assert (question.period_from, question.period_to, question.as_of) == asked


def test_what_was_recorded_by_a_day_and_a_grade_reach_every_question_of_cases():
    server = DashServer()
    assert server.call("?registrert=2026-01-31&trinn=5", "/eier/").status_code == 200
    asked = [question for _, question in server.queries.asked if not isinstance(question, LogPosition)]
    assert {question.recorded_by for question in asked if not isinstance(question, Schools)} == {
        datetime(2026, 1, 31, 22, 59, 59, 999999, tzinfo=UTC)
    }
    assert {question.grade for question in asked if hasattr(question, "grade")} == {5}


def test_the_controls_show_what_the_address_says():
    answer = DashServer().call("?skole=100000002&periode=own&fra=2025-09-01&trinn=4&per=2026-01-31", "/eier/skole").json
    values = {one["props"]["id"]: one["props"].get("value") for one in components(answer) if one["props"].get("id") in CONTROLS}
    assert values == {
        "school": "100000002",
        "preset": "own",
        "first": "2025-09-01",
        "last": None,
        "grade": "4",
        "as-of": "2026-01-31",
        "recorded-by": None,
    }


def test_every_page_has_every_control_so_that_one_page_follows_another_without_loading():
    with work_pages.queries("one") as found:
        server = DashServer(found, work_pages.OWNER)
        for page in PAGES:
            answer = server.call("", f"/eier/{page.path}").json
            assert {one["props"].get("id") for one in components(answer)} >= set(CONTROLS)


def test_the_menu_keeps_the_view_as_far_as_the_next_page_understands_it():
    answer = DashServer().call("?periode=all&skole=100000002&trinn=4&valg=late.report", "/eier/skole").json
    menu = next(one for one in components(answer) if one["props"].get("className") == "dashboard-menu")
    leads = [one["props"]["href"] for one in components(menu) if one["type"] == "Link"]
    assert leads[0] == "/eier/?periode=all&trinn=4"
    assert "/eier/skole?skole=100000002&periode=all&trinn=4" in leads
    assert leads[-1] == "/eier/begreper"
    current = [one for one in components(menu) if one["props"].get("data-current")]
    assert texts_in(current) == ["Skolen"]


def test_a_period_that_ends_before_it_begins_is_explained():
    answer = DashServer().call("?periode=own&fra=2025-09-30&til=2025-09-01")
    assert "Perioden slutter før den begynner" in texts_in(answer.json)


@pytest.mark.parametrize("moment", ["per=2026-03-03", "registrert=2030-01-01"])
@pytest.mark.parametrize(("path", "file"), [("", "tall.csv"), ("skole", "skole/tall.csv"), ("frister", "frister/side.pdf")])
def test_how_it_was_on_a_day_to_come_is_not_told(path: str, file: str, moment: str):
    server = DashServer()
    assert "Dagen er ikke kommet ennå" in texts_in(server.call(f"?{moment}", f"/eier/{path}").json)
    assert server.client().get(f"/eier/{file}?{moment}").status_code == 400
    assert "Dagen er ikke kommet ennå" not in texts_in(server.call("?per=2026-03-02", "/eier/").json)


def test_own_dates_are_shown_only_when_chosen():
    def hidden(search: str) -> bool:
        answer = DashServer().call(search).json
        return next(one["props"]["hidden"] for one in components(answer) if "own-dates" in one["props"].get("className", ""))

    assert hidden("?periode=own") is False
    assert hidden("?periode=all") is True


@pytest.mark.parametrize(
    ("language", "read"),
    [
        (Language.BOKMAL, ["Åpne saker", "80\u00a0%", "514,4", "1\u202f037"]),
        (Language.NYNORSK, ["Opne saker", "80\u00a0%", "514,4", "1\u202f037"]),
        (Language.ENGLISH, ["Open cases", "80%", "514.4", "1,037"]),
    ],
)
def test_words_and_numbers_are_in_the_readers_language(language: Language, read: list[str]):
    server = DashServer(viewer=msgspec.structs.replace(OWNER, language=language))
    found = texts_in(server.call().json)
    assert [text for text in read if text not in found] == []


def test_the_page_says_from_what_place_in_the_log_it_comes():
    read = " ".join(texts_in(DashServer().call().json))
    assert "hendelse nr. 12\u202f345" in read
    assert "02.03.2026 kl. 09:58" in read


def test_the_layout_holds_no_numbers_and_tolerates_that_nobody_is_there():
    layout = DashServer(viewer=None).client().get("/eier/_dash-layout")
    assert layout.status_code == 200
    assert not any(name in layout.text for name in NAMES)


def test_a_principal_reads_of_the_own_school():
    server = DashServer(viewer=PRINCIPAL)
    assert schools(server.call()) == [NAMES[1]]
    assert "Skolemiljøet ved skolen" in server.client().get("/eier/").text
    read = server.told()
    assert any(words.startswith(f"{NAMES[1]}: om pliktene") for words in read)
    assert not any("Alle skolene" in words for words in read)


def test_while_the_numbers_are_away_a_principals_page_is_of_the_school_without_its_name():
    server = DashServer(KnownNumbers(error=WarehouseUnavailableError("no socket")), PRINCIPAL)
    assert any(words.startswith("Skolen: om pliktene") for words in server.told())


def test_the_file_has_the_same_rows_in_a_spreadsheets_form():
    file = DashServer(viewer=PRINCIPAL).client().get("/eier/tall.csv?periode=all")
    assert file.mimetype == "text/csv"
    assert file.headers["Content-Disposition"] == 'attachment; filename="varde-kommune-2026-03-02.csv"'
    lines = file.data.decode("utf-8-sig").splitlines()
    assert lines[1].startswith("Organisasjonsnummer;Skole;Åpne saker;")
    assert lines[2].startswith("100000001;Bjørkenes skole;4;7;1;1037;98,3;")


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("//x")'])
def test_a_name_in_the_file_is_never_a_formula(name: str):
    file = DashServer(KnownNumbers([school_row(0, name=name)])).client().get("/eier/tall.csv")
    assert re.search(r';"?\'[=+\-@\t\r]', file.text)


def test_the_page_loads_nothing_from_elsewhere():
    client = DashServer().client()
    page = client.get("/eier/").text
    sources = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(sources) >= 8
    assert [source for source in sources if not source.startswith("/eier/")] == []
    for source in sources:
        with client.get(source.replace("&amp;", "&")) as answer:
            assert answer.status_code == 200


def test_dash_is_ready_before_the_first_reader_comes():
    server = DashServer()
    assert server.app._got_first_request["setup_server"] is True
    assert server.app._use_async is False
    assert server.app._enable_mcp is False


def test_the_viewers_scope_is_all_that_is_asked_for():
    narrow = Viewer(scope=Scope(tenant="demo", schools=()))
    server = DashServer(viewer=narrow)
    server.call("?periode=all")
    assert {scope for scope, _ in server.queries.asked} == {narrow.scope}
    assert NOW.tzinfo is UTC
