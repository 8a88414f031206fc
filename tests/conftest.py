from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path, PurePath

import pytest
from chromium import chromium
from playwright.sync_api import Browser
from town import Town
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from tests.store.postgres_server import new_database, running_postgres

TOGETHER = frozenset({"browser", "frontend", "journeys", "simulate"})
"""Folders of which all tests share what takes long to make."""


class ByWhatTheyShare(LoadScopeScheduling):
    """The tests of a file, or of such a folder, stay with one worker: what they share is made once in the whole run.

    The marks of ``--dist loadgroup`` would say the same, but pytest 9.2 does not let pytest-xdist 3.8 write them into an id.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = PurePath(nodeid.partition("::")[0])
        return file.parent.name if file.parent.name in TOGETHER else str(file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByWhatTheyShare:
    return ByWhatTheyShare(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long tests begin first: what is left at the end is then short for every worker."""
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
