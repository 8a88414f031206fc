"""What Varde hands out of a real store is what the verifier accepts, and only what the recipient may read goes."""

import io
import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from integrity.own_reader import read_package
from integrity.package_making import WITNESS_KEY
from integrity.remaking import codes, verify
from msgspec.structs import replace

from events.sealing import RetentionClass
from services.case_service.integrity.kept import Integrity, places_in
from services.case_service.packages.redaction import Copy, Masked, Why
from services.case_service.proven.copying import For, write_case, write_whole_log
from services.case_service.proven.events import NotStoredError
from services.case_service.store import KeyId, SQLiteFile, StoreSettings, migrate, open_store
from services.integrity.keeping.keeper import take_cosignature
from services.integrity.keeping.signer import KnownWitness
from services.integrity.notes import cosign
from services.integrity.package import unpack
from services.integrity.verifier import varde_verify
from tests.store.sample_events import CANARY, NOON, TENANT, concern_received, principal_acknowledged, stored_case

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
FOR = For(recipient="Statsforvalteren", legal_basis="opplæringslova § 12-6", about={"saksnummer": "2026/17"})


@pytest.fixture
def integrity(tmp_path):
    """A log with a neighbour's case, a case of four events, and a witness that has seen it all."""
    settings = StoreSettings(
        tenant=TENANT,
        events=SQLiteFile(path=tmp_path / "events.sqlite"),
        keys=SQLiteFile(path=tmp_path / "keys.sqlite"),
        kek=bytes(32),
    )
    migrate(settings)
    with open_store(settings) as store:
        found = Integrity(store, places_in(tmp_path))
        found.begin("localhost/steindal", NOON)
        found.trust(KnownWitness(key=WITNESS_KEY.public_key, url=None))
        stored_case(store, 3)
        yield found


def case_of(integrity, count=4):
    case = uuid4()
    integrity.store.append([concern_received(case, version) for version in range(1, count)])
    integrity.store.append([principal_acknowledged(case, count)])
    return case


def witnessed(integrity, at=NOW):
    integrity.keeper().look(at)
    note = integrity.book.last().note
    size = integrity.store.tree_size()
    take_cosignature(integrity.book, [WITNESS_KEY.public_key], size, cosign(note, WITNESS_KEY, int(at.timestamp())).line + "\n", at)


def copies(integrity, case):
    return [Copy(number=number, recorded=one) for number, one in enumerate(integrity.store.read(case), start=1)]


def written(integrity, copies_, **more):
    out = io.BytesIO()
    done = write_case(out, integrity, copies_, case_id=copies_[0].recorded.envelope.case_id, for_=FOR, now=NOW, **more)
    return out.getvalue(), done


def lines(data):
    return [json.loads(line) for line in bytes(unpack(data)["events.jsonl"]).splitlines()]


def test_a_case_shown_whole_is_accepted(integrity):
    case = case_of(integrity)
    witnessed(integrity)
    data, done = written(integrity, copies(integrity, case))
    report = verify(data)
    assert report.verdict == varde_verify.ALL_WELL, report.of("fails")
    assert {"witnessed", "events_hold", "texts_hold", "versions_whole"} <= {*codes(report, "holds")}
    assert (done.position, done.shown, done.left_out, done.witnessed) == (7, 4, 0, True)
    assert len(read_package(data).events) == 4


def test_what_was_not_signed_yet_is_signed_for_the_copy(integrity):
    case = case_of(integrity)
    data, done = written(integrity, copies(integrity, case))
    assert not done.witnessed
    assert "no_witness" in codes(verify(data), "unknown")


def test_a_checkpoint_that_a_witness_saw_goes_before_a_newer_one(integrity):
    case = case_of(integrity)
    witnessed(integrity)
    stored_case(integrity.store, 2)
    integrity.keeper().look(NOW)
    assert written(integrity, copies(integrity, case))[1].position == 7


def masked_copies(integrity, case):
    """One event left out; of another a name taken out of one text, and the other text whole."""
    first, second, *rest = copies(integrity, case)
    left = first.recorded.event.own_words.replace("Kanarifuglen", "[navn]")
    changed = replace(first.recorded, event=replace(first.recorded.event, own_words=left, facts_observed=None))
    masks = (
        Masked(("own_words",), Why.THIRD_PERSON, whole=False),
        Masked(("facts_observed",), Why.CONFIDENCE, whole=True),
    )
    return [replace(first, recorded=changed, masked=masks), replace(second, why=Why.ANOTHER_PUPIL), *rest]


def test_of_a_masked_text_only_what_is_left_goes(integrity):
    case = case_of(integrity, count=3)
    witnessed(integrity)
    data, _ = written(integrity, masked_copies(integrity, case))
    report = verify(data)
    assert report.verdict == varde_verify.ALL_WELL, report.of("fails")
    first, second, _ = lines(data)
    assert first["disclosed"] == {}
    assert first["masked"]["facts_observed"] == {"reason": "confidence", "left": None}
    assert first["masked"]["own_words"]["reason"] == "third_person"
    assert first["masked"]["own_words"]["left"].startswith("[navn] sang")
    assert second["kind"] == "left_out"
    assert CANARY.encode() not in data


def test_a_text_that_differs_from_the_store_s_is_never_shown_as_proven(integrity):
    case = case_of(integrity, count=2)
    first, *rest = copies(integrity, case)
    changed = replace(first.recorded, event=replace(first.recorded.event, own_words="Alt er bra"))
    data, _ = written(integrity, [replace(first, recorded=changed), *rest])
    (line, _) = lines(data)
    assert line["masked"]["own_words"] == {"reason": "changed", "left": "Alt er bra"}
    assert list(line["disclosed"]) == ["facts_observed"]


def test_text_whose_key_is_destroyed_is_masked_and_the_rest_still_proven(integrity):
    case = case_of(integrity)
    integrity.store.destroy_key(KeyId(case, RetentionClass.PRESERVED), basis="arkivlova § 13", approvers=(uuid4(), uuid4()), at=NOW)
    data, _ = written(integrity, copies(integrity, case))
    report = verify(data)
    assert report.verdict == varde_verify.ALL_WELL, report.of("fails")
    assert {field["reason"] for line in lines(data) for field in line["masked"].values()} == {"destroyed"}


def test_an_older_copy_is_known_in_the_next(integrity):
    case = case_of(integrity)
    witnessed(integrity)
    older, done = written(integrity, copies(integrity, case))
    case_of(integrity)
    witnessed(integrity, NOW + timedelta(hours=1))
    newer, _ = written(integrity, copies(integrity, case), since=[done.position, 0, 99])
    report = verify(newer, earlier=[older])
    assert report.verdict == varde_verify.ALL_WELL, report.of("fails")
    assert "continues" in codes(report, "holds")


def test_the_whole_log_goes_without_any_content(integrity):
    case = case_of(integrity)
    witnessed(integrity)
    out = io.BytesIO()
    done = write_whole_log(out, integrity, for_=FOR, now=NOW)
    assert (done.position, done.shown) == (7, 7)
    assert CANARY.encode() not in out.getvalue()
    report = verify(out.getvalue())
    assert report.verdict == varde_verify.ALL_WELL, report.of("fails")
    held_back, _ = written(integrity, copies(integrity, case)[:-1])
    report = verify(held_back, log=out.getvalue())
    assert report.verdict == varde_verify.ALL_WELL, "the sender said that one of four is not shown"
    assert "versions_missing" in codes(report, "unknown")


def test_an_event_that_is_not_stored_is_not_handed_out(integrity):
    case = case_of(integrity)
    one, *_ = copies(integrity, case)
    with pytest.raises(NotStoredError):
        written(integrity, [replace(one, recorded=replace(one.recorded, version=9))])
