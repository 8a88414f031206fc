"""Disposal over a real store: what lapses, what stands against it, and what is left when it is done."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from builders import example
from disposal_steps import KEPT, LONG, NOTES, approves, closed, decided, disposals, lapsed, ruled
from town import CANARY, Town, matter, person

from events.archive import Archived, DisposalApproved, Disposed, LegalHoldPlaced
from events.base import Stream
from events.disclosure import DisclosureRequested
from events.enforcement import ReportedToStatsforvalter
from events.envelope import Actor
from events.lists.access import DisclosureBasis, DisposalBasis, HoldGround
from events.lists.measures import ClosingReason
from events.lists.people import Role
from events.sealing import UNREADABLE
from services.case_service.application import Request
from services.case_service.disposal import Obstacle, OlderKeyStoreError, disposal_stream, refuse_older_keys
from services.case_service.disposal.judging import months_after
from services.case_service.domain.access.commands import ApproveDisposal
from services.case_service.domain.command import Refused
from services.case_service.store import KeyId
from services.case_service.streams import access_stream

CASE = "sak"


def against(town: Town, retention=NOTES, basis=DisposalBasis.RETENTION_LAPSED, case: str = CASE):
    found = disposals(town)
    standing = found.standing(matter(case))
    assert standing is not None
    return found.against(standing, retention, basis)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2027, 12, 31), 12, date(2028, 12, 31)),
        (date(2027, 8, 31), 1, date(2027, 9, 30)),
    ],
)
def test_months_end_on_the_same_day_or_the_months_last(day: date, months: int, then: date):
    assert months_after(day, months) == then


def test_nothing_lapses_while_the_municipality_has_decided_nothing(town: Town):
    closed(town, CASE)
    town.server.clock.go(LONG)

    assert disposals(town).lapsed() == ()
    assert against(town) == (Obstacle.PRESERVED,)


def test_working_notes_lapse_when_their_months_after_the_closing_are_past(town: Town):
    case = lapsed(town, CASE)

    (found,) = disposals(town).lapsed()

    assert (found.subject, found.retention, found.obstacles) == (case, NOTES, ())
    assert (found.ended_on, found.lapsed_on) == (date(2027, 3, 3), date(2027, 9, 3))


def test_notes_of_a_case_that_is_open_or_closed_lately_do_not_lapse(town: Town):
    ruled(town)
    town.server.clock.go(LONG)
    assert Obstacle.CASE_OPEN in against(town)
    closed(town, CASE)

    assert against(town) == (Obstacle.NOT_LAPSED,)
    assert disposals(town).lapsed() == ()


def test_a_case_is_preserved_unless_it_was_an_error_or_the_archive_has_it(town: Town):
    lapsed(town, CASE)
    assert against(town, KEPT) == (Obstacle.PRESERVED,)
    assert against(town, KEPT, DisposalBasis.REGISTERED_IN_ERROR) == (Obstacle.NOT_IN_ERROR,)
    assert against(town, KEPT, DisposalBasis.HANDED_OVER_TO_ARCHIVE) == (Obstacle.NOT_HANDED_OVER,)

    version = town.server.desk.store.version(matter(CASE))
    town.happens(Stream.CASE, matter(CASE), Archived(of_stream=matter(CASE), up_to_version=version, archive_id="2028/7"))

    assert against(town, KEPT, DisposalBasis.HANDED_OVER_TO_ARCHIVE) == ()


def test_what_was_registered_in_error_alone_may_go_as_that(town: Town):
    closed(town, CASE, ClosingReason.REGISTERED_IN_ERROR)
    assert against(town, KEPT, DisposalBasis.REGISTERED_IN_ERROR) == ()


def test_whatever_needs_the_case_stands_against_disposal(town: Town):
    case = lapsed(town, CASE)
    town.happens(Stream.ENFORCEMENT, uuid4(), example(ReportedToStatsforvalter), case_id=case)
    asked = DisclosureRequested(request=uuid4(), basis=DisclosureBasis.PARTY_ACCESS, of_stream=case, requester="Mor")
    town.happens(Stream.ACCESS, access_stream(case), asked, case_id=case)
    hold = LegalHoldPlaced(hold=uuid4(), of_subject=case, ground=HoldGround.LEGAL_CLAIM, reason="Søksmål varslet")
    town.happens(Stream.ACCESS, access_stream(case), hold, case_id=case)

    assert set(against(town)) == {Obstacle.ENFORCEMENT_OPEN, Obstacle.DISCLOSURE_OPEN, Obstacle.HELD}


def test_two_people_dispose_of_notes_and_the_rest_of_the_case_is_read_as_before(town: Town):
    case, other = lapsed(town, CASE), matter("sak-b")
    before, others = town.events(case), town.events(other)
    decided(town, case)

    (done,) = disposals(town).carry_out_decided()

    assert done.destroyed == (NOTES,)
    assert town.of("access.Disposed")[0].approvers == (person("arkivar"), person("skoleeier"))
    after = town.events(case)
    notes = [(one.event.note, two.event.note) for one, two in zip(before, after, strict=True) if hasattr(one.event, "note")]
    assert {two for _, two in notes} == {UNREADABLE}
    assert [one.event.own_words for one in after if hasattr(one.event, "own_words")] == [
        one.event.own_words for one in before if hasattr(one.event, "own_words")
    ]
    assert town.events(other) == others
    assert disposals(town).lapsed() == ()
    assert disposals(town).carry_out_decided() == ()


def test_one_person_alone_destroys_nothing(town: Town):
    case, disposal = lapsed(town, CASE), uuid4()
    approves(town, "arkivar", case, disposal)
    with pytest.raises(Refused):
        approves(town, "arkivar", case, disposal)

    assert disposals(town).carry_out_decided() == ()
    assert town.server.desk.store.tombstone(KeyId(case, NOTES)) is None


def approved(disposal: UUID, case: UUID, who: str) -> DisposalApproved:
    return DisposalApproved(
        disposal=disposal,
        of_subject=case,
        retention=NOTES,
        basis=DisposalBasis.RETENTION_LAPSED,
        provision="§",
        approved_by=person(who),
    )


def test_what_administrators_alone_approved_of_is_not_carried_out(town: Town):
    case, disposal = lapsed(town, CASE), uuid4()
    now = town.server.clock()
    for who in ("arkivar", "skoleeier"):
        fact = approved(disposal, case, who)
        request = Request(
            stream=Stream.ACCESS,
            stream_id=disposal_stream(case),
            command=ApproveDisposal(fact=fact),
            actor=Actor(ref=person(who), role=Role.ADMINISTRATOR),
            occurred_at=now,
            known_at=now,
            case_id=case,
        )
        town.server.desk.application.handle(request)

    (done,) = disposals(town).carry_out_decided()

    assert done.obstacles == (Obstacle.ADMINISTRATORS_ALONE,)
    assert town.server.desk.store.tombstone(KeyId(case, NOTES)) is None


def test_approvals_that_an_earlier_system_claims_destroy_nothing(town: Town):
    case, disposal = lapsed(town, CASE), uuid4()
    for who in ("arkivar", "skoleeier"):
        fact = approved(disposal, case, who)
        town.happens(Stream.ACCESS, disposal_stream(case), fact, case_id=case, by="administrator")

    (done,) = disposals(town).carry_out_decided()

    assert done.destroyed == ()
    assert town.server.desk.store.tombstone(KeyId(case, NOTES)) is None


def test_a_hold_that_comes_between_decision_and_destruction_stops_it(town: Town):
    case = lapsed(town, CASE)
    disposal = decided(town, case)
    hold = LegalHoldPlaced(hold=uuid4(), of_subject=case, ground=HoldGround.POLICE, reason="Anmeldt")
    town.happens(Stream.ACCESS, access_stream(case), hold, case_id=case)

    (done,) = disposals(town).carry_out_decided()

    assert (done.disposal, done.obstacles) == (disposal, (Obstacle.HELD,))
    assert CANARY in str([getattr(one.event, "note", "") for one in town.events(case)])


@pytest.mark.parametrize("died_after", ["key", "purge"])
def test_whoever_finds_a_disposal_that_was_begun_carries_it_to_its_end(town: Town, died_after: str):
    case = lapsed(town, CASE)
    decided(town, case)
    store = town.server.desk.store
    store.destroy_key(KeyId(case, NOTES), basis="x", approvers=[person("arkivar"), person("skoleeier")], at=town.server.clock())
    if died_after == "purge":
        town.server.desk.drafts.drop_about([case])
    hold = LegalHoldPlaced(hold=uuid4(), of_subject=case, ground=HoldGround.POLICE, reason="Anmeldt")
    town.happens(Stream.ACCESS, access_stream(case), hold, case_id=case)

    (done,) = disposals(town).carry_out_decided()

    assert done.destroyed == (NOTES,)
    assert len(town.of("access.Disposed")) == 1


def test_a_case_that_goes_takes_notes_files_drafts_and_notices_along(town: Town):
    closed(town, CASE, ClosingReason.REGISTERED_IN_ERROR)
    case = matter(CASE)
    decided(town, case, retention=KEPT, basis=DisposalBasis.REGISTERED_IN_ERROR)

    (done,) = disposals(town).carry_out_decided()

    assert set(done.destroyed) == {KEPT, NOTES}
    assert {one.retention for one in town.of("access.Disposed") if isinstance(one, Disposed)} == {KEPT, NOTES}
    assert CANARY not in str([repr(one.event) for one in town.events(case)])
    assert town.server.desk.read_model.matter(case) is not None


def test_a_key_store_from_before_the_disposal_is_refused(town: Town):
    case = lapsed(town, CASE)
    desk = town.server.desk
    refuse_older_keys(desk.store, desk.read_model.disposed())
    fact = Disposed(of_subject=case, retention=NOTES, basis=DisposalBasis.RETENTION_LAPSED, approvers=())
    town.happens(Stream.ACCESS, disposal_stream(case), fact, case_id=case)

    with pytest.raises(OlderKeyStoreError):
        refuse_older_keys(desk.store, desk.read_model.disposed())


def test_the_scan_tells_of_no_content(town: Town):
    lapsed(town, CASE)
    assert CANARY not in str(disposals(town).lapsed())
    assert town.server.clock() - timedelta(days=1) > town.events(matter(CASE))[0].envelope.recorded_at
