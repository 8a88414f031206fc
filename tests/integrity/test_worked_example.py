"""The worked example of docs/reference/proof-formats.md is what the code makes, by both implementations."""

import io
import json
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import msgspec
from integrity.log_in_memory import Tree
from integrity.package_making import LOG_KEY, ORIGIN, signed

from events.commitments import commitment_to, salt_of
from services.integrity.checkpoints import Checkpoint, make_checkpoint
from services.integrity.leaf import content_of, entry_at, parts_of
from services.integrity.merkle import hash_leaf
from services.integrity.package import Disclosed, DisclosedEvent, Manifest, Shown, write_package
from services.integrity.package.lines import encode_line
from services.integrity.verifier import varde_verify

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "proof-formats.md"
BEGIN, END = "<!-- example: written by python tests/integrity/test_worked_example.py -->\n", "<!-- end of example -->\n"
STREAM = UUID("7f0a4b52-5a35-4f6b-9a5e-3a5c3a1f0c11")
EVENT_SALT = bytes(range(32))
TEXT = "Ingen vil leke med meg."
AT = datetime(2026, 8, 17, 8, 30, tzinfo=UTC)


def example():
    envelope = {"event_id": "0b9c7a0e-4c1f-4f0e-8f59-0c8a0d9b1e21", "tenant": "lyngfjord", "occurred_at": AT, "recorded_at": AT}
    salt = salt_of("own_words", EVENT_SALT)
    commitment = commitment_to("own_words", TEXT, salt)
    facts, ciphertext = b'{"concern":"exclusion"}', b"(ciphertext)"
    state = msgspec.msgpack.encode([2, 1, envelope, facts, {"preserved": ciphertext}, {"own_words": commitment}])
    parts = parts_of("lyngfjord", STREAM, 1, "case.ConcernReceived", state)
    entry = entry_at(2, content_of(parts))
    tree = Tree([hash_leaf(b"the first entry"), hash_leaf(entry), hash_leaf(b"the third entry")])
    stored = msgspec.msgpack.decode(state, type=list[msgspec.Raw])[2]
    event = DisclosedEvent(
        position=2,
        tenant="lyngfjord",
        stream_id=STREAM,
        version=1,
        topic="case.ConcernReceived",
        format=2,
        class_version=1,
        envelope=bytes(stored),
        facts=facts,
        seals={"preserved": sha256(ciphertext).digest()},
        commitments={"own_words": commitment},
        disclosed={"own_words": Disclosed(value=TEXT, salt=salt)},
        proof=tuple(tree.inclusion(1, 3)),
    )
    return entry, tree, event, salt, commitment


def checkpoint(tree):
    return make_checkpoint(Checkpoint(origin=ORIGIN, size=3, root=tree.root()), LOG_KEY).encoded()


def packaged(tree, event):
    out = io.BytesIO()
    write_package(
        out,
        manifest=Manifest(
            tenant="lyngfjord",
            origin=ORIGIN,
            position=3,
            root=tree.root(),
            made_at=AT,
            recipient="Statsforvalteren",
            legal_basis="opplæringslova § 12-6",
            case_id=STREAM,
            streams=(Shown(stream_id=STREAM, last_version=1, shown=1),),
        ),
        events=[event],
        checkpoint=checkpoint(tree).encode(),
        keys=[LOG_KEY.public_key.vkey],
        sign=signed,
    )
    return out.getvalue()


def page_text():
    entry, tree, event, salt, commitment = example()
    line = json.dumps(json.loads(encode_line(event)), ensure_ascii=False, indent=1, sort_keys=True)
    return f"""
A log of three events, of which the second is ours; the other two entries are the texts `the first entry` and
`the third entry`. The salt of the event is the bytes 0 to 31, the log's key the Ed25519 key with the same bytes as its seed.

    salt of own_words     {salt.hex()}
    commitment            {commitment.hex()}
    entry                 {entry.hex()}
    leaf hash             {hash_leaf(entry).hex()}
    root of the three     {tree.root().hex()}

The checkpoint, and the key it is checked with:

```
{checkpoint(tree)}```

    {LOG_KEY.public_key.vkey}

The line of `events.jsonl` (on one line and without spaces in the file):

```json
{line}
```
"""


def test_the_page_shows_what_the_code_makes():
    page = PAGE.read_text(encoding="utf-8")
    assert page[page.index(BEGIN) + len(BEGIN) : page.index(END)] == page_text()


def test_the_verifier_makes_the_same():
    entry, tree, event, salt, commitment = example()
    assert varde_verify.leaf_hash(entry) == hash_leaf(entry)
    assert varde_verify.commitment(salt, "own_words", json.dumps(TEXT, ensure_ascii=False).encode()) == commitment
    assert varde_verify.root_from_path(hash_leaf(entry), 1, 3, event.proof) == tree.root()
    report = varde_verify.verify(memoryview(packaged(tree, event)), varde_verify.Given([], []))
    assert report.verdict == varde_verify.ALL_WELL, report.of("fails")


if __name__ == "__main__":
    shown = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(shown[: shown.index(BEGIN) + len(BEGIN)] + page_text() + shown[shown.index(END) :], encoding="utf-8")
