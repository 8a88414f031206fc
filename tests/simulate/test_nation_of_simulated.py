"""Simulated municipalities publish, each from its own warehouse, and what they publish is combined."""

from datetime import date
from pathlib import Path

import msgspec
import polars as pl
import pytest
from published import Town

from services.compliance.calendar import Calendar
from services.compliance.loading import load_rulebooks
from services.reporting.answering import LocalQueries
from services.reporting.nation.combining import NATION, Known, combine
from services.reporting.nation.delivered import read
from services.reporting.projector import Projector
from services.reporting.publishing.cubes import CUBES
from services.reporting.questions import Published, Scope
from services.reporting.source import SqliteSource
from services.reporting.warehouse import Warehouse
from varde.simulate.simulating import Simulation, Wanted
from varde.simulate.writing import write

pytestmark = pytest.mark.long

SMALL = Wanted(schools=13, municipalities=3, years=2, events=9_000, seed=5, until=date(2026, 10, 30))
WHOLE = ("cube", "period", "category", "measure")


@pytest.fixture(scope="module")
def nation(tmp_path_factory):
    """The deliveries of three simulated municipalities, and what each of them knows itself."""
    folder: Path = tmp_path_factory.mktemp("nation")
    simulation = Simulation(SMALL)
    deliveries, truths = [], []
    for one in simulation.municipalities:
        home = folder / one.tenant
        home.mkdir()
        write(home / "events.sqlite", simulation.rows((one,), one.tenant))
        source = SqliteSource(home / "events.sqlite")
        with Warehouse.open(home / "warehouse.duckdb", tenant=one.tenant) as warehouse:
            projector = Projector(source, warehouse, load_rulebooks(), Calendar())
            projector.once()
            projector.publish()
            published = LocalQueries(warehouse).ask(Scope(tenant=one.tenant), Published())
            with warehouse.cursor() as cursor:
                truths.append(cursor.sql("FROM release_cells").filter("school = '' AND published").pl())
        source.close()
        deliveries.append(read(delivered(one.tenant, published).write(folder / "given")))
    return deliveries, pl.concat(truths)


def delivered(tenant: str, published: pl.DataFrame) -> Town:
    places = published.select("cube", "cube_version", "period", "first_day", "last_day", "released_on").unique()
    releases = [
        {"cube": cube, "version": version, "period": period, "sha256": "0" * 64}
        | dict(zip(("first_day", "last_day", "released_on"), map(str, days), strict=True))
        for cube, version, period, *days in places.iter_rows()
    ]
    return Town(number=tenant, rows=list(published.iter_rows()), releases=releases)


def test_every_sum_says_what_is_true_and_no_more_than_was_shown(nation):
    deliveries, truths = nation
    combined = combine(deliveries).filter(area=NATION, unit="count")
    assert set(combined["cube"]) == {cube.name for cube in CUBES}
    true = truths.group_by(*WHOLE).agg(true=pl.col("value").sum(), hidden=pl.col("hidden").any())
    both = combined.join(true, on=WHOLE, how="left")
    assert both["true"].null_count() == 0
    exact = both.filter(known=Known.EXACT.value)
    assert exact.height > 0
    assert exact.filter(pl.col("low") != pl.col("true")).is_empty()
    assert exact.filter(pl.col("hidden")).is_empty()
    assert both.filter((pl.col("low") > pl.col("true")) | (pl.col("high") < pl.col("true"))).is_empty()
    assert set(both.filter(pl.col("hidden"))["known"]) <= {Known.HIDDEN, Known.AT_LEAST, Known.BETWEEN}
    assert both.filter("hidden").height > 0


def test_what_is_hidden_in_a_municipality_may_be_anything_that_its_own_file_allows(nation):
    """Whoever has the sums and every municipality's file knows of a hidden number what its own file tells, and no more."""
    deliveries, _ = nation
    combined = combine(deliveries)
    for delivery in deliveries:
        others = [one for one in deliveries if one is not delivery]
        without = combine(others).filter(area=NATION, unit="count").select(*WHOLE, rest_low="low", rest_high="high")
        hidden = delivery.rows.filter(pl.col("hidden"), unit="count")
        cells = hidden.join(combined.filter(area=NATION).select(*WHOLE, "low", "high"), on=WHOLE).join(without, on=WHOLE)
        # A sum less everybody else's gives the hidden number at least nothing and at most what its own whole allows.
        told = cells.filter((pl.col("high") - pl.col("rest_high")) < 5, pl.col("rest_low") == pl.col("rest_high"))
        assert told.is_empty()
        assert cells.filter(pl.col("low") > pl.col("rest_low").fill_null(pl.col("low"))).is_empty()


def test_the_same_deliveries_in_another_order_give_the_same(nation):
    deliveries, _ = nation
    assert combine(deliveries).equals(combine(deliveries[::-1]))


def test_no_school_and_no_case_is_in_a_combination(nation):
    deliveries, _ = nation
    text = combine(deliveries).write_csv()
    simulated = msgspec.json.encode([school.orgnr for one in Simulation(SMALL).municipalities for school in one.schools])
    assert not [orgnr for orgnr in msgspec.json.decode(simulated) if orgnr in text]
