"""The event store library as its own documentation shows it, for benchmarks: aggregates, its mapper and its JSON, without a cipher.

On SQLite with a write-ahead log and full syncs, on PostgreSQL with the server's own durability, as Varde's store has it. It neither
remembers requests nor checks that what it stores can be read again. Fact and envelope go in as plain values: it turns no types.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias
from uuid import UUID

import msgspec
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from psycopg.conninfo import conninfo_to_dict

from events.envelope import Recorded

Said: TypeAlias = dict[str, Any]


class Case(Aggregate):
    """A case that knows how often, when and of which arena it was told."""

    @event("ConcernReceived")
    def __init__(self, fact: Said, envelope: Said) -> None:
        self.arena = fact.get("arena")
        self.last_told_at = envelope["occurred_at"]
        self.told = 1

    @event("ObservationNoted")
    def note(self, fact: Said, envelope: Said) -> None:
        """Something was observed."""
        self.arena = fact["arena"]
        self.last_told_at = envelope["occurred_at"]
        self.told += 1


class Cases(Application[UUID]):
    """The cases of one municipality."""

    def receive(self, fact: Said, envelope: Said) -> UUID:
        """Begin a case."""
        case = Case(fact=fact, envelope=envelope)
        self.save(case)
        return case.id

    def note(self, case_id: UUID, fact: Said, envelope: Said) -> None:
        """Read the case, tell it, and save it."""
        case: Case = self.repository.get(case_id)
        case.note(fact=fact, envelope=envelope)
        self.save(case)


def in_sqlite(path: Path) -> Cases:
    """The library's own tables in a file."""
    return Cases(env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(path)})


def in_postgres(dsn: str) -> Cases:
    """The library's own tables in a database."""
    parts = conninfo_to_dict(dsn)
    return Cases(
        env={
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "POSTGRES_DBNAME": str(parts["dbname"]),
            "POSTGRES_HOST": str(parts["host"]),
            "POSTGRES_PORT": str(parts.get("port", "")),
            "POSTGRES_USER": str(parts["user"]),
            "POSTGRES_PASSWORD": str(parts.get("password", "")),
        }
    )


def bare(cases: Cases, recorded: Sequence[Recorded]) -> float:
    """Append a case whose events lie ready, one after the other. Returns seconds."""
    begun, *later = map(_said, recorded)
    case = Case(fact=begun[0], envelope=begun[1])
    for fact, envelope in later:
        case.note(fact=fact, envelope=envelope)
    ready = case.collect_events()
    started = time.perf_counter()
    for one in ready:
        cases.events.put([one])
    return time.perf_counter() - started


def by_a_person(cases: Cases, recorded: Sequence[Recorded]) -> float:
    """Begin a case and tell it the rest, one command after the other. Returns seconds."""
    begun, *later = map(_said, recorded)
    started = time.perf_counter()
    case_id = cases.receive(*begun)
    for fact, envelope in later:
        cases.note(case_id, fact, envelope)
    return time.perf_counter() - started


def _said(one: Recorded) -> tuple[Said, Said]:
    return msgspec.to_builtins(one.event), msgspec.to_builtins(one.envelope)
