"""Any fact becomes lines that people read: every field that says something, no ids, no codes, in three languages."""

import re
from uuid import UUID

from builders import bare, example
from each import for_each
from msgspec.structs import asdict

from events.base import catalogue
from events.investigation import AnalysisConcluded, PupilHeard
from events.plan import FollowUpHeld, MeasureAdded
from services.case_service.forms import Origin, Refers, form_of
from services.case_service.reading import Shown, lines_of
from texts import Language

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
EVERY = for_each(catalogue(), named=lambda kind: kind.topic)
UUIDS_SHOWN = Shown("Kari Lie")


def anybody(refers: Refers, id_: UUID, beside: object) -> Shown | None:
    assert refers
    assert id_
    assert beside
    return UUIDS_SHOWN


def texts(lines):
    for line in lines:
        yield line.label
        yield from (one.text for one in line.values)
        for row in line.rows:
            yield from texts(row)


@EVERY
def test_every_fact_can_be_read_and_shows_no_id(kind):
    for language in Language:
        found = list(texts(lines_of(example(kind.cls), anybody, language)))
        assert all(found), language
        assert not [one for one in found if ID.search(one)], language


@EVERY
def test_a_fact_with_nothing_but_what_it_needs_can_be_read_too(kind):
    fact = bare(kind.cls)
    made = {field.name for field in form_of(kind.topic).unasked if field.origin is Origin.MADE}
    given = {name for name, value in asdict(fact).items() if value is not None and value not in ("", ())}
    for language in Language:
        lines = lines_of(fact, anybody, language)
        assert {line.name for line in lines} == given - made, language
        assert all(texts(lines)), language


def test_what_nobody_wrote_is_left_out():
    heard = bare(PupilHeard)
    assert {line.name for line in lines_of(heard, anybody)}.isdisjoint({"view", "support"})


def test_a_scale_says_where_it_ends_and_a_choice_its_words():
    lines = {line.name: line for line in lines_of(example(FollowUpHeld, experience=3), anybody)}
    assert lines["experience"].values[0].text == "3 av 10"
    assert lines["own_words"].long


def test_an_id_that_is_not_worth_showing_leaves_no_empty_line():
    lines = lines_of(example(MeasureAdded), lambda *_: None)
    assert "executor" not in {line.name for line in lines}


def test_rows_of_a_list_stay_together():
    lines = {line.name: line for line in lines_of(example(AnalysisConcluded), anybody)}
    assert lines["findings"].rows
    assert not lines["findings"].values


def test_a_measure_of_the_library_is_named_by_its_title_and_by_its_id_when_the_library_has_it_no_more():
    def told(template: str, language: Language) -> str:
        lines = lines_of(example(MeasureAdded, template=template), anybody, language)
        return next(line.values[0].text for line in lines if line.name == "template")

    assert told("log-conversations", Language.NYNORSK) == "Loggsamtalar"
    assert told("no-longer-there", Language.BOKMAL) == "no-longer-there"
