"""A20, A21: SQL that is sent to the warehouse itself, and what a statement within it could reach outside."""

from __future__ import annotations

import json
from datetime import date

import duckdb
import pytest
from attacks.statements import SQL
from reporting.told_log import Told
from reporting.warehouse_steps import opened
from work_pages import TODAY

from benchmarks.invented_log import TENANT
from services.reporting.questions import AvvikListed, AvvikState, DueItems, Scope
from services.reporting.serving.client import RemoteQueries
from services.reporting.serving.server import serve


def test_a20_the_warehouse_process_takes_named_questions_with_typed_values_and_no_sql(tmp_path):
    told = Told()
    with told.asked_on(tmp_path, TODAY.isoformat()):
        pass
    warehouse = opened(tmp_path / "warehouse.duckdb")
    try:
        with serve(warehouse, tmp_path / "w.sock"):
            remote = RemoteQueries(tmp_path / "w.sock")
            scope = {"tenant": TENANT, "exact": True}
            for question in (
                {"question": "avvik_listed", "state": SQL[0]},
                {"question": "avvik_listed", "limit": SQL[1]},
                {"question": "due_items", "until": SQL[2]},
                {"question": "avvik_counts", "period_from": SQL[3]},
                {"question": "quality_findings; DROP TABLE cases"},
                {"question": "../parts/undone"},
                {"question": "oddities", "sql": "SELECT 1"},
                "SELECT 1",
            ):
                status, body = remote._exchange("POST", "/ask", json.dumps([{"scope": scope, "question": question}]).encode())
                assert status == 400, question
                assert b"SELECT" not in body
            strange = Scope(tenant=TENANT, exact=True, schools=(SQL[5], "999000011' OR '1'='1"))
            assert remote.ask(strange, AvvikListed(state=AvvikState.OPEN)).is_empty()
            assert remote.ask(strange, DueItems(until=date(2026, 12, 31))).is_empty()
            remote.close()
    finally:
        warehouse.close()


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM glob('/*')",
        "COPY (SELECT 1) TO '{folder}/leak.csv'",
        "EXPORT DATABASE '{folder}/leak'",
        "ATTACH '{folder}/other.duckdb' AS other",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "RESET lock_configuration",
        "SET memory_limit = '100GB'",
        "SET temp_directory = '{folder}/leak'",
        "PRAGMA profiling_output = '{folder}/leak'",
        "SET allow_unsigned_extensions = true",
    ],
)
def test_a21_the_warehouse_reads_and_writes_nothing_outside_and_keeps_its_configuration(tmp_path, statement: str):
    with opened(tmp_path / "warehouse.duckdb") as warehouse, warehouse.cursor() as cursor:
        before = {entry.name for entry in tmp_path.iterdir()}
        with pytest.raises(duckdb.Error):
            cursor.execute(statement.format(folder=tmp_path)).fetchall()
        assert {entry.name for entry in tmp_path.iterdir()} == before
        settings = "SELECT current_setting('enable_external_access'), current_setting('lock_configuration')"
        assert cursor.execute(settings).fetchall() == [(False, True)]
