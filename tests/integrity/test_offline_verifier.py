"""The verifier says what holds, what does not, and what it cannot know."""

import json
import string
from pathlib import Path

import msgspec
import pytest
from integrity.own_reader import read_package
from integrity.package_making import (
    CASE,
    LOG_KEY,
    ORIGIN,
    STRANGER,
    WITNESS_KEY,
    checkpoint,
    disclosed,
    left_out,
    log_of,
    made,
    ordinary_log,
    package,
)
from integrity.remaking import Given, codes, remade, verify

from services.integrity.notes import KeyKind, new_key
from services.integrity.package import Disclosed
from services.integrity.package.canonical import canonical
from services.integrity.verifier import varde_verify


def changed_line(number, change):
    def with_lines(files):
        lines = files["events.jsonl"].split(b"\n")
        value = json.loads(lines[number])
        change(value)
        lines[number] = canonical(value)
        files["events.jsonl"] = b"\n".join(lines)

    return with_lines


@pytest.fixture(scope="module")
def log():
    return ordinary_log()


@pytest.fixture(scope="module")
def good(log):
    return package(log)


def test_a_package_as_varde_makes_it_holds(good):
    report = verify(good)
    assert report.verdict == varde_verify.ALL_WELL, report.of("fails")
    assert {
        "one_form",
        "manifest_holds",
        "files_hold",
        "checkpoint_holds",
        "witnessed",
        "events_hold",
        "left_out_hold",
        "texts_hold",
    } <= {*codes(report, "holds")}


def test_what_cannot_be_known_is_said(good):
    assert {
        "first_use_log",
        "first_use_witness",
        "before_witness",
        "own_clock",
        "after_checkpoint",
        "never_recorded",
        "masked",
        "left_out_unknown",
        "versions_missing",
        "after_last",
        "documents",
    } == {*codes(verify(good), "unknown")}


def test_without_a_witness_it_is_said_that_the_key_s_owner_may_have_rewritten_the_log(log):
    report = verify(package(log, note=checkpoint(log, witnesses=())))
    assert report.verdict == varde_verify.ALL_WELL
    assert {"no_witness", "own_clock_alone"} <= {*codes(report, "unknown")}


def test_keys_that_the_checker_brings_go_before_those_in_the_package(good):
    own = Given([varde_verify.read_key(LOG_KEY.public_key.vkey)], [varde_verify.read_key(WITNESS_KEY.public_key.vkey)])
    report = verify(good, own)
    assert report.verdict == varde_verify.ALL_WELL
    assert not {"first_use_log", "first_use_witness"} & {*codes(report, "unknown")}
    other = Given([varde_verify.read_key(STRANGER.public_key.vkey)], [])
    assert codes(verify(good, other), "fails") == ["unsigned"]


def test_a_witness_that_the_checker_names_must_have_signed(good):
    other = new_key("annet.vitne.example", KeyKind.COSIGNATURE).public_key.vkey
    assert codes(verify(good, Given([], [varde_verify.read_key(other)])), "fails") == ["witness_missing"]


def test_text_of_an_older_form_is_shown_and_said_to_be_unchecked():
    report = verify(package(ordinary_log(form=1)))
    assert report.verdict == varde_verify.ALL_WELL
    assert "old_text" in codes(report, "unknown")
    assert "texts_hold" not in codes(report, "holds")


def test_a_case_that_is_shown_whole_is_said_to_have_no_gaps(log):
    events = [disclosed(log, position) for position in range(3, 24, 3)]
    assert "versions_whole" in codes(verify(package(log, events=events)), "holds")


def test_a_document_that_an_event_names_is_the_attachment():
    digest = varde_verify.sha256(b"abc").hex()
    assert "attachment" in codes(verify(package(ordinary_log(attachment=digest))), "holds")


# What somebody without the key can do


def test_a_manifest_that_was_made_again_without_the_key_is_refused(good):
    forged = remade(good, lambda _: None, STRANGER)
    assert codes(verify(forged), "fails") == ["unsigned"]


def test_with_another_key_in_the_package_the_given_key_finds_it(good):
    def with_own_key(files):
        files["keys.txt"] = f"{STRANGER.public_key.vkey}\n".encode()

    forged = remade(good, with_own_key, STRANGER)
    assert verify(forged, Given([varde_verify.read_key(LOG_KEY.public_key.vkey)], [])).verdict == varde_verify.WRONG


def test_another_time_s_checkpoint_is_refused(log, good):
    def with_older(files):
        files["checkpoint.note"] = checkpoint(log.first(20))

    assert codes(verify(remade(good, with_older)), "fails") == ["checkpoint_differs"]


def test_another_tenant_s_checkpoint_is_refused(good):
    other = LOG_KEY.__class__(name="varde.example/elvdal", kind=KeyKind.NOTE, seed=bytes(32))

    def with_other(files):
        files["checkpoint.note"] = checkpoint(ordinary_log(tenant="elvdal"), key=other, origin=other.name)

    assert codes(verify(remade(good, with_other)), "fails") == ["other_log"]


# What somebody with the log's key can not do, because the checkpoint is witnessed


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda line: line["disclosed"]["body"].update(value="Alt er bra"), "text_changed"),
        (lambda line: line["disclosed"]["body"].update(salt="00" * 32), "text_changed"),
        (lambda line: line["disclosed"].pop("body"), "text_unaccounted"),
        (lambda line: line["masked"].update(body={"reason": "x", "left": None}), "text_unaccounted"),
        (lambda line: line["masked"].update(other={"reason": "x", "left": None}), "text_unaccounted"),
        (lambda line: line["commitments"].update(body="00" * 32), "not_in_log"),
        (lambda line: line["seals"].update(preserved="00" * 32), "not_in_log"),
        (lambda line: line["proof"].reverse(), "not_in_log"),
        (lambda line: line["proof"].pop(), "not_in_log"),
        (lambda line: line["proof"].append("00" * 32), "not_in_log"),
        (lambda line: line.update(topic="case.CaseClosed"), "not_in_log"),
        (lambda line: line.update(version=9), "not_in_log"),
        (lambda line: line.update(position=4), "not_in_log"),
        (lambda line: line.update(position=0), "out_of_order"),
        (lambda line: line.update(position=24), "out_of_order"),
        (lambda line: line.update(format=1), "not_in_log"),
        (lambda line: line.update(facts_bytes="e30="), "not_in_log"),
        (lambda line: line["facts"].update(count=99), "read_differently"),
        (lambda line: line["envelope"].update(recorded_at="2026-01-01T00:00:00Z"), "read_differently"),
        (lambda line: line.update(more=1), "bad_fields"),
        (lambda line: line.pop("proof"), "bad_fields"),
        (lambda line: line.update(kind="other"), "bad_value"),
        (lambda line: line.update(position="3"), "bad_value"),
        (lambda line: line.update(version=True), "bad_value"),
        (lambda line: line.update(version=-1), "bad_value"),
        (lambda line: line.update(stream_id="7"), "bad_value"),
        (lambda line: line.update(facts_bytes=line["facts_bytes"].rstrip("=") + "\n"), "bad_value"),
        (lambda line: line.update(masked=[]), "bad_value"),
        (lambda line: line.update(masked={"body": "x"}, disclosed={"remark": line["disclosed"]["remark"]}), "bad_fields"),
        (lambda line: line.update(disclosed={"body": 1}), "text_unaccounted"),
    ],
)
def test_a_changed_line_is_refused(good, change, code):
    report = verify(remade(good, changed_line(0, change)))
    assert code in codes(report, "fails")


def test_swapped_events_are_refused(good):
    def swapped(files):
        lines = files["events.jsonl"].split(b"\n")
        lines[0], lines[2] = lines[2], lines[0]
        files["events.jsonl"] = b"\n".join(lines)

    assert "out_of_order" in codes(verify(remade(good, swapped)), "fails")


def test_an_event_that_is_taken_away_is_missed(good):
    def without(files):
        files["events.jsonl"] = b"\n".join(files["events.jsonl"].split(b"\n")[1:])

    assert {"bad_count", "bad_version"} <= {*codes(verify(remade(good, without)), "fails")}


def test_an_event_of_another_tenant_is_refused():
    log = log_of((made(1, stream=CASE, version=1, tenant="elvdal"),))
    report = verify(package(log, events=[disclosed(log, 1)]))
    assert codes(report, "fails") == ["other_tenant"]


def test_an_event_that_claims_a_later_time_than_the_witness_saw_it_is_refused():
    log = log_of((made(3000, stream=CASE, version=1),))
    assert codes(verify(package(log, events=[disclosed(log, 1)])), "fails") == ["recorded_after_witness"]


# What can be read


def test_the_events_that_hold_can_be_read_with_their_times_and_texts(good):
    said = varde_verify.as_list(verify(good), "en")
    assert "3  case.ConcernReceived  happened 2026-08-17T11:30:00.000003Z, known" in said
    assert 'body: "Elev «3» står alene"' in said
    assert "remark: [masked: somebody else's guardian]" in said
    assert "not checked" not in said
    old = varde_verify.as_list(verify(package(ordinary_log(form=1))), "nb")
    assert "(ikke kontrollert)" in old


def test_a_file_that_no_package_has_is_refused_even_if_the_sender_signed_it(good):
    report = verify(remade(good, lambda files: files.update({"setup.exe": b"MZ"})))
    assert codes(report, "fails") == ["bad_name"]


# The sentences


def test_every_sentence_has_three_languages_and_a_use():
    source = Path(varde_verify.__file__).read_text(encoding="utf-8")
    for code, sentences in varde_verify.TEXTS.items():
        assert len(set(sentences)) == 3 or len(sentences[0]) < 40, code
        assert source.count(f'"{code}"') > 1, code
        fields = [{field for _, field, _, _ in varde_verify_fields(sentence)} for sentence in sentences]
        assert fields[0] == fields[1] == fields[2], code


def varde_verify_fields(sentence):
    return string.Formatter().parse(sentence)


# The two implementations agree


def test_a_reader_made_of_the_writer_s_types_reads_what_the_verifier_accepts(log, good):
    read = read_package(good)
    assert read.manifest["origin"] == ORIGIN
    assert [event.position for event in read.events] == list(range(3, 24, 3))
    assert read.events[0] == disclosed(log, 3)
    assert read.events[1] == left_out(log, 6)


def test_nobody_packs_what_the_verifier_would_refuse(log):
    wrong = msgspec.structs.replace(disclosed(log, 3), disclosed={"other": Disclosed(value="x", salt=bytes(32))}, masked={})
    with pytest.raises(ValueError, match="other"):
        package(log, events=[wrong])
