"""The library's own test cases for recorders, run against ours on both databases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from eventsourcing.persistence import AggregateRecorder, ApplicationRecorder, StoredEvent
from eventsourcing.tests import persistence as library

from services.case_service.store.postgres_log import PostgresLog
from services.case_service.store.postgres_schema import EVENTS as POSTGRES_EVENTS
from services.case_service.store.postgres_schema import migrate_postgres
from services.case_service.store.settings import PostgresDatabase, SQLiteFile
from services.case_service.store.sqlite_leaves import migrate_sqlite_events
from services.case_service.store.sqlite_log import SQLiteLog


class OnSQLite:
    """Gives each test a recorder on a new file."""

    @pytest.fixture(autouse=True)
    def _new_log(self, tmp_path: Path) -> Iterator[None]:
        file = SQLiteFile(path=tmp_path / "events.sqlite")
        migrate_sqlite_events(file, "steindal")
        self.log = SQLiteLog(file, "steindal")
        yield
        self.log.close()

    def create_recorder(self) -> ApplicationRecorder:
        return self.log


class OnPostgres:
    """Gives each test a recorder on a new tenant's tables."""

    @pytest.fixture(autouse=True)
    def _new_log(self, postgres_dsn: str) -> Iterator[None]:
        database, tenant = PostgresDatabase(dsn=postgres_dsn), f"t{uuid4().hex[:12]}"
        migrate_postgres(database, tenant, POSTGRES_EVENTS)
        self.log = PostgresLog(database, tenant)
        yield
        self.log.close()

    def create_recorder(self) -> ApplicationRecorder:
        return self.log


class Subscribing:
    """The library leaves its test of subscriptions to be called by recorders that have them."""

    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


class TestApplicationRecorderOnSQLite(Subscribing, OnSQLite, library.ApplicationRecorderTestCase):
    """As the library's own recorder."""


class TestApplicationRecorderOnPostgres(Subscribing, OnPostgres, library.ApplicationRecorderTestCase):
    """As the library's own recorder."""


class TestNonInterleavingOnSQLite(OnSQLite, library.NonInterleavingNotificationIDsBaseCase):
    """Positions of one append stand together."""


class TestNonInterleavingOnPostgres(OnPostgres, library.NonInterleavingNotificationIDsBaseCase):
    """Positions of one append stand together."""


class WithoutPositions(AggregateRecorder):
    """What the library calls an aggregate recorder: the same rows, but an insert answers nothing."""

    def __init__(self, log: ApplicationRecorder) -> None:
        self.log = log

    def insert_events(self, stored_events: Sequence[StoredEvent], **given: Any) -> None:
        self.log.insert_events(stored_events, **given)

    def select_events(self, originator_id: UUID | str, **given: Any) -> Sequence[StoredEvent]:
        return self.log.select_events(originator_id, **given)


class TestAggregateRecorderOnSQLite(OnSQLite, library.AggregateRecorderTestCase):
    """As the library's own recorder."""

    def create_recorder(self) -> WithoutPositions:
        return WithoutPositions(self.log)


class TestAggregateRecorderOnPostgres(OnPostgres, library.AggregateRecorderTestCase):
    """As the library's own recorder."""

    def create_recorder(self) -> WithoutPositions:
        return WithoutPositions(self.log)
