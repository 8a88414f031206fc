"""What is lost, exchanged, stolen or put back is an alarm; what a person accounts for ends it, and stays on record."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import msgspec
import pytest

from events.archive import Disposed
from events.lists.access import DisposalBasis
from events.sealing import RetentionClass
from services.case_service.integrity.kept import Integrity
from services.case_service.integrity.thorough import check_whole_log
from services.case_service.store import KeyId, StoreSettings
from services.integrity.checkpoints import Checkpoint, KeyOutOfTimeError, believed, make_checkpoint, read_key_file
from services.integrity.keeping.alarms import AlarmKind
from services.integrity.keeping.keeper import LogNotItselfError, UnknownWitnessError, take_cosignature
from services.integrity.keeping.signer import KnownWitness
from services.integrity.notes import KeyKind, cosign, new_key
from services.integrity.witness.alarms import AlarmKind as Misdeed
from services.integrity.witness.alarms import LogMisbehavedError
from services.integrity.witness.judging import read_shown, refuse_other_history
from tests.integrity_attacks.attacker import Attacker, with_envelope
from tests.integrity_attacks.conftest import NOON
from tests.store.insider import Insider
from tests.store.sample_events import recorded, stored_case

RESTORE = """INSERT INTO {table} (subject, retention, wrapped, commitment, kek_id, created_at, checksum)
    VALUES ({v}, {v}, {v}, {v}, {v}, {v}, {v})"""
KEPT = "SELECT subject, retention, wrapped, commitment, kek_id, created_at, checksum FROM {table} WHERE subject = {v}"
LATER = NOON + timedelta(minutes=1)


def found_in(integrity: Integrity) -> set[AlarmKind]:
    return {one.kind for one in check_whole_log(integrity, LATER).faults}


def standing(integrity: Integrity) -> set[AlarmKind]:
    return {one.kind for one in integrity.book.alarms(standing_only=True)}


def key_of(case: UUID) -> KeyId:
    return KeyId(case, RetentionClass.PRESERVED)


def put_back_to(size: int, integrity: Integrity, settings: StoreSettings) -> None:
    """An old backup of the events' database; the book, which lies elsewhere, is as it was."""
    attacker = Attacker(integrity.store, settings, integrity)
    attacker.recompute(attacker.db.rows()[:size])


def test_a61_a_key_that_is_gone_without_a_tombstone_is_an_alarm_and_ends_when_it_is_restored(
    integrity: Integrity, settings: StoreSettings
) -> None:
    case = stored_case(integrity.store, 2)
    keys = Insider(settings.keys, settings.tenant, "keys")
    backup = keys.run(KEPT, case)
    keys.run("DELETE FROM {table} WHERE subject = {v}", case)
    assert found_in(integrity) == {AlarmKind.KEY_LOST}
    assert standing(integrity) == {AlarmKind.KEY_LOST}
    for row in backup:
        keys.run(RESTORE, *row)
    assert found_in(integrity) == set()
    assert standing(integrity) == set()


def test_a61_a_key_that_was_destroyed_is_told_of_by_an_event_or_is_an_alarm(integrity: Integrity) -> None:
    case = stored_case(integrity.store, 2)
    integrity.store.destroy_key(key_of(case), basis="Arkivlova § 13", approvers=(uuid4(), uuid4()), at=NOON)
    assert found_in(integrity) == {AlarmKind.DESTROYED_WITHOUT_EVENT}


def test_a63_a_key_that_was_exchanged_for_another_is_an_alarm(integrity: Integrity, settings: StoreSettings) -> None:
    first, second = stored_case(integrity.store, 1), stored_case(integrity.store, 1)
    keys = Insider(settings.keys, settings.tenant, "keys")
    (wrapped, commitment) = keys.run("SELECT wrapped, commitment FROM {table} WHERE subject = {v}", second)[0]
    keys.run("UPDATE {table} SET wrapped = {v}, commitment = {v} WHERE subject = {v}", wrapped, commitment, first)
    assert found_in(integrity) == {AlarmKind.UNREADABLE, AlarmKind.STORE_DAMAGED}


def test_a64_a_witness_that_is_away_is_missed_after_an_hour(integrity: Integrity) -> None:
    witness = new_key("witness.example/w", KeyKind.COSIGNATURE)
    integrity.trust(KnownWitness(key=witness.public_key, url="http://127.0.0.1:9"))
    stored_case(integrity.store, 1)
    integrity.keeper().look(LATER)
    assert standing(integrity) == set()
    integrity.keeper().look(LATER + timedelta(hours=1, seconds=1))
    assert standing(integrity) == {AlarmKind.NOT_WITNESSED}
    assert check_whole_log(integrity, LATER).unreachable


def test_a64_a_witness_that_lies_is_not_believed(integrity: Integrity) -> None:
    witness, stranger = (new_key("witness.example/w", KeyKind.COSIGNATURE) for _ in range(2))
    integrity.trust(KnownWitness(key=witness.public_key, url=None))
    last = integrity.book.last()
    assert last is not None
    with pytest.raises(UnknownWitnessError):
        take_cosignature(
            integrity.book, [witness.public_key], last.checkpoint.size, cosign(last.note, stranger, 1).line + "\n", NOON
        )


def test_a64_a_log_that_shows_the_school_and_the_authority_different_histories_is_found_out(
    integrity: Integrity, settings: StoreSettings
) -> None:
    stored_case(integrity.store, 3)
    integrity.keeper().look(LATER)
    seen = integrity.book.last()
    assert seen is not None
    attacker = Attacker(integrity.store, settings, integrity)
    rows = attacker.db.rows()
    attacker.recompute([*rows[:2], with_envelope(rows[2], school="999000111")])
    attacker.sign_again()
    shown = integrity.book.last()
    assert shown is not None
    checked = read_shown(shown.note.encoded().encode(), origin=integrity.files.origin(), keys=integrity.files.keys())
    with pytest.raises(LogMisbehavedError) as misdeed:
        refuse_other_history(seen.checkpoint, checked, [])
    assert misdeed.value.kind is Misdeed.FORKED


def test_a65_after_the_signing_key_was_stolen_and_rotated_old_checkpoints_hold_and_the_thief_signs_nothing_new(
    integrity: Integrity,
) -> None:
    stolen = read_key_file(integrity.files.signing)
    stored_case(integrity.store, 2)
    integrity.keeper().look(LATER)
    integrity.files.rotate(integrity.store.tree_size())
    stored_case(integrity.store, 2)
    integrity.keeper().look(LATER)
    keys, origin = integrity.files.keys(), integrity.files.origin()
    sizes = [believed(one.note, origin=origin, keys=keys).checkpoint.size for one in integrity.book.all_in_force()]
    assert sizes == [0, 2, 4]
    forged = make_checkpoint(Checkpoint(origin=origin, size=4, root=bytes(32)), stolen)
    with pytest.raises(KeyOutOfTimeError):
        believed(forged, origin=origin, keys=keys)
    assert found_in(integrity) == set()


def test_a66_yesterdays_backup_is_an_alarm_until_somebody_accounts_for_it(integrity: Integrity, settings: StoreSettings) -> None:
    stored_case(integrity.store, 4)
    integrity.keeper().look(LATER)
    put_back_to(2, integrity, settings)

    with pytest.raises(LogNotItselfError):
        integrity.refuse_other_log()
    integrity.keeper().look(LATER)
    assert standing(integrity) == {AlarmKind.ROLLED_BACK}
    stored_case(integrity.store, 5)
    integrity.keeper().look(LATER)
    assert AlarmKind.ROLLED_BACK in standing(integrity)

    integrity.accept_roll_back(by="Kari Nordmann", reason="The disk burnt; the county governor was told.", now=LATER)
    assert standing(integrity) == set()
    integrity.refuse_other_log()
    assert found_in(integrity) == set()
    assert {one.reason for one in integrity.book.alarms()} == {"The disk burnt; the county governor was told."}


def test_a67_who_read_a_case_cannot_be_edited_away_because_it_stands_in_the_same_log(
    integrity: Integrity, settings: StoreSettings
) -> None:
    stored_case(integrity.store, 4)
    integrity.keeper().look(LATER)
    attacker = Attacker(integrity.store, settings, integrity)
    rows, leaves = attacker.db.rows(), attacker.db.leaf_rows()
    attacker.db.put([*rows[:1], *rows[2:]], leaves)
    assert AlarmKind.LEAF_MISSING in found_in(integrity)
    attacker.db.put([rows[0], with_envelope(rows[1], event_id=uuid4()), *rows[2:]], leaves)
    assert AlarmKind.EVENT_CHANGED in found_in(integrity)


def test_what_is_in_order_is_found_to_be(integrity: Integrity) -> None:
    case = stored_case(integrity.store, 3)
    integrity.store.destroy_key(key_of(case), basis="Arkivlova § 13", approvers=(uuid4(), uuid4()), at=NOON)
    told = Disposed(
        of_subject=case, retention=RetentionClass.PRESERVED, basis=next(iter(DisposalBasis)), approvers=(uuid4(), uuid4())
    )
    integrity.store.append([recorded(told, uuid4(), 1, tenant=integrity.store.tenant)])
    integrity.keeper().look(LATER)
    checked = check_whole_log(integrity, LATER)
    assert (checked.faults, checked.size) == ((), 4)


def test_what_this_program_does_not_know_is_an_alarm(integrity: Integrity, settings: StoreSettings) -> None:
    stored_case(integrity.store, 3)
    attacker = Attacker(integrity.store, settings, integrity)
    rows = attacker.db.rows()
    later = msgspec.msgpack.encode([99, *msgspec.msgpack.decode(rows[1].state)[1:]])
    for wrong in (rows[1]._replace(topic="os.system"), rows[1]._replace(state=later), rows[1]._replace(state=b"nothing")):
        attacker.recompute([rows[0], wrong, rows[2]])
        assert AlarmKind.UNKNOWN_EVENT in found_in(integrity)
    attacker.recompute(rows)
    assert found_in(integrity) == set()
