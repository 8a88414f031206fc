"""The page of measures: what it shows, where it leads, and that its files hold the same."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import mkdtemp

import pytest
from builders import bare
from reporting.told_log import LIEN, MOEN, Told
from work_pages import AT_LIEN, asking, links, read

from dashboards.cells import Missing
from dashboards.dashboard import ChoiceError
from dashboards.pages import measures
from events import closing, concern, plan
from events.base import Stream
from events.lists.measures import ClosingReason, Conclusion, Effect, MeasureLevel, Target
from texts import Language

PAGE = measures.PAGE
TODAY = "2026-03-04"
KINDS = ("close-follow-up", "support-group", None)
EFFECTS = (Effect.WORKS, Effect.PARTLY, Effect.DOES_NOT_WORK)


def a_case(told, number):
    """A case whose one measure is evaluated, unless it is the fourth of its kind."""
    stream, pupil, measure = told.new(), told.new(), told.new()
    school, day = (LIEN, MOEN)[number % 2], date(2025, 9, 1) + timedelta(days=number)

    def then(fact, days):
        told.tell(Stream.CASE, stream, fact, (day + timedelta(days=days)).isoformat(), school=school, case_id=stream)

    then(bare(concern.CaseOpened, pupil=pupil, grade=5 + number % 2), 0)
    then(bare(plan.FollowUpHeld, pupil=pupil, experience=2 + number % 3), 1)
    added = bare(
        plan.MeasureAdded,
        measure=measure,
        template=KINDS[number % 3],
        level=list(MeasureLevel)[number % 3],
        target=None if number == 5 else Target.EXPOSED,
        evaluate_on=day + timedelta(days=30),
    )
    then(added, 2)
    if number % 4 == 3:
        return stream
    then(bare(plan.MeasureExecuted, measure=measure), 3)
    effect = EFFECTS[number % 3]
    conclusion = Conclusion.ENDED if effect is Effect.WORKS else Conclusion.CHANGED
    again = date(2026, 5, 1) if number % 6 == 1 else None
    evaluated = bare(
        plan.MeasureEvaluated,
        measure=measure,
        effect=effect,
        conclusion=conclusion,
        experience=6 + number % 3,
        next_evaluation_on=again,
    )
    then(evaluated, 25 + number)
    if number % 5 == 4:
        then(bare(closing.CaseClosed, reason=ClosingReason.SAFE), 60)
    return stream


@contextmanager
def told(cases):
    log = Told()
    ids = [a_case(log, number) for number in range(cases)]
    with log.asked_on(Path(mkdtemp()), TODAY) as queries:
        yield queries, ids


@pytest.fixture(scope="module", params=(0, 1, 12))
def story(request):
    with told(request.param) as (queries, _):
        yield request.param, queries


@pytest.fixture(scope="module")
def many():
    with told(12) as (queries, _):
        yield queries


def table(asked, name):
    return next(one for one in PAGE.tables(asked) if one.name == name)


@pytest.mark.parametrize("language", Language)
def test_the_page_and_its_files_are_made_in_every_language_from_nothing_one_and_many(story, language):
    cases, queries = story
    content = read(PAGE.answer(asking(queries, language=language)))
    assert all(content)
    assert len(PAGE.tables(asking(queries, language=language))) == 6
    assert (len(content) < 5) is (cases == 0)


def test_no_measures_reads_as_words_and_not_as_empty_tables(story):
    cases, queries = story
    assert ("Ingen tiltak i perioden" in read(PAGE.answer(asking(queries)))) is (cases == 0)


def test_the_page_says_first_that_an_effect_seen_here_is_no_proof(many):
    assert read(PAGE.answer(asking(many)))[0] == "Dette er ikke bevis for virkning."


def test_the_key_figures_are_those_of_the_tables(many):
    content = read(PAGE.answer(asking(many)))
    schools = table(asking(many), "school")
    assert content[content.index("tiltak satt inn") + 1] == str(sum(row[1] for row in schools.rows)) == "12"
    assert content[content.index("gjennomført minst én gang") + 1 :][:2] == ["75\u00a0%", "av 12"]
    assert content[content.index("virker, sier skolen") + 1 :][:2] == ["33\u00a0%", "av 9"]


def test_the_pupils_experience_is_told_before_and_after_with_how_many_it_rests_on(many):
    content = read(PAGE.answer(asking(many)))
    place = content.index("elevens opplevelse før → etter")
    assert content[place + 1 : place + 3] == ["3,0 → 7,0", "av 9"]


def test_every_kind_level_target_and_school_adds_up_to_the_measures_together(many):
    for way in ("template", "level", "target", "school"):
        assert sum(row[1] for row in table(asking(many), way).rows) == 12


def test_kinds_have_the_names_of_the_measure_library_in_the_readers_language(many):
    for language, expected in (
        (Language.BOKMAL, {"Tett oppfølging over tid av en trygg voksen", "Skolens eget tiltak"}),
        (Language.ENGLISH, {"Close follow-up over time by a trusted adult", "The school's own kind"}),
    ):
        assert expected <= {row[0] for row in table(asking(many, language=language), "template").rows}


def test_a_share_of_nothing_is_nothing_and_no_nought():
    with told(1) as (queries, _):
        asked = asking(queries, as_of=date(2025, 9, 5))
        (row,) = table(asked, "template").rows
        assert row[3:5] == (0, Missing.NONE)  # no evaluation is due yet
        assert "0 %" not in " ".join(read(PAGE.answer(asked)))


LISTED = {None: 12, "alle": 12, "slag.support-group": 4, "slag.": 4, "nivaa.group": 4, "virker": 3, "virker.nivaa.group": 0}


@pytest.mark.parametrize(("chosen", "count"), LISTED.items())
def test_the_list_holds_what_was_chosen(many, chosen, count):
    asked = asking(many, chosen=chosen)
    assert len(table(asked, "list").rows) == count
    assert len([href for href in links(PAGE.answer(asked)) if href.startswith("/saker/")]) == count


@pytest.mark.parametrize("chosen", ["slag", "elev.1", "x.y", ".", "nivaa", "virker.", "virker.x", "works"])
def test_a_list_that_there_is_not_is_refused(many, chosen):
    for ask in (PAGE.answer, PAGE.tables):
        with pytest.raises(ChoiceError):
            ask(asking(many, chosen=chosen))


def test_a_kind_leads_to_its_measures_and_they_to_their_cases():
    with told(1) as (queries, ids):
        found = links(PAGE.answer(asking(queries)))
    assert "/eier/tiltak?valg=slag.close-follow-up#panel-measures-list" in found
    assert f"/saker/{ids[0]}" in found


def test_one_grade_and_one_school_are_looked_at_alone(many):
    assert table(asking(many, grade=5), "level").rows != table(asking(many), "level").rows
    at_moen = table(asking(many, school=MOEN), "school")
    assert [row[0] for row in at_moen.rows] == ["Moen skole"]
    of_the_principal = table(asking(many, viewer=AT_LIEN), "school")
    assert [row[0] for row in of_the_principal.rows] == ["Lien skole"]


def test_a_measure_says_where_it_stands(many):
    standings = {row[-1].rstrip("0123456789.") for row in table(asking(many), "list").rows}
    assert standings == {"I bruk", "I bruk, evalueres ", "Evaluering forfalt ", "Avsluttet", "Ikke i bruk lenger"}


def test_a_past_day_shows_what_had_happened_then(many):
    then = table(asking(many, as_of=date(2025, 9, 6)), "level")
    assert sum(row[1] for row in then.rows) == 4
    assert sum(row[5] for row in then.rows) == 0
