"""The number of a case: the same everywhere, and known again however somebody writes it down."""

from __future__ import annotations

from uuid import UUID

import pytest

from texts.case_number import DIGITS, case_number, is_number, is_number_of

CASE = UUID("0198c1f0-0000-7000-8000-000000000001")
OTHER = UUID("0198c1f0-0000-7000-8000-000000000002")


def test_a_number_never_changes_and_says_nothing_of_the_id():
    assert case_number(CASE) == "WN5F-8DNF"
    assert case_number(OTHER)[:4] != case_number(CASE)[:4]
    assert set(case_number(CASE)) <= {*DIGITS, "-"}


@pytest.mark.parametrize("way", [str.lower, lambda number: number.replace("-", ""), lambda number: f" {number.replace('-', ' ')} "])
def test_a_number_is_known_again_without_its_hyphen_in_small_letters_and_with_blanks(way):
    written = way(case_number(CASE))
    assert is_number(written)
    assert is_number_of(written, CASE)
    assert not is_number_of(written, OTHER)


@pytest.mark.parametrize("written", ["", "c1", "ILOU-ILOU", "WN5F-8DN", "WN5F-8DNFF", str(CASE)])
def test_what_has_another_shape_is_no_number(written):
    assert not is_number(written)
