"""What the warehouse answers, in its own process and to others, and that it says the same as the case page."""

from __future__ import annotations

import os
import stat
import threading
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from warehouse_steps import opened, store

from benchmarks.invented_log import EVENTS_PER_CASE, SCHOOLS, TENANT, Writer
from events import concern, heightened
from events.base import Stream
from events.lists.concern import Certainty
from events.lists.people import Reporter, Suspected
from services.compliance.calendar import Calendar
from services.compliance.duties import duties
from services.compliance.frame import history
from services.compliance.loading import load_rulebooks
from services.compliance.obligations import obligations
from services.compliance.verdicts import verdicts
from services.reporting import judging
from services.reporting.answering import LocalQueries
from services.reporting.disclosure import PeriodNotPublishedError
from services.reporting.projector import Projector
from services.reporting.queries import ScopeError, WarehouseUnavailableError
from services.reporting.questions import Scope
from services.reporting.serving.client import RemoteQueries
from services.reporting.serving.server import serve
from services.reporting.source import SqliteSource

pytestmark = pytest.mark.long

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
OWNER = Scope(tenant=TENANT, exact=True)
YEAR = (date(2023, 8, 1), date(2024, 7, 31))
LOG = list(Writer(5).log(3000))
CALENDAR = Calendar()


class Standing:
    """A warehouse that stands for the whole module, and its questions."""

    def __init__(self, folder):
        self.warehouse = opened(folder / "warehouse.duckdb")
        source = SqliteSource(store(folder / "events.sqlite", LOG))
        Projector(source, self.warehouse, load_rulebooks(), CALENDAR).once()
        source.close()
        self.queries = LocalQueries(self.warehouse, lambda: NOW)
        self.socket = folder / "warehouse.sock"


@pytest.fixture(scope="module")
def standing(tmp_path_factory):
    standing = Standing(tmp_path_factory.mktemp("standing"))
    yield standing
    standing.warehouse.close()


@pytest.fixture
def remote(standing):
    with serve(standing.warehouse, standing.socket, lambda: NOW):
        remote = RemoteQueries(standing.socket)
        yield remote
        remote.close()


def in_case(case_id):
    return [recorded for recorded in LOG if recorded.envelope.case_id == case_id]


def choices():
    chosen = [recorded for recorded in LOG if recorded.topic == "school.RulebookChosen"]
    return pl.DataFrame(
        [(recorded.envelope.school, recorded.event.rulebook, recorded.event.from_date) for recorded in chosen],
        schema={"school": pl.String, "rulebook": pl.String, "from_date": pl.Date},
        orient="row",
    )


CASE_IDS = sorted({recorded.stream_id for recorded in LOG if recorded.topic == "case.CaseOpened"}, key=str)
MOMENTS = [
    {},
    {"as_of": datetime(2024, 3, 1, tzinfo=UTC)},
    {"recorded_by": datetime(2024, 3, 1, tzinfo=UTC)},
    {"as_of": datetime(2024, 1, 10, tzinfo=UTC), "recorded_by": datetime(2024, 6, 1, tzinfo=UTC)},
]


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_warehouse_and_the_case_page_give_the_same_verdicts_as_of_any_moment(standing, moment):
    compared = 0
    for case_id in CASE_IDS[:40]:
        found = obligations(history(in_case(case_id)), load_rulebooks(), CALENDAR, choices())
        page = verdicts(found, at=NOW, **moment)
        ours = standing.queries.case_obligations(OWNER, case_id, **moment)
        times = [name for name, kind in page.schema.items() if kind == pl.Datetime("us", "UTC")]
        assert_frame_equal(
            ours.sort("obligation_id"),
            page.with_columns(pl.col(times).dt.replace_time_zone(None)).sort("obligation_id"),
            check_column_order=False,
        )
        compared += page.height
    assert compared > 200


def test_the_warehouse_and_the_case_page_give_the_same_verdict_per_duty(standing):
    for case_id in CASE_IDS[:10]:
        found = obligations(history(in_case(case_id)), load_rulebooks(), CALENDAR, choices())
        page = duties(verdicts(found, at=NOW))
        ours = standing.queries.case_duties(OWNER, case_id)
        assert_frame_equal(ours, page, check_dtypes=False)
        assert ours.height == 8


def told_late(folder, *, told_at, recorded_at):
    """A case reported on Monday morning; that the principal told the owner is written down later than it happened."""
    writer = Writer(9)
    case_id, adult = writer.uuid(), writer.uuid()
    monday = datetime(2025, 9, 1, 8, tzinfo=UTC)

    def event(fact, happened, late=timedelta(minutes=5)):
        return writer.event(Stream.CASE, case_id, fact, happened, case_id=case_id, school=SCHOOLS[0], late=late)

    report = concern.ReportedToPrincipal(
        reported_by=adult, principal=adult, certainty=Certainty.KNOWLEDGE, pupil_informed=True, content="x"
    )
    log = [
        event(concern.ConcernReceived(reporter=Reporter.PUPIL, receiver=adult, concern="bullying", own_words="x"), monday),
        event(report, told_at, recorded_at - told_at),
    ]
    warehouse = opened(folder / "w.duckdb")
    source = SqliteSource(store(folder / "events.sqlite", log))
    Projector(source, warehouse, load_rulebooks(["law-12"]), CALENDAR).once()
    source.close()
    return warehouse, case_id, log


def test_a_report_written_down_late_changes_the_past_by_happened_time_and_not_by_recorded_time(tmp_path):
    told_at = datetime(2025, 9, 1, 10, tzinfo=UTC)
    warehouse, case_id, log = told_late(tmp_path, told_at=told_at, recorded_at=datetime(2025, 9, 29, tzinfo=UTC))
    queries = LocalQueries(warehouse, lambda: NOW)
    moment = datetime(2025, 9, 22, tzinfo=UTC)
    found = obligations(history(log), load_rulebooks(["law-12"]), CALENDAR)

    def reported(rows):
        return rows.filter(pl.col("rule_id").str.ends_with("report-to-principal"))["verdict"].to_list()

    for asked, expected in (({"as_of": moment}, ["met"]), ({"recorded_by": moment}, ["not_documented"])):
        assert reported(queries.case_obligations(OWNER, case_id, **asked)) == expected
        assert reported(verdicts(found, at=NOW, **asked)) == expected
    warehouse.close()


@pytest.mark.parametrize("moment", [m for m in MOMENTS if "recorded_by" not in m])
def test_the_quick_way_to_judge_with_everything_known_gives_what_the_whole_way_gives(standing, moment):
    at = moment.get("as_of", NOW).replace(tzinfo=None)
    with standing.warehouse.cursor() as cursor:
        quick = cursor.sql(f"FROM {judging.known_today()} ORDER BY obligation_id", params={"moment": at}).pl()
        whole = cursor.sql("SELECT * FROM judged_at($at, NULL) ORDER BY obligation_id", params={"at": at}).pl()
    assert quick.height > 1000
    assert_frame_equal(quick.drop("is_undecided"), whole.drop("is_undecided"), check_column_order=False)
    undone = quick.filter(
        pl.col("verdict").is_in(["open", "overdue"]) | (pl.col("verdict") == "not_documented") & pl.col("closed_at").is_null()
    )
    assert undone.height > 100
    assert undone["is_undecided"].all()


def test_the_overview_has_a_row_per_school_whose_counts_add_up_to_the_totals(standing):
    rows = standing.queries.municipality_overview(OWNER, *YEAR)
    total = standing.queries.municipality_totals(OWNER, *YEAR)
    assert rows["school"].to_list() == list(SCHOOLS)
    for figure in ("open_cases", "new_cases", "serious", "duties_due", "duties_kept", "late", "overdue", "avvik_open"):
        assert rows[figure].sum() == total[figure][0]
    assert rows["duties_due"].sum() > 0
    parts = rows.select(pl.sum_horizontal("duties_kept", "late", "overdue", "not_documented")).to_series()
    assert parts.to_list() == rows["duties_due"].to_list()


def test_the_overview_counts_what_the_log_says(standing):
    rows = standing.queries.municipality_overview(OWNER)
    opened_at = [recorded for recorded in LOG if recorded.topic == "case.CaseOpened"]
    by_school = {school: sum(recorded.envelope.school == school for recorded in opened_at) for school in SCHOOLS}
    assert dict(rows.select("school", "new_cases").iter_rows()) == by_school


def test_the_median_is_in_clock_hours_from_first_knowledge(standing):
    rows = standing.queries.municipality_overview(OWNER)
    hours = []
    for case_id in CASE_IDS:
        case = [recorded for recorded in in_case(case_id) if recorded.envelope.stream == Stream.CASE]
        if case[0].envelope.school == SCHOOLS[0]:
            knew = min(recorded.envelope.known_at for recorded in case)
            told = min(
                recorded.envelope.occurred_at
                for recorded in case
                if recorded.topic in {"case.ReportedToPrincipal", "case.RaisedWithPrincipal"}
            )
            hours.append((told - knew).total_seconds() / 3600)
    assert rows["median_hours_report"][0] == pytest.approx(pl.Series(hours).median())


def test_a_median_is_of_the_cases_that_have_come_so_far_and_of_no_others(standing):
    totals = standing.queries.municipality_totals(OWNER)
    hours = []
    for case_id in CASE_IDS:
        case = [recorded for recorded in in_case(case_id) if recorded.envelope.stream == Stream.CASE]
        adopted = [recorded.envelope.occurred_at for recorded in case if recorded.topic == "case.PlanAdopted"]
        if adopted:
            hours.append((min(adopted) - min(recorded.envelope.known_at for recorded in case)).total_seconds() / 3600)
    assert 0 < len(hours) < len(CASE_IDS)
    assert totals["median_hours_plan"][0] == pytest.approx(pl.Series(hours).median())


def test_a_past_overview_counts_what_had_happened_then(standing):
    moment = datetime(2024, 3, 1, tzinfo=UTC)
    rows = standing.queries.municipality_overview(OWNER, as_of=moment)
    opened_by_then = [r for r in LOG if r.topic == "case.CaseOpened" and r.envelope.occurred_at <= moment]
    assert rows["new_cases"].sum() == sum(1 for _ in opened_by_then) + concerns_not_opened(moment)


def concerns_not_opened(moment):
    known = {r.stream_id for r in LOG if r.envelope.stream == Stream.CASE and r.envelope.occurred_at <= moment}
    return len(known - {r.stream_id for r in LOG if r.topic == "case.CaseOpened" and r.envelope.occurred_at <= moment})


def test_a_scope_of_some_schools_sees_those_schools_alone(standing):
    scope = Scope(tenant=TENANT, schools=SCHOOLS[:2], exact=True)
    assert standing.queries.municipality_overview(scope)["school"].to_list() == list(SCHOOLS[:2])
    assert set(standing.queries.cases(scope)["school"]) == set(SCHOOLS[:2])
    assert set(standing.queries.overdue(scope)["school"]) <= set(SCHOOLS[:2])
    other = next(r for r in LOG if r.topic == "case.CaseOpened" and r.envelope.school == SCHOOLS[5])
    assert standing.queries.case_timeline(scope, other.stream_id).is_empty()
    assert standing.queries.case_obligations(scope, other.stream_id).is_empty()
    assert standing.queries.case_duties(scope, other.stream_id).is_empty()


def test_a_protected_scope_gets_no_single_cases_and_totals_of_all_schools(standing):
    protected = Scope(tenant=TENANT, schools=SCHOOLS[:1])
    for ask in (standing.queries.cases, standing.queries.overdue):
        with pytest.raises(ScopeError):
            ask(protected)
    with pytest.raises(PeriodNotPublishedError):
        standing.queries.municipality_overview(protected)
    rows = standing.queries.municipality_overview(protected, *YEAR)
    assert rows["school"].to_list() == [SCHOOLS[0]]
    whole = standing.queries.municipality_totals(OWNER, *YEAR)
    assert standing.queries.municipality_totals(protected, *YEAR)["pupils"][0] == whole["pupils"][0]


def test_another_tenant_is_refused(standing):
    with pytest.raises(ScopeError):
        standing.queries.municipality_overview(Scope(tenant="another", exact=True))


def test_a_timeline_shows_nothing_that_happened_or_was_written_down_later(standing):
    case_id = next(case_id for case_id in CASE_IDS if len(in_case(case_id)) >= EVENTS_PER_CASE)
    events = in_case(case_id)
    middle = sorted(r.envelope.occurred_at for r in events)[10]
    by_happened = standing.queries.case_timeline(OWNER, case_id, as_of=middle)
    assert by_happened.height == sum(r.envelope.occurred_at <= middle for r in events)
    by_recorded = standing.queries.case_timeline(OWNER, case_id, recorded_by=middle)
    assert by_recorded.height == sum(r.envelope.documented_at <= middle and r.envelope.occurred_at <= middle for r in events)
    assert by_recorded.height < by_happened.height


def test_a_heightened_case_is_kept_apart(tmp_path):
    writer = Writer(2)
    stream_id = writer.uuid()
    report = heightened.HeightenedReportReceived(
        pupil=writer.uuid(),
        suspected=Suspected.EMPLOYEE,
        suspected_person=writer.uuid(),
        reporter=Reporter.PUPIL,
        received_by_owner=False,
        content="x",
    )
    happened = datetime(2025, 1, 15, tzinfo=UTC)
    log = [writer.event(Stream.HEIGHTENED_CASE, stream_id, report, happened, case_id=stream_id, school=SCHOOLS[0])]
    warehouse = opened(tmp_path / "w.duckdb")
    source = SqliteSource(store(tmp_path / "events.sqlite", log))
    Projector(source, warehouse, load_rulebooks(), CALENDAR).once()
    queries = LocalQueries(warehouse, lambda: NOW)
    seeing = Scope(tenant=TENANT, exact=True, heightened=True)
    assert queries.cases(OWNER).is_empty()
    assert queries.case_timeline(OWNER, stream_id).is_empty()
    assert queries.case_obligations(OWNER, stream_id).is_empty()
    assert queries.municipality_totals(OWNER)["open_cases"][0] == 0
    assert queries.municipality_totals(OWNER)["duties_due"][0] == 0
    assert queries.cases(seeing)["state"].to_list() == ["open"]
    assert queries.case_timeline(seeing, stream_id).height == 1
    assert queries.case_obligations(seeing, stream_id).height > 0
    source.close()
    warehouse.close()


def test_another_process_gets_the_same_answers_over_the_socket(standing, remote):
    case_id = CASE_IDS[0]
    for ask in (
        lambda queries: queries.municipality_overview(OWNER, *YEAR),
        lambda queries: queries.municipality_overview(OWNER, *YEAR, as_of=datetime(2024, 2, 1, tzinfo=UTC)),
        lambda queries: queries.municipality_totals(Scope(tenant=TENANT), *YEAR),
        lambda queries: queries.cases(OWNER, state="open"),
        lambda queries: queries.case_obligations(OWNER, case_id),
        lambda queries: queries.case_duties(OWNER, case_id, at=datetime(2025, 1, 1, tzinfo=UTC)),
        lambda queries: queries.case_timeline(OWNER, case_id),
        lambda queries: queries.overdue(OWNER),
        lambda queries: queries.log_position(OWNER),
    ):
        assert_frame_equal(ask(remote), ask(standing.queries))
    assert remote.log_position(OWNER)["position"][0] == len(LOG)


def test_refusals_come_over_the_socket_as_they_are(remote):
    with pytest.raises(ScopeError, match="lawful need"):
        remote.cases(Scope(tenant=TENANT))
    with pytest.raises(PeriodNotPublishedError):
        remote.municipality_overview(Scope(tenant=TENANT))
    with pytest.raises(ScopeError):
        remote.log_position(Scope(tenant="another"))
    assert remote.case_timeline(OWNER, UUID(int=0)).is_empty()


def test_what_is_no_question_is_refused_and_the_connection_goes_on(remote):
    for method, path, body, expected in (
        ("POST", "/ask", b'{"sql": "SELECT 1"}', 400),
        ("POST", "/ask", b'[{"scope": {"tenant": "steindal"}, "question": {"question": "drop_everything"}}]', 400),
        ("POST", "/ask", b"[]", 400),
        ("GET", "/anything", b"", 404),
        ("POST", "/healthz", b"", 404),
    ):
        status, _ = remote._exchange(method, path, body)
        assert status == expected
    assert remote.is_alive()


def test_the_socket_is_for_this_user_alone(standing, remote):
    assert remote.is_alive()
    assert stat.S_IMODE(standing.socket.stat().st_mode) == 0o600


def test_a_warehouse_that_is_away_is_said_to_be_away(standing):
    remote = RemoteQueries(standing.socket, patience=0)
    assert not remote.is_alive()
    with pytest.raises(WarehouseUnavailableError):
        remote.log_position(OWNER)


def test_a_kept_connection_survives_that_the_warehouse_process_starts_again(standing):
    remote = RemoteQueries(standing.socket)
    for _ in range(3):
        with serve(standing.warehouse, standing.socket, lambda: NOW):
            assert remote.log_position(OWNER)["position"][0] == len(LOG)
    remote.close()


def test_a_socket_with_a_long_path_can_be_used(standing, tmp_path):
    folder = tmp_path / ("a-long-name-" * 8)
    folder.mkdir()
    assert len(os.fsencode(folder)) > 107
    with serve(standing.warehouse, folder / "warehouse.sock", lambda: NOW):
        remote = RemoteQueries(folder / "warehouse.sock")
        assert remote.is_alive()
        remote.close()


def test_questions_are_answered_while_the_projector_writes(tmp_path):
    path = store(tmp_path / "events.sqlite", LOG[:1000])
    warehouse = opened(tmp_path / "w.duckdb")
    source = SqliteSource(path)
    projector = Projector(source, warehouse, load_rulebooks(["law-12"]), CALENDAR, size=100)
    projector.once()
    answers: list[int] = []

    def write_and_follow():
        for start in range(1000, 1500, 50):
            store(path, LOG[start : start + 50])
            projector.once()

    with serve(warehouse, tmp_path / "w.sock", lambda: NOW):
        writer = threading.Thread(target=write_and_follow)
        writer.start()
        remote = RemoteQueries(tmp_path / "w.sock")
        while writer.is_alive():
            answers.append(remote.log_position(OWNER)["events"][0])
            assert remote.municipality_totals(OWNER).height == 1
        writer.join()
        remote.close()
    assert answers == sorted(answers)
    assert len(set(answers)) > 3
    source.close()
    warehouse.close()
