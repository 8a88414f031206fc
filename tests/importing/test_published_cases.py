"""Published cases, with only what their sources say: what Varde finds met, missed or undocumented, and what it does not claim.

Silence in a source is never "met".
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from events import Stream
from services.case_service.domain import STREAMS, fold
from services.case_service.domain.enforcement.fine import accrued
from services.compliance.loading import load_rulebooks
from services.compliance.verdicts import Verdict
from texts import Language
from varde.clock import system_clock
from varde.history import Moment, judge, read_case
from varde.importing.importer import Importer
from varde.importing.lines import CASE_STREAMS

PUBLISHED = Path(__file__).parents[1] / "data" / "published"
TODAY = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def published(store, application, refs):
    report = Importer(application, store, refs, language=Language.ENGLISH, clock=system_clock).run(
        sorted(PUBLISHED.glob("*.jsonl"))
    )
    assert report.exit_status == 0
    return store


@pytest.fixture
def stand(published, refs):
    """How a case's duties and its rules stand, by the law and guidance of its day."""

    def ask(case: str, **moment: datetime) -> tuple[dict[str, Any], dict[str, set[str]]]:
        rules = load_rulebooks(["law-9a", "law-12", "law-other", "guidance"])
        beside = [refs.matter(case, stream.value, "1") for stream in CASE_STREAMS]
        judged, duties = judge(read_case(published, refs.case(case), beside), rules, None, Moment(now=TODAY, **moment))
        by_rule: dict[str, set[str]] = {}
        for row in judged.to_dicts():
            by_rule.setdefault(row["rule_id"], set()).add(row["verdict"])
        return {row["duty"]: row["verdict"] for row in duties.to_dicts()}, by_rule

    return ask


CASES = ("coercive-fine-2022", "inspection-2021", "school-change-2021", "court-of-appeal-2017")


@pytest.mark.parametrize("case", CASES)
def test_silence_in_the_source_is_never_met(stand, case):
    duties, rules = stand(case)

    assert Verdict.MET not in duties.values()
    assert all(Verdict.MET not in found for found in rules.values())


def test_bullying_known_for_long_with_no_word_of_an_investigation_is_not_documented(stand):
    duties, rules = stand("coercive-fine-2022")

    assert rules["law-9a.investigate"] == {Verdict.NOT_DOCUMENTED}
    assert rules["law-9a.report-to-principal"] == {Verdict.NOT_DOCUMENTED}
    assert duties["investigate"] == duties["report"] == Verdict.NOT_DOCUMENTED


def test_orders_not_carried_out_when_the_fine_began_to_run_are_a_miss_of_the_duty_to_take_measures(stand):
    before, _ = stand("coercive-fine-2022", as_of=datetime(2022, 3, 10, tzinfo=UTC))
    after, _ = stand("coercive-fine-2022", as_of=datetime(2022, 3, 20, tzinfo=UTC))

    assert before["measures"] != Verdict.OVERDUE
    assert after["measures"] == Verdict.OVERDUE


def test_a_known_concern_with_no_word_of_following_along_or_of_the_parents_is_not_documented(stand):
    duties, rules = stand("coercive-fine-2022")

    assert duties["follow_along"] == duties["participation"] == Verdict.NOT_DOCUMENTED
    assert rules["law-9a.cooperation-with-parents"] == {Verdict.NOT_DOCUMENTED}


def test_the_fine_comes_to_the_sum_that_was_published(published, refs):
    events = [one.event for one in published.read(refs.matter("coercive-fine-2022", Stream.ENFORCEMENT.value, "1"))]
    fines = fold(STREAMS[Stream.ENFORCEMENT], events).record.fines

    assert accrued(fines, date(2022, 3, 14)) == 0
    assert accrued(fines, date(2022, 6, 7)) == 300_000


def test_a_decision_without_the_childs_own_voice_and_without_best_interest_misses_both(stand):
    duties, rules = stand("school-change-2021")

    assert rules["law-9a.heard-before-decision"] == {Verdict.OVERDUE}
    assert rules["law-9a.best-interest-before-decision"] == {Verdict.OVERDUE}
    assert duties["participation"] == duties["best_interest"] == Verdict.OVERDUE


def test_many_measures_before_the_first_edition_of_the_rulebook_are_judged_by_no_rule_of_a_later_law(stand):
    duties, rules = stand("court-of-appeal-2017")

    assert rules == {}
    assert set(duties.values()) == {Verdict.NOT_APPLICABLE}


def test_by_what_was_written_down_nothing_was_known_before_the_import(stand):
    _, rules = stand("coercive-fine-2022", recorded_by=datetime(2022, 6, 1, tzinfo=UTC))

    assert rules == {}
