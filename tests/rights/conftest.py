from __future__ import annotations

import pytest
from rights.probes import serve_probe
from town import Town


@pytest.fixture
def town(town: Town) -> Town:
    return serve_probe(town)
