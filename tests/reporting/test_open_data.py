"""What is published can be taken away as files, and asked in SQL; what is hidden is in neither."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256

import polars as pl
import pytest
from published_town import ADVISER, TENANT, Publishing, Town

from services.reporting.nation.delivered import read
from services.reporting.open_data.analysis import StatementError, analyse
from services.reporting.open_data.file_format import COLUMNS
from services.reporting.open_data.writing import dictionary, write
from services.reporting.publishing.cubes import CUBES
from services.reporting.questions import Published, Releases

PATIENCE = 600.0
"""Seconds for what is to end by itself, however busy the machine is."""


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    publishing = Publishing(tmp_path_factory.mktemp("open"), Town(6, (40, 150, 210, 300), years=1).recorded())
    rows, releases = publishing.queries.ask(ADVISER, Published()), publishing.queries.ask(ADVISER, Releases())
    publishing.close()
    return rows, releases


def written(folder, answers):
    return write(folder, *answers, municipality=TENANT, name="Steindal kommune")


def test_the_folder_is_described_and_every_hash_is_right(tmp_path, answers):
    hashes = written(tmp_path, answers)
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert {resource["path"] for resource in package["resources"]} >= {"school_term.csv", "school_term.parquet"}
    for resource in package["resources"]:
        assert (
            resource["hash"]
            == hashes[resource["path"]]
            == f"sha256:{sha256((tmp_path / resource['path']).read_bytes()).hexdigest()}"
        )
        assert [field["name"] for field in resource["schema"]["fields"]] == list(COLUMNS)


def test_csv_and_parquet_hold_the_same_rows(tmp_path, answers):
    written(tmp_path, answers)
    for file in tmp_path.glob("*.parquet"):
        table = pl.read_parquet(file)
        other = pl.read_csv(file.with_suffix(".csv"), schema=COLUMNS).with_columns(pl.col(pl.String).fill_null(""))
        assert other.equals(table)


def test_the_same_releases_are_the_same_bytes(tmp_path, answers):
    assert written(tmp_path / "a", answers) == written(tmp_path / "b", answers)


def test_whoever_combines_municipalities_takes_the_folder(tmp_path, answers):
    written(tmp_path, answers)
    delivery = read(tmp_path)
    assert delivery.municipality == TENANT
    assert delivery.rows.height > 50


def test_every_cube_and_measure_is_in_the_dictionary():
    text = dictionary()
    for cube in CUBES:
        assert f"## {cube.name} " in text
        assert all(f"`{measure.name}`" in text for measure in cube.measures)


def test_an_analyst_asks_in_sql(answers):
    statement = (
        "SELECT period, sum(value) AS cases FROM published WHERE measure = 'new_cases' AND school <> '' GROUP BY 1 ORDER BY 1"
    )
    answer = analyse(statement, *answers)
    assert answer.columns == ["period", "cases"]
    assert answer.height >= 2
    assert analyse("SELECT released_on FROM releases LIMIT 1", *answers)["released_on"][0] > date(2024, 8, 1)


@pytest.mark.parametrize(
    "statement",
    [
        "",
        "SELECT 1; SELECT 2",
        "SELECT 1; ATTACH 'x.db'",
        "ATTACH '/tmp/x.db'",
        "COPY published TO '/tmp/x.csv'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "CREATE TABLE x AS SELECT 1",
        "DELETE FROM published",
        "UPDATE published SET value = 1",
        "EXPORT DATABASE '/tmp/x'",
        "CALL pragma_version()",
        "PREPARE p AS SELECT 1",
        "EXPLAIN ANALYZE SELECT 1",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM read_blob('/proc/self/environ')",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM read_parquet('https://example.org/x.parquet')",
        "SELECT * FROM sqlite_scan('/tmp/x.db', 'events')",
        "SELECT * FROM release_cells",
        "SELECT * FROM events",
        "SELECT * FROM rows",
        "SELECT getenv('HOME')",
        "SELECT * FROM query('ATTACH ''/tmp/x.db''')",
        "SELECT ' OR 1=1",
        "WITH x AS (SELECT 1",
    ],
)
def test_whatever_is_no_single_select_over_the_published_tables_is_refused(answers, statement):
    with pytest.raises(StatementError):
        analyse(statement, *answers)


def test_a_statement_that_takes_too_long_or_gives_too_much_is_ended(answers):
    with pytest.raises(StatementError, match="too_long"):
        analyse("SELECT count(*) FROM range(100000000000) a WHERE hash(a.range) = 1", *answers, seconds=0.3)
    with pytest.raises(StatementError, match="too_many_rows"):
        analyse("SELECT * FROM range(100000)", *answers, seconds=PATIENCE)
    with pytest.raises(StatementError, match="failed"):
        analyse("SELECT list(range) FROM range(200000000)", *answers, seconds=PATIENCE)


def test_one_statement_leaves_nothing_for_the_next(answers):
    before = analyse("SELECT count(*) AS n FROM published", *answers)
    with pytest.raises(StatementError):
        analyse("DROP TABLE published", *answers)
    assert analyse("SELECT count(*) AS n FROM published", *answers).equals(before)
