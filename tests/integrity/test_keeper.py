"""A municipality's own watch: what was signed must still be so, and what is signed must have been seen by a witness in time."""

from datetime import timedelta

import pytest
from kept_log import START, KeptLog
from log_server import answering

from services.integrity.checkpoints import KeyFileError, KeyOutOfTimeError, believed, make_checkpoint, read_key_file
from services.integrity.checkpoints.checkpoint import Checkpoint
from services.integrity.keeping.alarms import AlarmKind
from services.integrity.keeping.asking import WitnessUnreachableError, alarms_of, last_seen
from services.integrity.keeping.comparing import departed_from
from services.integrity.keeping.keeper import (
    LogNotItselfError,
    UnknownWitnessError,
    accept_roll_back,
    begin,
    refuse_other_log,
    take_cosignature,
)
from services.integrity.keeping.signer import read_witnesses
from services.integrity.notes import KeyKind, MalformedKeyError, cosign, new_key, read_note, verified
from services.integrity.witness.serving import served
from services.integrity.witness.store import WitnessStore
from services.integrity.witness.watching import Watcher

LATER = START + timedelta(minutes=1)


@pytest.fixture
def log(tmp_path):
    return KeptLog(tmp_path / "home")


def test_the_first_checkpoint_is_signed_when_the_key_is_made(log):
    first = log.book.last()
    assert first.checkpoint.size == 3
    assert believed(first.note, origin=log.origin, keys=log.files.keys()).checkpoint.root == log.root(3)
    assert not begin(log, log.book, log.files, "another", LATER)
    assert log.files.origin() == log.origin


def test_a_log_that_grew_is_signed_again_and_one_that_did_not_is_not(log):
    log.keeper.look(LATER)
    assert len(list(log.book.all_in_force())) == 1
    log.grow("d", "e")
    assert log.keeper.look(LATER) == ()
    assert [one.checkpoint.size for one in log.book.all_in_force()] == [3, 5]


def test_a_shorter_log_is_not_signed_and_no_process_starts_on_it(log):
    del log.entries[2:]
    (alarm,) = log.keeper.look(LATER)
    assert alarm.kind is AlarmKind.ROLLED_BACK
    assert log.book.last().checkpoint.size == 3
    with pytest.raises(LogNotItselfError, match="2 events, and 3 were signed"):
        refuse_other_log(log, log.book)


def test_another_history_is_not_signed_and_no_process_starts_on_it(log):
    log.entries[0] = "another"
    log.grow("d")
    (alarm,) = log.keeper.look(LATER)
    assert alarm.kind is AlarmKind.OTHER_HISTORY
    with pytest.raises(LogNotItselfError):
        refuse_other_log(log, log.book)


@pytest.mark.parametrize("events", [2, 4])
def test_events_and_leaves_are_as_many(log, events):
    log.events = events
    (alarm,) = log.keeper.look(LATER)
    assert alarm.kind is AlarmKind.LEAF_MISSING
    log.events = None
    log.keeper.look(LATER)
    assert log.standing() == set()


def test_checkpoints_that_are_all_gone_are_missed(tmp_path):
    KeptLog(tmp_path / "home")
    (tmp_path / "home" / "integrity.sqlite").unlink()
    again = KeptLog(tmp_path / "home")
    (alarm,) = again.keeper.look(LATER)
    assert alarm.kind is AlarmKind.NO_CHECKPOINT
    with pytest.raises(LogNotItselfError):
        refuse_other_log(again, again.book)


def test_a_log_that_only_grew_since_it_was_signed_is_started_on(log):
    log.grow("d")

    refuse_other_log(log, log.book)

    assert log.standing() == set()


def test_what_a_witness_cosigns_is_kept_with_the_checkpoint(log):
    take_cosignature(log.book, [log.witness.public_key], 3, log.cosigned_at(3, LATER), LATER)
    kept = log.book.last_witnessed()
    assert (kept.checkpoint.size, kept.witnesses, kept.witnessed_at) == (3, (log.witness.name,), LATER)
    assert verified(kept.note, [log.witness.public_key])[0].at == int(LATER.timestamp())
    again = LATER + timedelta(hours=3)
    take_cosignature(log.book, [log.witness.public_key], 3, log.cosigned_at(3, again), again)
    assert verified(log.book.last().note, [log.witness.public_key])[0].at == int(again.timestamp())
    assert log.book.last().witnessed_at == LATER
    assert len(log.book.last().note.signatures) == 2


def test_a_cosignature_by_a_stranger_over_something_else_or_of_nothing_is_refused(log):
    stranger = new_key(log.witness.name, KeyKind.COSIGNATURE)
    other = make_checkpoint(Checkpoint(origin=log.origin, size=3, root=bytes(32)), read_key_file(log.files.signing))
    for size, lines in (
        (3, cosign(log.book.last().note, stranger, 1).line + "\n"),
        (3, cosign(other, log.witness, 1).line + "\n"),
        (4, log.cosigned_at(3, LATER)),
        (3, "nonsense\n"),
        (3, ""),
    ):
        with pytest.raises(UnknownWitnessError):
            take_cosignature(log.book, [log.witness.public_key], size, lines, LATER)
    assert log.book.last_witnessed() is None


def test_what_no_witness_sees_within_the_hour_is_an_alarm_until_it_was_seen(log):
    log.grow("d")
    log.keeper.look(LATER)
    log.keeper.look(START + timedelta(hours=1))
    assert log.standing() == set()
    (alarm,) = log.keeper.look(START + timedelta(hours=1, minutes=1))
    assert alarm.kind is AlarmKind.NOT_WITNESSED
    now = START + timedelta(hours=2)
    take_cosignature(log.book, [log.witness.public_key], 4, log.cosigned_at(4, now), now)
    log.keeper.look(now)
    assert log.standing() == set()


def test_a_quiet_night_is_no_alarm_once_everything_was_seen(log):
    take_cosignature(log.book, [log.witness.public_key], 3, log.cosigned_at(3, LATER), LATER)
    assert log.keeper.look(START + timedelta(days=3)) == ()


def test_an_alarm_is_raised_once_and_tells_when_it_was_last_so(log):
    log.events = 9
    assert len(log.keeper.look(LATER)) == 1
    assert log.keeper.look(LATER + timedelta(minutes=1)) == ()
    (alarm,) = log.book.alarms()
    assert (alarm.raised_at, alarm.last_at) == (LATER, LATER + timedelta(minutes=1))


def test_a_roll_back_stays_an_alarm_until_somebody_accounts_for_it(log):
    gone = log.entries.pop()
    log.keeper.look(LATER)
    log.grow(gone)
    log.keeper.look(LATER)
    assert log.standing() == {AlarmKind.ROLLED_BACK}
    log.entries.pop()
    assert accept_roll_back(log, log.book, log.files, by="Kari", reason="restored after a fire", now=LATER) == 1
    assert log.standing() == set()
    (alarm,) = log.book.alarms()
    assert (alarm.ended_by, alarm.reason) == ("Kari", "restored after a fire")
    log.keeper.look(LATER)
    refuse_other_log(log, log.book)
    assert log.book.last().checkpoint.size == 2


def test_after_a_rotation_the_new_key_signs_and_the_old_one_signs_nothing_larger(log):
    old = read_key_file(log.files.signing)
    log.files.rotate(log.tree_size())
    log.grow("d")
    log.keeper.look(LATER)
    keys = log.files.keys()
    assert [believed(one.note, origin=log.origin, keys=keys).checkpoint.size for one in log.book.all_in_force()] == [3, 4]
    forged = make_checkpoint(log.book.last().checkpoint, old)
    with pytest.raises(KeyOutOfTimeError):
        believed(forged, origin=log.origin, keys=keys)
    assert oct(log.files.signing.stat().st_mode)[-3:] == "600"


def test_a_rotation_that_was_cut_off_is_finished_by_the_next_signature(log):
    waiting = log.files.signing.with_name("log_key.next")
    old = log.files.signing.read_bytes()
    log.files.rotate(3)
    log.files.signing.rename(waiting)
    log.files.signing.write_bytes(old)
    log.files.signing.chmod(0o600)
    log.grow("d")
    assert log.keeper.look(LATER) == ()
    assert log.book.last().checkpoint.size == 4
    assert not waiting.exists()


def test_without_the_key_that_the_list_names_nothing_is_signed_and_there_is_an_alarm(log):
    log.files.signing.unlink()
    log.grow("d")
    (alarm,) = log.keeper.look(LATER)
    assert alarm.kind is AlarmKind.SIGNING_KEY
    assert log.book.last().checkpoint.size == 3
    with pytest.raises(KeyFileError):
        log.files.sign(Checkpoint(origin=log.origin, size=4, root=log.root()))


def test_a_municipality_whose_whole_machine_was_put_back_learns_it_from_the_witness(tmp_path, log):
    witness = WitnessStore(tmp_path / "witness.sqlite")
    with answering(log) as url, served(witness, log.witness.public_key, "127.0.0.1", 0) as port:
        log.key = read_key_file(log.files.signing)
        witness.watch(log.origin, url, log.files.keys())
        log.grow("d", "e")
        Watcher(witness, log.witness, lambda: LATER).look_at_all()
        address = f"http://127.0.0.1:{port}"
        assert departed_from(log, [last_seen(address, log.origin, log.files.keys())]) == ()
        del log.entries[3:]
        assert log.keeper.look(LATER) == ()
        (fault,) = departed_from(log, [last_seen(address, log.origin, log.files.keys())])
        assert fault.kind is AlarmKind.ROLLED_BACK
        assert alarms_of(address, log.origin) == []
        Watcher(witness, log.witness, lambda: LATER).look_at_all()
        assert [one.kind for one in alarms_of(address, log.origin)] == [AlarmKind.WITNESS_ALARM]
        assert last_seen(address, "nobody", log.files.keys()) is None


def test_a_witness_cannot_invent_a_checkpoint(tmp_path, log):
    witness = WitnessStore(tmp_path / "witness.sqlite")
    stranger = new_key(log.origin)
    witness.watch(log.origin, "http://nowhere.example", log.files.keys())
    forged = make_checkpoint(Checkpoint(origin=log.origin, size=99, root=bytes(32)), stranger)
    witness.keep(read_note(forged.encoded()), after=None, at=LATER)
    with served(witness, log.witness.public_key, "127.0.0.1", 0) as port, pytest.raises(WitnessUnreachableError):
        last_seen(f"http://127.0.0.1:{port}", log.origin, log.files.keys())


def test_a_witness_that_does_not_answer_is_said_to():
    for address in ("http://127.0.0.1:9", "file:///etc/passwd"):
        with pytest.raises(WitnessUnreachableError):
            alarms_of(address, "log")


def test_witnesses_are_named_in_a_file_with_their_addresses(tmp_path, log):
    file = tmp_path / "witnesses"
    assert read_witnesses(file) == ()
    vkey = log.witness.public_key.vkey
    file.write_text(f"# who sees our log\n{vkey} https://witness.example\n\n{vkey}\n")
    assert [(one.key.vkey, one.url) for one in read_witnesses(file)] == [(vkey, "https://witness.example"), (vkey, None)]
    for wrong in (f"{vkey} a b\n", log.files.keys().keys[0].key.vkey, "nothing"):
        file.write_text(wrong)
        with pytest.raises(MalformedKeyError):
            read_witnesses(file)


def test_the_newest_time_stamp_is_kept(log):
    assert log.book.last_stamp() is None
    log.book.keep_stamp(3, b"token", LATER)
    assert log.book.last_stamp() == (3, b"token", LATER)


def test_the_book_knows_when_it_was_last_checked(log):
    assert log.book.checked("whole") is None
    log.book.check_done("whole", 3, LATER)
    assert (log.book.checked("whole").at, log.book.checked("whole").size) == (LATER, 3)
