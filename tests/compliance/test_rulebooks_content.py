"""What the rulebooks of the package hold: every row of the time table, every duty, three languages, sources."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from events.base import SubDuty
from events.pages import stale
from services.compliance.loading import load_rulebooks
from services.compliance.measure_library import template
from services.compliance.reference import due_in_words, pages, time_table
from services.compliance.rulebook import Asap, AtOnce, Miss, RuleKind

RULES = load_rulebooks()
REFERENCE = Path(__file__).parents[2] / "docs" / "reference"

BOOKS = {
    "law-9a": RuleKind.LAW,
    "law-12": RuleKind.LAW,
    "law-other": RuleKind.LAW,
    "guidance": RuleKind.GUIDANCE,
    "gjovik-kopperud": RuleKind.LOCAL,
    "oyer": RuleKind.LOCAL,
    "baerum": RuleKind.LOCAL,
    "oslo-ellingsrudasen": RuleKind.LOCAL,
}
ROWS = [*map(str, range(1, 43)), "3a", "3b"]


def test_the_law_the_guidance_and_the_four_plans_load():
    assert {book.head.id: book.head.kind for book in RULES.books} == BOOKS


def test_the_time_table_has_every_row():
    assert sorted(row.id for row in time_table()) == sorted(ROWS)


def test_every_row_of_the_time_table_is_covered_by_a_rule():
    covered = {str(row) for bound in RULES.bound for row in bound.rule.time_table}

    assert covered == set(ROWS)


@pytest.mark.parametrize("book", ["law-9a", "law-12"])
def test_each_edition_of_the_law_has_a_rule_for_every_duty(book):
    assert {bound.rule.duty for bound in RULES.bound if bound.rulebook == book} == set(SubDuty)


def test_the_two_editions_of_the_act_follow_each_other_without_gap_or_overlap():
    heads = {book.head.id: book.head for book in RULES.books}

    assert (heads["law-9a"].valid_from, heads["law-9a"].valid_until) == (date(2017, 8, 1), date(2024, 7, 31))
    assert (heads["law-12"].valid_from, heads["law-12"].valid_until) == (date(2024, 8, 1), None)


@pytest.mark.parametrize("bound", RULES.bound, ids=lambda bound: bound.rule.id)
def test_every_rule_says_itself_in_three_languages(bound):
    text = bound.rule.text

    assert all(sentence.endswith(".") and sentence[0].isupper() for sentence in (text.nb, text.nn, text.en))
    assert text.en not in (text.nb, text.nn)
    assert bound.rule.section
    assert bound.document


BOKMAL = {
    "ikke",
    "ikke,",
    "undersøkelsen",
    "undersøker",
    "skoleeier",
    "hjemmet",
    "fra",
    "blir hørt",
    "noen",
    "uke",
    "uker",
    "foreldrene",
}


@pytest.mark.parametrize("bound", RULES.bound, ids=lambda bound: bound.rule.id)
def test_the_nynorsk_is_nynorsk(bound):
    words = set(bound.rule.text.nn.rstrip(".").lower().split())

    assert not words & BOKMAL


def test_a_missed_law_is_a_breach_unless_the_rule_says_why_not():
    softer = {bound.rule.id for bound in RULES.bound if bound.kind is RuleKind.LAW and bound.miss is not Miss.BREACH_OF_LAW}

    assert softer == {
        f"{law}.{rule}"
        for law in ("law-9a", "law-12")
        for rule in ("complaint-to-udir", "complaint-from-pupil-side", "evidence-kept")
    }


def test_where_the_law_says_as_soon_as_possible_nothing_is_late():
    for rule in ("report-to-principal", "investigate", "measures-when-pupil-says-so", "measures-after-investigation"):
        assert isinstance(RULES.by_id[f"law-12.{rule}"].rule.due, Asap)


def test_five_working_days_for_the_plan_is_no_more_than_a_warning():
    bound = RULES.by_id["guidance.plan-within-five-working-days"]

    assert (bound.kind, bound.miss, due_in_words(bound.rule.due)) == (RuleKind.GUIDANCE, Miss.WARNING, "5 working days")


def test_no_law_is_measured_in_minutes_that_it_does_not_name():
    assert not [bound.rule.id for bound in RULES.bound if bound.kind is RuleKind.LAW and isinstance(bound.rule.due, AtOnce)]


def test_the_right_and_the_hearing_are_cited_where_they_stand():
    sections = {bound.rule.id: bound.rule.section for bound in RULES.bound}

    assert all(
        "10-2" in sections[f"law-12.{rule}"] for rule in ("pupil-heard", "pupil-heard-before-measures", "plan-made-with-pupil")
    )
    assert not [id_ for id_, section in sections.items() if "12 A" in section or "§ 12-1" in section]


def test_templates_that_rules_name_are_in_the_measure_library():
    named = {
        condition.value
        for bound in RULES.bound
        for condition in bound.rule.trigger.where
        if condition.field == "template" and isinstance(condition.value, str)
    }

    assert named == {template(id_).id for id_ in ("log-conversations", "better-weak-relation", "support-group")}


def test_the_reference_pages_of_rules_and_measures_are_current():
    assert stale(pages(), REFERENCE) == ()
