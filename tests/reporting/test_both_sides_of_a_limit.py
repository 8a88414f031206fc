"""Time alone changes a verdict once, when the limit passes: so the warehouse keeps the verdict on either side of it."""

from datetime import UTC, datetime
from itertools import product

import polars as pl

from services.compliance.frame import MOMENT
from services.compliance.verdicts import VERDICT_SQL
from services.reporting import judging

DAYS = [datetime(2026, 3, day, tzinfo=UTC) for day in (2, 4, 6)]
TIMES = ("due_at", "silence_at", "discharged_at", "released_at", "closed_at")
EVERY = pl.DataFrame(
    list(product([None, *DAYS], repeat=len(TIMES))), schema=dict.fromkeys(TIMES, MOMENT), orient="row"
).with_columns(kind=pl.lit("law"), opened_at=pl.lit(DAYS[0], dtype=MOMENT))


def test_the_kept_verdicts_say_at_any_moment_what_the_rules_say():
    kept = judging.settled(EVERY)
    for day in range(1, 8):
        judged = kept.with_columns(judged_at=pl.lit(datetime(2026, 3, day, tzinfo=UTC), dtype=MOMENT))
        found = judged.select(pl.sql_expr(judging.VERDICT_OF_KEPT).alias("kept"), pl.sql_expr(VERDICT_SQL).alias("rules"))
        assert found["kept"].to_list() == found["rules"].to_list()


def test_what_is_settled_no_day_changes():
    kept = judging.settled(EVERY).filter(pl.col("settled") != "open")
    assert kept.height > 0
    assert kept["settled"].to_list() == kept["after_limit"].to_list()
