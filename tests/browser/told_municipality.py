"""Two schools and three cases in a real store, told through commands, with numbers that can be worked out by hand.

Solhaug: two cases begun 10 and 20 days ago; the principal knew after 2 and after 4 hours. Fjellvik: one begun 100 days ago.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4, uuid5

from builders import bare

from events import Actor, Event, Stream
from events.concern import CaseOpened, ConcernReceived, ReportedToPrincipal
from events.lists.people import Role
from events.organisation import SchoolRegistered
from events.stored import topic_of
from services.case_service.application import Application, Request
from services.case_service.domain import command_for
from services.case_service.http.accounts import Accounts
from varde.composition import event_store, prepare
from varde.demo.accounts import PASSWORD
from varde.settings import Settings, read_settings

NAMES = UUID("6d0c6e0e-1f0b-4c38-9d64-0c6f5be0a001")
SOLHAUG, FJELLVIK = "100000101", "100000202"
SCHOOLS = {SOLHAUG: "Solhaug skole", FJELLVIK: "Fjellvik ungdomsskole"}
CASES = ((SOLHAUG, 10, 2), (SOLHAUG, 20, 4), (FJELLVIK, 100, 30))
"""School, days ago, hours until the principal knew."""

PEOPLE = (
    ("skoleeier", "Solveig Kvitsand", Role.SCHOOL_OWNER, ()),
    ("rektor", "Gro Bergtun", Role.PRINCIPAL, (FJELLVIK,)),
    ("laerer", "Aksel Heiane", Role.FORM_TEACHER, (SOLHAUG,)),
)


def tell(data: Path, now: datetime) -> Settings:
    """Make the municipality in an empty folder."""
    settings = read_settings({"VARDE_DATA": str(data), "VARDE_TENANT": "demo"})
    prepare(settings)
    accounts = Accounts(settings.accounts_file)
    for login, name, role, schools in PEOPLE:
        accounts.add(login=login, name=name, password=PASSWORD, roles=(role,), schools=schools, demo=True)
    with event_store(settings) as store:
        story = _Story(Application(store, clock=lambda: now, new_id=uuid4, fingerprint_key=bytes(32)))
        for orgnr, name in SCHOOLS.items():
            stream = uuid5(NAMES, orgnr)
            story.tell(
                Stream.SCHOOL, stream, orgnr, now - timedelta(days=400), bare(SchoolRegistered, orgnr=orgnr, name=name, pupils=200)
            )
        for number, (orgnr, days, hours) in enumerate(CASES):
            case, known = uuid5(NAMES, f"case {number}"), _noon(now) - timedelta(days=days)
            story.tell(Stream.CASE, case, orgnr, known, bare(ConcernReceived))
            story.tell(Stream.CASE, case, orgnr, known + timedelta(hours=hours), bare(ReportedToPrincipal))
            story.tell(Stream.CASE, case, orgnr, known + timedelta(hours=hours, minutes=5), bare(CaseOpened))
    return settings


def _noon(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(hour=9, minute=0, second=0, microsecond=0)


class _Story:
    def __init__(self, application: Application) -> None:
        self._application = application

    def tell(self, stream: Stream, stream_id: UUID, school: str, at: datetime, fact: Event) -> None:
        self._application.handle(
            Request(
                stream=stream,
                stream_id=stream_id,
                command=command_for(stream, topic_of(fact))(fact=fact),
                actor=Actor(ref=uuid5(NAMES, "principal"), role=Role.PRINCIPAL),
                occurred_at=at,
                known_at=at,
                school=school,
            )
        )
