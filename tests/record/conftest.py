from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from record.town_in_browser import ServedTown, served
from town import Town


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


@pytest.fixture
def place(town: Town) -> Iterator[ServedTown]:
    with served(town) as found:
        yield found
