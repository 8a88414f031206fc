import pytest
from town import A, person

from events.survey import NonAnonymousSurveyAssessed, NonAnonymousSurveyRun

PATH = f"/undersokelser/{A}/ny"
WITHIN = {
    "tool": "spekter",
    "grade": "6",
    "suitable": "yes",
    "least_intrusive": "yes",
    "names_pupils_in_negative_relations": "no",
    "questions_approved": "yes",
    "reason": "Vi vil vite hvordan klassen har det. Frivillig. Kontaktlærer ser svarene, som slettes i juni.",
}


def assessed(town):
    return town.of("survey.NonAnonymousSurveyAssessed")


def test_a_principal_assesses_a_survey_of_a_grade_and_goes_on_from_its_page(town):
    rektor = town.comes("rektor")

    answer = rektor.post(PATH, WITHIN, page=PATH)

    assert answer.status_code == 303
    [fact] = assessed(town)
    assert isinstance(fact, NonAnonymousSurveyAssessed)
    assert (fact.purpose.value, fact.grade, fact.approved_by) == ("prevention", 6, person("rektor"))
    page = rektor.get(answer.headers["Location"])
    assert page.status_code == 200
    assert "/skjema/survey.NonAnonymousSurveyRun" in page.text
    assert "6. trinn" in rektor.get("/undersokelser").text


def test_its_run_is_recorded_in_the_form_of_every_fact_and_then_the_answers_wait_to_be_checked(town):
    rektor = town.comes("rektor")
    one = rektor.post(PATH, WITHIN, page=PATH).headers["Location"]
    run = {"tool": "spekter", "from_date": "2027-03-01", "to_date": "2027-03-02", "invited": "20", "answered": "19"}

    form = f"{one}/skjema/survey.NonAnonymousSurveyRun"
    answer = rektor.post(form, {**run, "seen_version": "1"}, page=form)

    assert answer.status_code == 303
    assert isinstance(town.of("survey.NonAnonymousSurveyRun")[0], NonAnonymousSurveyRun)
    assert "Kontroller at svarene stemmer" in rektor.get(one).text


def test_a_survey_that_lets_pupils_be_named_in_negative_relations_is_refused(town):
    answer = town.comes("rektor").post(PATH, {**WITHIN, "names_pupils_in_negative_relations": "yes"}, page=PATH)

    assert answer.status_code == 422
    assert "#names_pupils_in_negative_relations" in answer.text
    assert assessed(town) == []


def test_that_it_is_not_to_be_used_can_be_written_down_too(town):
    rektor = town.comes("rektor")

    answer = rektor.post(PATH, {**WITHIN, "suitable": "no", "names_pupils_in_negative_relations": "yes"}, page=PATH)

    assert "skal denne kartleggingen ikke brukes" in rektor.get(answer.headers["Location"]).text


@pytest.mark.parametrize("missing", ["tool", "suitable", "least_intrusive", "questions_approved", "reason"])
def test_nothing_is_left_unanswered(town, missing):
    form = {name: value for name, value in WITHIN.items() if name != missing}

    answer = town.comes("rektor").post(PATH, form, page=PATH)

    assert answer.status_code == 422
    assert f'href="#{missing}"' in answer.text


@pytest.mark.parametrize("who", ["laerer", "avdelingsleder", "saksbehandler", "skoleeier", "rektor-b", "elev"])
def test_nobody_but_the_principal_begins_one(town, who):
    assert town.comes(who).get(PATH).status_code in {403, 404}


@pytest.mark.parametrize("who", ["laerer", "rektor-b", "mor"])
def test_a_survey_is_not_there_for_whoever_has_no_part_in_it(town, who):
    one = town.comes("rektor").post(PATH, WITHIN, page=PATH).headers["Location"]

    assert town.comes(who).get(one).status_code == 404
    assert "Spekter" not in town.comes(who).get("/undersokelser").text
