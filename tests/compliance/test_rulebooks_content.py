"""What the rulebooks of the package hold: every row of the time table, every duty, three languages, sources."""

from __future__ import annotations

import fnmatch
import re
from datetime import date
from pathlib import Path

import pytest
from each import for_each

from events.base import SubDuty
from events.pages import stale
from services.compliance.loading import load_rulebooks
from services.compliance.measure_library import template
from services.compliance.reference import due_in_words, pages, time_table
from services.compliance.rulebook import Asap, AtOnce, Miss, RuleKind

RULES = load_rulebooks()
EVERY_RULE = for_each(RULES.bound, named=lambda bound: bound.rule.id)
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


@EVERY_RULE
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


@EVERY_RULE
def test_the_nynorsk_is_nynorsk(bound):
    words = set(bound.rule.text.nn.rstrip(".").lower().split())

    assert not words & BOKMAL


def test_a_missed_law_is_a_breach_unless_the_rule_says_why_not():
    softer = {bound.rule.id for bound in RULES.bound if bound.kind is RuleKind.LAW and bound.miss is not Miss.BREACH_OF_LAW}

    assert softer == {
        f"{law}.{rule}" for law in ("law-9a", "law-12") for rule in ("complaint-to-udir", "complaint-from-pupil-side")
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


DOCUMENTATION = {
    "follow along: supervision and the year's tasks": ("law-12.follow-along", "gjovik-kopperud.supervision-plan"),
    "follow along: pupil talks, development talks, surveys": ("baerum.pupil-talks-autumn", "gjovik-kopperud.survey-reviewed"),
    "follow along: the single pupil": ("law-12.follow-along-in-case",),
    "intervene: that and how it was stopped": ("law-12.intervene",),
    "intervene: talks afterwards, by the one who intervened": ("oyer.talk-after-intervening",),
    "intervene: the record of a physical intervention reaches all": (
        "law-12.intervention-to-principal",
        "law-12.intervention-to-parents",
    ),
    "report: to the principal, and received": ("law-12.report-to-principal", "oyer.principal-logs-receipt"),
    "report: to the owner, and received": ("law-12.serious-case-to-municipality", "oyer.owner-documents-receipt"),
    "report: the groundless one is assessed": ("law-12.principal-tells-municipality",),
    "investigate: a written plan": ("guidance.investigation-planned-in-writing", "oyer.investigation-plan"),
    "investigate: findings and analysis": ("guidance.investigation-analysed", "oyer.findings-analysed"),
    "investigate: a reason when postponed": ("guidance.postponement-has-good-reason", "guidance.postponed-investigation-resumed"),
    "measures: the plan with a-e": ("law-12.plan-parts", "law-12.measure-when-and-who"),
    "measures: carried out": ("law-12.carry-out-measure", "law-12.carry-out-measure-in-its-period"),
    "measures: evaluated": ("law-12.evaluate-measure", "law-12.evaluate-plan"),
    "measures: changed, or new ones": ("guidance.new-measures-when-no-effect", "oyer.plan-updated-after-evaluation"),
    "across: the pupil heard, and what weight it got": ("law-12.pupil-heard", "law-12.pupils-view-given-weight"),
    "across: best interest assessed": ("law-12.best-interest-before-plan", "law-12.best-interest-before-decision"),
    "across: dialogue with the parents": ("law-12.cooperation-with-parents",),
    "across: told of the right to go to Statsforvalteren": ("law-12.told-of-enforcement-right",),
}
"""What shall be documented for each duty, and the rules that ask whether it was."""


@for_each(DOCUMENTATION)
def test_every_documentation_duty_that_events_can_show_has_a_rule(evidence):
    assert set(DOCUMENTATION[evidence]) <= RULES.by_id.keys()


def test_the_open_questions_name_rules_that_exist():
    page = (REFERENCE.parent / "explanation" / "open-questions.md").read_text(encoding="utf-8")
    named = re.findall(rf"`((?:{'|'.join(BOOKS)})\.[a-z0-9*-]+)`", page)

    assert named
    assert [pattern for pattern in named if not fnmatch.filter(RULES.by_id, pattern)] == []
