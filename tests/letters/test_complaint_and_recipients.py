import pytest

from events.base import Stream, by_topic
from events.lists.documents import Letter, Recipient
from events.lists.municipality import WrittenLanguage
from services.case_service.letters.complaint import Told, complaint_gaps
from services.case_service.letters.naming import named
from services.case_service.letters.recipients import AUTHORITIES, FAMILY, LETTERS, RECIPIENTS, letters_of
from services.case_service.letters.wording import proposed


@pytest.mark.parametrize("language", WrittenLanguage)
def test_the_proposed_decision_tells_how_to_complain_in_every_language(language: WrittenLanguage):
    assert complaint_gaps(Letter.DECISION, proposed(Letter.DECISION, language).body) == ()


@pytest.mark.parametrize(
    ("written", "lacking"),
    [
        ("", tuple(Told)),
        ("Du kan klage innen tre uker. Statsforvalteren avgjør klagen.", (Told.DOCUMENTS,)),
        ("De kan påklaga vedtaket innan 3 veker til Statsforvaltaren. De kan sjå dokumenta.", ()),
        ("You may appeal within three weeks. The County Governor decides. You may see the documents.", ()),
        ("Vi beklager. Du kan se saksdokumentene hos Statsforvalteren i tre uker.", (Told.RIGHT,)),
    ],
)
def test_what_a_decision_does_not_tell_is_named(written: str, lacking: tuple[Told, ...]):
    assert complaint_gaps(Letter.DECISION, written) == lacking


@pytest.mark.parametrize("letter", [one for one in Letter if one is not Letter.DECISION])
def test_other_letters_need_not_tell_how_to_complain(letter: Letter):
    assert complaint_gaps(letter, "") == ()


def test_every_letter_goes_to_somebody_and_the_family_comes_first():
    assert set(RECIPIENTS) == set(Letter)
    assert all(to[0] is Recipient.GUARDIANS for to in RECIPIENTS.values())
    assert not FAMILY & AUTHORITIES


def test_letters_are_written_in_the_matters_that_the_fact_may_stand_in():
    assert set(LETTERS) == set(by_topic("case.LetterSent").streams)
    assert Letter.RECEIPT in letters_of(Stream.CASE)
    assert all(Letter.RECEIPT not in letters_of(stream) for stream in LETTERS if stream is not Stream.CASE)
    assert letters_of(Stream.AVVIK) == ()


def test_a_family_name_that_the_own_child_has_too_is_not_another_pupil_but_the_first_name_is():
    others = ["Ida Dalmo"]

    assert named("Familien Dalmo kommer", others, besides=["Eira Dalmo"]) == ()
    assert named("Ida kommer", others, besides=["Eira Dalmo"]) == ("Ida Dalmo",)


def test_a_namesake_is_found_by_the_whole_name_alone():
    assert named("Ida Dalmo kommer", ["Ida Dalmo"], besides=["Ida Lie", "Eira Dalmo"]) == ("Ida Dalmo",)
    assert named("Ida kommer", ["Ida Dalmo"], besides=["Ida Lie", "Eira Dalmo"]) == ()
