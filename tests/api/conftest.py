from __future__ import annotations

from pathlib import Path

import pytest
from api.programs import Program
from town import Town


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


@pytest.fixture
def rektor(town: Town) -> Program:
    return Program.of(town, "rektor")
