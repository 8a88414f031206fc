"""One byte changed anywhere in a package, and the verifier refuses it with a reason."""

import json

import pytest
from integrity.package_making import LOG_KEY, STRANGER, ordinary_log, package
from integrity.remaking import codes, remade, verify

from services.integrity.package import unpack
from services.integrity.verifier import varde_verify


@pytest.fixture(scope="module")
def good():
    return package(ordinary_log(), since=(5,))


def refused(data):
    report = verify(data)
    assert report.verdict != varde_verify.ALL_WELL
    found = set(codes(report, "fails"))
    assert found
    assert "not_expected" not in found
    return found


def test_a_flipped_bit_is_refused_in_every_byte_of_a_package(good):
    assert verify(good).verdict == varde_verify.ALL_WELL
    for place in range(len(good)):
        changed = bytearray(good)
        changed[place] ^= 1 << place % 8
        refused(bytes(changed))


def test_a_byte_more_or_less_is_refused(good):
    for place in (*range(0, len(good), 199), len(good) - 1):
        refused(good[:place] + b"\0" + good[place:])
        refused(good[:place] + good[place + 1 :])
    refused(good + b"\0")


def test_what_is_cut_off_anywhere_is_refused(good):
    for length in range(0, len(good), 101):
        refused(good[:length])


@pytest.mark.parametrize("name", ["checkpoint.note", "keys.txt", "events.jsonl", "consistency.json", "documents/plan.txt"])
def test_who_makes_every_hash_again_needs_the_key(good, name):
    refused(remade(good, flip(name, 1), STRANGER))


def flip(name, place, bit=1):
    def flipped(files):
        content = bytearray(files[name])
        content[place] ^= bit
        files[name] = bytes(content)

    return flipped


def test_even_with_the_log_s_key_no_event_of_a_witnessed_log_can_be_changed(good):
    """Only why something was left out is the sender's own word: it stands in no log."""
    events = bytes(unpack(good)["events.jsonl"])
    for place in range(0, len(events), 13):
        change = flip("events.jsonl", place, 1 << place % 7)
        changed = remade(good, change, LOG_KEY)
        report = verify(changed)
        if report.verdict == varde_verify.ALL_WELL:
            assert without_reasons(changed) == without_reasons(good)


def without_reasons(data):
    lines = [json.loads(line) for line in bytes(unpack(data)["events.jsonl"]).splitlines()]
    for line in lines:
        line.pop("reason", None)
        line["masked"] = [(name, one["left"]) for name, one in line.get("masked", {}).items()]
    return lines
