from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import chromium
from playwright.sync_api import Browser
from town import Town

from tests.store.postgres_server import new_database, running_postgres


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of a file, or of a group that is named, stay with one worker: what they share is made once in the whole run.

    The long ones begin first: what is left at the end is then short for every worker.
    """
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_collection_finish() -> None:
    """Tens of thousands of collected tests stay for the whole run: garbage collection need not walk through them each time."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """The small municipality, for one test to change."""
    return Town(tmp_path)


@pytest.fixture(scope="session")
def postgres_dsn() -> Iterator[str]:
    """The first database of a PostgreSQL server that lives as long as the test session. Give each test its own tenant."""
    with running_postgres() as dsn:
        yield dsn


@pytest.fixture
def postgres_database(postgres_dsn: str) -> str:
    """An empty database for one test."""
    return new_database(postgres_dsn)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The one browser of the test session: its driver can be started once only."""
    with chromium() as started:
        yield started
