"""A matter that belongs to a case is begun from the case, once, by whoever handles it."""

from __future__ import annotations

from uuid import UUID

import pytest
from record.forms_by_hand import opened, sends
from town import matter

CASE = matter("sak")
TOLD = {"reported_by": "guardian", "raised_with_principal_on": "2027-02-20", "theme": "Skolen gjer ikkje nok."}
SURVEY = {
    "purpose": "concrete_suspicion",
    "tool": "sociogram",
    "suitable": "yes",
    "least_intrusive": "yes",
    "names_pupils_in_negative_relations": "no",
    "questions_approved": "yes",
    "reason": "Andre metodar har ikkje gitt svar.",
}


def begun(answer) -> UUID:
    assert answer.status_code == 303
    return UUID(answer.headers["Location"].split("/")[2])


def test_a_matter_with_statsforvalteren_begins_from_the_case_and_goes_on_with_its_own_forms(town):
    rektor, path = town.comes("rektor"), f"/saker/{CASE}/ny/tilsyn"
    new = begun(sends(rektor, path, opened(rektor, path), **TOLD))
    assert [one.envelope.case_id for one in town.events(new)] == [CASE]
    owner, asked = town.comes("skoleeier"), f"/tilsyn/{new}/skjema/enforcement.StatsforvalterRequestedInformation"
    form = opened(owner, asked)
    assert sends(owner, asked, form, questions=["Kva er gjort?", "Kva verka?", ""], answer_by="20.3.2027").status_code == 303
    assert town.events(new)[-1].event.questions == ("Kva er gjort?", "Kva verka?")


def test_two_clicks_begin_one_matter(town):
    rektor, path = town.comes("rektor"), f"/saker/{CASE}/ny/tilsyn"
    form = opened(rektor, path)
    assert begun(sends(rektor, path, form, **TOLD)) == begun(sends(rektor, path, form, **TOLD))
    assert len(town.of("enforcement.ReportedToStatsforvalter")) == 1


def test_a_survey_on_a_suspicion_keeps_within_the_limits_of_the_law(town):
    rektor, path = town.comes("rektor"), f"/saker/{CASE}/ny/undersokelse"
    form = opened(rektor, path)
    short = sends(rektor, path, form, **SURVEY)
    assert short.status_code == 422
    assert [f'href="#f-{name}"' in short.text for name in ("grounds", "other_methods_tried")] == [True, True]
    begun(sends(rektor, path, form, **SURVEY, grounds=["unclear"], other_methods_tried=["conversation", "observation"]))
    assert [one.purpose.value for one in town.of("survey.NonAnonymousSurveyAssessed")] == ["concrete_suspicion"]


def test_prevention_never_names_who_is_on_bad_terms_with_whom(town):
    rektor, path = town.comes("rektor"), f"/saker/{CASE}/ny/undersokelse"
    asked = {**SURVEY, "purpose": "prevention", "names_pupils_in_negative_relations": "yes"}
    answer = sends(rektor, path, opened(rektor, path), **asked)
    assert answer.status_code == 422
    assert 'id="f-names_pupils_in_negative_relations-error"' in answer.text


@pytest.mark.parametrize("login", ["laerer", "mor", "rektor-b", "skoleeier"])
def test_only_who_handles_the_case_begins_something_from_it(town, login):
    assert town.comes(login).get(f"/saker/{CASE}/ny/tilsyn").status_code in {303, 404}


def test_nothing_else_begins_here(town):
    assert town.comes("rektor").get(f"/saker/{CASE}/ny/saker").status_code == 404
