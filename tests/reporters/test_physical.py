"""A physical intervention is written down and told on (§ 13-5)."""

from __future__ import annotations

from uuid import UUID

import pytest
from town import Town, person

from events.lists.decisions import InterventionCondition

FORM = "/meld/fysisk-inngrep"


def form(**more: str) -> dict[str, str]:
    return {
        "pupil": str(person("elev")),
        "what_happened": "Kastet en stol.",
        "intervention": "Holdt armene i ett minutt.",
        "conditions": "a",
        "milder_means_tried": "yes",
        "arena": "classroom",
        **more,
    }


def test_it_is_written_down_and_the_principal_is_told_in_one_act(town: Town):
    answer = town.comes("laerer").post(FORM, form(pupils_view="Jeg ble redd", witnesses=str(person("melder"))))

    assert answer.status_code == 303
    stream = UUID(answer.location.split("melding=")[1])
    written, told = town.events(stream)
    assert written.event.conditions == (InterventionCondition.HARM_TO_PERSON,)
    assert written.event.employee == person("laerer")
    assert written.event.witnesses == (person("melder"),)
    assert written.event.pupils_view == "Jeg ble redd"
    assert told.event.principal == person("rektor")


def test_the_principal_sees_it_and_what_is_left(town: Town):
    answer = town.comes("laerer").post(FORM, form(repeated="1"))
    stream = UUID(answer.location.split("melding=")[1])

    page = town.comes("rektor").get(f"/inngrep/{stream}").text

    assert "Kastet en stol." in page
    assert "Kommunen skal ha beskjed" in page
    assert f"/inngrep/{stream}/skjema/intervention.InterventionReportedToGuardians" in page
    assert town.comes("fremmed").get(f"/inngrep/{stream}").status_code == 404
    assert town.comes("rektor-b").get(f"/inngrep/{stream}").status_code == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"pupil": ""}, "wanted"),
        ({"conditions": ""}, "conditions"),
        ({"conditions": "z"}, "conditions"),
        ({"milder_means_tried": ""}, "milder_means_tried"),
        ({"what_happened": ""}, "what_happened"),
        ({"intervention": ""}, "intervention"),
        ({"witnesses": str(UUID(int=5))}, "witnesses"),
    ],
)
def test_what_the_law_asks_for_must_be_there(town: Town, change: dict[str, str], field: str):
    answer = town.comes("laerer").post(FORM, form(**change))

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert town.of("intervention.PhysicalInterventionRecorded") == []


def test_every_step_leads_to_its_form(town: Town):
    answer = town.comes("laerer").post(FORM, form(repeated="1"))
    stream = UUID(answer.location.split("melding=")[1])
    leader = town.comes("rektor")

    for fact in ("InterventionReportedToGuardians", "InterventionReportedToMunicipality", "DebriefHeld"):
        assert leader.get(f"/inngrep/{stream}/skjema/intervention.{fact}").status_code == 200


def test_the_municipality_finds_it_in_its_inbox_and_confirms_it(town: Town):
    rektor, owner = town.comes("rektor"), town.comes("skoleeier")
    answer = town.comes("laerer").post(FORM, form(repeated="1"))
    stream = UUID(answer.location.split("melding=")[1])
    assert owner.get(f"/inngrep/{stream}").status_code != 200
    form_page = f"/inngrep/{stream}/skjema/intervention.InterventionReportedToMunicipality"
    assert rektor.post(form_page, {"seen_version": str(len(town.events(stream)))}, page=form_page).status_code == 303

    listed = owner.get("/eierinnboks").text
    assert "Fysisk inngrep" in listed
    assert f"/inngrep/{stream}" in listed
    assert owner.get(f"/inngrep/{stream}").status_code == 200
    assert owner.post(f"/eierinnboks/{stream}/mottatt", {}, page="/eierinnboks").status_code == 303

    assert town.events(stream)[-1].event.acknowledged_by == person("skoleeier")
    assert f"/inngrep/{stream}" not in owner.get("/eierinnboks").text
