"""One fact is recorded with a form, once, on the version that was seen, and not a word is lost."""

from __future__ import annotations

import re

import pytest
from record.forms_by_hand import in_form, opened, sends, skjema
from town import CANARY, matter, person

from events.envelope import Precision
from events.lists.concern import Channel

CASE = matter("sak")
HEARD = skjema(CASE, "case.PupilHeard")
SAID = "Eg vil sitje ved sida av Ola i matpausen. «Ikkje ved døra.»\nÆØÅ, č, 🙂"
ANSWERS = {"form": "conversation", "outcome": "stated_view", "view": SAID, "weight": "heavy"}


def test_a_fact_is_recorded_as_it_was_written(town):
    rektor = town.comes("rektor")
    answer = sends(rektor, HEARD, opened(rektor, HEARD), **ANSWERS)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/saker/{CASE}")
    last = town.events(CASE)[-1]
    assert (last.topic, last.event.view, last.event.pupil) == ("case.PupilHeard", SAID, person("elev"))
    assert last.envelope.actor.ref == person("rektor")


def test_the_answer_says_what_was_recorded_and_what_is_due_next(town):
    rektor = town.comes("rektor")
    sends(rektor, HEARD, opened(rektor, HEARD), **ANSWERS)
    page = rektor.get(f"/saker/{CASE}/skjema").text
    assert "Registrert: Elev hørt. Neste: " in page


def test_everything_that_is_wrong_is_shown_at_once_with_every_word_kept(town):
    rektor = town.comes("rektor")
    answer = sends(rektor, HEARD, opened(rektor, HEARD), **{**ANSWERS, "form": "", "weight": "tonnes", "pupil": ""})
    assert answer.status_code == 422
    assert [f'href="#f-{name}"' in answer.text for name in ("pupil", "form", "weight")] == [True] * 3
    assert in_form(answer)["view"] == [SAID]
    assert town.events(CASE)[-1].topic != "case.PupilHeard"


def test_what_the_domain_refuses_is_told_at_its_field(town):
    rektor, path = town.comes("rektor"), skjema(CASE, "case.IndividualDecisionMade")
    form = opened(rektor, path)
    answer = sends(
        rektor, path, form, kind="exclusion", by="teacher", unit="clock_hours", length="3", grade="4", reason="Uro", from_date=""
    )
    assert answer.status_code == 422
    assert 'id="f-length-error"' in answer.text


def test_a_double_click_records_once(town):
    rektor = town.comes("rektor")
    form = opened(rektor, HEARD)
    before = len(town.events(CASE))
    assert [sends(rektor, HEARD, form, **ANSWERS).status_code for _ in range(2)] == [303, 303]
    assert len(town.events(CASE)) == before + 1


def test_the_back_button_and_another_text_record_nothing_more_and_say_so(town):
    rektor = town.comes("rektor")
    form = opened(rektor, HEARD)
    sends(rektor, HEARD, form, **ANSWERS)
    before = len(town.events(CASE))
    answer = sends(rektor, HEARD, form, **{**ANSWERS, "view": "noko anna"})
    assert answer.status_code == 422
    assert in_form(answer)["view"] == ["noko anna"]
    assert len(town.events(CASE)) == before


def test_of_two_editors_the_second_sees_what_came_and_records_on_top_of_it(town):
    rektor, handler = town.comes("rektor"), town.comes("saksbehandler")
    seconds = opened(handler, HEARD)
    sends(rektor, HEARD, opened(rektor, HEARD), **{**ANSWERS, "view": "først"})
    before = len(town.events(CASE))
    stale = sends(handler, HEARD, seconds, **ANSWERS)
    assert stale.status_code == 412
    assert "Dette har kommet til siden du åpnet skjemaet" in stale.text
    assert "Elev hørt: Navn rektor, 3.3.2027 kl. 10.00" in stale.text
    assert len(town.events(CASE)) == before
    again = in_form(stale)
    assert (again["view"], again["weight"], again["form"]) == ([SAID], ["heavy"], ["conversation"])
    assert sends(handler, HEARD, again).status_code == 303
    assert [one.event.view for one in town.events(CASE)[-2:]] == ["først", SAID]


def test_it_can_have_happened_earlier_and_been_known_later(town):
    rektor = town.comes("rektor")
    when = {"occurred_on": "2027-03-01", "known_on": "2.3.2027", "known_time": "08.15", "channel": "oral"}
    assert sends(rektor, HEARD, opened(rektor, HEARD), **ANSWERS, **when).status_code == 303
    envelope = town.events(CASE)[-1].envelope
    assert (envelope.occurred_at.isoformat(), envelope.precision) == ("2027-03-01T22:59:59.999999+00:00", Precision.DAY)
    assert (envelope.known_at.isoformat(), envelope.channel) == ("2027-03-02T07:15:00+00:00", Channel.ORAL)


@pytest.mark.parametrize(("name", "value"), [("occurred_on", "i går"), ("occurred_on", "2030-01-01"), ("known_time", "25.00")])
def test_a_time_that_cannot_be_is_told_at_its_field(town, name, value):
    rektor = town.comes("rektor")
    answer = sends(rektor, HEARD, opened(rektor, HEARD), **ANSWERS, **{name: value})
    assert answer.status_code == 422
    assert f'id="f-{name}-error"' in answer.text
    assert in_form(answer)["view"] == [SAID]


@pytest.mark.parametrize(
    "forged", [{"version": "9"}, {"recorded_at": "2020-01-01"}, {"tenant": "x"}, {"channel": "import"}, {"idempotency_key": "1"}]
)
def test_a_form_with_fields_of_its_own_making_is_refused(town, forged):
    rektor = town.comes("rektor")
    before = len(town.events(CASE))
    assert sends(rektor, HEARD, opened(rektor, HEARD), **ANSWERS, **forged).status_code == 400
    assert len(town.events(CASE)) == before


def test_nobody_can_name_a_person_whom_the_form_did_not_offer(town):
    rektor, path = town.comes("rektor"), skjema(CASE, "case.MeasureExecuted")
    answer = sends(rektor, path, opened(rektor, path), measure=str(matter("fremmed")), executed_by=str(person("rektor-b")))
    assert answer.status_code == 422
    assert [f'id="f-{name}-error"' in answer.text for name in ("measure", "executed_by")] == [True, True]


def test_a_row_more_is_shown_without_scripts_and_without_recording(town):
    rektor, path = town.comes("rektor"), skjema(CASE, "case.AnalysisConcluded")
    before = len(town.events(CASE))
    answer = sends(rektor, path, opened(rektor, path), add_row="findings", **{"findings.0.finding": "Står aleine"})
    assert answer.status_code == 200
    assert in_form(answer)["findings.0.finding"] == ["Står aleine"]
    assert "findings.3.finding" in in_form(answer)
    assert len(town.events(CASE)) == before


def test_a_link_fills_in_what_it_is_about(town):
    measure = next(one.event.measure for one in town.events(CASE) if one.topic == "case.MeasureAdded")
    path = skjema(CASE, "case.MeasureEvaluated")
    assert opened(town.comes("rektor"), f"{path}?measure={measure}&nonsense=1")["measure"] == [str(measure)]


@pytest.mark.parametrize("path", ["case.Nonsense", "school.SchoolRegistered", "access.AccessGranted", "access.Archived"])
def test_what_does_not_belong_in_a_case_is_not_there(town, path):
    assert town.comes("rektor").get(skjema(CASE, path)).status_code == 404


@pytest.mark.parametrize("login", ["rektor-b", "fremmed", "melder", "skoleeier", "mor"])
def test_who_has_no_part_in_the_case_finds_no_form(town, login):
    assert town.comes(login).get(HEARD).status_code in {303, 404}
    assert town.comes(login).post(HEARD, {"view": "x"}).status_code in {303, 404}


def test_a_teacher_with_a_task_records_her_own_work_and_no_more(town):
    teacher = town.comes("laerer")
    assert teacher.get(skjema(CASE, "case.MeasureExecuted")).status_code == 200
    assert teacher.get(skjema(CASE, "case.CaseClosed")).status_code == 404
    menu = teacher.get(f"/saker/{CASE}/skjema").text
    assert "Tiltak gjennomført" in menu
    assert "Sak avsluttet" not in menu


def test_opening_a_form_that_tells_of_measures_is_a_reading_and_an_empty_form_is_none(town):
    rektor = town.comes("rektor")
    rektor.get(skjema(CASE, "case.PupilInformedOfReceipt"))
    assert town.of("access.ContentRead") == []
    rektor.get(skjema(CASE, "case.MeasureExecuted"))
    assert [one.of_stream for one in town.of("access.ContentRead")] == [CASE]


def test_no_text_of_a_form_ends_in_the_log(town, caplog):
    rektor = town.comes("rektor")
    form = opened(rektor, HEARD)
    sends(rektor, HEARD, form, **{**ANSWERS, "view": f"{CANARY} 2", "form": ""})
    sends(rektor, HEARD, form, **{**ANSWERS, "view": f"{CANARY} 2"})
    assert CANARY not in caplog.text


def test_the_conversation_form_holds_a_guide_for_each_kind_of_conversation(town):
    page = town.comes("rektor").get(skjema(CASE, "case.ConversationHeld")).text
    assert page.count("data-guide-for=") == 10
    assert "Stoppsamtale" in page


def test_whoever_does_a_measure_is_sought_among_the_staff_first(town):
    page = town.comes("rektor").get(skjema(CASE, "case.MeasureAdded")).text
    executor = page.partition('name="executor"')[2].partition("</select>")[0]
    groups = re.findall(r'<optgroup label="([^"]+)"', executor)
    assert groups[0] == "Ansatte"
