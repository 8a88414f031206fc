"""What is to be done, by when and why: one task per thing to do, however many rules ask for it."""

from datetime import UTC, datetime, timedelta

import pytest
from builders import bare
from timeline.test_story import CASE, MONDAY, happened

from events.concern import CaseOpened, ConcernReceived, PupilInformedOfReceipt, ReportedToPrincipal
from events.plan import MeasureAdded
from services.case_service.tasks import Group, grouped, tasks_of
from services.compliance.calendar import Calendar
from services.compliance.frame import history
from services.compliance.loading import load_rulebooks
from services.compliance.obligations import obligations
from services.compliance.rulebook import RuleKind
from services.compliance.verdicts import Verdict, verdicts
from texts import Language

RULES = load_rulebooks()
TOLD = "case.PupilInformedOfReceipt"


def tasks(moment, *facts):
    judged = verdicts(obligations(history(happened(*facts)), RULES, Calendar()), at=moment, as_of=moment).to_dicts()
    return tasks_of(judged, RULES)


def told(moment, *facts):
    return next(task for task in tasks(moment, *facts) if task.topics[0] == TOLD)


REPORTED = ((bare(ConcernReceived), 0, 0), (bare(ReportedToPrincipal), 0, 0))


def test_rules_that_ask_for_the_same_fact_about_the_same_thing_are_one_task():
    found = tasks(MONDAY + timedelta(hours=2), *REPORTED)
    assert len({(task.topics[0], task.key) for task in found}) == len(found)
    assert max(len(task.obligation_ids) for task in found) > 1
    assert all(task.stream_id == CASE for task in found)


def test_law_is_named_before_guidance_and_guidance_before_the_municipal_plan():
    found = tasks(MONDAY + timedelta(hours=2), *REPORTED, (bare(CaseOpened), 0, 0), (bare(MeasureAdded), 0, 0))
    order = list(RuleKind)
    for task in found:
        kinds = [order.index(why.kind) for why in task.whys(RULES, Calendar(), Language.BOKMAL)]
        assert kinds == sorted(kinds)


def test_a_firm_limit_counts_before_silence_does():
    task = told(MONDAY + timedelta(hours=2), *REPORTED)
    assert task.firm
    assert task.limit.date() == MONDAY.date()


def test_what_is_done_is_no_task():
    done = (*REPORTED, (bare(PupilInformedOfReceipt), 0, 0))
    assert TOLD not in {task.topics[0] for task in tasks(MONDAY + timedelta(hours=2), *done)}


@pytest.mark.parametrize(
    ("later", "group", "verdict"),
    [
        (timedelta(hours=2), Group.TODAY, Verdict.OPEN),
        (timedelta(days=1), Group.OVERDUE, Verdict.OVERDUE),
    ],
)
def test_a_task_moves_from_today_to_overdue_with_the_clock(later, group, verdict):
    task = told(MONDAY + later, *REPORTED)
    assert task.group(MONDAY + later) is group
    assert task.verdict is verdict


def test_this_week_ends_on_sunday():
    task = told(MONDAY + timedelta(hours=2), *REPORTED)
    sunday = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert task.group(sunday) is Group.LATER
    assert task.group(sunday - timedelta(days=7)) is Group.LATER


def test_every_task_stands_in_one_group_and_empty_groups_are_left_out():
    now = MONDAY + timedelta(days=2)
    found = tasks(now, *REPORTED)
    groups = grouped(found, now)
    assert sorted(task.topics[0] for group in groups.values() for task in group) == sorted(task.topics[0] for task in found)
    assert all(groups.values())


def test_every_why_has_a_rule_in_words_a_source_and_a_reckoning():
    for language in Language:
        for task in tasks(MONDAY + timedelta(hours=2), *REPORTED):
            for why in task.whys(RULES, Calendar(), language):
                assert why.text
                assert why.source
                assert why.reckoning
