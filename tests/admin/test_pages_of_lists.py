"""A list opens at its first page where the address names none that could be."""

from urllib.parse import urlencode

import pytest
from town import Town

LISTS = ("/admin/ansatte", "/admin/innlogginger", "/admin/endringer", "/admin/foresatte", "/avvik")


@pytest.mark.parametrize("written", ["", "0", "-1", "x", "²", "00001" + 5000 * "9"])
def test_a_list_opens_whatever_its_address_says_of_the_page(town: Town, written: str):
    visitor = town.comes("skoleeier")
    for path in LISTS:
        assert visitor.get(f"{path}?{urlencode({'side': written})}").status_code == 200, path
