import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.case_service.letters.markup import Heading, Paragraph, Points, UnknownGapError, blocks, check_gaps, gaps
from services.case_service.letters.naming import named
from texts import Language, text

KINDS = ("receipt", "invitation", "plan", "minutes", "decision", "answer")


def test_a_text_becomes_headings_paragraphs_and_points():
    written = "Hei.\nLinje to.\n\n# Møte\n- en\n- to\n## Mer\nSlutt"

    assert blocks(written) == (
        Paragraph("Hei.\nLinje to."),
        Heading("Møte", 1),
        Points(("en", "to")),
        Heading("Mer", 2),
        Paragraph("Slutt"),
    )


def test_a_gap_that_the_letter_does_not_know_is_named():
    with pytest.raises(UnknownGapError) as refused:
        check_gaps("Hei {elev}, {navn} og {nvan}", frozenset({"elev"}))

    assert refused.value.names == ("navn", "nvan")


@pytest.mark.parametrize("attempt", ["{{7*7}}", '#read("/etc/passwd")', "{% for x in y %}", "{elev.__class__}", "{0}", "$x^2$"])
def test_a49_what_looks_like_code_in_a_template_is_text(attempt):
    assert gaps(attempt) == ()
    assert blocks(attempt)


@given(st.text())
def test_every_text_can_be_read_and_is_the_same_each_time(written):
    assert blocks(written) == blocks(written)


@pytest.mark.parametrize("kind", KINDS)
def test_the_proposed_letter_has_the_same_gaps_in_every_language(kind):
    assert len({frozenset(gaps(text(f"letter.{kind}.body", language))) for language in Language}) == 1


@pytest.mark.parametrize("language", Language)
def test_the_receipt_names_the_provisions_that_give_the_rights(language):
    body = text("letter.receipt.body", language)

    assert all(provision in body for provision in ("§ 12-2", "§ 12-4", "§ 10-2", "§ 12-6"))


def test_another_pupils_first_name_or_last_name_is_found_also_in_the_genitive():
    assert named("Idas sekk og herr heiane", ["Ida Dalmo", "Aksel Heiane", "Gro Lie"]) == ("Ida Dalmo", "Aksel Heiane")


def test_a_name_inside_another_word_is_no_name():
    assert named("Vi fikk idag en idé", ["Ida Dalmo"]) == ()
