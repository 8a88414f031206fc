"""A leaf says everything about a stored event, and of what is sealed nothing but hashes."""

from hashlib import sha256
from itertools import pairwise
from uuid import UUID

import msgspec
import pytest

from services.integrity.leaf import NotAnEventError, content_of, entry_at, leaf_at, parts_of, stored_content
from services.integrity.merkle import hash_leaf

STREAM = UUID(int=7)
ENVELOPE = {"tenant": "lia"}
OUTLINE = [2, 1, ENVELOPE, b'{"grade":3}', {"preserved": b"cipher", "note": b"text"}, {"own_words": bytes(32), "a": b"\1" * 32}]


def stored(outline: list[object]) -> bytes:
    return msgspec.msgpack.encode(outline)


def lp(piece: bytes) -> bytes:
    return len(piece).to_bytes(4, "big") + piece


def u64(number: int) -> bytes:
    return lp(number.to_bytes(8, "big"))


def test_an_entry_is_written_as_the_reference_says() -> None:
    entry = entry_at(9, stored_content("lia", STREAM, 3, "case.CaseOpened", stored(OUTLINE)))
    assert entry == b"".join(
        [
            lp(b"varde/leaf/1"),
            u64(9),
            lp(b"lia"),
            lp(STREAM.bytes),
            u64(3),
            lp(b"case.CaseOpened"),
            u64(2),
            u64(1),
            lp(sha256(msgspec.msgpack.encode(ENVELOPE)).digest()),
            lp(sha256(b'{"grade":3}').digest()),
            u64(2),
            lp(b"note"),
            lp(sha256(b"text").digest()),
            lp(b"preserved"),
            lp(sha256(b"cipher").digest()),
            u64(2),
            lp(b"a"),
            lp(b"\1" * 32),
            lp(b"own_words"),
            lp(bytes(32)),
        ]
    )
    assert leaf_at(9, entry[28:]) == hash_leaf(entry)


def test_every_part_of_an_event_and_of_its_place_changes_the_leaf() -> None:
    others = [
        [1, *OUTLINE[1:]],
        [2, 2, *OUTLINE[2:]],
        [*OUTLINE[:2], {"tenant": "lie"}, *OUTLINE[3:]],
        [*OUTLINE[:3], b'{"grade":4}', *OUTLINE[4:]],
        [*OUTLINE[:4], {"preserved": b"cipher"}, OUTLINE[5]],
        [*OUTLINE[:4], {"preserved": b"text", "note": b"cipher"}, OUTLINE[5]],
        [*OUTLINE[:5], {"own_words": bytes(32)}],
        OUTLINE[:5],
    ]
    leaves = {leaf_at(9, stored_content("lia", STREAM, 3, "case.CaseOpened", stored(one))) for one in [OUTLINE, *others]}
    state = stored(OUTLINE)
    leaves |= {
        leaf_at(8, stored_content("lia", STREAM, 3, "case.CaseOpened", state)),
        leaf_at(9, stored_content("lie", STREAM, 3, "case.CaseOpened", state)),
        leaf_at(9, stored_content("lia", UUID(int=8), 3, "case.CaseOpened", state)),
        leaf_at(9, stored_content("lia", STREAM, 4, "case.CaseOpened", state)),
        leaf_at(9, stored_content("lia", STREAM, 3, "case.CaseClosed", state)),
    }
    assert len(leaves) == len(others) + 6


def test_an_event_from_before_there_were_commitments_has_none_in_its_leaf() -> None:
    parts = parts_of("lia", STREAM, 1, "case.CaseOpened", stored([1, *OUTLINE[1:5]]))
    assert parts.commitments == {}
    assert content_of(parts).endswith(u64(0))


@pytest.mark.parametrize(
    "state",
    [
        b"",
        b"not an event",
        stored([*OUTLINE, b"hidden"]),
        stored(OUTLINE) + b"\xc0",
        stored(OUTLINE[:4]),
        stored([*OUTLINE[:5], {"own_words": b"short"}]),
        stored(OUTLINE).replace(b"\xa4note\xc4\x04text", b"\xd9\x04note\xc4\x04text"),
    ],
    ids=["nothing", "no msgpack", "a part more", "bytes after the end", "a part less", "a short commitment", "written otherwise"],
)
def test_bytes_that_hide_something_have_a_leaf_but_no_parts(state: bytes) -> None:
    with pytest.raises(NotAnEventError):
        parts_of("lia", STREAM, 1, "case.CaseOpened", state)
    assert stored_content("lia", STREAM, 1, "case.CaseOpened", state).endswith(lp(b"unreadable") + lp(sha256(state).digest()))


def test_a_single_bit_anywhere_in_the_stored_bytes_changes_the_leaf() -> None:
    state = stored(OUTLINE)
    flipped = [state[:at] + bytes([state[at] ^ 1 << bit]) + state[at + 1 :] for at in range(len(state)) for bit in range(8)]
    contents = [stored_content("lia", STREAM, 1, "case.CaseOpened", one) for one in [state, *flipped]]
    assert all(before != after for before, after in pairwise(sorted(contents)))
