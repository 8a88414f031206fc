"""The nightly check in the moment between a destroyed key and the event that tells of it: no alarm while two people's decision is
being carried out, and one as soon as it is anything else."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from disposal_steps import KEPT, NOTES, approves, closed, decided, disposals, lapsed
from town import Town, person

from events.lists.access import DisposalBasis
from events.lists.measures import ClosingReason
from services.case_service.integrity.thorough import UNDER_WAY, check_whole_log
from services.case_service.store import KeyId
from services.integrity.keeping.alarms import AlarmKind

BOTH = ("arkivar", "skoleeier")


def destroyed(town: Town, case: UUID, *keys: KeyId, by: tuple[str, str] = BOTH) -> None:
    """The process that carries out dies after the keys were destroyed."""
    for key in keys or (KeyId(case, NOTES),):
        approvers = [person(one) for one in by]
        town.server.desk.store.destroy_key(key, basis="retention_lapsed: § 3", approvers=approvers, at=town.server.clock())


def alarms(town: Town) -> list[AlarmKind]:
    desk = town.server.desk
    return [one.kind for one in check_whole_log(desk.integrity, desk.clock()).faults]


def test_a_disposal_that_is_being_carried_out_raises_no_alarm(town: Town):
    case = lapsed(town, "sak")
    decided(town, case)

    destroyed(town, case)

    assert alarms(town) == []


def test_nor_do_the_notes_that_go_with_a_whole_case(town: Town):
    case = closed(town, "sak", ClosingReason.REGISTERED_IN_ERROR)
    decided(town, case, retention=KEPT, basis=DisposalBasis.REGISTERED_IN_ERROR)

    destroyed(town, case, KeyId(case, KEPT), KeyId(case, NOTES))

    assert alarms(town) == []


def test_one_that_nobody_ends_is_an_alarm_until_somebody_does(town: Town):
    case = lapsed(town, "sak")
    decided(town, case)
    destroyed(town, case)

    town.server.clock.go(UNDER_WAY)
    assert alarms(town) == [AlarmKind.DESTROYED_WITHOUT_EVENT]
    disposals(town).carry_out_decided()

    assert alarms(town) == []


def test_a_key_that_nobody_two_or_others_approved_of_is_an_alarm_at_once(town: Town):
    case, alone = lapsed(town, "sak"), uuid4()
    approves(town, "arkivar", case, alone)

    destroyed(town, case)

    assert alarms(town) == [AlarmKind.DESTROYED_WITHOUT_EVENT]


def test_a_tombstone_that_names_other_people_than_approved_is_an_alarm_at_once(town: Town):
    case = lapsed(town, "sak")
    decided(town, case)

    destroyed(town, case, by=("arkivar", "administrator"))

    assert alarms(town) == [AlarmKind.DESTROYED_WITHOUT_EVENT]


def test_a_tombstone_from_a_day_that_has_not_come_is_an_alarm(town: Town):
    case = lapsed(town, "sak")
    decided(town, case)
    destroyed(town, case)

    town.server.clock.go(timedelta(hours=-1))

    assert alarms(town) == [AlarmKind.DESTROYED_WITHOUT_EVENT]
