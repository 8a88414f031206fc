"""A49: what looks like code in a letter is text, wherever it stands. A50: nothing harmful comes to lie in the vault."""

from __future__ import annotations

import io

import pytest
from letter_pages.at_the_desk import CASE, Desk, letter, pdf_text
from pypdf import PdfReader
from town import Town, matter

from services.case_service.attachments.inspection import EICAR, NotAcceptedError, inspect

TRIES = [
    "{{7*7}}",
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "{% for x in y %}x{% endfor %}",
    '#read("/etc/passwd")',
    '#import "@preview/x:1.0.0"',
    '#link("https://example.org")[x]',
    "{elev.__class__.__mro__}",
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "@ref *x* _y_ $z$ `w`",
]
HARMLESS_ON_A_PAGE = ("<script>alert(1)", "<img src=x")


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("attempt", TRIES)
def test_a49_in_a_letter_it_is_printed_as_it_stands(town: Town, attempt: str):
    desk = letter(town.comes("rektor"), "annet")
    words = {"heading": f"Hei {attempt}", "body": f"Før {attempt} etter", "to": attempt}

    answer = desk.posts({**desk.form, **words}, to=f"{CASE}/brev/annet/forhandsvis?til=foresatte&malform=nb")

    assert squeezed(pdf_text(answer.data)).count(squeezed(attempt)) == 3
    assert desk.sends(**words).status_code == 303
    [sent] = (one.event for one in town.events(matter("sak")) if one.topic == "case.LetterSent")
    assert sent.body == f"Hei {attempt}\n\nFør {attempt} etter"


@pytest.mark.parametrize("attempt", TRIES)
def test_a49_in_a_template_it_is_text_and_reaches_no_page_as_markup(town: Town, attempt: str):
    desk = Desk(town.comes("administrator"), "/admin/brevmaler/annet/nb")
    desk.opens()

    adopted = desk.posts({**desk.form, "heading": f"Hei {attempt}", "body": f"Til {{elev}}: {attempt}", "adopt": "1"})

    assert adopted.status_code == 303
    begun = letter(town.comes("rektor"), "annet")
    assert begun.form["heading"] == f"Hei {attempt}"
    body = begun.form["body"]
    assert isinstance(body, str)
    assert body.endswith(attempt)
    assert "49" not in body
    assert not any(tag in begun.page for tag in HARMLESS_ON_A_PAGE)


def test_a49_what_a_case_says_is_not_read_for_gaps_when_it_is_filled_in(town: Town):
    desk = Desk(town.comes("administrator"), "/admin/brevmaler/annet/nb")
    desk.opens()
    desk.posts({**desk.form, "heading": "{elev}", "body": "{elev} {{elev}} {{{elev}}}", "adopt": "1"})

    body = letter(town.comes("rektor"), "annet").form["body"]

    assert isinstance(body, str)
    assert "{Elev Kanarifugl-hemmelig-tekst}" in body
    assert "__" not in body


def test_a50_the_paper_that_varde_makes_carries_nothing_that_runs(town: Town):
    desk = letter(town.comes("rektor"), "annet")
    content = desk.posts(
        {**desk.form, "heading": "Hei", "body": "/JavaScript (app.alert(1))"},
        to=f"{CASE}/brev/annet/forhandsvis?til=foresatte&malform=nb",
    ).data

    assert inspect(content).media_type == "application/pdf"
    root = PdfReader(io.BytesIO(content)).trailer["/Root"]
    assert not {"/OpenAction", "/AA", "/AcroForm", "/Names"} & set(root)


def test_a50_a_virus_signature_in_a_letter_is_words_and_as_a_file_it_is_refused(town: Town):
    signature = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + EICAR.decode() + "!$H+H*"

    assert letter(town.comes("rektor"), "annet").sends(heading="Hei", body=signature).status_code == 303
    with pytest.raises(NotAcceptedError):
        inspect(b"%PDF-1.7\n" + signature.encode())
