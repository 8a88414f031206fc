"""Every field that the law and the plans ask for stands in a form."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from each import for_each

from events.lists.investigation import ChecklistQuestion, ObservationSection
from events.lists.measures import Moment
from services.case_service.forms import Field, form_of

ASKED = tomllib.loads((Path(__file__).parent / "what_the_plans_ask.toml").read_text(encoding="utf-8"))


def found(topic: str, path: str) -> Field | None:
    fields = tuple(form_of(topic).asked)
    field = None
    for name in path.split("."):
        field = next((one for one in fields if one.name == name), None)
        fields = field.fields if field is not None else ()
    return field


@for_each(ASKED)
def test_the_form_asks_for_what_the_plans_ask_for(topic):
    assert [words for words, path in ASKED[topic].items() if found(topic, path) is None] == []


def test_the_count_is_whole():
    assert (len(ASKED), sum(len(fields) for fields in ASKED.values())) == (65, 255)


@pytest.mark.parametrize(
    ("topic", "name", "codes"),
    [
        ("case.BestInterestAssessed", "moments", Moment),
        ("case.BullyingChecklistCompleted", "items", ChecklistQuestion),
        ("case.ObservationLogged", "sections", ObservationSection),
    ],
)
def test_a_list_that_goes_through_everything_leaves_nothing_out(topic, name, codes):
    field = found(topic, name)
    row = next(one for one in field.fields if one.name == field.each)
    assert row.options == tuple(code.value for code in codes)
