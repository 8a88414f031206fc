"""Signed notes agree with the notes of others, and nothing else is taken for one (C2SP signed-note, Go's sumdb/note)."""

import pytest

from services.integrity.notes import (
    BadSignatureError,
    KeyKind,
    MalformedKeyError,
    MalformedNoteError,
    UnsignedNoteError,
    cosign,
    new_key,
    new_note,
    read_note,
    read_private_key,
    read_vkey,
    sign,
    verified,
)

PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_PRIVATE = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
BY_PETER = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
BY_ENOCH = "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
C2SP_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
C2SP_NOTE = (
    "This is an example message.\n\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)


def test_a_note_signed_here_is_byte_for_byte_the_one_that_go_makes():
    note = new_note(TEXT)
    assert note.with_signatures([sign(note, read_private_key(PETER_PRIVATE))]).encoded() == f"{TEXT}\n{BY_PETER}"
    assert read_private_key(PETER_PRIVATE).public_key.vkey == PETER
    assert read_private_key(PETER_PRIVATE).line == PETER_PRIVATE


def test_the_example_of_the_specification_is_believed():
    (signed,) = verified(read_note(C2SP_NOTE), [read_vkey(C2SP_KEY)])
    assert signed.key.name == "example.com/foo"


def test_signatures_of_known_keys_count_once_and_those_of_others_are_passed_over():
    note = read_note(f"{TEXT}\n{BY_PETER}{BY_PETER}{BY_ENOCH}")
    assert [one.key.name for one in verified(note, [read_vkey(PETER)])] == ["PeterNeumann"]
    assert {one.key.name for one in verified(note, [read_vkey(PETER), read_vkey(ENOCH)])} == {"PeterNeumann", "EnochRoot"}
    with pytest.raises(UnsignedNoteError):
        verified(note, [])


def test_a_changed_text_or_signature_of_a_known_key_spoils_the_whole_note():
    changed = read_note(f"{TEXT}\n{BY_PETER}{BY_ENOCH}".replace("problem is", "problem was"))
    spoilt = read_note(f"{TEXT}\n{BY_PETER[:60]}ABCD{BY_PETER[60:]}{BY_ENOCH}")
    for note in (changed, spoilt):
        with pytest.raises(BadSignatureError):
            verified(note, [read_vkey(PETER), read_vkey(ENOCH)])


@pytest.mark.parametrize(
    "encoded",
    [
        TEXT,
        TEXT + "\n",
        f"{TEXT}\n{BY_PETER[:-1]}",
        f"\x01{TEXT}\n{BY_PETER}",
        b"\xff" + f"{TEXT}\n{BY_PETER}".encode(),
        f"{TEXT}\n— Bad Name x08go/ZJkuBS9UG\n",
        f"{TEXT}\n{BY_PETER}Unexpected line.\n",
        f"{TEXT}\n{BY_PETER}{BY_PETER[2:]}",
        f"{TEXT}\n" + BY_PETER * 101,
        f"{TEXT}\n— PeterNeumann x08g\n",
        f"{TEXT}\n{BY_PETER.replace('=', '')}",
        f"{TEXT}\r\n\r\n{BY_PETER}",
        TEXT * 20_000 + f"\n{BY_PETER}",
        "",
    ],
)
def test_what_is_not_written_as_a_note_is_refused(encoded):
    with pytest.raises(MalformedNoteError):
        read_note(encoded)


def test_an_empty_line_in_the_text_does_not_end_it():
    note = new_note("first\n\nlast\n")
    signed = note.with_signatures([sign(note, read_private_key(PETER_PRIVATE))])
    assert read_note(signed.encoded()) == signed
    assert verified(read_note(signed.encoded()), [read_vkey(PETER)])


@pytest.mark.parametrize("line", [PETER, PETER_PRIVATE])
def test_no_part_of_a_key_and_no_changed_letter_is_taken_for_a_key(line):
    read = read_private_key if line is PETER_PRIVATE else read_vkey
    parts = {line[start:end] for start in range(len(line)) for end in range(start + 1, len(line) + 1)} - {line}
    changed = {line[:place] + chr(ord(line[place]) + 1) + line[place + 1 :] for place in range(len(line))}
    for wrong in parts | changed:
        with pytest.raises(MalformedKeyError):
            read(wrong)


@pytest.mark.parametrize(
    "line",
    [
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ],
)
def test_a_key_of_a_wrong_length_or_an_unknown_kind_is_refused_although_its_number_fits(line):
    with pytest.raises(MalformedKeyError):
        read_vkey(line)


@pytest.mark.parametrize("name", ["", "two words", "a+b", "a\u2003b", "a\x01b"])
def test_a_key_has_a_name_without_spaces_and_plus_signs(name):
    with pytest.raises(MalformedKeyError):
        new_key(name)


def test_a_cosignature_says_when_it_was_made_and_the_time_cannot_be_changed():
    witness = new_key("witness.example/w1", KeyKind.COSIGNATURE)
    note = new_note(TEXT)
    made = cosign(note, witness, 1_679_315_147)
    (signed,) = verified(note.with_signatures([made]), [witness.public_key])
    assert signed.at == 1_679_315_147
    later = type(made)(name=made.name, key_id=made.key_id, made=(1_679_315_148).to_bytes(8) + made.made[8:])
    with pytest.raises(BadSignatureError):
        verified(note.with_signatures([later]), [witness.public_key])


def test_a_cosignature_is_over_the_text_that_the_specification_names():
    witness = new_key("witness.example/w1", KeyKind.COSIGNATURE)
    made = cosign(new_note(TEXT), witness, 7).made
    assert made[:8] == (7).to_bytes(8)
    assert witness.public_key.made(made[8:], b"cosignature/v1\ntime 7\n" + TEXT.encode())


def test_a_key_signs_only_what_it_is_for():
    note = new_note(TEXT)
    with pytest.raises(MalformedNoteError):
        sign(note, new_key("w", KeyKind.COSIGNATURE))
    with pytest.raises(MalformedNoteError):
        cosign(note, new_key("log"), 1)


def test_the_same_key_for_another_use_has_another_number():
    key = new_key("w", KeyKind.COSIGNATURE).public_key
    assert type(key)(name=key.name, kind=KeyKind.NOTE, public=key.public).id != key.id


def test_a_private_key_does_not_show_itself():
    key = new_key("log")
    assert key.line not in repr(key)
    assert repr(key.seed)[2:-1] not in repr(key)
