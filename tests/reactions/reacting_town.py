"""A school with its people and a follower that reacts when the test lets it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_DNS, uuid4, uuid5

from builders import example

from events import Actor, Stream
from events.concern import ConcernReceived, PrincipalAcknowledged, ReportedToPrincipal
from events.lists.people import Role
from events.organisation import PrincipalAppointed, RulebookChosen, SchoolRegistered, StaffMemberRegistered, StaffRoleAssigned
from events.stored import peek, topic_of
from services.case_service.application import Request
from services.case_service.desk import make_desk
from services.case_service.domain import command_for
from services.case_service.notices.book import NoticeBook
from services.case_service.reactions.follower import Follower
from services.case_service.store import SQLiteFile, StoreSettings, migrate, open_store
from services.case_service.streams import school_stream, staff_stream
from services.compliance.calendar import Calendar
from services.compliance.loading import load_rulebooks
from tests.store.insider import Insider

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
SCHOOL = "100000011"
RULES = load_rulebooks()
CANARY = "KANARIFUGL"
ROLES = (Role.PRINCIPAL, Role.FORM_TEACHER, Role.CASE_HANDLER, Role.SCHOOL_OWNER, Role.DATA_PROTECTION_OFFICER)


def alter_text(place, stream_id, version):
    """Turn one bit in an event's sealed text, as an accident or somebody with the database would."""
    insider = Insider(place, "lyngfjord", "events")
    state = bytearray(insider.state(stream_id, version))
    state[state.index(next(iter(peek(bytes(state)).seals.values()))) + 20] ^= 1
    insider.put(stream_id, version, bytes(state))


class Town:
    """A school with its people, a desk, and a follower that reacts when the test lets it; the clock stands where it is put."""

    def __init__(self, folder):
        self.folder = folder
        self.now = MONDAY
        self.settings = StoreSettings(
            tenant="lyngfjord",
            events=SQLiteFile(path=folder / "events.sqlite"),
            keys=SQLiteFile(path=folder / "keys.sqlite"),
            kek=bytes(32),
        )
        migrate(self.settings)
        self.desk = make_desk(
            open_store(self.settings),
            home=folder,
            rules=RULES,
            calendar=Calendar(),
            clock=lambda: self.now,
            new_id=uuid4,
            marking_key=bytes(32),
        )
        self.book = NoticeBook(folder / "notices.sqlite")
        self.people = {role: uuid5(NAMESPACE_DNS, role.value) for role in ROLES}
        if self.desk.store.last_position() == 0:
            self._register()

    @classmethod
    def over(cls, folder, moment):
        """The same town as another process sees it."""
        town = cls(folder)
        town.now = moment
        return town

    def __getitem__(self, role):
        return self.people[role]

    def follower(self, **given):
        return Follower(self.desk, self.book, **given)

    def go(self, **time):
        self.now += timedelta(**time)

    def tell(self, fact, stream, stream_id, *, by=Role.FORM_TEACHER):
        command = command_for(stream, topic_of(fact))
        self.desk.application.handle(
            Request(
                stream=stream,
                stream_id=stream_id,
                command=command(fact=fact),
                actor=Actor(ref=self.people[by], role=by),
                occurred_at=self.now,
                known_at=self.now,
                school=SCHOOL,
            )
        )

    def report(self):
        case = uuid4()
        self.tell(example(ConcernReceived, own_words=CANARY), Stream.CASE, case)
        reported = example(ReportedToPrincipal, reported_by=self[Role.FORM_TEACHER], principal=self[Role.PRINCIPAL])
        self.tell(reported, Stream.CASE, case)
        return case

    def acknowledge(self, case):
        fact = PrincipalAcknowledged(principal=self[Role.PRINCIPAL], case_handler=self[Role.CASE_HANDLER])
        self.tell(fact, Stream.CASE, case, by=Role.PRINCIPAL)

    def registers_anew(self, role, **given):
        person = self.people[role] = uuid4()
        self.tell(StaffMemberRegistered(person=person, name=CANARY, **given), Stream.STAFF_MEMBER, staff_stream(person))
        held = StaffRoleAssigned(role=role, at_school=SCHOOL, from_date=MONDAY.date())
        self.tell(held, Stream.STAFF_MEMBER, staff_stream(person))

    def kinds(self, role):
        return [line.kind.value for line in self.book.of(self.people[role])]

    def _register(self):
        stream = school_stream("lyngfjord", SCHOOL)
        registered = SchoolRegistered(orgnr=SCHOOL, name="Myrtun skole", lowest_grade=1, highest_grade=7, municipality="9901")
        self.tell(registered, Stream.SCHOOL, stream)
        self.tell(PrincipalAppointed(principal=self[Role.PRINCIPAL], from_date=MONDAY.date()), Stream.SCHOOL, stream)
        self.tell(RulebookChosen(rulebook="oyer", from_date=MONDAY.date()), Stream.SCHOOL, stream)
        for number, (role, person) in enumerate(self.people.items()):
            municipal = role in {Role.SCHOOL_OWNER, Role.DATA_PROTECTION_OFFICER}
            name = StaffMemberRegistered(person=person, name=f"{CANARY} {number}", email=f"person{number}@lyngfjord.example")
            assigned = StaffRoleAssigned(role=role, at_school=None if municipal else SCHOOL, from_date=MONDAY.date())
            for fact in (name, assigned):
                self.tell(fact, Stream.STAFF_MEMBER, staff_stream(person))
