"""The read model: sees what was written, is the same whether it grew or was made anew, and holds no text."""

import multiprocessing
import os
import signal
import sqlite3
import time
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import uuid4

import pytest
from builders import example

from events import Actor, Stream
from events.access import AccessDenied, AccessGranted
from events.concern import CaseOpened, ConcernReceived, PrincipalAcknowledged, ReportedToPrincipal
from events.heightened import HeightenedReportReceived
from events.lists.access import DenialGround, Purpose
from events.lists.people import GuardianKind, Role, Suspected
from events.municipality import LocalRulebookAdopted
from events.organisation import PrincipalAppointed, RulebookChosen, SchoolRegistered, StaffMemberRegistered, StaffRoleAssigned
from events.pupil import GuardianRegistered, PupilEnrolled, PupilRegistered
from events.stored import topic_of
from services.case_service.application import Application, Request
from services.case_service.domain import command_for
from services.case_service.read_model import ReadModel
from services.case_service.store import PostgresDatabase, SQLiteFile, StoreSettings, migrate, open_store
from services.case_service.streams import access_stream, municipality_stream, school_stream, staff_stream
from services.compliance.calendar import Calendar
from services.compliance.loading import load_rulebooks
from tests.compliance.local_books import BOOK, local_book

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SCHOOL, OTHER_SCHOOL = "100000011", "100000022"
RULES = load_rulebooks()
TEACHER, PRINCIPAL = uuid4(), uuid4()
CANARY = "KANARIFUGL"


class Place:
    """A store with its application and a read model beside it, on a clock that the test moves."""

    def __init__(self, folder, settings):
        migrate(settings)
        self.now = NOW
        self.folder = folder
        self.store = open_store(settings)
        self.application = Application(self.store, clock=lambda: self.now, new_id=uuid4, fingerprint_key=bytes(32))
        self.model = self.another("read_model.sqlite")

    def another(self, name):
        return ReadModel(self.folder / name, self.store, rules=RULES, calendar=Calendar(), clock=lambda: self.now)

    def tell(self, fact, stream, stream_id, *, by=TEACHER, role=Role.FORM_TEACHER, school=SCHOOL, persons=(), at=None):
        at = at or self.now
        self.application.handle(
            Request(
                stream=stream,
                stream_id=stream_id,
                command=command_for(stream, topic_of(fact))(fact=fact),
                actor=Actor(ref=by, role=role),
                occurred_at=at,
                known_at=at,
                school=school,
                persons=persons,
            )
        )

    def concern(self, *, school=SCHOOL, at=None, persons=()):
        case = uuid4()
        self.tell(example(ConcernReceived, own_words=CANARY), Stream.CASE, case, school=school, at=at, persons=persons)
        return case

    def register_school(self, orgnr=SCHOOL):
        stream = school_stream("lyngfjord", orgnr)
        fact = SchoolRegistered(orgnr=orgnr, name="Myrtun skole", lowest_grade=1, highest_grade=7, municipality="9901")
        self.tell(fact, Stream.SCHOOL, stream, school=orgnr)
        self.tell(PrincipalAppointed(principal=PRINCIPAL, from_date=NOW.date()), Stream.SCHOOL, stream, school=orgnr)
        return stream


def settings_in(folder, postgres=None):
    return StoreSettings(
        tenant="lyngfjord",
        events=SQLiteFile(path=folder / "events.sqlite") if postgres is None else PostgresDatabase(dsn=postgres),
        keys=SQLiteFile(path=folder / "keys.sqlite"),
        kek=bytes(32),
    )


@pytest.fixture
def place(tmp_path):
    made = Place(tmp_path, settings_in(tmp_path))
    yield made
    made.model.close()
    made.store.close()


def content_of(file):
    with sqlite3.connect(file) as db:
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        found = {table: sorted(db.execute(f'SELECT * FROM "{table}"').fetchall(), key=repr) for table in tables}  # noqa: S608
    db.close()
    return found


def test_a_concern_stands_in_the_inbox_as_soon_as_it_is_recorded(place):
    case = place.concern()

    assert [row.stream_id for row in place.model.inbox(SCHOOL)] == [case]
    assert place.model.inbox(OTHER_SCHOOL) == ()


def test_the_longest_known_concern_stands_first(place):
    newer = place.concern()
    older = place.concern(at=NOW - timedelta(days=2))

    assert [row.stream_id for row in place.model.inbox(SCHOOL)] == [older, newer]


def test_an_opened_case_leaves_the_inbox_and_knows_its_handler(place):
    case, pupil = place.concern(), uuid4()
    leader = {"by": PRINCIPAL, "role": Role.PRINCIPAL}
    place.tell(PrincipalAcknowledged(principal=PRINCIPAL, case_handler=TEACHER), Stream.CASE, case, **leader)
    place.tell(example(CaseOpened, pupil=pupil, case_handler=TEACHER), Stream.CASE, case, **leader)

    row = place.model.matter(case)

    assert place.model.inbox(SCHOOL) == ()
    assert (row.pupil, row.case_handler, row.acknowledged_at) == (pupil, TEACHER, NOW)
    assert place.model.matters(handler=TEACHER).rows == (row,)
    assert place.model.matters(pupil=pupil).rows == (row,)


def test_a_concern_about_a_named_pupil_is_known_to_be_about_her_before_a_case_is_opened(place):
    pupil = uuid4()

    case = place.concern(persons=(pupil,))

    assert place.model.matter(case).pupil == pupil


def test_who_reported_it_finds_it_again_and_others_do_not(place):
    case = place.concern()
    place.tell(example(ReportedToPrincipal, reported_by=TEACHER, principal=PRINCIPAL), Stream.CASE, case)

    assert [row.stream_id for row in place.model.reported_by(TEACHER)] == [case]
    assert place.model.reported_by(PRINCIPAL) == ()


def test_a_case_against_a_leader_is_led_by_the_owner(place):
    case, suspected = uuid4(), uuid4()
    fact = example(HeightenedReportReceived, suspected=Suspected.LEADER, suspected_person=suspected, received_by_owner=True)
    place.tell(fact, Stream.HEIGHTENED_CASE, case)

    [row] = place.model.owners_inbox()

    assert row.led_by_owner
    assert row.suspected_persons == (suspected,)


def test_a_list_goes_on_where_the_page_before_ended(place):
    cases = []
    for minute in range(7):
        place.now = NOW + timedelta(minutes=minute)
        cases.append(place.concern())

    seen, after = [], None
    while True:
        page = place.model.matters(limit=3, after=after)
        seen += [row.stream_id for row in page.rows]
        if page.next is None:
            break
        after = page.next

    assert seen == cases[::-1]


def test_a_mark_that_somebody_made_up_gives_a_page_and_no_error(place):
    place.concern()

    assert place.model.matters(after="'; DROP TABLE matters; --").rows == ()


def test_a_school_is_as_it_is_today(place):
    stream = place.register_school()
    later, follower = NOW.date() + timedelta(days=30), uuid4()
    place.tell(PrincipalAppointed(principal=follower, from_date=later), Stream.SCHOOL, stream)

    assert place.model.school(SCHOOL).principal == PRINCIPAL
    place.now = NOW + timedelta(days=31)
    assert place.model.school(SCHOOL).principal == follower


def test_staff_are_found_where_they_have_a_role_on_the_day(place):
    stream = staff_stream(TEACHER)
    place.tell(StaffMemberRegistered(person=TEACHER, name=CANARY), Stream.STAFF_MEMBER, stream)
    last = NOW.date() + timedelta(days=10)
    fact = StaffRoleAssigned(role=Role.FORM_TEACHER, at_school=SCHOOL, from_date=NOW.date(), to_date=last)
    place.tell(fact, Stream.STAFF_MEMBER, stream)

    assert [row.person for row in place.model.staff_at(SCHOOL, last)] == [TEACHER]
    assert place.model.staff_at(SCHOOL, last + timedelta(days=1)) == ()
    assert place.model.staff_at(OTHER_SCHOOL, last) == ()


def test_a_pupil_goes_to_a_school_and_has_adults_who_act_for_her(place):
    pupil, guardian = uuid4(), uuid4()
    adult = GuardianRegistered(guardian=guardian, kind=GuardianKind.PARENTAL_RESPONSIBILITY, verified=True, name=CANARY)
    place.tell(PupilRegistered(name=CANARY), Stream.PUPIL, pupil)
    place.tell(PupilEnrolled(orgnr=SCHOOL, grade=4, from_date=NOW.date()), Stream.PUPIL, pupil)
    place.tell(adult, Stream.PUPIL, pupil)

    assert [row.grade for row in place.model.pupils_at(SCHOOL)] == [4]
    assert place.model.pupils_at(SCHOOL, grade=5) == ()
    assert place.model.children_of(guardian) == (pupil,)
    assert [row.verified for row in place.model.guardians_of(pupil)] == [True]


def test_access_to_a_case_is_what_was_given_and_denied(place):
    case = place.concern()
    given = AccessGranted(grant=uuid4(), person=TEACHER, role=Role.FORM_TEACHER, to_stream=case, purpose=Purpose.CARRY_OUT_MEASURE)
    denied = AccessDenied(person=PRINCIPAL, to_stream=case, ground=DenialGround.CONFLICT_OF_INTEREST)
    place.tell(given, Stream.ACCESS, access_stream(case), by=PRINCIPAL, role=Role.PRINCIPAL)
    place.tell(denied, Stream.ACCESS, access_stream(case), by=PRINCIPAL, role=Role.PRINCIPAL)

    row = place.model.access(case)

    assert [grant.person for grant in row.grants] == [TEACHER]
    assert [denial.person for denial in row.denials] == [PRINCIPAL]
    assert place.model.granted_to(TEACHER) == (case,)
    assert place.model.access(uuid4()).grants == ()


def test_duties_come_due_and_are_judged_at_the_moment_of_the_question(place):
    case = place.concern()
    rule = "law-12.report"

    def verdict():
        rows = {row.rule_id: row.verdict for row in place.model.obligations(case_ids=[case], undone_only=False)}
        return next((value for key, value in rows.items() if key.startswith(rule)), rows)

    before = verdict()
    place.now = NOW + timedelta(days=60)

    assert before == "open"
    assert verdict() != "open"


def test_choosing_a_plan_judges_the_schools_cases_anew(place):
    stream = place.register_school()
    case = place.concern()
    before = {row.rulebook for row in place.model.obligations(case_ids=[case], undone_only=False)}

    place.tell(RulebookChosen(rulebook="oyer", from_date=NOW.date()), Stream.SCHOOL, stream)

    assert {row.rulebook for row in place.model.obligations(case_ids=[case], undone_only=False)} - before == {"oyer"}


def test_it_is_the_same_whether_it_grew_event_by_event_or_was_made_at_once(place):
    place.register_school()
    for number in range(12):
        place.now = NOW + timedelta(hours=number)
        case = place.concern()
        place.model.catch_up()
        if number % 2:
            place.tell(PrincipalAcknowledged(principal=PRINCIPAL), Stream.CASE, case, by=PRINCIPAL, role=Role.PRINCIPAL)
            place.model.catch_up()

    anew = place.another("anew.sqlite")
    anew.catch_up()
    anew.close()

    assert content_of(place.folder / "anew.sqlite") == content_of(place.folder / "read_model.sqlite")


def adopt(place, source, version=1):
    fact = LocalRulebookAdopted(
        rulebook=BOOK,
        rulebook_version=version,
        source_toml=source,
        sha256=sha256(source.encode()).hexdigest(),
        approved_by=PRINCIPAL,
    )
    place.tell(fact, Stream.MUNICIPALITY, municipality_stream("lyngfjord"), school=None, role=Role.SCHOOL_OWNER)


def own_duties(place, *cases):
    found = place.model.obligations(case_ids=cases, undone_only=False)
    return {(row.case_id, row.due_at) for row in found if row.rulebook == BOOK}


def test_a_rulebook_that_is_adopted_judges_the_cases_of_the_schools_that_follow_it(place):
    stream = place.register_school()
    place.register_school(OTHER_SCHOOL)
    case, other = place.concern(), place.concern(school=OTHER_SCHOOL)
    place.tell(RulebookChosen(rulebook=BOOK, from_date=NOW.date()), Stream.SCHOOL, stream)
    assert own_duties(place, case, other) == set()

    adopt(place, local_book())

    assert {found for found, _ in own_duties(place, case, other)} == {case}
    assert place.model.rules.by_id[f"{BOOK}.told-same-day"].rulebook == BOOK


def test_a_new_version_sets_new_limits_for_what_comes_and_leaves_the_old_ones(place):
    stream = place.register_school()
    adopt(place, local_book())
    place.tell(RulebookChosen(rulebook=BOOK, from_date=NOW.date()), Stream.SCHOOL, stream)
    case = place.concern()
    before = own_duties(place, case)
    place.now = NOW + timedelta(days=3)
    adopt(place, local_book(due='kind = "hours", n = 4'), version=2)
    later = place.concern()

    assert own_duties(place, case) == before
    assert own_duties(place, later) == {(later, place.now + timedelta(hours=4))}


def test_it_is_the_same_made_at_once_when_rulebooks_were_adopted_on_the_way(place):
    stream = place.register_school()
    for number in range(12):
        place.now = NOW + timedelta(days=number)
        place.concern()
        place.model.catch_up()
        if number == 2:
            place.tell(RulebookChosen(rulebook=BOOK, from_date=NOW.date()), Stream.SCHOOL, stream)
        if number in {4, 8, 10}:
            last = place.now.date() if number == 10 else None
            adopt(place, local_book(due=f'kind = "hours", n = {number}', valid_until=last), version=number)
        if number == 6:
            place.tell(RulebookChosen(rulebook="oyer", from_date=place.now.date()), Stream.SCHOOL, stream)
        place.model.catch_up()

    anew = place.another("anew.sqlite")
    anew.catch_up()
    anew.close()

    assert content_of(place.folder / "anew.sqlite") == content_of(place.folder / "read_model.sqlite")


def test_no_text_of_any_event_lies_in_the_file(place):
    place.concern()
    place.tell(PupilRegistered(name=CANARY), Stream.PUPIL, uuid4())
    place.model.catch_up()

    for file in place.folder.glob("read_model.sqlite*"):
        assert CANARY.encode() not in file.read_bytes()


def test_a_damaged_file_is_set_aside_and_made_anew(place):
    case = place.concern()
    place.model.catch_up()
    place.model.close()
    for file in place.folder.glob("read_model.sqlite*"):
        file.write_bytes(b"this is no database" * 100)

    again = place.another("read_model.sqlite")

    assert [row.stream_id for row in again.inbox(SCHOOL)] == [case]
    assert (place.folder / "read_model.damaged").exists()
    again.close()


def follow_for_ever(folder):
    store = open_store(settings_in(folder))
    model = ReadModel(folder / "read_model.sqlite", store, rules=RULES, calendar=Calendar(), clock=lambda: NOW)
    while True:
        model.catch_up()


def test_killed_followers_lose_and_double_nothing(place):
    context = multiprocessing.get_context("spawn")
    for _ in range(4):
        follower = context.Process(target=follow_for_ever, args=(place.folder,))
        follower.start()
        for _ in range(15):
            place.concern()
        time.sleep(0.4)
        os.kill(follower.pid, signal.SIGKILL)
        follower.join()

    anew = place.another("anew.sqlite")
    assert anew.catch_up() == place.model.catch_up()
    anew.close()

    assert content_of(place.folder / "anew.sqlite") == content_of(place.folder / "read_model.sqlite")


def test_it_follows_a_log_in_postgresql_too(tmp_path, postgres_database):
    place = Place(tmp_path, settings_in(tmp_path, postgres_database))
    case = place.concern()

    assert [row.stream_id for row in place.model.inbox(SCHOOL)] == [case]
    place.model.close()
    place.store.close()
