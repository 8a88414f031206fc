from __future__ import annotations

from pathlib import Path

import pytest
from web_server import WebServer


@pytest.fixture
def server(tmp_path: Path) -> WebServer:
    return WebServer(tmp_path)
