"""Small numbers do not leave, and no arithmetic on what is shown gives them back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import product

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.reporting.disclosure import (
    BLOCKS,
    FIGURES,
    MEDIANS,
    PARTS,
    PeriodNotPublishedError,
    exact,
    protected,
    refuse_unpublished_period,
    school_year_of,
)
from services.reporting.questions import MunicipalityOverview

COUNTS = ("open_cases", "new_cases", "serious", "duties_kept", "late", "overdue", "not_documented", "avvik_open")


def school(number, *, pupils=300, **counts):
    row = {"school": str(number), "pupils": pupils, "is_total": False} | dict.fromkeys(COUNTS, 30) | {"new_cases": 60} | counts
    return complete(row)


def complete(row):
    row["duties_due"] = row["duties_kept"] + row["late"] + row["overdue"] + row["not_documented"]
    row["kept_share"] = row["duties_kept"] / row["duties_due"] if row["duties_due"] else None
    for median, base in MEDIANS.items():
        row.setdefault(base, row["new_cases"])
        row[median] = 5.5
    return row


def table(*schools):
    total = {"school": None, "is_total": True, "pupils": sum(row["pupils"] or 0 for row in schools)}
    for column in (*COUNTS, *MEDIANS.values()):
        total[column] = sum(row[column] for row in schools)
    return pl.DataFrame([*schools, complete(total)], infer_schema_length=None)


def shown(rows, school, figure):
    return rows.filter(pl.col("school") == school)[figure][0]


def total(rows, figure):
    return rows.filter("is_total")[figure][0]


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_a_count_of_one_to_four_is_hidden(count):
    rows = protected(table(*(school(n) for n in range(6)), school(6, avvik_open=count)))
    assert shown(rows, "6", "avvik_open") is None
    assert shown(rows, "6", "avvik_open_hidden")


def test_what_is_hidden_is_null_and_marked_and_what_is_shown_is_neither():
    rows = protected(table(*(school(n) for n in range(6)), school(6, avvik_open=2)))
    for figure in FIGURES:
        assert (rows[figure].is_null() == rows[f"{figure}_hidden"]).all()


def test_with_one_small_number_others_are_hidden_too_so_that_the_total_gives_nothing_back():
    rows = protected(table(*(school(n) for n in range(6)), school(6, avvik_open=2)))
    hidden = rows.filter(~pl.col("is_total") & pl.col("avvik_open_hidden"))
    assert hidden.height >= 3
    assert total(rows, "avvik_open") == 182


def test_one_who_knows_the_numbers_of_one_hidden_school_learns_nothing_about_another():
    counts = [2, 3, 30, 31, 32, 33]
    rows = protected(table(*(school(n, avvik_open=count) for n, count in enumerate(counts))))
    hidden = [int(name) for name in rows.filter(pl.col("avvik_open_hidden") & ~pl.col("is_total"))["school"]]
    for insider in hidden:
        others = [n for n in hidden if n != insider]
        assert len(others) >= 2
        assert sum(counts[n] for n in others) >= 5


def test_when_nothing_else_helps_the_total_is_hidden():
    rows = protected(table(school(1, avvik_open=2), school(2)))
    assert total(rows, "avvik_open_hidden")


def test_nothing_is_hidden_where_nothing_is_small():
    rows = protected(table(*(school(n) for n in range(5))))
    assert not any(rows[f"{figure}_hidden"].any() for figure in FIGURES)


def test_the_rest_of_a_whole_is_as_telling_as_the_part():
    rows = protected(table(*(school(n) for n in range(6)), school(6, new_cases=32, serious=30)))
    assert shown(rows, "6", "serious") is None
    assert shown(rows, "6", "new_cases") is None


def test_nothing_is_hidden_at_a_small_school_and_shown_at_a_large_one():
    rows = protected(
        table(*(school(n) for n in range(6)), school(6, pupils=15, avvik_open=0), school(7, avvik_open=0), school(8, pupils=15))
    )
    assert shown(rows, "6", "avvik_open_hidden")
    assert shown(rows, "7", "avvik_open") == 0
    assert shown(rows, "8", "avvik_open") == 30


@pytest.mark.parametrize("pupils", [None, 0, 9])
def test_a_school_of_fewer_than_ten_pupils_or_an_unknown_number_shows_nothing(pupils):
    rows = protected(table(*(school(n) for n in range(6)), school(6, pupils=pupils)))
    assert all(shown(rows, "6", f"{figure}_hidden") for figure in FIGURES)


def test_a_share_needs_a_base_of_twenty_and_is_given_in_whole_per_cent():
    few = school(6, duties_kept=9, late=5, overdue=5, not_documented=0)
    enough = school(7, duties_kept=11, late=10, overdue=10, not_documented=0)
    rows = protected(table(*(school(n) for n in range(6)), few, enough))
    assert shown(rows, "6", "kept_share") is None
    assert shown(rows, "7", "kept_share") == 0.35


def test_a_median_needs_ten_cases():
    rows = protected(table(*(school(n) for n in range(6)), school(6, plan_base=9), school(7, plan_base=10)))
    assert shown(rows, "6", "median_hours_plan") is None
    assert shown(rows, "7", "median_hours_plan") == 5.5
    assert shown(rows, "6", "median_hours_report") == 5.5


def test_exact_figures_are_left_as_they_are():
    rows = table(school(1, avvik_open=2))
    assert exact(rows).select(rows.columns).equals(rows)
    assert not exact(rows)["avvik_open_hidden"].any()


small = st.integers(0, 12)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(small, small, small, small, small, small, small), min_size=1, max_size=6))
def test_every_hidden_number_could_be_any_of_five_whoever_subtracts_what_is_shown(drawn):
    schools = [
        school(n, open_cases=a, new_cases=b + c, serious=b, duties_kept=d, late=e, overdue=f, not_documented=g, avvik_open=a)
        for n, (a, b, c, d, e, f, g) in enumerate(drawn)
    ]
    rows = protected(table(*schools))
    for block in BLOCKS:
        hidden = rows.filter(~pl.col("is_total") & pl.col(f"{block[0]}_hidden"))["school"].to_list()
        if not hidden or total(rows, f"{block[0]}_hidden"):
            continue
        for figure, insider in product(block, hidden):
            known = [row for row in schools if row["school"] not in hidden or row["school"] == insider]
            left = total(rows, figure) - sum(row[figure] for row in known)
            others = [row for row in schools if row["school"] in hidden and row["school"] != insider]
            assert len(others) >= 2
            if any(is_small(row, figure) for row in others):
                assert left >= 5


def is_small(row, figure):
    rest = row[PARTS[figure]] - row[figure] if figure in PARTS and row[PARTS[figure]] else 0
    return 1 <= row[figure] <= 4 or 1 <= rest <= 4


def test_blocks_are_hidden_whole():
    rows = protected(table(*(school(n) for n in range(6)), school(6, late=2)))
    for figure in ("duties_due", "duties_kept", "late", "overdue", "not_documented", "kept_share"):
        assert shown(rows, "6", f"{figure}_hidden")
    assert shown(rows, "6", "open_cases") == 30


def test_protected_figures_are_given_for_whole_school_years_alone():
    year = MunicipalityOverview(period_from=date(2024, 8, 1), period_to=date(2025, 7, 31))
    refuse_unpublished_period(year)
    assert school_year_of(date(2025, 7, 31)) == (date(2024, 8, 1), date(2025, 7, 31))
    for asked in (
        MunicipalityOverview(),
        MunicipalityOverview(period_from=date(2024, 8, 1), period_to=date(2025, 7, 30)),
        MunicipalityOverview(period_from=date(2024, 8, 2), period_to=date(2025, 7, 31)),
        MunicipalityOverview(period_from=date(2024, 8, 1), period_to=date(2025, 7, 31), as_of=datetime(2025, 1, 1, tzinfo=UTC)),
    ):
        with pytest.raises(PeriodNotPublishedError):
            refuse_unpublished_period(asked)
