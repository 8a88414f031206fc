from __future__ import annotations

from pathlib import Path

import pytest
from rights.probes import serve_probe
from town import Town


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return serve_probe(Town(tmp_path))
