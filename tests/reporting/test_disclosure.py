"""Small numbers do not leave, and no arithmetic on what is shown gives them back."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.reporting.disclosure.auditing import Attacker
from services.reporting.disclosure.hiding import hide
from services.reporting.disclosure.proving import Prover
from services.reporting.disclosure.rules import LEAST_WIDTH, is_small, median_is_shown, share_is_shown
from services.reporting.disclosure.system import System

DUTIES = ({0: 1, 1: -1, 2: -1, 3: -1},)
"""due = kept + late + overdue."""


def system(schools, *, equations=DUTIES, pupils=300, settled=None, hidden=None, has_total=True):
    counts = np.array(schools, dtype=np.int64)
    if has_total:
        counts = np.vstack([counts, counts.sum(axis=0)])
    bases = [pupils] * len(schools) + [pupils * 10]
    sensitive = np.array([[is_small(int(count), base) for count in row] for row, base in zip(counts, bases, strict=False)])
    nothing = np.zeros_like(sensitive)
    return System(
        counts=counts,
        sensitive=sensitive,
        hidden=nothing if hidden is None else hidden,
        settled=nothing if settled is None else settled,
        equations=equations,
        has_total=has_total,
    )


def duties(*rows):
    return system([[sum(row), *row] for row in rows])


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_a_count_of_one_to_four_is_small_about_however_many(count):
    assert is_small(count, 100_000)


def test_nothing_is_as_telling_as_something_among_few_and_where_it_is_said_to_be():
    assert is_small(0, 19)
    assert not is_small(0, 20)
    assert is_small(0, 500, zero_tells=True)


@pytest.mark.parametrize("base", [None, 0, 9])
def test_about_fewer_than_ten_or_nobody_knows_how_many_everything_is_small(base):
    assert is_small(30, base)
    assert not is_small(30, 10)


def test_a_share_needs_a_base_of_twenty_and_a_median_ten():
    assert [share_is_shown(19), share_is_shown(20), median_is_shown(9), median_is_shown(10)] == [False, True, False, True]


def test_nothing_is_hidden_where_nothing_is_small():
    assert not hide(duties(*[(20, 20, 20)] * 5)).any()


def test_with_one_small_number_others_are_hidden_too_and_the_totals_stay_true():
    hidden = hide(duties(*[(20, 20, 20)] * 6, (20, 20, 2)))
    assert hidden[6, 3]
    assert hidden[:-1].sum() >= 3
    assert not hidden[-1].any()


def test_when_nothing_else_helps_the_total_is_hidden():
    assert hide(duties((20, 20, 2), (20, 20, 20)))[-1].any()


def test_the_same_counts_are_hidden_the_same():
    one = duties((20, 9, 2), (3, 8, 7), (30, 0, 11), (12, 13, 14), (5, 6, 1))
    assert (hide(one) == hide(one)).all()


def test_what_was_released_before_stays_shown_and_what_is_released_now_gives_nothing_of_it_back():
    """An earlier release hid two terms' parts; now comes the whole year, which they add up to."""
    rows = [[30, 14, 16], [7, 3, 4], [9, 4, 5], [33, 15, 18], [40, 20, 20]]
    before = system(rows, equations=())
    first = hide(before)
    first[:, 0] = False
    settled = np.zeros_like(first)
    settled[:, 1:] = True
    now = system(rows, equations=({0: 1, 1: -1, 2: -1},), settled=settled, hidden=first)
    hidden = hide(now)
    assert (hidden[:, 1:] == first[:, 1:]).all()
    assert leaks(now, hidden) == []


def test_where_what_was_released_leaves_no_way_nothing_is_given():
    rows = [[30, 14, 16], [6, 3, 3], [40, 20, 20]]
    settled = np.ones((4, 3), dtype=bool)
    shown = np.zeros_like(settled)
    assert hide(system(rows, equations=({0: 1, 1: -1, 2: -1},), settled=settled, hidden=shown)) is None


def test_the_attacker_finds_what_a_subtraction_gives():
    one = duties((20, 20, 2), (20, 20, 20), (20, 20, 20))
    naive = np.zeros_like(one.sensitive)
    naive[0, 3] = True
    assert Attacker(one).interval(naive, (0, 3)) == (2, 2)
    naive[1, 3] = True
    assert Attacker(one).interval(naive, (0, 3), insider=1)[0] == 2


def leaks(one, hidden):
    """Sensitive cells in too narrow an interval: for one who knows what is shown, or also one school's numbers."""
    found = []
    attacker = Attacker(one)
    for insider in (None, *range(one.schools if one.has_total and one.schools > 1 else 0)):
        for row, column in np.argwhere(one.sensitive).tolist():
            least, most = attacker.interval(hidden, (row, column), insider)
            if row != insider and most - least < LEAST_WIDTH - 1e-6:
                found.append((insider, row, column, least, most))
    return found


small = st.integers(0, 14)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.tuples(small, small, small), min_size=1, max_size=7), st.sampled_from([5, 15, 300]))
def test_whoever_adds_and_subtracts_finds_every_small_number_anywhere_within_five(drawn, pupils):
    one = system([[sum(row), *row] for row in drawn], pupils=pupils)
    assert leaks(one, hide(one)) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(small, min_size=2, max_size=6), st.booleans())
def test_parts_of_a_whole_without_schools_are_protected_too(drawn, shows_sum):
    equation = {0: 1} | dict.fromkeys(range(1, len(drawn) + 1), -1)
    one = system([[sum(drawn), *drawn]], equations=(equation,) if shows_sum else (), has_total=False)
    assert leaks(one, hide(one)) == []


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(small, small, small), min_size=2, max_size=6), st.data())
def test_a_proof_is_never_wider_than_what_the_linear_program_finds(drawn, data):
    one = duties(*drawn)
    hidden = np.array([data.draw(st.booleans()) for _ in range(one.counts.size)]).reshape(one.counts.shape)
    prover = Prover(one)
    widths = prover.widths(prover.exchanges(hidden))
    attacker = Attacker(one)
    for insider in (None, *range(one.schools)):
        for row, column in product(range(len(one.counts)), range(4)):
            least, most = attacker.interval(hidden, (row, column), insider)
            assert row == insider or widths[row, column] <= most - least + 1e-6


def test_a_move_changes_what_belongs_together_and_nothing_else():
    assert len(duties((1, 2, 3)).moves) == 6
    for move in duties((1, 2, 3)).moves:
        assert sum(sign * DUTIES[0].get(column, 0) for column, sign in move.items()) == 0
