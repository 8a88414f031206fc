"""A town whose log is signed, as a migration signs it."""

import pytest
from town import NOW, Town


@pytest.fixture
def town(town: Town) -> Town:
    town.server.desk.integrity.begin("localhost/lyngfjord", NOW)
    return town
