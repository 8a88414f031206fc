"""A plan never claims more of a-e than it holds (opplæringslova § 12-4 tredje ledd)."""

import pytest
from builders import example, person
from given_when_then import given

from events.concern import CaseOpened
from events.lists.measures import PlanPart
from events.plan import MeasureAdded, PlanAdopted, PlanRevised
from services.case_service.domain.matter.commands import AdoptPlan, RevisePlan

ALL = tuple(PlanPart)
A, B, C, D, E = PlanPart
OPENED = example(CaseOpened)
WHOLE = example(MeasureAdded)
SECOND = person("second measure")


def plan(**fields):
    return example(PlanAdopted, **{"parts": ALL, "problem": None, "evaluate_on": None, **fields})


def adopted(measure, **fields):
    decided = given(OPENED, WHOLE, measure).when(AdoptPlan(fact=plan(measures=(WHOLE.measure, SECOND), **fields))).events
    return decided[0].parts


@pytest.mark.parametrize(
    ("missing", "parts"),
    [
        ({}, (A, B, C, D, E)),
        ({"problem": None}, (B, C, D, E)),
        ({"problem": "  "}, (B, C, D, E)),
        ({"from_date": None}, (A, B, D, E)),
        ({"executor": None}, (A, B, C, E)),
        ({"evaluate_on": None}, (A, B, C, D)),
        ({"problem": None, "from_date": None, "executor": None, "evaluate_on": None}, (B,)),
    ],
)
def test_a_part_is_held_when_every_listed_measure_holds_it(missing, parts):
    assert adopted(example(MeasureAdded, measure=SECOND, **missing)) == parts


def test_a_plan_that_states_the_problem_states_it_for_all_its_measures():
    assert adopted(example(MeasureAdded, measure=SECOND, problem=None), problem="Who is left out, and where") == ALL


def test_one_day_of_evaluation_for_the_plan_is_one_for_all_its_measures():
    assert adopted(example(MeasureAdded, measure=SECOND, evaluate_on=None), evaluate_on=WHOLE.evaluate_on) == ALL


def test_a_plan_without_measures_holds_at_most_the_problem():
    claimed = plan(measures=(), problem="What is wrong", evaluate_on=WHOLE.evaluate_on)
    assert given(OPENED).when(AdoptPlan(fact=claimed)).events[0].parts == (A,)


def test_a_plan_that_says_nothing_holds_nothing():
    assert given(OPENED).when(AdoptPlan(fact=plan(measures=()))).events[0].parts == ()


def test_an_earlier_systems_plan_keeps_the_parts_that_its_source_states():
    stated = plan(measures=(), parts=(A, C))
    given(OPENED).when(AdoptPlan(fact=stated), history=True).then(stated)


def test_a_revised_plan_still_states_the_problem_that_the_adopted_one_stated():
    no_problem = example(MeasureAdded, problem=None)
    before = plan(problem="What is wrong")
    revised = example(PlanRevised, plan_version=2, parts=(), evaluate_on=None)
    assert given(OPENED, no_problem, before).when(RevisePlan(fact=revised)).events[0].parts == ALL


def test_a_revised_plan_holds_no_problem_that_nobody_stated():
    no_problem = example(MeasureAdded, problem=None)
    revised = example(PlanRevised, plan_version=2, parts=ALL, evaluate_on=None)
    assert given(OPENED, no_problem, plan()).when(RevisePlan(fact=revised)).events[0].parts == (B, C, D, E)
