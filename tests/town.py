"""A small municipality for tests of access: two schools, a person of each kind, a case of each kind, and a real server."""

from __future__ import annotations

import atexit
import shutil
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from uuid import UUID, uuid4, uuid5

from flask.testing import FlaskClient
from web_server import CSRF, PAGE, StandingClock, WebServer
from werkzeug.test import TestResponse

from events.access import AccessDenied, AccessGranted
from events.base import Stream
from events.concern import CaseLinked, CaseOpened, ConcernReceived, OwnerNotified, ReceiptLetterSent, ReportedToPrincipal
from events.envelope import Actor, Recorded
from events.heightened import HeightenedReportReceived, PersonnelFileReferenced
from events.investigation import ConversationHeld, PupilHeard
from events.lists.access import DenialGround, Purpose
from events.lists.concern import Certainty, Concern, OwnerChannel
from events.lists.investigation import ConversationKind, HearingForm, HearingOutcome
from events.lists.people import GuardianKind, PupilRole, Reporter, Role, Suspected
from events.lists.year import OwnershipKind
from events.organisation import PrivacyTrainingAttested, SchoolRegistered, StaffMemberRegistered, StaffRoleAssigned
from events.plan import MeasureAdded, PlanAdopted
from events.pupil import GuardianRegistered, PupilEnrolled, PupilRegistered
from services.case_service.application import Request
from services.case_service.domain import STREAMS
from services.case_service.domain.command import proposed
from services.case_service.http.identity import SESSION_KEY
from services.case_service.http.sessions import Proof
from services.case_service.rights import Kind
from services.case_service.store.settings import Place
from services.case_service.streams import access_stream, school_stream, staff_stream

NOW = datetime(2027, 3, 3, 9, 0, tzinfo=UTC)
A, B = "974620014", "974620022"
SINCE = date(2026, 8, 1)
CANARY = "Kanarifugl-hemmelig-tekst"
"""Stands in every sealed text, so that a leak is found by looking for it."""

SPACE = UUID("7b000000-0000-4000-8000-000000000000")

STAFF: dict[str, tuple[Role, str | None]] = {
    "rektor": (Role.PRINCIPAL, A),
    "rektor-b": (Role.PRINCIPAL, B),
    "saksbehandler": (Role.CASE_HANDLER, A),
    "avdelingsleder": (Role.DEPARTMENT_HEAD, A),
    "laerer": (Role.FORM_TEACHER, A),
    "fremmed": (Role.EMPLOYEE, A),
    "melder": (Role.EMPLOYEE, A),
    "mistenkt": (Role.FORM_TEACHER, A),
    "helsesykepleier": (Role.SCHOOL_NURSE, None),
    "skoleeier": (Role.SCHOOL_OWNER, None),
    "raadgiver": (Role.OWNER_ADVISER, None),
    "personal": (Role.HUMAN_RESOURCES, None),
    "arkivar": (Role.ARCHIVIST, None),
    "personvernombud": (Role.DATA_PROTECTION_OFFICER, None),
    "revisor": (Role.AUDITOR, None),
    "administrator": (Role.ADMINISTRATOR, None),
}
FAMILY = {
    "elev": Kind.PUPIL,
    "annen-elev": Kind.PUPIL,
    "mor": Kind.GUARDIAN,
    "far-uten-ansvar": Kind.GUARDIAN,
    "annen-mor": Kind.GUARDIAN,
}
EVERYBODY = (*STAFF, *FAMILY)


def person(name: str) -> UUID:
    return uuid5(SPACE, name)


def matter(name: str) -> UUID:
    return uuid5(SPACE, f"matter:{name}")


@dataclass
class Town:
    """The server, and ways to make facts and to come as somebody."""

    home: Path
    given: dict[str, Any] = field(default_factory=dict)
    places: tuple[Place, Place] | None = None
    """Where events and keys lie, with nothing in them yet; None for two files in the folder."""

    def __post_init__(self) -> None:
        self.server = WebServer(self.home, clock=StandingClock(NOW), given=self.given, places=self.places)
        if self.places is None:
            shutil.copytree(built(), self.home, dirs_exist_ok=True)
        else:
            self.build()

    def build(self) -> None:
        """Put people and cases into an empty town."""
        self._people()
        self._cases()

    @cached_property
    def commands(self) -> dict[tuple[Stream, type], type]:
        """The command that proposes a fact, by stream and class."""
        return {(stream, proposed(command)): command for stream, rules in STREAMS.items() for command in rules.commands}

    def happens(
        self, stream: Stream, stream_id: UUID, *facts: Any, school: str | None = A, by: str = "rektor", **more: Any
    ) -> None:
        """Facts are recorded, one after the other, an hour ago and as history."""
        at = self.server.clock.now - timedelta(hours=1)
        actor = Actor(ref=person(by), role=STAFF.get(by, (Role.EMPLOYEE, None))[0])
        for fact in facts:
            command = self.commands[stream, type(fact)](fact=fact)
            request = Request(
                stream=stream,
                stream_id=stream_id,
                command=command,
                actor=actor,
                occurred_at=at,
                known_at=at,
                school=school,
                history=True,
                **more,
            )
            self.server.desk.application.handle(request)

    def comes(self, login: str, *, second_factor: bool = True) -> Visitor:
        """A browser in which somebody has logged in."""
        web = self.server.app.extensions["varde.web"]
        account = self.server.accounts.get(login)
        assert account is not None
        now = self.server.clock.now
        proof = Proof(method="password", second_factor=second_factor, stepped_up_at=now if second_factor else None)
        client = self.server.client()
        with client.session_transaction() as session:
            session[SESSION_KEY] = web.sessions.start(account, now, proof)
        return Visitor(self, client)

    def events(self, stream_id: UUID) -> tuple[Recorded, ...]:
        return self.server.desk.store.read(stream_id)

    def log(self) -> list[Recorded]:
        """Everything that stands in the tenant's log."""
        return list(self.server.desk.store.after(0, 100_000))

    def of(self, topic: str) -> list[Any]:
        """The facts of a topic in the whole log."""
        return [one.event for one in self.log() if one.topic == topic]

    def gives(self, about: UUID, who: str, role: Role, purpose: Purpose = Purpose.CASE_HANDLING, until: date | None = None) -> None:
        grant = AccessGranted(grant=uuid4(), person=person(who), role=role, to_stream=about, purpose=purpose, until=until)
        self.happens(Stream.ACCESS, access_stream(about), grant)

    def denies(self, about: UUID, who: str, ground: DenialGround) -> None:
        self.happens(Stream.ACCESS, access_stream(about), AccessDenied(person=person(who), to_stream=about, ground=ground))

    def _people(self) -> None:
        for orgnr, name in ((A, "Aspetun skole"), (B, "Bjørkelia skole")):
            school = SchoolRegistered(
                orgnr=orgnr, name=name, lowest_grade=1, highest_grade=10, ownership=OwnershipKind.MUNICIPAL, municipality="9901"
            )
            self.happens(Stream.SCHOOL, school_stream("lyngfjord", orgnr), school, school=orgnr)
        for login, (role, at) in STAFF.items():
            who = person(login)
            self.happens(
                Stream.STAFF_MEMBER,
                staff_stream(who),
                StaffMemberRegistered(person=who, name=f"Navn {login}"),
                StaffRoleAssigned(role=role, at_school=at, from_date=SINCE),
                PrivacyTrainingAttested(attested_by=person("skoleeier"), valid_to=None),
                school=at,
                by="skoleeier",
            )
            self.server.accounts.add(login=login, name=f"Navn {login}", person=who, roles=(role,), schools=(at,) if at else ())
        for login, kind in FAMILY.items():
            self.server.accounts.add(login=login, name=f"Navn {login}", person=person(login), kind=kind)
        self._pupil("elev", "mor", ("far-uten-ansvar", False))
        self._pupil("annen-elev", "annen-mor")

    def _pupil(self, login: str, guardian: str, *others: tuple[str, bool]) -> None:
        facts = [
            PupilRegistered(name=f"{login.title()} {CANARY}", born_on="2017-05-04"),
            PupilEnrolled(orgnr=A, grade=4, from_date=SINCE),
            *(
                GuardianRegistered(
                    guardian=person(one), kind=GuardianKind.PARENTAL_RESPONSIBILITY, verified=verified, name=f"Navn {one}"
                )
                for one, verified in ((guardian, True), *others)
            ),
        ]
        self.happens(Stream.PUPIL, person(login), *facts)

    def _cases(self) -> None:
        self._case("sak", "elev", "annen-elev")
        self._case("annen-sak", "annen-elev", "elev")
        self._case("sak-b", None, None, school=B)
        self._case("varslet", "annen-elev", None)
        self.happens(Stream.CASE, matter("varslet"), OwnerNotified(channel=OwnerChannel.EQS, content=CANARY))
        link = CaseLinked(other_case=matter("annen-sak"), other_pupil_role=PupilRole.OFFENDING)
        self.happens(Stream.CASE, matter("sak"), link)
        for name, suspected, who in (("skjerpet", Suspected.EMPLOYEE, "mistenkt"), ("mot-rektor", Suspected.LEADER, "rektor")):
            report = HeightenedReportReceived(
                pupil=uuid5(SPACE, f"pupil-of-{name}"),
                suspected=suspected,
                suspected_person=person(who),
                reporter=Reporter.EMPLOYEE,
                received_by_owner=suspected is Suspected.LEADER,
                content=CANARY,
            )
            self.happens(Stream.HEIGHTENED_CASE, matter(name), report, by="melder")
        self.happens(Stream.HEIGHTENED_CASE, matter("mot-rektor"), PersonnelFileReferenced(reference="27/12"))

    def _case(self, name: str, pupil: str | None, other: str | None, *, school: str = A) -> None:
        own = person(pupil) if pupil else uuid5(SPACE, f"pupil-of-{name}")
        named = f" {other.title()} {CANARY}" if other else ""
        self.happens(
            Stream.CASE,
            matter(name),
            ConcernReceived(reporter=Reporter.EMPLOYEE, concern=Concern.BULLYING, own_words=f"{CANARY} ord{named}"),
            ReportedToPrincipal(
                reported_by=person("melder"),
                principal=person("rektor"),
                certainty=Certainty.SUSPICION,
                pupil_informed=True,
                content=CANARY,
            ),
            CaseOpened(pupil=own, pupil_role=PupilRole.EXPOSED, grade=4, case_handler=person("saksbehandler"), title=CANARY),
            school=school,
            by="melder",
        )
        self.happens(
            Stream.CASE,
            matter(name),
            ReceiptLetterSent(
                source=Reporter.EMPLOYEE,
                concern_date=date(2027, 3, 1),
                methods=(),
                contact_person=person("saksbehandler"),
                informs_of_enforcement_right=True,
                body=f"Brev{named}",
            ),
            ConversationHeld(
                kind=ConversationKind.EXPOSED_PUPIL,
                person=own,
                held_by=person("saksbehandler"),
                purpose_explained=True,
                own_words=f"Betrodd {CANARY}",
                note=f"Notat {CANARY}",
            ),
            PupilHeard(pupil=own, form=HearingForm.CONVERSATION, outcome=HearingOutcome.STATED_VIEW, view=f"Syn {CANARY}"),
            MeasureAdded(measure=uuid5(matter(name), "tiltak"), executor=person("laerer"), title=f"Tiltak{named}"),
            PlanAdopted(
                plan_version=1,
                coordinator=person("saksbehandler"),
                parts=(),
                pupil_participated=True,
                guardians_participated=True,
                problem=f"Problem{named}",
                pupils_perspective=f"Betrodd {CANARY}",
            ),
            school=school,
        )


@cache
def built() -> Path:
    """The folder of a town that was built once, to copy from."""
    home = Path(mkdtemp(prefix="varde-town-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    empty = Town.__new__(Town)
    empty.home, empty.given, empty.places = home, {}, None
    empty.server = WebServer(home, clock=StandingClock(NOW))
    empty.build()
    empty.server.desk.read_model.catch_up()
    empty.server.desk.read_model.close()
    empty.server.desk.store.close()
    return home


@dataclass
class Visitor:
    """Somebody's browser."""

    town: Town
    client: FlaskClient

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, headers={**PAGE, **headers})

    def post(self, path: str, form: dict[str, str], *, page: str | None = None) -> TestResponse:
        """Send a form as its page would: with the page's token and, if the form has none, an idempotency key."""
        token = CSRF.search(self.get(page or "/personvern").text)
        assert token is not None
        return self.client.post(
            path,
            data={"csrf_token": token.group(1), "idempotency_key": str(uuid4()), **form},
            headers=PAGE,
        )
