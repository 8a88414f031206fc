"""Where the warehouse is put together with the log that it follows. A process that shows pages needs nothing of this."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime

from services.compliance.calendar import Calendar
from services.compliance.loading import Rules, load_rulebooks
from services.reporting.answering import LocalQueries
from services.reporting.frozen.at_position import queries_at
from services.reporting.projector import Projector
from services.reporting.queries import Queries
from services.reporting.serving.client import RemoteQueries
from services.reporting.source import PostgresSource, Source, SqliteSource
from services.reporting.warehouse import Warehouse
from varde.database_address import dsn
from varde.settings import Settings


@contextmanager
def open_warehouse(settings: Settings) -> Iterator[Warehouse]:
    """The tenant's warehouse, owned by this process. Raises WarehouseBusyError when another process owns it."""
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    warehouse = Warehouse.open(settings.warehouse_file, tenant=settings.tenant)
    try:
        yield warehouse
    finally:
        warehouse.close()


@contextmanager
def projector(settings: Settings, warehouse: Warehouse, rules: Rules | None = None) -> Iterator[Projector]:
    """What follows the tenant's log into its warehouse, with all rulebooks; schools choose among the municipal plans."""
    source = _source(settings)
    rules = rules or load_rulebooks()
    gc.freeze()  # what is loaded now stays; looking through it again and again would cost a third of a projector's time
    try:
        yield Projector(source, warehouse, rules, Calendar())
    finally:
        source.close()


def _source(settings: Settings) -> Source:
    """The tenant's log, as the warehouse reads it."""
    if settings.database is None:
        return SqliteSource(settings.events_file)
    return PostgresSource(dsn(settings, settings.database), settings.tenant)


@contextmanager
def questions(settings: Settings) -> Iterator[Queries]:
    """The queries: of the warehouse process if one answers, else of this process, with the warehouse brought up to date first.

    Raises WarehouseBusyError when a process owns the warehouse and does not answer.
    """
    remote = RemoteQueries(settings.warehouse_socket)
    if remote.is_alive():
        try:
            yield remote
        finally:
            remote.close()
        return
    with open_warehouse(settings) as warehouse, projector(settings, warehouse) as following:
        following.once()
        yield LocalQueries(warehouse)


@contextmanager
def questions_at(settings: Settings, position: int, moment: datetime | None = None) -> Iterator[Queries]:
    """The queries, answered from the log up to a position, as :func:`services.reporting.frozen.queries_at`."""
    with (
        closing(_source(settings)) as source,
        queries_at(source, position, tenant=settings.tenant, rules=load_rulebooks(), calendar=Calendar(), moment=moment) as queries,
    ):
        yield queries
