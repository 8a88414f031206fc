from datetime import timedelta
from uuid import uuid4

from builders import example

from events import Stream
from events.access import AccessGranted, BreakGlassUsed
from events.concern import OwnerNotified
from events.heightened import HeightenedReportReceived
from events.lists.people import Role, Suspected
from services.case_service.notices.book import ByMail
from services.case_service.streams import access_stream


def test_what_happened_before_varde_began_to_watch_is_no_news_but_its_limits_are(town):
    town.report()

    town.follower().once()

    assert "report_received" not in town.kinds(Role.PRINCIPAL)
    assert "due_today" in town.kinds(Role.PRINCIPAL)


def test_a_new_report_is_told_to_the_principal_and_not_to_the_one_who_reported(town):
    follower = town.follower()
    follower.once()

    case = town.report()
    follower.once()

    assert town.kinds(Role.PRINCIPAL) == ["report_received", "report_received"]
    assert town.kinds(Role.FORM_TEACHER) == []
    assert {line.about for line in town.book.of(town[Role.PRINCIPAL])} == {case}


def test_whoever_reported_is_told_that_it_was_received_and_the_handler_that_it_is_hers(town):
    follower = town.follower()
    follower.once()
    case = town.report()

    town.acknowledge(case)
    follower.once()

    assert town.kinds(Role.FORM_TEACHER) == ["report_acknowledged"]
    assert town.kinds(Role.CASE_HANDLER) == ["case_assigned"]


def test_a_serious_case_is_told_to_the_owner(town):
    follower = town.follower()
    follower.once()
    case = town.report()

    town.tell(example(OwnerNotified), Stream.CASE, case, by=Role.PRINCIPAL)
    follower.once()

    assert town.kinds(Role.SCHOOL_OWNER) == ["serious_case"]


def test_a_report_against_the_principal_is_told_to_the_owner_alone(town):
    follower = town.follower()
    follower.once()
    fact = example(
        HeightenedReportReceived,
        suspected=Suspected.LEADER,
        suspected_person=town[Role.PRINCIPAL],
        received_by_owner=True,
    )

    town.tell(fact, Stream.HEIGHTENED_CASE, uuid4())
    follower.once()

    assert town.kinds(Role.SCHOOL_OWNER) == ["heightened_report"]
    assert town.kinds(Role.PRINCIPAL) == []


def test_emergency_access_is_told_to_principal_owner_and_protection_officer(town):
    follower = town.follower()
    follower.once()
    case = town.report()
    taken = example(BreakGlassUsed, person=town[Role.FORM_TEACHER], to_stream=case, until=town.now + timedelta(hours=1))

    town.tell(taken, Stream.ACCESS, access_stream(case))
    follower.once()

    for role in (Role.PRINCIPAL, Role.SCHOOL_OWNER, Role.DATA_PROTECTION_OFFICER):
        assert "emergency_access" in town.kinds(role)


def test_whoever_is_let_into_a_case_is_told_and_a_guardian_by_the_school(town):
    follower = town.follower()
    follower.once()
    case = town.report()
    auditor, guardian = uuid4(), uuid4()

    for person, role in ((auditor, Role.AUDITOR), (guardian, Role.GUARDIAN)):
        granted = example(AccessGranted, grant=uuid4(), person=person, role=role, to_stream=case, until=None)
        town.tell(granted, Stream.ACCESS, access_stream(case), by=Role.PRINCIPAL)
    follower.once()

    assert [(line.kind.value, line.about) for line in town.book.of(auditor)] == [("access_granted", case)]
    assert town.book.of(guardian) == ()


def test_two_followers_tell_once(town):
    first, second = town.follower(), town.follower()
    first.once()
    town.report()

    first.once()
    town.book.handle("position", "0")
    second.once()

    assert town.kinds(Role.PRINCIPAL).count("report_received") == 2


def test_a_notice_holds_no_name_and_no_content(town):
    follower = town.follower()
    follower.once()
    town.report()
    follower.once()

    assert all(b"KANARIFUGL" not in file.read_bytes() for file in town.folder.glob("notices.sqlite*"))


def test_seen_notices_count_no_more(town):
    follower = town.follower()
    follower.once()
    town.report()
    follower.once()
    principal = town[Role.PRINCIPAL]
    first = town.book.of(principal)[0]

    town.book.see(principal, [first.id], town.now)
    assert town.book.unseen(principal) == 1
    town.book.see(principal, None, town.now)

    assert town.book.unseen(principal) == 0
    assert len(town.book.of(principal)) == 2


def test_nobody_marks_another_persons_notice_as_seen(town):
    follower = town.follower()
    follower.once()
    town.report()
    follower.once()
    [one, *_] = town.book.of(town[Role.PRINCIPAL])

    town.book.see(town[Role.FORM_TEACHER], [one.id], town.now)

    assert town.book.unseen(town[Role.PRINCIPAL]) == 2


def test_what_somebody_wants_by_mail_is_kept(town):
    wanted = ByMail(urgent=False, digest=True, digest_hour=15)

    town.book.choose(town[Role.PRINCIPAL], wanted)

    assert town.book.choice(town[Role.PRINCIPAL]) == wanted
    assert town.book.choice(town[Role.FORM_TEACHER]) == ByMail()


def test_a_calendars_address_leads_to_its_person_until_it_is_renewed(town):
    person = town[Role.PRINCIPAL]
    town.book.give_calendar(person, b"first")

    assert town.book.whose_calendar(b"first") == person
    town.book.give_calendar(person, b"second")

    assert town.book.whose_calendar(b"first") is None
    assert town.book.whose_calendar(b"second") == person
    town.book.take_calendar(person)
    assert not town.book.has_calendar(person)
