"""The plan and its measures are made on one page and recorded together or not at all; what the law asks is shown, never forced."""

from __future__ import annotations

from record.forms_by_hand import in_form, opened, sends
from town import matter, person

from events.lists.measures import PlanPart

CASE = matter("sak")
PLAN = f"/saker/{CASE}/planbygger"
NEW = {
    "new.0.title": "Trygg vaksen i friminutta",
    "new.0.problem": "Ho står åleine.",
    "new.0.executor": str(person("laerer")),
    "new.0.from_date": "2027-03-04",
    "new.0.evaluate_on": "2027-03-18",
    "new.0.pupil_participated": "yes",
}
WHOLE = {"what_changed": "Nytt tiltak.", "pupil_participated": "yes", "guardians_participated": "no", "evaluate_on": "2027-03-18"}


def with_measure(rektor):
    return in_form(sends(rektor, PLAN, opened(rektor, PLAN), add="new"))


def test_measures_and_plan_are_recorded_as_one(town):
    rektor = town.comes("rektor")
    answer = sends(rektor, PLAN, with_measure(rektor), **NEW, **WHOLE, confirmed="1")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/saker/{CASE}")
    measure, plan = town.events(CASE)[-2:]
    assert (measure.topic, plan.topic) == ("case.MeasureAdded", "case.PlanRevised")
    assert measure.event.measure in plan.event.measures
    assert (plan.event.plan_version, len(plan.event.measures)) == (2, 2)
    assert measure.envelope.recorded_at == plan.envelope.recorded_at


def test_a_plan_that_lacks_a_letter_is_told_first_and_recorded_when_confirmed(town):
    rektor = town.comes("rektor")
    before = len(town.events(CASE))
    answer = sends(rektor, PLAN, with_measure(rektor), **NEW, **WHOLE)
    assert answer.status_code == 200
    assert "Hva planen mangler etter loven" in answer.text
    assert len(town.events(CASE)) == before
    again = in_form(answer)
    assert again["new.0.title"] == [NEW["new.0.title"]]
    assert sends(rektor, PLAN, again, confirmed="1").status_code == 303
    assert PlanPart.WHEN not in town.events(CASE)[-1].event.parts


def test_a_whole_plan_needs_no_second_word(town):
    rektor = town.comes("rektor")
    assert sends(rektor, PLAN, with_measure(rektor), **NEW, **WHOLE, measures=[]).status_code == 303
    assert set(town.events(CASE)[-1].event.parts) == set(PlanPart)


def test_nothing_is_recorded_when_one_measure_is_wrong_and_every_word_is_kept(town):
    rektor = town.comes("rektor")
    before = len(town.events(CASE))
    answer = sends(rektor, PLAN, with_measure(rektor), **{**NEW, "new.0.title": " ", "new.0.evaluate_on": "snart"}, **WHOLE)
    assert answer.status_code == 422
    assert [f'href="#f-new-0-{name}"' in answer.text for name in ("title", "evaluate_on")] == [True, True]
    assert in_form(answer)["new.0.problem"] == ["Ho står åleine."]
    assert len(town.events(CASE)) == before


def test_what_the_domain_refuses_of_a_measure_is_told_at_the_measure(town):
    rektor = town.comes("rektor")
    answer = sends(rektor, PLAN, with_measure(rektor), **{**NEW, "new.0.evaluate_on": "2027-03-01"}, **WHOLE, confirmed="1")
    assert answer.status_code == 422
    assert 'id="f-new-0-evaluate_on-error"' in answer.text


def test_the_library_fills_a_measure_in_and_the_words_written_stay(town):
    rektor = town.comes("rektor")
    answer = sends(rektor, PLAN, opened(rektor, PLAN), use="better-weak-relation", what_changed="Meir hjelp")
    form = in_form(answer)
    assert form["new.0.template"] == ["better-weak-relation"]
    assert form["new.0.title"] == ["Forbedre en svak relasjon mellom voksen og elev"]
    assert (form["new.0.level"], form["new.0.weeks"], form["what_changed"]) == (["individual"], ["2"], ["Meir hjelp"])


def test_a_declined_proposal_is_recorded_with_its_reason(town):
    rektor = town.comes("rektor")
    form = in_form(sends(rektor, PLAN, with_measure(rektor), add="declined", **NEW, **WHOLE))
    said = {"declined.0.proposed_by": "guardian", "declined.0.proposal": "Byte klasse", "declined.0.reason": "Ho ville ikkje."}
    assert sends(rektor, PLAN, form, **said, confirmed="1").status_code == 303
    assert [one.topic for one in town.events(CASE)[-3:]] == [
        "case.MeasureAdded",
        "case.ProposedMeasureDeclined",
        "case.PlanRevised",
    ]


def test_a_measure_that_is_taken_away_is_gone(town):
    rektor = town.comes("rektor")
    form = in_form(sends(rektor, PLAN, with_measure(rektor), remove="new.0"))
    assert [name for name in form if name.startswith("new.")] == []


def test_two_clicks_make_one_plan_and_one_measure(town):
    rektor = town.comes("rektor")
    form = {**with_measure(rektor), **{name: [value] for name, value in {**NEW, **WHOLE, "confirmed": "1"}.items()}}
    assert [sends(rektor, PLAN, form).status_code for _ in range(2)] == [303, 303]
    assert len(town.of("case.PlanRevised")) == 1


def test_a_plan_made_on_an_old_version_comes_back_whole(town):
    rektor, handler = town.comes("rektor"), town.comes("saksbehandler")
    seconds = with_measure(handler)
    sends(rektor, PLAN, with_measure(rektor), **NEW, **WHOLE, confirmed="1")
    stale = sends(handler, PLAN, seconds, **NEW, **WHOLE, confirmed="1")
    assert stale.status_code == 412
    assert "Dette har kommet til" in stale.text
    assert in_form(stale)["new.0.title"] == [NEW["new.0.title"]]
    assert sends(handler, PLAN, in_form(stale), confirmed="1").status_code == 303
    assert town.events(CASE)[-1].event.plan_version == 3


def test_a_draft_of_a_plan_comes_back_with_its_measures(town):
    rektor = town.comes("rektor")
    sends(rektor, PLAN, with_measure(rektor), **NEW, save_draft="1")
    assert in_form(rektor.get(f"{PLAN}?fortsett=1"))["new.0.problem"] == ["Ho står åleine."]


def test_a_forged_measure_is_refused(town):
    rektor = town.comes("rektor")
    assert sends(rektor, PLAN, with_measure(rektor), **NEW, **WHOLE, **{"new.0.measure": str(matter("x"))}).status_code == 400
