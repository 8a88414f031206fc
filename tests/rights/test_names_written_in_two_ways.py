"""Å can be one sign or two: a name is found, and hidden, however it was written."""

import unicodedata

from services.case_service.letters.naming import named
from services.case_service.looking_up import is_called
from services.case_service.rights.family_copy import masking

NAME = "Åse Grønn"
APART = unicodedata.normalize("NFD", NAME)


def test_a_name_is_found_whatever_keyboard_it_was_written_on():
    assert APART != NAME
    assert is_called(NAME, APART)
    assert is_called(APART, "grønn åse")
    assert is_called("José-Luis", "jose luis")
    assert not is_called("Asle", "åse")


def test_a_family_copy_hides_a_name_that_was_written_in_pieces():
    mask = masking([NAME], "Ola Nordmann", "en annen elev")
    assert "se" not in mask(f"Vi så {APART} der.").removeprefix("Vi så ").removesuffix(" der.").replace("en annen elev", "")


def test_a_letter_tells_of_a_name_that_was_written_in_pieces():
    assert named(f"{APART} var der", [NAME]) == (NAME,)
