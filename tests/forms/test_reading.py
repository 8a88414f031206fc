"""What people write in a form: read as they mean it, or told what is wrong, all at once and by the field's name."""

from __future__ import annotations

from datetime import date, time
from uuid import UUID

import pytest
from builders import bare, example
from facts_in_forms import context_of
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from events.investigation import ConversationHeld, ObservationLogged
from events.plan import FollowUpHeld
from events.reactions import IndividualDecisionMade
from events.survey import NonAnonymousSurveyAssessed
from events.wheel import SupervisionPlanAdopted
from services.case_service.forms import Choice, FieldProblem, ForeignFieldsError, Read, Refers, Unread, form_of, posted_form, read
from texts import Language, catalogue, text

TALK = form_of("case.ConversationHeld")
WRITABLE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), min_size=1, max_size=400)


def told(cls, topic, **changed):
    spec, fact = form_of(topic), example(cls)
    posted = {**posted_form(spec, fact), **{name: tuple(values) for name, values in changed.items()}}
    return read(spec, posted, context_of(spec, fact))


def talk(**changed):
    return told(ConversationHeld, "case.ConversationHeld", **changed)


def problems(found) -> dict[str, str]:
    assert isinstance(found, Unread), found
    return {problem.path: problem.key for problem in found.problems}


@pytest.mark.parametrize("written", ["01.03.2027", "1.3.2027", "1.3.27", "1/3/2027", "2027-03-01", " 1.3.2027 "])
def test_a_date_is_read_as_people_write_it(written):
    assert talk(next_on=[written]).fact.next_on == date(2027, 3, 1)


@pytest.mark.parametrize(
    "written", ["31.02.2027", "i morgen", "2027-13-01", "1.3", "\u0660\u0661.\u0660\u0663.\u0662\u0660\u0662\u0667"]
)
def test_what_is_no_date_is_said_to_be_none(written):
    assert problems(talk(next_on=[written]))["next_on"] in {"form.problem.date", "form.problem.no_such_date"}


@pytest.mark.parametrize(("written", "meant"), [("1,5", 1.5), ("1.5", 1.5), ("2", 2.0), ("0,25", 0.25)])
def test_a_number_may_have_a_comma(written, meant):
    assert told(IndividualDecisionMade, "case.IndividualDecisionMade", length=[written]).fact.length == meant


@pytest.mark.parametrize("written", ["halvannen", "1,5,5", "1e9", "NaN", "inf", "½"])
def test_what_is_no_number_is_said_to_be_none(written):
    assert problems(told(IndividualDecisionMade, "case.IndividualDecisionMade", length=[written])) == {
        "length": "form.problem.number"
    }


@pytest.mark.parametrize("written", ["9.45", "09:45", "0945", "kl. 9.45"])
def test_a_time_of_day_is_read_as_people_write_it(written):
    found = told(SupervisionPlanAdopted, "wheel.SupervisionPlanAdopted", **{"posts.0.from_time": [written]})
    assert found.fact.posts[0].from_time == time(9, 45)


@pytest.mark.parametrize("step", ["0", "11", "fem", "-3"])
def test_a_scale_goes_from_one_to_ten(step):
    assert set(problems(told(FollowUpHeld, "case.FollowUpHeld", experience=[step]))) == {"experience"}


@given(WRITABLE.filter(str.strip))
def test_a_text_is_kept_exactly_as_it_was_written(written):
    assert talk(own_words=[written]).fact.own_words == written


def test_the_line_ends_of_browsers_become_one():
    assert talk(own_words=["ei line\r\nei til"]).fact.own_words == "ei line\nei til"


@pytest.mark.parametrize("written", ["før\x00etter", "halv \ud83d teikn"])
def test_signs_that_nothing_can_hold_are_refused_by_name(written):
    assert problems(talk(own_words=[written])) == {"own_words": "form.problem.signs"}


def test_a_text_that_is_too_long_is_refused_with_how_long_it_is():
    found = talk(own_words=["å" * 20_001])
    assert found == Unread(
        (FieldProblem(path="own_words", key="form.problem.too_long", values={"most": 20_000, "length": 20_001}),)
    )


def test_everything_that_is_wrong_is_told_at_once():
    found = problems(talk(kind=[""], held_by=["nobody"], purpose_explained=[""], own_words=["  "], next_on=["snart"]))
    assert list(found) == ["kind", "held_by", "purpose_explained", "own_words", "next_on"]


def test_only_what_the_picker_offers_can_be_picked():
    assert problems(talk(held_by=[str(UUID(int=5))])) == {"held_by": "form.problem.choice"}


@pytest.mark.parametrize(
    "name", ["version", "tenant", "recorded_at", "fact", "own_words.0", "__class__", "held_by.id", "approved_by", "rows.0.x"]
)
def test_a_field_that_the_form_was_never_shown_with_is_a_forgery(name):
    with pytest.raises(ForeignFieldsError):
        talk(**{name: ["1"]})


def test_a_field_that_stands_there_twice_is_a_forgery():
    with pytest.raises(ForeignFieldsError):
        talk(own_words=["one", "two"])


@pytest.mark.parametrize("number", ["-1", "01", "100", "99999999999", "x", "\u0663"])
def test_a_row_has_a_number_as_varde_writes_it(number):
    with pytest.raises(ForeignFieldsError):
        told(SupervisionPlanAdopted, "wheel.SupervisionPlanAdopted", **{f"posts.{number}.place": ["trappa"]})


def test_rows_that_were_left_empty_are_no_rows():
    found = told(SupervisionPlanAdopted, "wheel.SupervisionPlanAdopted", **{"posts.7.place": [" "], "posts.7.from_time": [""]})
    assert isinstance(found, Read)
    assert len(found.fact.posts) == 1


def test_a_row_that_was_begun_is_asked_for_the_rest():
    found = told(ObservationLogged, "case.ObservationLogged", **{"sections.breaks.comment": ["sto alene"]})
    assert problems(found) == {"sections.breaks.seen": "form.problem.missing.long_text"}


def test_the_nine_questions_of_the_checklist_all_want_an_answer():
    spec = form_of("case.BullyingChecklistCompleted")
    found = read(spec, {}, context_of(spec, bare(spec.cls)))
    assert len([path for path in problems(found) if path.startswith("items.")]) == 9


def test_what_depends_on_another_answer_is_demanded_only_then():
    spec = form_of("survey.NonAnonymousSurveyAssessed")
    fact = example(NonAnonymousSurveyAssessed)
    context, posted = context_of(spec, fact), posted_form(spec, fact)
    bare_of_grounds = {name: values for name, values in posted.items() if name not in {"grounds", "other_methods_tried"}}
    prevention = read(spec, {**bare_of_grounds, "purpose": ("prevention",)}, context)
    assert isinstance(prevention, Read)
    suspicion = read(spec, {**bare_of_grounds, "purpose": ("concrete_suspicion",)}, context)
    assert set(problems(suspicion)) == {"grounds", "other_methods_tried"}


def test_dont_know_is_no_answer_that_is_kept():
    assert talk(use_explained=["unknown"]).fact.use_explained is None


def test_whoever_records_vouches_for_what_she_approves():
    spec = form_of("survey.SurveyAnswersVerified")
    fact = example(spec.cls)
    context = replace(context_of(spec, fact), recorder=UUID(int=77))
    assert read(spec, posted_form(spec, fact), context).fact.verified_by == UUID(int=77)
    with pytest.raises(ForeignFieldsError):
        read(spec, {**posted_form(spec, fact), "verified_by": (str(UUID(int=1)),)}, context)


@given(
    st.dictionaries(
        st.sampled_from([field.name for field in TALK.asked]), st.lists(st.text(max_size=30), min_size=1, max_size=1), max_size=12
    )
)
def test_whatever_is_posted_is_read_or_refused_in_words(posted):
    fact = example(ConversationHeld)
    context = replace(context_of(TALK, fact), choices={Refers.STAFF: (Choice(value="1", text="one"),)})
    found = read(TALK, posted, context)
    if isinstance(found, Unread):
        for problem in found.problems:
            for language in Language:
                assert text(problem.key, language, **problem.values)


def test_every_kind_of_problem_has_its_words():
    kinds = {field.kind.value for topic in ("case.ConversationHeld", "case.MeasureAdded") for field in form_of(topic).asked}
    assert {f"form.problem.missing.{kind}" for kind in kinds - {"group", "rows", "not_asked"}} <= set(catalogue())
