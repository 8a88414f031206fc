from __future__ import annotations

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from town import Town, Visitor

KEY = re.compile(r'name="idempotency_key" value="([^"]+)"')


@pytest.fixture
def nobody(town: Town) -> Visitor:
    """Somebody without a login."""
    return Visitor(town, town.server.client())


@pytest.fixture
def another_browser(town: Town) -> Callable[[], Visitor]:
    return lambda: Visitor(town, town.server.client())


@pytest.fixture
def key() -> str:
    return str(uuid4())
