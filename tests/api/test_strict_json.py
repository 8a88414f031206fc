"""JSON is read by one meaning only; what two readers could take otherwise is refused (A24, A25, A47, A48)."""

from __future__ import annotations

import json
import time

import pytest
from api.programs import Program, problem
from hypothesis import given
from hypothesis import strategies as st
from town import Town, matter

from services.case_service.http.api.strict_json import NotStrictError, parse

PATH = f"/matters/{matter('sak')}/events/case.PupilHeard"
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**52), 2**52)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_what_is_plain_json_is_read_as_it_was_meant(value: object):
    assert parse(json.dumps(value).encode()) == value


@pytest.mark.parametrize(
    ("body", "code", "pointer"),
    [
        (b'{"a": 1, "a": 2}', "repeated_name", "/a"),
        (b'{"a": [{"b": 1, "b/c": 2, "b/c": 3}]}', "repeated_name", "/a/0/b~1c"),
        (b'{"a": NaN}', "no_number", "/a"),
        (b"[1, -Infinity]", "no_number", "/1"),
        (b'{"a": 1e400}', "number_too_large", "/a"),
        (b'{"a": ' + b"9" * 5000 + b"}", "number_too_large", "/a"),
        (b'{"a": "\\ud800"}', "half_a_letter", "/a"),
        (b'{"a": "x\\u0000y"}', "nul", "/a"),
        (b'{"\\u0000": 1}', "nul", ""),
        (b'{"a": "\xff"}', "not_utf8", ""),
        (b"", "not_json", ""),
        (b"{", "not_json", ""),
        (b"{'a': 1}", "not_json", ""),
        (b"\xef\xbb\xbf{}", "not_json", ""),
        (b"[" * 200_000 + b"]" * 200_000, "too_deep", ""),
        (b"[" * 40 + b"]" * 40, "too_deep", "/0" * 33),
    ],
)
def test_what_could_be_read_in_two_ways_is_refused_with_where_it_stands(body: bytes, code: str, pointer: str):
    with pytest.raises(NotStrictError) as refused:
        parse(body)
    assert (refused.value.code, refused.value.pointer) == (code, pointer)


def test_a25_a_body_nested_without_end_is_refused_for_less_than_a_second_of_work(rektor: Program):
    began = time.thread_time()
    answer = rektor.send(PATH, raw=b"[" * 200_000 + b"]" * 200_000, **{"If-Match": '"1"'})
    assert (answer.status_code, problem(answer)["code"]) == (400, "too_deep")
    assert time.thread_time() - began < 1


def test_a47_a_body_larger_than_any_text_is_refused(rektor: Program, town: Town):
    before = len(town.log())
    answer = rektor.send(PATH, raw=b'{"fact": {"view": "' + b"a" * 2_000_000 + b'"}}', **{"If-Match": '"1"'})
    assert answer.status_code == 413
    assert problem(answer)["code"]
    assert len(town.log()) == before


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/xml", ""])
def test_a30_only_json_is_read(rektor: Program, kind: str):
    answer = rektor.send(PATH, raw=b"{}", **{"If-Match": '"1"', "Content-Type": kind})
    assert (answer.status_code, problem(answer)["code"]) == (415, "media_type")
