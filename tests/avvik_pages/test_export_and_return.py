"""/avvik/eksport: a file without names goes out, and comes back with numbers; all lines or none."""

from __future__ import annotations

import csv
import io
import json
from uuid import uuid4

import pytest
from raised import raised
from town import CANARY, PAGE, B, matter, person

from texts.case_number import case_number

CHOICE = {"system": "eqs", "which": "nye", "format": "csv"}


def rows_of(answer):
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))


def sent_back(visitor, rows, key=None, system="eqs"):
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows(rows)
    token = visitor.get("/avvik/eksport").text.split('name="csrf_token" value="')[1].split('"')[0]
    form = {
        "csrf_token": token,
        "idempotency_key": key or str(uuid4()),
        "system": system,
        "table": (io.BytesIO(written.getvalue().encode()), "svar.csv"),
    }
    return visitor.client.post("/avvik/eksport/svar", data=form, headers=PAGE, content_type="multipart/form-data")


def test_the_file_holds_the_schools_avvik_and_nobodys_name(town):
    own, other = raised(town, about=matter("sak")), raised(town, school=B)

    answer = town.comes("rektor").post("/avvik/eksport", CHOICE)

    numbers = [row[0] for row in rows_of(answer)[1:]]
    assert numbers == [case_number(own)]
    assert case_number(other) not in answer.text
    assert CANARY not in answer.text
    assert "Navn" not in answer.text
    assert str(person("rektor")) not in answer.text
    assert "attachment" in answer.headers["Content-Disposition"]


def test_json_holds_the_lists_own_values(town):
    raised(town)

    found = json.loads(town.comes("skoleeier").post("/avvik/eksport", {**CHOICE, "format": "json"}).data)

    assert found["avvik"][0]["kind"] == "process_breach"


def test_what_went_out_stands_on_the_avvik_and_is_not_new_again(town):
    raised(town)
    rektor, key = town.comes("rektor"), str(uuid4())

    first = rektor.post("/avvik/eksport", {**CHOICE, "idempotency_key": key})
    again = rektor.post("/avvik/eksport", {**CHOICE, "idempotency_key": key})
    later = rektor.post("/avvik/eksport", CHOICE)
    elsewhere = rektor.post("/avvik/eksport", {**CHOICE, "system": "compilo"})

    assert first.data == again.data
    assert len(town.of("avvik.AvvikExported")) == 2
    assert later.status_code == 422
    assert elsewhere.status_code == 200


@pytest.mark.parametrize("wrong", [{"system": "varde"}, {"system": "tull"}, {"which": "tull"}, {"format": "exe"}])
def test_what_is_not_offered_is_refused(town, wrong):
    raised(town)

    assert town.comes("rektor").post("/avvik/eksport", {**CHOICE, **wrong}).status_code == 400


def test_numbers_that_come_back_stand_on_their_avvik(town):
    streams = [raised(town), raised(town)]
    rektor = town.comes("rektor")
    table = rows_of(rektor.post("/avvik/eksport", CHOICE))
    for number, row in enumerate(table[1:]):
        row[-1] = f"EQS-{number}"

    answer = sent_back(rektor, table)

    assert answer.status_code == 303
    assert sorted(one.reference for one in town.of("avvik.AvvikRegisteredExternally")) == ["EQS-0", "EQS-1"]
    assert "EQS-" in rektor.get(f"/avvik/{streams[0]}").text


def test_one_wrong_line_stops_all_and_is_named(town):
    raised(town)
    other = raised(town, school=B)
    rektor = town.comes("rektor")
    table = rows_of(rektor.post("/avvik/eksport", CHOICE))
    table[1][-1] = "EQS-1"
    table += [[*table[1][:-1], "EQS-2"], ["FINN-ESIK", *table[1][1:-1], "EQS-3"], [case_number(other), *table[1][1:-1], "EQS-4"]]

    answer = sent_back(rektor, table)

    assert answer.status_code == 422
    assert all(f"Linje {line}" in answer.text for line in (3, 4, 5))
    assert town.of("avvik.AvvikRegisteredExternally") == []


def test_a_file_that_was_read_before_changes_nothing(town):
    raised(town)
    rektor = town.comes("rektor")
    table = rows_of(rektor.post("/avvik/eksport", CHOICE))
    table[1][-1] = "EQS-1"
    sent_back(rektor, table)

    again = sent_back(rektor, table)
    table[1][-1] = "EQS-2"
    changed = sent_back(rektor, table)

    assert again.status_code == 422
    assert "har fått et annet nummer før" in changed.text
    assert len(town.of("avvik.AvvikRegisteredExternally")) == 1


@pytest.mark.parametrize("rows", [[], [["a", "b"]], [["Nummer"]], [["\x00"]]])
def test_a_file_of_another_kind_is_told(town, rows):
    assert sent_back(town.comes("rektor"), rows).status_code == 422


def test_a_file_that_is_too_large_is_refused(town):
    head = b'--x\r\nContent-Disposition: form-data; name="table"; filename="svar.csv"\r\n\r\n'
    body = head + b"x" * 3_000_000 + b"\r\n--x--\r\n"

    answer = town.comes("rektor").client.post(
        "/avvik/eksport/svar", data=body, headers=PAGE, content_type="multipart/form-data; boundary=x"
    )

    assert answer.status_code == 413


def test_a_formula_from_outside_is_kept_as_text(town):
    raised(town)
    rektor = town.comes("rektor")
    table = rows_of(rektor.post("/avvik/eksport", CHOICE))
    table[1][-1] = "<script>alert(1)</script>"

    sent_back(rektor, table)

    assert "<script>alert(1)" not in rektor.get("/avvik").text
