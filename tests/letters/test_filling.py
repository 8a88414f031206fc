import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.lists.documents import Letter
from events.lists.municipality import WrittenLanguage
from services.case_service.letters.filling import fill_marks, filled, mark_of, still_open
from services.case_service.letters.gaps import gaps_of
from services.case_service.letters.invented import invented_letter, invented_values
from services.case_service.letters.markup import Table, blocks, plain
from services.case_service.letters.typesetting import pdf
from services.case_service.letters.wording import Wording, proposed
from texts import Language

NB = Language.BOKMAL


def test_what_is_known_is_filled_in_and_what_is_not_is_marked_in_the_letters_language():
    wording = Wording(heading="Om {elev}", body="Møtet er {mote}.")

    assert filled(wording, {"elev": "Eira"}, NB).heading == "Om Eira"
    assert filled(wording, {"elev": "Eira"}, NB).body == "Møtet er [Fyll inn: når og hvor møtet er]."
    assert filled(wording, {}, Language.ENGLISH).body == "Møtet er [Fill in: when and where the meeting is]."


def test_an_empty_word_is_not_known():
    assert "Fyll inn" in filled(Wording(heading="", body="{elev}"), {"elev": ""}, NB).body


def test_a_bracket_that_is_no_gap_of_any_letter_is_text():
    assert filled(Wording(heading="{ukjent}", body="{x_y}"), {}, NB).body == "{x_y}"


def test_marks_and_gaps_written_by_hand_are_still_open_each_once():
    written = f"{mark_of('mote', NB)} {mark_of('mote', NB)} {mark_of('elev', Language.NYNORSK)} {{elev}} {{ukjent}}"

    assert still_open(written, Letter.INVITATION) == ("når og hvor møtet er", "namnet på eleven", "{elev}")


def test_a_mark_is_filled_in_when_its_words_become_known_and_no_other():
    written = f"{mark_of('mote', NB)} {mark_of('metoder', NB)}"

    assert fill_marks(written, {"mote": "i morgen", "metoder": ""}, NB) == f"i morgen {mark_of('metoder', NB)}"


def test_what_is_filled_in_is_not_read_for_gaps_again():
    assert filled(Wording(heading="", body="{elev}"), {"elev": "{skole}", "skole": "x"}, NB).body == "{skole}"


@given(st.text(), st.text())
def test_any_words_can_be_filled_in(template: str, word: str):
    still_open(filled(Wording(heading=template, body=template), {"elev": word}, NB).body, Letter.OTHER)


@pytest.mark.parametrize("letter", Letter)
@pytest.mark.parametrize("language", Language)
def test_every_letter_that_varde_proposes_can_be_set_about_nobody_with_nothing_open(letter: Letter, language: Language):
    wording = proposed(letter, WrittenLanguage(language.value))

    paper = invented_letter(letter, wording, "Lyngfjord kommune", language)

    assert still_open(plain(paper.blocks), letter) == ()
    assert pdf(paper).startswith(b"%PDF-1.7")


@pytest.mark.parametrize("letter", Letter)
def test_something_is_invented_for_every_gap(letter: Letter):
    assert gaps_of(letter) <= set(invented_values("Lyngfjord kommune", NB))


def test_blocks_become_text_again_and_a_table_one_line_for_each_row():
    table = Table(caption="Tiltak", heads=("Hva", "Når"), rows=(("Fast voksen", "Hver\ndag"),))

    assert (
        plain((*blocks("# En\nTo\n- tre\n- fire"), table))
        == "# En\n\nTo\n\n- tre\n- fire\n\n# Tiltak\n- Hva: Fast voksen; Når: Hver dag"
    )
