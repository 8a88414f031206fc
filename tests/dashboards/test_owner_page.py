from __future__ import annotations

import re
from datetime import UTC, date, datetime

import msgspec
import pytest
from dash_server import NOW, OWNER, PRINCIPAL, DashServer, components, texts_in
from known_numbers import NAMES, KnownNumbers, school_row

from dashboards import Viewer
from dashboards.numbers import DASH
from services.reporting.disclosure import PeriodNotPublishedError
from services.reporting.queries import WarehouseUnavailableError
from services.reporting.questions import MunicipalityOverview, Scope
from texts import Language


def schools(answer) -> list[str]:
    return [
        one["props"]["children"]
        for one in components(answer.json)
        if one["type"] == "Th" and one["props"].get("scope") == "row" and one["props"]["children"] in NAMES
    ]


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
    read = texts_in(server.call().json)
    assert "Tallene er ikke tilgjengelige nå" in read
    assert not any("socket" in text for text in read)
    assert server.client().get("/eier/tall.csv").status_code == 503


def test_figures_that_are_not_published_for_the_period_are_refused_in_words():
    server = DashServer(KnownNumbers(error=PeriodNotPublishedError("no")))
    assert "Perioden kan ikke vises" in texts_in(server.call().json)
    assert server.client().get("/eier/tall.csv").status_code == 400


def test_who_gets_protected_numbers_is_offered_only_the_periods_that_are_published():
    def offered(viewer: Viewer) -> list[str]:
        layout = DashServer(viewer=viewer).client().get("/eier/_dash-layout").json
        return [one["props"]["value"] for one in components(layout) if one["type"] == "Chip"]

    assert offered(Viewer(scope=Scope(tenant="demo"))) == ["school_year", "last_school_year"]
    assert len(offered(OWNER)) == 6


def test_a_hidden_number_is_not_in_the_answer_at_all():
    row = school_row(1, overdue=None, overdue_hidden=True, late=None, late_hidden=True, duties_kept=None, duties_kept_hidden=True)
    server = DashServer(KnownNumbers([school_row(0), row]))
    answer = server.call()
    assert texts_in(answer.json).count("skjult") == 2
    assert any("personvernet" in (one["props"].get("title") or "") for one in components(answer.json) if one["type"] == "Td")
    charts = [one["props"]["figure"] for one in components(answer.json) if one["type"] == "Graph"]
    assert [list(part["y"]) for part in charts[0]["data"]] == [[NAMES[0]]] * 4
    assert "skjult" in server.client().get("/eier/tall.csv").text


def test_a_number_that_does_not_exist_is_a_dash_and_no_zero():
    row = school_row(0, kept_share=None, median_hours_report=None, duties_due=0, duties_kept=0)
    read = texts_in(DashServer(KnownNumbers([row])).call().json)
    assert read.count(DASH) == 2


def test_a_school_without_a_name_shows_its_number():
    assert "100000000" in texts_in(DashServer(KnownNumbers([school_row(0, name=None)])).call().json)


@pytest.mark.parametrize(
    ("choice", "asked"),
    [
        ({"preset": "school_year"}, (date(2025, 8, 1), date(2026, 7, 31), None)),
        ({"preset": "last_30_days"}, (date(2026, 2, 1), date(2026, 3, 2), None)),
        ({"preset": "last_12_months"}, (date(2025, 3, 3), date(2026, 3, 2), None)),
        ({"preset": "all"}, (None, None, None)),
        ({"preset": "own", "first": "2025-09-01", "last": "2025-09-30"}, (date(2025, 9, 1), date(2025, 9, 30), None)),
        ({"preset": "own", "first": "2025-09-01"}, (date(2025, 9, 1), None, None)),
        (
            {"preset": "last_30_days", "as_of": "2025-12-31"},
            (date(2025, 12, 2), date(2025, 12, 31), datetime(2025, 12, 31, 22, 59, 59, 999999, tzinfo=UTC)),
        ),
    ],
)
def test_the_choice_becomes_the_question(choice: dict[str, str], asked: tuple[object, ...]):
    server = DashServer()
    assert server.call(**choice).status_code == 200
    question = next(question for _, question in server.queries.asked if isinstance(question, MunicipalityOverview))
    assert (question.period_from, question.period_to, question.as_of) == asked


def test_a_period_that_ends_before_it_begins_is_explained():
    answer = DashServer().call(preset="own", first="2025-09-30", last="2025-09-01")
    assert "Perioden slutter før den begynner" in texts_in(answer.json)


def test_own_dates_are_shown_only_when_chosen():
    server = DashServer()
    assert server.call(preset="own").json["response"]["own-dates"]["hidden"] is False
    assert server.call(preset="all").json["response"]["own-dates"]["hidden"] is True


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


def test_the_file_has_the_same_rows_in_a_spreadsheets_form():
    file = DashServer(viewer=PRINCIPAL).client().get("/eier/tall.csv?periode=all")
    assert file.mimetype == "text/csv"
    assert file.headers["Content-Disposition"] == 'attachment; filename="varde-2026-03-02.csv"'
    lines = file.data.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Organisasjonsnummer;Skole;Åpne saker;")
    assert lines[1].startswith("100000001;Bjørkenes skole;4;7;1;1037;98,3;")
    assert len(lines) == 2


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
    server.call(preset="all")
    assert {scope for scope, _ in server.queries.asked} == {narrow.scope}
    assert NOW.tzinfo is UTC
