from __future__ import annotations

from collections.abc import Iterator

import pytest
from record.town_in_browser import ServedTown, served
from town import Town


@pytest.fixture
def place(town: Town) -> Iterator[ServedTown]:
    with served(town) as found:
        yield found
