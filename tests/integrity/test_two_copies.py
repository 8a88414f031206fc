"""Two copies of one log: the verifier says whether the later goes on where the earlier stood."""

import pytest
from integrity.package_making import CASE, OTHER_CASE, checkpoint, log_of, made, ordinary_log, package
from integrity.remaking import codes, verify

from services.integrity.verifier import varde_verify


@pytest.fixture(scope="module")
def log():
    return ordinary_log()


@pytest.fixture(scope="module")
def good(log):
    return package(log)


def test_a_log_that_goes_on_is_known_by_the_proof_in_the_package(log):
    newer = package(log, since=(5, 16))
    report = verify(newer, earlier=[package(log.first(16)), checkpoint(log.first(5))])
    assert report.verdict == varde_verify.ALL_WELL, report.of("fails")
    assert codes(report, "holds").count("continues") == 2
    assert codes(report, "holds").count("consistency_holds") == 2


def test_the_order_of_two_copies_does_not_matter(log):
    assert "continues" in codes(verify(package(log.first(16)), earlier=[package(log, since=(16,))]), "holds")


def test_without_a_proof_shared_events_are_compared_and_the_rest_is_said_to_be_unknown(log, good):
    report = verify(good, earlier=[package(log.first(16))])
    assert report.verdict == varde_verify.ALL_WELL
    assert "shared_events" in codes(report, "holds")
    assert "no_consistency" in codes(report, "unknown")


def test_a_log_that_was_rewritten_is_found(log):
    first = made(99, stream=OTHER_CASE, version=1)
    other = log_of((first, *log.events[1:16]))
    report = verify(package(log, since=(16,)), earlier=[checkpoint(other)])
    assert codes(report, "fails") == ["rewritten"]


def test_two_logs_of_the_same_size_are_compared_by_their_roots(log, good):
    other = log_of((made(99, stream=OTHER_CASE, version=1), *log.events[1:]))
    assert codes(verify(good, earlier=[checkpoint(other)]), "fails") == ["rewritten"]
    assert "same_log" in codes(verify(good, earlier=[checkpoint(log)]), "holds")


def test_an_event_that_is_another_in_an_earlier_copy_is_found(log, good):
    at_three = made(50, stream=CASE, version=1)
    other = log_of((*log.events[:2], at_three, *log.events[3:16]))
    assert "log_shows_other" in codes(verify(good, earlier=[package(other)]), "fails")


def test_what_cannot_be_compared_with_is_refused(good):
    assert codes(verify(good, earlier=[b"something else\n"]), "fails") == ["earlier_unusable"]
