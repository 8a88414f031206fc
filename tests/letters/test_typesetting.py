import io
from datetime import date

import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from services.case_service.letters.letter import Letter
from services.case_service.letters.markup import Table, blocks
from services.case_service.letters.typesetting import pdf
from texts import Language

LETTER = Letter(
    language=Language.BOKMAL,
    municipality="Lyngfjord kommune",
    school="Myrtun skole",
    recipient=("Foresatte til Eira Dalmo",),
    reference="2026-0042",
    dated=date(2026, 11, 20),
    title="Melding om mottatt bekymring",
    blocks=(
        *blocks("Vi skal undersøke saken.\n\n# Slik gjør vi\n- samtaler\n- observasjon"),
        Table(caption="Tiltak", heads=("Tiltak", "Når"), rows=(("Tettere tilsyn", "Hver dag"),)),
    ),
    signed_by=("Gro Bergtun", "rektor"),
    exempt="Unntatt offentlighet",
)


def read(letter):
    return PdfReader(io.BytesIO(pdf(letter)))


def structure(reader):
    found = []

    def walk(node):
        node = node.get_object()
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, dict):
            if "/S" in node and "/Page" not in str(node["/S"]):
                found.append(str(node["/S"]))
            if "/K" in node:
                walk(node["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


def test_the_pdf_is_tagged_titled_and_in_the_letters_language():
    reader = read(replace(LETTER, language=Language.NYNORSK))
    root = reader.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("nn")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == LETTER.title
    assert {"/H1", "/H2", "/P", "/L", "/Table", "/TH", "/TD"} <= set(structure(reader))


def test_the_pdf_says_that_it_is_pdf_a_and_pdf_ua():
    about = read(LETTER).xmp_metadata
    raw = about.stream.get_data().decode()

    assert "<pdfaid:part>2</pdfaid:part>" in raw
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in raw
    assert "<pdfuaid:part>1</pdfuaid:part>" in raw


def test_the_same_letter_gives_the_same_bytes():
    assert pdf(LETTER) == pdf(LETTER)


@pytest.mark.parametrize(
    "attempt", ["{{7*7}}", '#read("/etc/passwd")', "*x* _y_ $z$ <b> @ref", "= Overskrift", "čáhppes áŋŋel", "// nei"]
)
def test_a49_text_is_set_as_it_stands_and_never_as_markup(attempt):
    letter = replace(LETTER, blocks=blocks(f"Før {attempt} etter"), recipient=(attempt,), title=attempt, signed_by=(attempt,))

    words = "".join(page.extract_text() for page in read(letter).pages).replace("\n", " ")

    assert words.count(attempt) == 4


def test_a_draft_says_that_it_is_one():
    assert "Utkast" in read(replace(LETTER, draft=True)).pages[0].extract_text()


def places_of(reader, beginning):
    found = {}
    for number, page in enumerate(reader.pages):

        def keep(words, page_matrix, text_matrix, *_, number=number):
            if words.startswith(beginning):
                found[words.strip()] = (number, round(page_matrix[3] * text_matrix[5] + page_matrix[5]))

        page.extract_text(visitor_text=keep)
    return found


def test_a_table_longer_than_a_page_goes_on_over_the_next_with_its_heads_and_no_row_over_another():
    rows = tuple((f"Hendelse {n}", "16.9.2026 kl. 15.23") for n in range(1, 121))
    reader = read(replace(LETTER, blocks=(Table(caption="Tidslinje", heads=("Hva", "Hendte"), rows=rows),)))

    rows_at = places_of(reader, "Hendelse ")

    assert len(rows_at) == len(set(rows_at.values())) == 120
    assert {page for page, _ in rows_at.values()} == set(range(len(reader.pages)))
    assert all("Hendte" in page.extract_text() for page in reader.pages)


def test_a_long_table_begins_where_the_words_before_it_end():
    rows = tuple((f"Hendelse {n}", "16.9.2026") for n in range(1, 121))
    letter = replace(LETTER, blocks=(*blocks("Slik gikk det."), Table(caption="Tidslinje", heads=("Hva", "Når"), rows=rows)))

    assert "Hendelse 1 16.9.2026" in read(letter).pages[0].extract_text()
