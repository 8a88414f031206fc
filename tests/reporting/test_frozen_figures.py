"""A figure that was frozen comes out the same from its position of the log, byte for byte, whatever has happened since."""

from __future__ import annotations

import json
import os
import shlex
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import msgspec
import polars as pl
import pytest
from reporting.warehouse_steps import invented, opened, store
from varde_command import varde

from benchmarks.invented_log import TENANT
from services.compliance.calendar import Calendar
from services.compliance.loading import load_rulebooks
from services.reporting.answering import LocalQueries
from services.reporting.disclosure import PeriodNotPublishedError
from services.reporting.frozen import (
    UNFREEZABLE,
    FigureError,
    canonical_csv,
    canonical_json,
    figures,
    frozen_page,
    question_of,
)
from services.reporting.frozen.at_position import PositionError, queries_at
from services.reporting.frozen.record import without_hash
from services.reporting.projector import Projector
from services.reporting.questions import (
    Asked,
    AvvikCounts,
    Cases,
    DueCounts,
    LogPosition,
    MeasureCounts,
    MunicipalityOverview,
    Overdue,
    QualityFindings,
    RecordingDelays,
    Scope,
)
from services.reporting.source import SqliteSource

RULES = load_rulebooks()
OWNER = Scope(tenant=TENANT, exact=True)
KEY = bytes(range(32))
EVENTS = 1500
FIRST = 900
DAY = date(2026, 3, 1)
QUESTIONS = (
    MunicipalityOverview(),
    MunicipalityOverview(as_of=datetime(2025, 11, 1, tzinfo=UTC)),
    Cases(),
    Overdue(),
    Overdue(recorded_by=datetime(2025, 11, 1, tzinfo=UTC)),
    DueCounts(first_until=DAY, until=DAY + timedelta(days=30)),
    AvvikCounts(),
    MeasureCounts(),
    RecordingDelays(),
    QualityFindings(),
)


@contextmanager
def living(log: Path, folder: Path):
    """The warehouse that lives on, brought up to the log's end, with its projector."""
    source, warehouse = SqliteSource(log), opened(folder / "living.duckdb")
    try:
        yield LocalQueries(warehouse), Projector(source, warehouse, RULES, Calendar())
    finally:
        warehouse.close()
        source.close()


@contextmanager
def again(log: Path, position: int, moment: datetime | None = None):
    source = SqliteSource(log)
    try:
        with queries_at(source, position, tenant=TENANT, rules=RULES, calendar=Calendar(), moment=moment) as queries:
            yield queries
    finally:
        source.close()


def test_what_the_living_warehouse_showed_comes_out_again_after_the_log_has_moved_on(tmp_path: Path):
    events = invented(EVENTS)
    log = store(tmp_path / "events.sqlite", events[:FIRST])
    moment = events[FIRST - 1].envelope.recorded_at + timedelta(hours=3)
    asked = [Asked(scope=OWNER, question=one) for one in QUESTIONS]
    with living(log, tmp_path) as (queries, projector):
        projector.once()
        frozen = frozen_page(queries, "page", asked, moment=moment, key=KEY, salt=b"salt", tenant=TENANT)
        store(log, events[FIRST:])
        projector.once()
        moved_on = frozen_page(queries, "page", asked, moment=moment, key=KEY, salt=b"salt", tenant=TENANT)
    assert moved_on.position > frozen.position == FIRST
    assert [one.sha256 for one in moved_on.figures] != [one.sha256 for one in frozen.figures]
    with again(log, frozen.position, moment) as queries:
        made = frozen_page(queries, "page", asked, moment=moment, key=KEY, salt=b"salt", tenant=TENANT)
    assert made == frozen


def test_made_twice_the_bytes_are_the_same_and_the_rows_do_not_depend_on_the_answers_order():
    answer = pl.DataFrame({"b": [2.0, None, 0.1 + 0.2], "a": ["x", 'y,"z"', "æ"], "day": [DAY, None, DAY]})
    asked = Asked(scope=OWNER, question=Cases())
    for form in (canonical_csv, lambda frame: canonical_json(7, asked, frame)):
        assert form(answer) == form(answer.reverse())
    assert canonical_csv(answer).decode().splitlines() == ["b,a,day", ',"y,""z""",', "0.3,æ,2026-03-01", "2,x,2026-03-01"]
    head, *rows = canonical_json(7, asked, answer).decode().splitlines()
    assert json.loads(head) | {"columns": []} == {
        "columns": [],
        "figure": "cases",
        "format": "varde-figure/1",
        "position": 7,
        "question": {"question": "cases"},
        "scope": {"tenant": TENANT, "schools": None, "exact": True, "heightened": False},
    }
    assert rows == ['[0.3,"æ","2026-03-01"]', '[2,"x","2026-03-01"]', '[null,"y,\\"z\\"",null]']


def test_every_question_that_a_dashboard_can_put_is_a_figure_or_says_why_not():
    assert len(figures()) > 20
    assert all(one.says and name == question_tag(one.question) for name, one in figures().items())
    assert all(UNFREEZABLE.values())
    assert LogPosition in UNFREEZABLE


def question_tag(kind: type) -> str:
    return str(kind.__struct_config__.tag)  # type: ignore[attr-defined]


def test_a_figure_is_asked_by_its_name_and_parameters_and_nothing_else():
    asked = question_of("due_counts", {"first_until": "2026-03-01", "until": "2026-03-31"})
    assert asked == DueCounts(first_until=DAY, until=date(2026, 3, 31))
    for name, given in (("no_such", {}), ("due_counts", {}), ("cases", {"colour": "red"}), ("log_position", {})):
        with pytest.raises(FigureError):
            question_of(name, given)


def test_a_position_that_the_log_does_not_have_is_refused(tmp_path: Path):
    log = store(tmp_path / "events.sqlite", invented(60))
    for position in (0, 10_000):
        with pytest.raises(PositionError), again(log, position):
            pass


def test_protected_figures_stay_protected_when_they_are_made_again(tmp_path: Path):
    log = store(tmp_path / "events.sqlite", invented(60))
    protected = Scope(tenant=TENANT)
    with again(log, 60) as queries:
        with pytest.raises(PeriodNotPublishedError):
            queries.ask(protected, MunicipalityOverview())
        with pytest.raises(Exception, match="lawful need"):
            queries.ask(protected, Cases())


def cases_frozen(queries, scope):
    """A page that asks for the cases, frozen with a salt that its reader knows."""
    return frozen_page(
        queries,
        "page",
        [Asked(scope=scope, question=Cases())],
        moment=datetime(2026, 3, 1, tzinfo=UTC),
        key=KEY,
        salt=b"s",
        tenant=TENANT,
    )


def test_a_frozen_page_names_no_matter_that_is_closed_to_its_reader(tmp_path: Path):
    log = store(tmp_path / "events.sqlite", invented(120))
    closed = UUID(int=5, version=4)
    scope = Scope(tenant=TENANT, exact=True, without=(closed,))
    with again(log, 100) as queries:
        page = cases_frozen(queries, scope)
    assert str(closed) not in repr(page)
    assert closed.hex not in repr(page)
    assert page.without_hmac == without_hash(KEY, b"s", [closed]) != without_hash(KEY, b"s", [])


def test_a_frozen_page_does_not_tell_its_reader_whether_any_matter_is_closed_to_her(tmp_path: Path):
    """She knows the salt, which stands in her file, and tries out that there is none."""
    log = store(tmp_path / "events.sqlite", invented(20))
    with again(log, 20) as queries:
        page = cases_frozen(queries, OWNER)
    assert page.without_hmac == without_hash(KEY, b"s", [])
    for known in (sha256(b"s").hexdigest(), without_hash(b"", b"s", []), without_hash(bytes(32), b"s", [])):
        assert page.without_hmac != known


def test_the_command_makes_a_figure_again_and_checks_a_frozen_page(tmp_path: Path):
    home = tmp_path / "data" / TENANT
    home.mkdir(parents=True)
    log = store(home / "events.sqlite", invented(120))
    moment = datetime(2026, 3, 1, 12, tzinfo=UTC)
    asked = [Asked(scope=OWNER, question=one) for one in (Cases(), MunicipalityOverview())]
    with again(log, 100, moment) as queries:
        page = frozen_page(queries, "page", asked, moment=moment, key=KEY, salt=b"s", tenant=TENANT)
    (home / "pseudonym_key").write_text(f"{KEY.hex()}\n")
    file = tmp_path / "frys.json"
    file.write_bytes(msgspec.json.encode(page))
    around = {**os.environ, "VARDE_DATA": str(tmp_path / "data"), "VARDE_TENANT": TENANT, "VARDE_LANGUAGE": "en"}

    for one in page.figures:
        done = varde(*shlex.split(one.command)[1:], env=around)
        assert sha256(done.stdout).hexdigest() == one.sha256, done.stderr
        assert one.sha256 in done.stderr.decode()
    checked = varde("figure", "--check", file, env=around)
    assert checked.returncode == 0, checked.stderr
    assert "All 2 figures came out the same from position 100" in checked.stdout.decode()
    assert "kept out" not in checked.stdout.decode()
    file.write_bytes(file.read_bytes().replace(page.figures[0].sha256.encode(), b"0" * 64))
    assert varde("figure", "--check", file, env=around).returncode == 1
