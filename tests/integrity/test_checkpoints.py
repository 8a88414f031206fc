"""A checkpoint is believed when the key that its log had at that size signed it (C2SP tlog-checkpoint)."""

import os

import pytest

from services.integrity.checkpoints import (
    EMPTY_ROOT,
    Checkpoint,
    KeyFileError,
    KeyOutOfTimeError,
    MalformedCheckpointError,
    WrongOriginError,
    believed,
    log_keys,
    make_checkpoint,
    make_key_file,
    read_checkpoint,
    read_key_file,
    read_log_keys,
    write_key_file,
)
from services.integrity.notes import (
    BadSignatureError,
    KeyKind,
    MalformedKeyError,
    UnsignedNoteError,
    cosign,
    new_key,
    read_note,
)

ORIGIN = "varde.example/lyngfjord"
ROOT = bytes(range(32))
EXAMPLE = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"


def at_size(size, key, root=ROOT):
    return make_checkpoint(Checkpoint(origin=ORIGIN, size=size, root=root), key)


def test_the_example_of_the_specification_reads_and_is_written_again_as_it_was():
    checkpoint = read_checkpoint(EXAMPLE)
    assert (checkpoint.origin, checkpoint.size, checkpoint.more) == ("example.com/behind-the-sofa", 20_852_163, ())
    assert checkpoint.text == EXAMPLE


def test_further_lines_are_kept():
    assert read_checkpoint(EXAMPLE + "more\n").text == EXAMPLE + "more\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "origin\n",
        "origin\n1\n",
        EXAMPLE[:-1],
        EXAMPLE + "\n",
        EXAMPLE.replace("20852163", "020852163"),
        EXAMPLE.replace("20852163", "-1"),
        EXAMPLE.replace("20852163", "1e3"),
        EXAMPLE.replace("20852163", "²"),
        EXAMPLE.replace("20852163", str(2**63)),
        EXAMPLE.replace("q2I=", "q2I"),
        EXAMPLE.replace("CsUY", ""),
        EXAMPLE.replace("20852163", "0"),
        "\n1\n" + EXAMPLE.split("\n")[2] + "\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text):
    with pytest.raises(MalformedCheckpointError):
        read_checkpoint(text)


def test_a_signed_checkpoint_is_believed_and_tells_who_cosigned_when():
    log, witness = new_key(ORIGIN), new_key("witness.example", KeyKind.COSIGNATURE)
    note = at_size(7, log)
    cosigned = note.with_signatures([cosign(note, witness, 1_700_000_000)])
    found = believed(read_note(cosigned.encoded()), origin=ORIGIN, keys=log_keys([log.public_key]), witnesses=[witness.public_key])
    assert (found.checkpoint.size, found.checkpoint.root) == (7, ROOT)
    assert [(one.key.name, one.at) for one in found.by_witnesses] == [("witness.example", 1_700_000_000)]
    assert believed(note, origin=ORIGIN, keys=log_keys([log.public_key]), witnesses=[witness.public_key]).by_witnesses == ()


def test_the_empty_log_has_a_checkpoint():
    log = new_key(ORIGIN)
    assert believed(at_size(0, log, EMPTY_ROOT), origin=ORIGIN, keys=log_keys([log.public_key])).checkpoint.size == 0


def test_a_checkpoint_of_another_log_or_by_another_key_is_not_believed():
    log, stranger = new_key(ORIGIN), new_key(ORIGIN)
    with pytest.raises(WrongOriginError):
        believed(at_size(7, log), origin="varde.example/other", keys=log_keys([log.public_key]))
    with pytest.raises(UnsignedNoteError):
        believed(at_size(7, stranger), origin=ORIGIN, keys=log_keys([log.public_key]))
    with pytest.raises(WrongOriginError):
        at_size(7, new_key("varde.example/other"))


def test_a_changed_size_or_root_is_not_believed():
    log = new_key(ORIGIN)
    encoded = at_size(7, log).encoded()
    with pytest.raises(BadSignatureError):
        believed(read_note(encoded.replace("\n7\n", "\n8\n")), origin=ORIGIN, keys=log_keys([log.public_key]))


def test_after_a_rotation_old_checkpoints_hold_and_new_ones_by_the_old_key_are_refused():
    old, new = new_key(ORIGIN), new_key(ORIGIN)
    keys = log_keys([old.public_key]).rotated(new.public_key, 100)
    for size, key in ((1, old), (100, old), (100, new), (101, new)):
        assert believed(at_size(size, key), origin=ORIGIN, keys=keys).checkpoint.size == size
    for size, key in ((101, old), (99, new)):
        with pytest.raises(KeyOutOfTimeError):
            believed(at_size(size, key), origin=ORIGIN, keys=keys)


def test_the_list_of_keys_is_text_that_reads_back_and_says_for_which_sizes_each_holds():
    first, second = new_key(ORIGIN), new_key(ORIGIN)
    keys = log_keys([first.public_key]).rotated(second.public_key, 100)
    assert keys.text == f"{first.public_key.vkey} 0 100\n{second.public_key.vkey} 100\n"
    assert read_log_keys(f"# the keys\n\n{keys.text}") == keys
    assert read_log_keys(first.public_key.vkey) == log_keys([first.public_key])


def test_a_list_of_keys_that_cannot_be_meant_is_refused():
    key, witness = new_key(ORIGIN), new_key(ORIGIN, KeyKind.COSIGNATURE)
    for text in ("", f"{key.public_key.vkey} x", f"{key.public_key.vkey} 0 1 2", witness.public_key.vkey, "nothing"):
        with pytest.raises(MalformedKeyError):
            read_log_keys(text)
    with pytest.raises(MalformedKeyError):
        log_keys([key.public_key]).rotated(key.public_key, 5)


def test_the_key_file_is_made_once_for_its_owner_alone_and_reads_back(tmp_path):
    file = tmp_path / "keys" / "log_key"
    made = make_key_file(file, ORIGIN)
    assert file.stat().st_mode & 0o777 == 0o600
    assert make_key_file(file, ORIGIN) == made
    assert [one.name for one in file.parent.iterdir()] == ["log_key"]


def test_a_key_file_that_others_can_read_is_refused(tmp_path):
    file = tmp_path / "log_key"
    make_key_file(file, ORIGIN)
    file.chmod(0o640)
    with pytest.raises(KeyFileError, match="chmod 600"):
        read_key_file(file)


def test_a_key_file_without_a_key_is_refused_and_never_shown(tmp_path):
    file = tmp_path / "log_key"
    with pytest.raises(KeyFileError):
        read_key_file(file)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600), "w") as out:
        out.write(new_key(ORIGIN).line[:-4])
    with pytest.raises(KeyFileError) as refused:
        read_key_file(file)
    assert file.read_text()[-20:] not in str(refused.value)


def test_a_new_key_takes_the_place_of_the_old_one(tmp_path):
    file = tmp_path / "log_key"
    make_key_file(file, ORIGIN)
    new = new_key(ORIGIN)
    write_key_file(file, new, replace=True)
    assert read_key_file(file) == new
    assert file.stat().st_mode & 0o777 == 0o600
