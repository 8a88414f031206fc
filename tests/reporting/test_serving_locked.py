"""The file's engine is locked: no statement can reach outside it, change how it is run, or write where it reads (A20, A21)."""

from __future__ import annotations

import duckdb
import pytest
from warehouse_steps import opened

from services.reporting.opening import CHECKPOINT_EVERY


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    with opened(tmp_path_factory.mktemp("locked") / "warehouse.duckdb") as warehouse:
        yield warehouse


REACHING_OUT = (
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM read_blob('/etc/passwd')",
    "SELECT * FROM read_json('/etc/passwd')",
    "SELECT * FROM read_parquet('/etc/passwd')",
    "SELECT * FROM sniff_csv('/etc/passwd')",
    "SELECT * FROM glob('/etc/*')",
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM 'https://example.org/x.parquet'",
    "SELECT getenv('HOME')",
    "ATTACH '/tmp/stolen.duckdb' AS stolen",
    "ATTACH 'https://example.org/x.duckdb' AS stolen",
    "COPY (SELECT 1) TO '/tmp/stolen.csv'",
    "COPY events FROM '/etc/passwd'",
    "EXPORT DATABASE '/tmp/stolen'",
    "IMPORT DATABASE '/tmp/stolen'",
    "INSTALL httpfs",
    "FORCE INSTALL icu",
    "LOAD httpfs",
    "LOAD '/tmp/own.duckdb_extension'",
    "UPDATE EXTENSIONS",
    "CREATE PERSISTENT SECRET stolen (TYPE http, BEARER_TOKEN 'x')",
)
UNLOCKING = (
    "SET lock_configuration = false",
    "RESET lock_configuration",
    "SET enable_external_access = true",
    "SET SESSION enable_external_access = true",
    "SET GLOBAL enable_external_access = true",
    "SET memory_limit = '100GB'",
    "RESET memory_limit",
    "SET threads = 64",
    "PRAGMA threads = 64",
    "SET temp_directory = '/tmp'",
    "SET autoinstall_known_extensions = true",
    "SET autoload_known_extensions = true",
    "SET allow_unsigned_extensions = true",
    "SET allow_community_extensions = true",
    "SET extension_directory = '/tmp'",
    "SET custom_extension_repository = 'https://example.org'",
    "SET file_search_path = '/etc'",
    "SET TimeZone = 'Europe/Oslo'",
)
LOCKED = r"(?i)configuration has been locked|recognized"
WRITING = (
    "DELETE FROM events",
    "INSERT INTO follow_position VALUES ('facts', 7)",
    "UPDATE follow_position SET position = 7",
    "CREATE TABLE mine (a INTEGER)",
    "DROP TABLE events",
    "ALTER TABLE events ADD COLUMN mine INTEGER",
    "CREATE OR REPLACE MACRO cases_of(a, b, c) AS TABLE SELECT 1",
)


@pytest.mark.parametrize("statement", REACHING_OUT)
def test_no_statement_reaches_outside_the_file(warehouse, statement):
    with warehouse.cursor() as cursor, pytest.raises(duckdb.Error):
        cursor.execute(statement).fetchall()


@pytest.mark.parametrize("statement", UNLOCKING)
def test_no_statement_changes_the_configuration(warehouse, statement):
    with (
        warehouse.cursor() as cursor,
        pytest.raises(duckdb.Error, match=LOCKED),
    ):
        cursor.execute(statement).fetchall()


@pytest.mark.parametrize("statement", WRITING)
def test_no_statement_of_a_reader_writes(warehouse, statement):
    with warehouse.snapshot(even_unfinished=True) as cursor, pytest.raises(duckdb.TransactionException, match="read-only"):
        cursor.execute(statement).fetchall()


def test_memory_threads_and_extensions_are_what_was_given(warehouse):
    with warehouse.cursor() as cursor:
        found = dict(cursor.execute("SELECT name, value FROM duckdb_settings()").fetchall())
    assert found["lock_configuration"] == "true"
    assert found["enable_external_access"] == "false"
    assert found["autoinstall_known_extensions"] == "false"
    assert found["autoload_known_extensions"] == "false"
    assert found["memory_limit"].startswith("244.1")  # 256 MB, told in MiB
    assert found["threads"] == "1"
    assert found["TimeZone"] == "UTC"
    assert found["temp_directory"].startswith(str(warehouse.path))
    assert found["checkpoint_threshold"] == "61.0 MiB"
    assert CHECKPOINT_EVERY == "64MB"


def test_no_extension_is_loaded_by_itself(warehouse):
    for statement in ("SELECT st_point(1, 2)", "SELECT * FROM sqlite_scan('/tmp/x', 'y')", "SELECT * FROM read_xlsx('/tmp/x')"):
        with warehouse.cursor() as cursor, pytest.raises(duckdb.Error, match=r"(?i)extension|does not exist"):
            cursor.execute(statement)
