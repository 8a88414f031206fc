import pytest
from hypothesis import given
from hypothesis import strategies as st
from surveys.published import ELSEWHERE, HEAD, LINES, A, B, line, published

from events.lists.investigation import SurveyIndicator
from events.survey import SurveyResult
from services.case_service.survey_results import read_file
from services.case_service.survey_results.file import LeftOut
from services.case_service.survey_results.table import LARGEST
from texts import Language

SCHOOLS = {A, B}
I = SurveyIndicator  # noqa: E741 - a list of ten stands in every line
WIDE = 'orgnr,skoleår,trinn,Trivsel,Trygt miljø,Andel mobbet (%)\n974620014,2026/2027,7,"4,3",4.1,*\n'


def read(*lines, head=HEAD):
    return read_file(published(*lines, head=head), SCHOOLS)


def faults(found):
    return [(one.code, one.line, one.column) for one in found.faults]


def test_a_published_file_gives_each_school_its_numbers_of_each_grade_and_year():
    found = read()

    assert found.faults == ()
    assert found.results == {
        (A, 2026): (
            SurveyResult(indicator=I.WELLBEING, grade=None, value=4.0, answered=160),
            SurveyResult(indicator=I.WELLBEING, grade=7, value=4.3, answered=41),
            SurveyResult(indicator=I.SAFE_ENVIRONMENT, grade=7, value=4.1, answered=41),
            SurveyResult(indicator=I.BULLIED, grade=7, value=12.5, answered=41),
            SurveyResult(indicator=I.BULLIED_BY_ADULTS, grade=7, value=None, answered=None, suppressed=True),
        )
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", "\t", "|"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_however_it_was_saved_it_says_the_same(encoding, separator, ends):
    content = ends.join((HEAD, *LINES)).replace(";", separator).encode(encoding)

    assert read_file(content, SCHOOLS).results == read().results


def test_a_file_with_a_column_for_each_number_is_read_as_well():
    found = read_file(WIDE.encode(), SCHOOLS)

    assert found.faults == ()
    assert [(one.indicator, one.value, one.suppressed) for one in found.results[A, 2026]] == [
        (I.WELLBEING, 4.3, False),
        (I.SAFE_ENVIRONMENT, 4.1, False),
        (I.BULLIED, None, True),
    ]


@pytest.mark.parametrize("mark", ["*", ".", "..", ":", "Prikket", "Skjult"])
def test_a_number_that_is_hidden_because_few_answered_stays_hidden(mark):
    [result] = read(line("Mobbet", mark)).results[A, 2026]

    assert (result.value, result.suppressed) == (None, True)


@pytest.mark.parametrize("mark", ["", "-", "\u2013"])
def test_a_number_that_was_not_published_is_not_there(mark):
    found = read(line("Mobbet", mark), line("Trivsel", "4,3"))

    assert [one.indicator for one in found.results[A, 2026]] == [I.WELLBEING]


def test_lines_that_are_not_about_these_schools_environment_are_left_out_and_counted():
    found = read(
        line("Trivsel", "4,3"),
        line("Trivsel", "4,3", school=ELSEWHERE),
        line("Trivsel", "4,1", gender="Gutt"),
        line("Motivasjon", "3,9"),
        line("Trivsel", "4,1", grade="Vg1"),
    )

    assert found.faults == ()
    assert len(found.results[A, 2026]) == 1
    assert found.left_out == dict.fromkeys(LeftOut, 1)


@pytest.mark.parametrize(
    ("written", "code", "column"),
    [
        (line("Trivsel", "fire"), "number", "Verdi"),
        (line("Trivsel", "43"), "mean", "Verdi"),
        (line("Mobbet", "130"), "share", "Verdi"),
        (line("Mobbet", "-3"), "share", "Verdi"),
        (line("Trivsel", "4,3", year="2026-28"), "year", "Skoleår"),
        (line("Trivsel", "4,3", year="i fjor"), "year", "Skoleår"),
        (line("Trivsel", "4,3", grade="11"), "grade", "Trinn"),
        (line("Trivsel", "4,3", grade="sjuende"), "grade", "Trinn"),
        (line("Trivsel", "4,3", school="97462001"), "orgnr", "Organisasjonsnummer"),
        (line("Trivsel", "4,3", answered="mange"), "count", "Antall besvart"),
        (LINES[0], "twice", "Verdi"),
        ("974620014;for få felt", "cells", None),
    ],
)
def test_what_is_wrong_is_told_by_line_and_column(written, code, column):
    assert faults(read(*LINES, written)) == [(code, len(LINES) + 2, column)]


def test_all_that_is_wrong_is_told_at_once_in_the_language_of_the_reader():
    found = read(line("Trivsel", "fire"), line("Mobbet", "130"))

    assert [one.line for one in found.faults] == [2, 3]
    said = [found.faults[0].sentence(language) for language in Language]
    assert said[0] == "Linje 2, kolonnen «Verdi»: «fire» er ikke et tall, og heller ikke et tegn for et skjult tall."
    assert len(set(said)) == len(Language)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"Trivsel\n4,3\n", "no_table"),
        (b"\x00\x01;\x02", "no_table"),
        (b"x" * (LARGEST + 1), "too_large"),
        (b"\x81\x8d;\x9d", "letters"),
        ("Skoleår;Trinn;Indikator;Verdi\n".encode(), "no_school_column"),
        (b"orgnr;Trinn;Indikator;Verdi\n", "no_year_column"),
        ("orgnr;Skoleår;Trinn;Motivasjon\n".encode(), "no_indicators"),
        ('orgnr;Skoleår;Trivsel\n974620014;"2026;4\n'.encode(), "quotes"),
        (published(line("Trivsel", "4,3", school=ELSEWHERE)), "nothing_for_these_schools"),
    ],
)
def test_a_file_that_is_no_table_of_results_says_why(content, code):
    found = read_file(content, SCHOOLS)

    assert [one.code for one in found.faults] == [code]
    assert found.results == {}
    assert all(one.sentence(language) for one in found.faults for language in Language)


@given(st.binary(max_size=400))
def test_no_file_whatever_is_in_it_stops_the_reading(content):
    read_file(content, SCHOOLS)
    read_file(published().replace(b"4,3", content[:20]), SCHOOLS)
