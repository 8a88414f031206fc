"""A program that records through the API, at two servers in this process: one over the store, one over the plain store.

No socket and no network. All else is as it is: the request comes in at the server's door, is authenticated, read and decided on,
stored and answered. A case is a report, which begins it and tells the principal, and then what was observed.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api.programs import Program
from town import NOW, A, Town, person
from web_server import StandingClock, WebServer
from werkzeug.test import TestResponse

from benchmarks.plain_store import NoKeys, PlainStore, plain_postgres, plain_sqlite
from services.case_service.store import EventStore, PostgresDatabase, SQLiteFile, open_key_store
from services.case_service.store.settings import Place
from tests.store.postgres_server import new_database, running_postgres

REQUESTS_PER_CASE = 25
CREATED = 201

SAID = "De andre løper fra henne i hvert friminutt, og hun går alene hjem. " * 4
REPORT = {"reporter": "employee", "concern": "offence", "own_words": SAID, "pupil_described": "En gutt i grønn jakke"}
OBSERVED = {
    "observer": str(person("rektor")),
    "signs": ["changed_emotions"],
    "arena": "schoolyard",
    "facts_observed": SAID,
    "interpretation": "Hun virker redd.",
}


class PlainServer(WebServer):
    """A server whose desk stands on the plain store; the tables of the other are made beside it and not used."""

    def open_store(self) -> EventStore:
        """The plain store."""
        super().open_store().close()
        settings = self.store_settings
        if isinstance(settings.events, SQLiteFile):
            log = plain_sqlite(self.home / "plain.sqlite")
        else:
            log = plain_postgres(new_database(settings.events.dsn))
        return PlainStore(settings.tenant, log, NoKeys(open_key_store(settings), 1))


class PlainTown(Town):
    """The town on such a server."""

    def __post_init__(self) -> None:
        self.server = PlainServer(self.home, clock=StandingClock(NOW), given=self.given, places=self.places)
        self.build()


def case_through_api(program: Program) -> float:
    """Report and then observe, each in a request of its own. Returns seconds."""
    started = time.perf_counter()
    answer = _created(program.send("/reports/case.ConcernReceived", {"school": A, "fact": REPORT}))
    for _ in range(REQUESTS_PER_CASE - 1):
        seen = {"If-Match": answer.headers["ETag"]}
        answer = _created(program.record(answer.json["matter"], "case.ObservationNoted", OBSERVED, **seen))
    return time.perf_counter() - started


def _created(answer: TestResponse) -> TestResponse:
    if answer.status_code != CREATED:
        raise AssertionError(answer.text)
    return answer


@contextmanager
def programs(folder: Path) -> Iterator[dict[str, tuple[Program, Program]]]:
    """By database: a program of the principal's at the server over the store, and at the one over the plain store."""
    with running_postgres() as dsn:
        found: dict[str, tuple[Program, Program]] = {}
        for database in ("SQLite", "PostgreSQL"):
            both = []
            for town in (Town, PlainTown):
                home = folder / f"{database}-{town.__name__}"
                home.mkdir()
                places: tuple[Place, Place] = (SQLiteFile(path=home / "events.sqlite"), SQLiteFile(path=home / "keys.sqlite"))
                if database == "PostgreSQL":
                    places = PostgresDatabase(dsn=new_database(dsn)), PostgresDatabase(dsn=new_database(dsn))
                both.append(town(home, places=places))
            found[database] = Program.of(both[0], "rektor"), Program.of(both[1], "rektor")
        yield found
