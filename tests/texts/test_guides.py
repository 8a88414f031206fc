"""A guide stands beside every kind of conversation, and a question beside every row of the forms that go through a list."""

import re

import pytest
from language_marks import in_the_other_written_form

from events.lists.investigation import ChecklistQuestion, ConversationKind, ObservationSection
from events.lists.measures import Moment
from texts import Language, catalogue, list_key

PUPIL_TALK_QUESTIONS = 17
DEVELOPMENT_TALK_QUESTIONS = 6
ROWS = [code for each in (Moment, ChecklistQuestion, ObservationSection) for code in each]


def points(kind: ConversationKind) -> list[str]:
    return [key for key in catalogue() if re.fullmatch(rf"guide\.{kind.value}\.\d+", key)]


@pytest.mark.parametrize("kind", ConversationKind)
def test_every_kind_of_conversation_has_a_guide_with_its_points_in_order(kind: ConversationKind) -> None:
    assert f"guide.{kind.value}" in catalogue()
    found = points(kind)
    assert found == [f"guide.{kind.value}.{number}" for number in range(1, len(found) + 1)]
    assert found


def test_the_talks_of_the_year_have_as_many_questions_as_the_plan_asks() -> None:
    assert len(points(ConversationKind.PUPIL_TALK)) == PUPIL_TALK_QUESTIONS
    assert len(points(ConversationKind.DEVELOPMENT_TALK)) == DEVELOPMENT_TALK_QUESTIONS


def test_every_row_of_such_a_form_has_a_question_that_helps() -> None:
    helping = [catalogue()[f"{list_key(code)}.help"].in_(language) for code in ROWS for language in Language]
    assert [said for said in helping if not said.endswith((".", "?"))] == []


def test_nynorsk_is_nynorsk_and_bokmal_bokmal() -> None:
    keys = [*(key for kind in ConversationKind for key in points(kind)), *(f"{list_key(code)}.help" for code in ROWS)]
    assert in_the_other_written_form(keys) == []
