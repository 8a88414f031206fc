import multiprocessing
import os
import signal
import time
from datetime import timedelta

from reacting_town import MONDAY

from events.lists.people import Role
from events.local_time import OSLO
from services.case_service.reactions.avvik_by_rule import GRADES, avvik_stream


def missed(town):
    rows = town.desk.read_model.obligations(undone_only=False, at=town.now, limit=10_000)
    return [row for row in rows if row.verdict in {"overdue", "late", "not_documented"} and row.miss in GRADES]


def test_a_missed_limit_of_law_or_plan_becomes_an_avvik_once(town):
    follower = town.follower()
    follower.once()
    town.report()
    town.go(days=60)

    follower.once()
    town.go(minutes=2)
    follower.once()

    raised = town.desk.read_model.avvik()
    assert len(raised) == len(missed(town)) > 0
    assert {row.obligation for row in raised} == {row.obligation_id for row in missed(town)}
    assert {row.stream_id for row in raised} == {avvik_stream(row.obligation_id) for row in missed(town)}


def test_an_avvik_by_rule_says_which_rule_how_grave_and_who_is_responsible(town):
    follower = town.follower()
    follower.once()
    case = town.report()
    town.go(days=60)

    follower.once()

    [one, *_] = town.desk.read_model.avvik()
    assert one.rule in {rule.rule_id for rule in missed(town)}
    assert one.grade is not None
    assert one.about_stream == case
    assert one.responsible == town[Role.PRINCIPAL]


def test_a_limit_that_passed_before_varde_began_to_watch_raises_nothing(town):
    town.report()
    town.go(days=60)

    town.follower().once()

    assert town.desk.read_model.avvik() == ()


def test_a_limit_is_told_before_it_comes_and_when_it_is_past(town):
    follower = town.follower()
    follower.once()
    case = town.report()
    town.acknowledge(case)
    for _ in range(30):
        town.now = town.now.astimezone(OSLO).replace(hour=9).astimezone(MONDAY.tzinfo) + timedelta(days=1)
        follower.once()

    told = town.kinds(Role.CASE_HANDLER)
    assert "overdue" in told
    assert "overdue" in town.kinds(Role.PRINCIPAL)
    assert "escalated" in town.kinds(Role.SCHOOL_OWNER)


def test_the_same_limit_is_told_once_of_each_kind(town):
    follower = town.follower()
    follower.once()
    town.report()
    town.go(days=30)
    follower.once()
    before = town.kinds(Role.PRINCIPAL).count("overdue")

    town.go(minutes=5)
    follower.once()

    assert town.kinds(Role.PRINCIPAL).count("overdue") == before > 0


def react_for_ever(folder, moment):
    from reacting_town import Town  # noqa: PLC0415 - imported in the process that is killed

    town = Town.over(folder, moment)
    while True:
        town.follower().once()


def test_a_killed_follower_raises_and_tells_everything_once(town):
    town.follower().once()
    for _ in range(6):
        town.report()
    town.go(days=60)
    context = multiprocessing.get_context("spawn")
    for _ in range(3):
        process = context.Process(target=react_for_ever, args=(town.folder, town.now))
        process.start()
        time.sleep(1.2)
        os.kill(process.pid, signal.SIGKILL)
        process.join()

    town.follower().once()

    raised = town.desk.read_model.avvik()
    assert sorted(row.obligation for row in raised) == sorted(row.obligation_id for row in missed(town))
    assert town.kinds(Role.PRINCIPAL).count("report_received") == 12
