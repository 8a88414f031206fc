"""What is backed up while others write comes back whole, or is refused with the reason."""

from __future__ import annotations

import io
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from uuid import uuid4

import msgspec
import pytest
from PIL import Image

from events.lists.access import Purpose
from events.lists.people import Role
from events.sealing import RetentionClass
from services.case_service.attachments.vault import Vault
from services.case_service.backup import BackupError, Fault, Places, Restoring, Taken, restore, verify_backup
from services.case_service.backup.folder import with_manifest
from services.case_service.backup.manifest import Kind, read_manifest
from services.case_service.backup.stored_log import roots_at, rows_of
from services.case_service.backup.vouching import text_of
from services.case_service.notices.book import NoticeBook
from services.case_service.reading_log import Reading, log_reading
from services.case_service.store import KeyId, SQLiteFile, open_key_store, open_store
from services.integrity.checkpoints import Checkpoint, log_keys, make_checkpoint
from services.integrity.notes import PrivateKey, new_key, new_note, sign
from tests.backup.backup_office import NOON, Office
from tests.store.insider import Insider
from tests.store.sample_events import CANARY, concern_received, stored_case

ORIGIN = "varde.example/steindal"
KEY = new_key(ORIGIN)


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "PNG")
    return out.getvalue()


def checkpoint_of(taken: Taken, size: int) -> bytes:
    roots = roots_at([size], rows_of(taken.data, read_manifest(taken.data, Kind.DATA)), tenant="steindal", place=taken.data)
    return make_checkpoint(Checkpoint(origin=ORIGIN, size=size, root=roots[size]), KEY).encoded().encode()


def signed(office: Office, note: bytes) -> Office:
    sources = msgspec.structs.replace(office.sources, checkpoint=note, log_keys=log_keys([KEY.public_key]).text)
    return Office(sources, office.shelf)


def fault_of(act: Callable[[], object]) -> Fault:
    with pytest.raises(BackupError) as refused:
        act()
    return refused.value.fault


def test_what_was_written_before_the_backup_is_read_after_the_restore(office: Office, empty_office: Office) -> None:
    with office.store() as store:
        case = stored_case(store, 3)
        text = store.read(case)
    taken = office.backed_up()

    assert office.put_back(taken, empty_office) is None

    with empty_office.store() as store:
        assert [one.event for one in store.read(case)] == [one.event for one in text]
        assert store.last_position() == taken.position == 3
        store.append([concern_received(case, 4, tenant="steindal")])


def test_what_is_written_after_the_backup_is_not_in_it(office: Office, empty_office: Office) -> None:
    with office.store() as store:
        stored_case(store, 2)
        taken = office.backed_up()
        stored_case(store, 5)
    office.put_back(taken, empty_office)
    with empty_office.store() as store:
        assert store.last_position() == 2


def test_files_and_small_databases_come_along_and_caches_do_not(office: Office, empty_office: Office) -> None:
    home, case = office.sources.home, uuid4()
    with office.store() as store:
        stored_case(store, 1, case)
        attachment = Vault(home / "attachments", store).keep(picture(), subject=case)
    NoticeBook(home / "notices.sqlite")
    (home / "warehouse.duckdb").write_bytes(b"a cache")
    (home / "sessions.sqlite").write_bytes(b"who is logged in")
    office.put_back(office.backed_up(), empty_office)
    with empty_office.store() as store:
        assert Vault(empty_office.sources.home / "attachments", store).open(attachment, subject=case) is not None
    found = {one.name for one in empty_office.sources.home.iterdir()}
    assert "notices.sqlite" in found
    assert found.isdisjoint({"warehouse.duckdb", "sessions.sqlite"})


def test_the_data_alone_open_nothing(office: Office) -> None:
    with office.store() as store:
        stored_case(store, 4)
    taken = office.backed_up()
    secret = bytes.fromhex((office.sources.home / "kek").read_text())
    for file in (one for one in taken.data.rglob("*") if one.is_file()):
        content = file.read_bytes()
        assert CANARY.encode() not in content
        assert secret not in content
        assert secret.hex().encode() not in content
    assert not list(taken.data.rglob("keys*"))


def test_everything_is_its_owners_alone_and_no_unfinished_name_is_left(office: Office) -> None:
    with office.store() as store:
        stored_case(store, 1)
    taken = office.backed_up()
    assert taken.secrets is not None
    for folder in (taken.data, taken.keys, taken.secrets):
        assert {stat.S_IMODE(one.stat().st_mode) for one in (folder, *folder.rglob("*"))} <= {0o700, 0o600}
    assert sorted(one.name for one in office.shelf.rglob("*.partial")) == []


def test_a_backup_that_cannot_be_finished_leaves_no_name(office: Office) -> None:
    (office.sources.home / "drafts.sqlite").write_bytes(b"no database, but long enough to be looked at" * 99)
    with pytest.raises(Exception, match="not a database"):
        office.backed_up()
    assert list(office.places.data.iterdir()) == []


def test_data_keys_and_secrets_must_lie_apart(office: Office) -> None:
    shelf = office.shelf
    office.places = Places(data=shelf, keys=shelf / "keys")
    assert fault_of(office.backed_up) is Fault.SAME_PLACE
    assert not shelf.exists()


def test_a_changed_byte_of_any_file_is_refused(office: Office, empty_office: Office) -> None:
    with office.store() as store:
        stored_case(store, 2)
    taken = office.backed_up()
    assert taken.secrets is not None
    for folder in (taken.data, taken.keys, taken.secrets):
        for file in sorted(one for one in folder.rglob("*") if one.is_file()):
            whole = file.read_bytes()
            middle = len(whole) // 2
            file.write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
            assert fault_of(lambda: office.put_back(taken, empty_office)) is Fault.CHANGED
            file.write_bytes(whole)
    assert not empty_office.sources.home.exists()
    office.put_back(taken, empty_office)


def test_a_missing_or_an_unknown_file_is_refused(office: Office) -> None:
    with office.store() as store:
        stored_case(store, 1)
    taken = office.backed_up()
    (taken.data / "more").write_bytes(b"")
    assert fault_of(lambda: verify_backup(taken.data)) is Fault.UNKNOWN_FILE
    (taken.data / "more").unlink()
    next(taken.data.glob("events*")).unlink()
    assert fault_of(lambda: verify_backup(taken.data)) is Fault.MISSING


def test_without_its_keys_a_backup_is_refused(office: Office, empty_office: Office) -> None:
    with office.store() as store:
        stored_case(store, 1)
    first, second = office.backed_up(), office.backed_up()
    into = empty_office.sources
    lost = Restoring(data=first.data, keys=first.keys.with_name("lost"), secrets=first.secrets)
    other = Restoring(data=first.data, keys=second.keys, secrets=first.secrets)
    data = Restoring(data=first.data, keys=first.data, secrets=first.secrets)
    assert fault_of(lambda: restore(into, lost, at=NOON)) is Fault.NO_KEYS
    assert fault_of(lambda: restore(into, other, at=NOON)) is Fault.OTHER_KEYS
    assert fault_of(lambda: restore(into, data, at=NOON)) is Fault.NO_KEYS


def test_without_the_right_secrets_a_backup_is_refused(office: Office, empty_office: Office) -> None:
    with office.store() as store:
        stored_case(store, 1)
    taken = office.backed_up()
    restoring = Restoring(data=taken.data, keys=taken.keys)
    assert fault_of(lambda: restore(empty_office.sources, restoring, at=NOON)) is Fault.NO_SECRET
    home = empty_office.sources.home
    home.mkdir(parents=True)
    for secret in empty_office.sources.secrets:
        secret.file.write_text(os.urandom(32).hex())
    assert fault_of(lambda: restore(empty_office.sources, restoring, at=NOON)) is Fault.WRONG_SECRET
    for name in ("kek", "pseudonym_key", "secret_key"):
        (home / name).write_text((office.sources.home / name).read_text())
    restore(empty_office.sources, restoring, at=NOON)
    with empty_office.store() as store:
        assert store.last_position() == 1


def test_what_stands_there_is_left_alone_unless_it_is_to_be_laid_aside(office: Office, empty_office: Office) -> None:
    with office.store() as store:
        stored_case(store, 1)
    taken = office.backed_up()
    with office.store() as store:
        stored_case(store, 1)
    assert fault_of(lambda: office.put_back(taken, office)) is Fault.NOT_EMPTY
    if isinstance(office.sources.events, SQLiteFile):
        aside = office.put_back(taken, office, aside=True)
        assert aside is not None
        assert (aside / "events.sqlite").exists()
        with office.store() as store:
            assert store.last_position() == 1
    else:
        assert fault_of(lambda: office.put_back(taken, office, aside=True)) is Fault.NOT_EMPTY
        office.put_back(taken, empty_office)


def test_a_backup_of_another_municipality_is_refused(office: Office, empty_office: Office) -> None:
    taken = office.backed_up()
    empty_office.sources = msgspec.structs.replace(empty_office.sources, tenant="bjorkvik")
    assert fault_of(lambda: office.put_back(taken, empty_office)) is Fault.OTHER_TENANT


def test_a_key_that_was_destroyed_does_not_come_back(office: Office, empty_office: Office) -> None:
    with office.store() as store:
        case = stored_case(store, 1)
    old = office.backed_up()
    with open_key_store(office.settings) as keys:
        keys.destroy(KeyId(case, RetentionClass.PRESERVED), basis="arkivforskrifta § 5", approvers=[uuid4(), uuid4()])
    new = office.backed_up()
    mixed = Restoring(data=new.data, keys=old.keys, secrets=new.secrets)
    assert fault_of(lambda: restore(empty_office.sources, mixed, at=NOON)) is Fault.OTHER_KEYS
    office.put_back(new, empty_office)
    with open_key_store(empty_office.settings) as keys:
        assert keys.tombstone(KeyId(case, RetentionClass.PRESERVED)) is not None


def test_a_backup_agrees_with_the_checkpoint_over_its_beginning(office: Office) -> None:
    with office.store() as store:
        stored_case(store, 5)
        note = checkpoint_of(office.backed_up(), 5)
        stored_case(store, 2)
    taken = signed(office, note).backed_up()
    verified = verify_backup(taken.data, keys=taken.keys, witness=note, log_keys=log_keys([KEY.public_key]))
    assert (verified.position, verified.signed, verified.witnessed, verified.missing) == (7, 5, 5, 0)


def test_a_backup_that_is_older_than_the_witness_says_how_much_is_missing(office: Office) -> None:
    with office.store() as store:
        stored_case(store, 2)
        taken = office.backed_up()
        stored_case(store, 3)
        note = checkpoint_of(office.backed_up(), 5)
    verified = verify_backup(taken.data, witness=note, log_keys=log_keys([KEY.public_key]))
    assert (verified.position, verified.missing) == (2, 3)


def test_a_log_that_was_rewritten_before_the_backup_is_found(office: Office) -> None:
    with office.store() as store:
        case = stored_case(store, 3)
        note = checkpoint_of(office.backed_up(), 3)
    insider = Insider(office.sources.events, "steindal", "events")
    insider.put(case, 1, insider.state(case, 2))
    taken = signed(office, note).backed_up()
    assert fault_of(lambda: verify_backup(taken.data)) is Fault.OTHER_LOG


def test_a_reading_that_was_removed_before_the_backup_is_found(office: Office) -> None:
    with office.store() as store:
        case = stored_case(store, 1)
        reading = Reading(person=uuid4(), role=Role.PRINCIPAL, of_stream=case, up_to_version=1, purpose=Purpose.CASE_HANDLING)
        log_reading(store, reading, now=NOON, new_id=uuid4)
        stored_case(store, 1)
    insider = Insider(office.sources.events, "steindal", "events")
    insider.run("DELETE FROM {table} WHERE topic = {v}", "access.ContentRead")
    taken = office.backed_up()
    assert fault_of(lambda: verify_backup(taken.data)) is Fault.BROKEN_LOG


def test_a_checkpoint_by_another_key_is_refused(office: Office) -> None:
    with office.store() as store:
        stored_case(store, 1)
    taken = office.backed_up()
    stranger = log_keys([new_key(ORIGIN).public_key])
    note = checkpoint_of(taken, 1)
    assert fault_of(lambda: verify_backup(taken.data, witness=note, log_keys=stranger)) is Fault.BAD_CHECKPOINT


def vouched(office: Office, key: PrivateKey) -> Office:
    def vouch(sha256: str, position: int) -> bytes:
        note = new_note(text_of(ORIGIN, position, sha256))
        return note.with_signatures([sign(note, key)]).encoded().encode()

    sources = msgspec.structs.replace(office.sources, vouch=vouch, log_keys=log_keys([KEY.public_key]).text)
    return Office(sources, office.shelf)


def test_a_manifest_that_the_logs_key_signed_is_vouched_for_and_one_without_a_signature_is_not(office: Office) -> None:
    with office.store() as store:
        stored_case(store, 2)
    known = log_keys([KEY.public_key])
    assert verify_backup(vouched(office, KEY).backed_up().data, log_keys=known).vouched
    assert verify_backup(vouched(office, KEY).backed_up().data).vouched
    assert not verify_backup(office.backed_up().data, log_keys=known).vouched


def test_a_manifest_that_another_key_signed_is_refused(office: Office) -> None:
    with office.store() as store:
        stored_case(store, 1)
    taken = vouched(office, new_key(ORIGIN)).backed_up()
    assert fault_of(lambda: verify_backup(taken.data, log_keys=log_keys([KEY.public_key]))) is Fault.NOT_VOUCHED


def test_a_manifest_that_was_rewritten_with_its_checksum_is_refused(office: Office) -> None:
    with office.store() as store:
        stored_case(store, 1)
    taken = vouched(office, KEY).backed_up()
    manifest = msgspec.structs.replace(read_manifest(taken.data, Kind.DATA), made_at=NOON.replace(year=2030))
    for name in ("manifest.json", "manifest.sha256"):
        (taken.data / name).unlink()
    with_manifest(taken.data, manifest)
    assert fault_of(lambda: verify_backup(taken.data)) is Fault.NOT_VOUCHED


def test_a_signature_of_another_backup_is_refused(office: Office) -> None:
    with office.store() as store:
        stored_case(store, 1)
    first, second = vouched(office, KEY).backed_up(), vouched(office, KEY).backed_up()
    (second.data / "manifest.note").write_bytes((first.data / "manifest.note").read_bytes())
    assert fault_of(lambda: verify_backup(second.data)) is Fault.NOT_VOUCHED


def test_a_backup_during_writes_is_a_prefix_of_the_log(office: Office, empty_office: Office) -> None:
    settings, rounds = office.settings, 3
    with subprocess.Popen(
        [sys.executable, "-m", "tests.store.writer_process", *arguments_of(office), "3000", "2"], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        backups = []
        for _ in range(rounds):
            for _ in range(20):
                writer.stdout.readline()
            backups.append(office.backed_up())
        writer.kill()
    final = office.backed_up()
    note = checkpoint_of(final, final.position)
    with open_store(settings) as store:
        assert store.last_position() == final.position
    for taken in backups:
        prefix = checkpoint_of(final, taken.position)
        verified = verify_backup(taken.data, keys=taken.keys, witness=prefix, log_keys=log_keys([KEY.public_key]))
        assert (verified.position, verified.missing) == (taken.position, 0)
        assert (
            verify_backup(taken.data, witness=note, log_keys=log_keys([KEY.public_key])).missing == final.position - taken.position
        )
    office.put_back(backups[-1], empty_office)
    with empty_office.store() as store:
        assert store.last_position() == backups[-1].position


def arguments_of(office: Office) -> list[str]:
    settings = office.settings
    places = [str(one.path) if isinstance(one, SQLiteFile) else one.dsn for one in (settings.events, settings.keys)]
    return [settings.tenant, settings.kek.hex(), *places]
