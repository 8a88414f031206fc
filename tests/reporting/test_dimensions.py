"""What facts are looked at by: rules, municipalities, counties, grades and school years."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest
from stars_steps import read
from warehouse_steps import opened

from benchmarks.invented_log import TENANT, Writer
from events.base import Stream
from events.municipality import LocalRulebookAdopted
from events.organisation import SchoolRegistered
from services.compliance.calendar import Calendar
from services.compliance.loading import load_rulebooks
from services.reporting.duties import Duties
from services.reporting.projection import Projection
from services.reporting.reading import batch
from tests.compliance.local_books import local_book

RULES = load_rulebooks()


def school(writer, municipality, number):
    registered = SchoolRegistered(
        orgnr=f"99900000{number}", name=f"Skole {number}", lowest_grade=1, highest_grade=7, pupils=100, municipality=municipality
    )
    return writer.event(Stream.SCHOOL, writer.uuid(), registered, datetime(2025, 8, 1, tzinfo=UTC), school=registered.orgnr)


def adopted(writer, stream, version, first):
    source = local_book(book="steindal", due='kind = "same_day"', valid_from=date(2025, 1, 1))
    fact = LocalRulebookAdopted(
        rulebook="steindal",
        rulebook_version=version,
        source_toml=source,
        sha256=sha256(source.encode()).hexdigest(),
        approved_by=writer.uuid(),
    )
    return writer.event(Stream.MUNICIPALITY, stream, fact, first)


WRITER = Writer(4)
MUNICIPALITY = WRITER.uuid()
FIRST = datetime(2025, 9, 1, tzinfo=UTC)
LOG = [
    school(WRITER, "9901", 1),
    school(WRITER, "9901", 2),
    school(WRITER, "1599", 3),
    school(WRITER, "Steindal", 4),
    adopted(WRITER, MUNICIPALITY, 1, FIRST),
    adopted(WRITER, MUNICIPALITY, 2, FIRST + timedelta(days=90)),
]


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    with opened(tmp_path_factory.mktemp("dimensions") / "w.duckdb") as warehouse:
        projection = Projection(warehouse, Duties(RULES, Calendar()))
        for part in (LOG[:5], LOG[5:]):
            known = read(LOG)[: len(part)] if part is LOG[:5] else read(LOG)
            projection.take(batch(known, TENANT))

        def asked(statement):
            with warehouse.cursor() as cursor:
                return cursor.execute(statement).fetchall()

        yield asked


def test_every_rule_that_histories_are_judged_by_has_a_row_with_its_source_and_days(ask):
    rows = ask("SELECT rule_id, rulebook, kind, duty, miss, valid_from FROM rules WHERE rulebook <> 'steindal' ORDER BY ALL")
    expected = sorted(
        (bound.rule.id, bound.rulebook, bound.kind.value, bound.rule.duty.value, bound.miss.value, bound.valid_from)
        for bound in RULES.bound
    )
    assert rows == expected
    assert ask("SELECT count(*) FROM rules WHERE provision IS NULL OR title_nb = '' OR title_nn = '' OR title_en = ''") == [(0,)]


def test_a_rulebook_of_the_municipalitys_own_has_its_rules_in_every_version(ask):
    rows = ask(
        "SELECT edition, min(valid_from), max(valid_until) FROM rules WHERE rulebook = 'steindal' GROUP BY edition ORDER BY 1"
    )
    assert [edition for edition, _, _ in rows] == [1, 2]
    assert rows[0][2] + timedelta(days=1) == rows[1][1]
    assert rows[1][2] is None


def test_obligations_point_at_rules_that_are_there(ask):
    assert ask("SELECT DISTINCT rule_id FROM obligations ANTI JOIN rules USING (rule_id)") == []


def test_a_municipalitys_county_is_in_its_number_when_it_has_one(ask):
    assert ask("SELECT municipality, county, schools, pupils FROM municipalities ORDER BY municipality") == [
        ("1599", "15", 1, 100),
        ("9901", "99", 2, 200),
        ("Steindal", None, 1, 100),
    ]


def test_a_county_has_one_name_and_one_authority_at_a_time(ask):
    overlapping = """
    SELECT county FROM counties AS one JOIN counties AS other USING (county)
    WHERE one.valid_from < other.valid_from AND coalesce(one.valid_until, DATE '9999-12-31') >= other.valid_from
    """
    assert ask(overlapping) == []


@pytest.mark.parametrize(
    ("day", "counties", "authorities"), [("2018-06-30", 18, 16), ("2022-06-30", 11, 10), ("2025-06-30", 15, 10)]
)
def test_there_are_as_many_counties_and_authorities_as_there_were(ask, day, counties, authorities):
    found = ask(
        f"SELECT count(DISTINCT county), count(DISTINCT authority) FROM counties "  # noqa: S608  (the test's own day)
        f"WHERE DATE '{day}' BETWEEN valid_from AND coalesce(valid_until, DATE '9999-12-31')"
    )
    assert found == [(counties, authorities)]


def test_grades_belong_to_stages(ask):
    assert ask("SELECT stage, min(grade), max(grade) FROM grades GROUP BY stage ORDER BY 2") == [
        ("lower_primary", 1, 4),
        ("upper_primary", 5, 7),
        ("lower_secondary", 8, 10),
        ("upper_secondary", 11, 13),
    ]


def test_school_years_are_those_of_the_calendar_from_the_first_of_august(ask):
    rows = ask("SELECT school_year, begins, first_day, last_day, working_days FROM school_years ORDER BY begins")
    assert rows[0][:2] == ("2015/2016", 2015)
    (this,) = [row for row in rows if row[0] == "2025/2026"]
    assert this[2:4] == (date(2025, 8, 1), date(2026, 7, 31))
    assert 245 <= this[4] <= 256
    assert len(rows) == 30


def test_without_rules_to_judge_by_there_are_no_rows_of_rules(tmp_path):
    with opened(tmp_path / "w.duckdb") as warehouse:
        for duties, expected in ((Duties(RULES, Calendar()), True), (None, False)):
            projection = Projection(warehouse, duties)
            projection.take(batch(read(LOG), TENANT))
            projection.make_facts()
            with warehouse.cursor() as cursor:
                assert bool(cursor.execute("SELECT count(*) FROM rules").fetchall()[0][0]) is expected
