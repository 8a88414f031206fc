from __future__ import annotations

import pytest
from api.programs import Program
from town import Town


@pytest.fixture
def rektor(town: Town) -> Program:
    return Program.of(town, "rektor")
