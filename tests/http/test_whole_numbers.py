"""A number in an address or a form is read when it means something, and breaks nothing when it does not."""

import pytest

from services.case_service.http.whole_numbers import whole_number

NO_NUMBERS = ["", "0", "-1", "+1", "1.0", " 1", "x", "²", "٣", "10000", "00001" + 5000 * "9"]
"""More than 4,300 digits Python refuses to make a number of."""


@pytest.mark.parametrize(("written", "number"), [("1", 1), ("0042", 42), ("9999", 9999)])
def test_digits_are_a_number_up_to_the_most_that_there_can_be(written: str, number: int):
    assert whole_number(written, 9999) == number


@pytest.mark.parametrize("written", NO_NUMBERS)
def test_anything_else_is_none_however_long_it_is(written: str):
    assert whole_number(written, 9999) is None
