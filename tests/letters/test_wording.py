import pytest

from events.lists.documents import Letter
from events.lists.municipality import WrittenLanguage
from services.case_service.domain.municipality.state import Municipality, Template
from services.case_service.letters.gaps import gaps_of
from services.case_service.letters.markup import UnknownGapError
from services.case_service.letters.wording import Wording, check_wording, proposed, wording_of

NOTHING_ADOPTED = Municipality()


@pytest.mark.parametrize("language", WrittenLanguage)
@pytest.mark.parametrize("letter", Letter)
def test_every_letter_that_varde_proposes_has_only_gaps_that_it_knows(letter, language):
    wording = proposed(letter, language)

    check_wording(letter, heading=wording.heading, body=wording.body)


def test_a_letter_that_the_municipality_has_not_worded_is_worded_by_varde():
    wording = wording_of(Letter.RECEIPT, WrittenLanguage.BOKMAL, NOTHING_ADOPTED)

    assert wording == proposed(Letter.RECEIPT, WrittenLanguage.BOKMAL)
    assert wording.version is None


def test_the_municipalitys_own_wording_goes_before_vardes_in_its_language_alone():
    adopted = Template(version=3, heading="Vi har fått en bekymring", wording="Det gjelder {elev}.")
    municipality = Municipality(templates={(Letter.RECEIPT, WrittenLanguage.BOKMAL): adopted})

    assert wording_of(Letter.RECEIPT, WrittenLanguage.BOKMAL, municipality) == Wording(
        heading="Vi har fått en bekymring", body="Det gjelder {elev}.", version=3
    )
    assert wording_of(Letter.RECEIPT, WrittenLanguage.NYNORSK, municipality).version is None


def test_a_template_with_gaps_of_another_kind_of_letter_is_refused_and_they_are_named():
    with pytest.raises(UnknownGapError) as refused:
        check_wording(Letter.PLAN, heading="Plan for {elev}", body="{begrunnelse} {versjon} {vedtak}")

    assert refused.value.names == ("begrunnelse", "vedtak")


@pytest.mark.parametrize("letter", Letter)
def test_every_letter_knows_whom_it_is_about_and_whom_to_turn_to(letter):
    assert {"elev", "skole", "kontaktperson"} <= gaps_of(letter)


@pytest.mark.parametrize("attempt", ["{{7*7}}", '#read("/etc/passwd")', "{% for x in y %}", "{elev.__class__}"])
def test_a49_a_template_that_tries_to_be_code_is_accepted_as_the_text_it_is(attempt):
    check_wording(Letter.OTHER, heading="Hei", body=attempt)
