"""An export of the whole log shows that every event is there; beside it, that a case's copy holds nothing back."""

import pytest
from integrity.package_making import (
    CASE,
    checkpoint,
    disclosed,
    log_export,
    log_of,
    made,
    ordinary_log,
    package,
)
from integrity.remaking import codes, remade, verify

from services.integrity.package import UnpackableError
from services.integrity.verifier import varde_verify


@pytest.fixture(scope="module")
def log():
    return ordinary_log(300)


def test_a_whole_log_holds(log):
    report = verify(log_export(log))
    assert report.verdict == varde_verify.ALL_WELL, report.of("fails")
    assert "log_holds" in codes(report, "holds")
    assert "log_contents" in codes(report, "unknown")


@pytest.mark.parametrize("size", [0, 1, 2, 3, 64, 65])
def test_a_log_of_any_size_holds(size):
    assert verify(log_export(ordinary_log(size))).verdict == varde_verify.ALL_WELL


def test_an_older_checkpoint_or_copy_is_known_without_a_proof(log):
    report = verify(log_export(log), earlier=[checkpoint(log.first(77)), package(log.first(30)), log_export(log.first(64))])
    assert report.verdict == varde_verify.ALL_WELL, report.of("fails")
    assert codes(report, "holds").count("continues") == 3


def test_an_event_that_another_copy_shows_differently_is_found(log):
    at_three = made(50, stream=CASE, version=1)
    other = log_of((*log.events[:2], at_three, *log.events[3:30]))
    assert {"log_shows_other", "rewritten"} == {*codes(verify(log_export(log), earlier=[package(other)]), "fails")}


def changed(entries, position, change):
    return [change(entry) if number == position else entry for number, entry in enumerate(entries, start=1)]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda entries: entries[:5] + entries[6:], "bad_entry"),
        (lambda entries: [*entries[:5], entries[6], entries[5], *entries[7:]], "bad_entry"),
        (lambda entries: changed(entries, 9, lambda entry: entry[:-1] + bytes([entry[-1] ^ 1])), "other_root"),
        (lambda entries: changed(entries, 9, lambda entry: entry + b"\0"), "bad_entry"),
        (lambda entries: changed(entries, 9, lambda entry: entry[:-1]), "bad_entry"),
        (lambda entries: changed(entries, 9, lambda entry: entry.replace(b"lyngfjord", b"lyngfjorD")), "bad_entry"),
        (lambda entries: changed(entries, 9, lambda entry: entry.replace(b"case.Concern", b"case.Konsern")), "other_root"),
        (lambda entries: changed(entries, 9, lambda _: b""), "bad_entry"),
        (lambda entries: changed(entries, 3, lambda _: entries[5][:16] + entries[2][16:28] + entries[5][28:]), "entry_version"),
        (lambda entries: [*entries, entries[-1]], "bad_entry"),
    ],
)
def test_a_changed_log_is_refused(log, change, code):
    lines = b"".join(len(entry).to_bytes(4, "big") + entry for entry in change(log.entries()))
    report = verify(remade(log_export(log), lambda files: files.update({"log.bin": lines})))
    assert codes(report, "fails") == [code]


def test_an_export_that_lacks_an_entry_is_not_written(log):
    with pytest.raises(UnpackableError, match="299 entries"):
        log_export(log, entries=log.entries()[1:])


def test_the_log_shows_that_a_copy_holds_nothing_back(log):
    report = verify(package(log), log=log_export(log))
    assert report.verdict == varde_verify.ALL_WELL, report.of("fails")
    assert {"complete_by_log", "same_log"} <= {*codes(report, "holds")}
    assert "after_last" not in codes(report, "unknown")


def test_a_later_log_shows_the_same(log):
    copy = package(log.first(50))
    report = verify(copy, log=log_export(log))
    assert report.verdict == varde_verify.ALL_WELL, report.of("fails")
    assert {"complete_by_log", "continues"} <= {*codes(report, "holds")}


def test_a_sender_who_says_that_a_case_ended_earlier_is_found(log):
    def shorter(files):
        manifest = varde_verify.json_value(files["manifest.json"], "")
        manifest["streams"][0]["last_version"] = 15
        files["manifest.json"] = varde_verify.canonical(manifest, "")

    events = [disclosed(log, position) for position in range(3, 48, 3)]
    copy = remade(package(log, events=events), shorter)
    assert verify(copy).verdict == varde_verify.ALL_WELL
    assert codes(verify(copy, log=log_export(log)), "fails") == ["log_shows_more"]


def test_an_older_log_or_something_else_cannot_show_it(log):
    copy = package(log)
    for other in (log_export(log.first(20)), copy, b"PK", b""):
        assert codes(verify(copy, log=other), "fails") == ["earlier_unusable"]
