"""A text that is shown can be checked without a key, field by field, until its key is destroyed."""

import hmac
import json
from hashlib import sha256

import msgspec
import pytest
from builders import example
from open_sealer import OpenSealer, recorded

from events.commitments import commitment_to, commitments_to, open_texts, salt_of, texts_of
from events.concern import ConcernReceived
from events.sealing import RetentionClass
from events.stored import BrokenCommitmentError, decode, encode, peek, texts_to_show

SALT = b"s" * 32
NESTED = {"title": "A year", "pages": [{"remarks": [{"kept": "k1"}, None]}, None, {"lines": [["a", "b"], []]}], "tags": ["x", "y"]}


def test_every_sealed_field_is_named_by_its_path_and_texts_in_a_row_are_one() -> None:
    assert dict(texts_of(NESTED)) == {
        "title": "A year",
        "pages.0.remarks.0.kept": "k1",
        "pages.2.lines": [["a", "b"], []],
        "tags": ["x", "y"],
    }


def test_a_commitment_is_written_as_the_reference_says() -> None:
    def lp(piece: bytes) -> bytes:
        return len(piece).to_bytes(4, "big") + piece

    pieces = lp(b"varde/text/1") + lp(SALT) + lp(b"own_words") + lp('"Ågot sa: \\"nei\\"\\n"'.encode())
    assert commitment_to("own_words", 'Ågot sa: "nei"\n', SALT) == sha256(pieces).digest()


@pytest.mark.parametrize("text", ["æøå šđŋ", '"\\/', "".join(map(chr, range(32))), "\x7f\u2028😀", ["a", ["b"]], ""])
def test_a_text_is_written_as_the_json_that_any_reader_can_make(text: object) -> None:
    assert msgspec.json.encode(text) == json.dumps(text, ensure_ascii=False, separators=(",", ":")).encode()


def test_the_salt_of_one_field_is_no_other_fields_salt_nor_the_events() -> None:
    salts = {text.salt for text in open_texts(NESTED, SALT).values()}
    assert len(salts | {SALT}) == len(open_texts(NESTED, SALT)) + 1
    assert salt_of("title", SALT) != salt_of("title", b"t" * 32)


@pytest.mark.parametrize("length", [0, 1, 32, 63, 64, 65, 200])
def test_the_salt_of_a_field_is_the_hmac_that_any_library_makes(length: int) -> None:
    salt = bytes(range(length))
    assert salt_of("pages.0.remark", salt) == hmac.digest(salt, b"pages.0.remark", "sha256")


def test_a_text_that_may_be_shown_matches_its_commitment_and_another_does_not() -> None:
    sample = recorded(example(ConcernReceived))
    state = encode(sample, OpenSealer())
    shown = texts_to_show(state, stream_id=sample.stream_id, version=sample.version, topic=sample.topic, sealer=OpenSealer())
    commitments = peek(state).commitments
    assert set(shown) == set(commitments)
    for field, text in shown.items():
        assert commitment_to(field, text.value, text.salt) == commitments[field]
        assert commitment_to(field, "something else", text.salt) != commitments[field]


def test_a_destroyed_key_takes_the_salts_with_it() -> None:
    sample = recorded(example(ConcernReceived))
    state = encode(sample, OpenSealer())
    gone = OpenSealer(*RetentionClass)
    assert texts_to_show(state, stream_id=sample.stream_id, version=1, topic=sample.topic, sealer=gone) == {}
    assert peek(state).commitments != {}


def test_a_text_that_is_not_the_one_committed_to_is_not_shown() -> None:
    sample = recorded(example(ConcernReceived))
    stored = peek(encode(sample, OpenSealer()))
    forged = msgspec.structs.replace(stored, commitments=dict.fromkeys(stored.commitments, bytes(32)))
    with pytest.raises(BrokenCommitmentError):
        texts_to_show(
            msgspec.msgpack.encode(forged), stream_id=sample.stream_id, version=1, topic=sample.topic, sealer=OpenSealer()
        )


def test_an_event_of_the_first_form_is_read_and_has_no_text_that_could_be_checked() -> None:
    sample = recorded(example(ConcernReceived))
    stored = peek(encode(sample, OpenSealer()))
    seals = {
        name: sealed[:32] + msgspec.msgpack.encode(msgspec.msgpack.decode(sealed[32:])[1]) for name, sealed in stored.seals.items()
    }
    first = msgspec.msgpack.encode((1, stored.class_version, stored.envelope, stored.facts, seals))
    place = {"stream_id": sample.stream_id, "version": 1, "topic": sample.topic, "sealer": OpenSealer()}
    assert decode(first, **place) == sample
    assert texts_to_show(first, **place) == {}


def test_what_stands_in_clear_of_two_events_with_the_same_text_has_nothing_in_common() -> None:
    assert not set(commitments_to(NESTED, SALT).values()) & set(commitments_to(NESTED, b"t" * 32).values())
