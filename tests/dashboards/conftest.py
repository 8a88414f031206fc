"""The warehouses that the pages of the daily work are asked over: with nothing, one thing or many in them. Nothing changes them."""

from __future__ import annotations

import pytest
from work_pages import STORIES, queries


@pytest.fixture(scope="session", params=STORIES)
def story(request):
    """Every story's name with its questions."""
    with queries(request.param) as found:
        yield request.param, found


@pytest.fixture(scope="session")
def many():
    """The questions of the story with many things."""
    with queries("many") as found:
        yield found
