"""A04, A07 and A71 over the API: it shows and takes no more than the pages do, and logs what it showed and nothing else."""

from __future__ import annotations

from uuid import UUID, uuid4, uuid5

import pytest
from api.programs import Program
from record.forms_by_hand import opened, sends, skjema
from town import SPACE, Town, matter, person

CASE = matter("sak")


@pytest.mark.parametrize("who", ["rektor", "saksbehandler"])
def test_a04_who_sees_the_whole_case_sees_its_duties_on_the_page_and_over_the_api(town: Town, who: str):
    assert town.comes(who).get(f"/saker/{CASE}/plikter").status_code == 200
    assert Program.of(town, who).get(f"/matters/{CASE}/obligations").status_code == 200


def test_a04_who_sees_a_part_of_the_case_sees_its_duties_nowhere(town: Town):
    assert town.comes("laerer").get(f"/saker/{CASE}/plikter").status_code == 404
    assert Program.of(town, "laerer").get(f"/matters/{CASE}/obligations").status_code == 404


def test_a71_what_is_logged_as_read_is_what_was_shown_to_who_sees_it_whole(town: Town):
    assert_logged_is_shown(town, "saksbehandler")


def test_a71_what_is_logged_as_read_is_what_was_shown_to_who_sees_a_part(town: Town):
    assert_logged_is_shown(town, "laerer")


def assert_logged_is_shown(town: Town, who: str) -> None:
    before = len(town.of("access.ContentRead"))
    shown = [UUID(one["id"]) for one in Program.of(town, who).get(f"/matters/{CASE}/events?limit=200").json["items"]]
    (logged,) = town.of("access.ContentRead")[before:]
    assert shown
    assert list(logged.of_events) == shown


HEARD = {"form": "conversation", "outcome": "stated_view", "weight": "heavy", "view": "Syn"}
REFERENCES: dict[str, tuple[str, dict[str, str]]] = {
    "a child of another school": ("case.PupilHeard", {**HEARD, "pupil": str(uuid5(SPACE, "pupil-of-sak-b"))}),
    "a case of another school": ("case.CaseLinked", {"other_case": str(matter("sak-b")), "other_pupil_role": "offending"}),
    "a case that is none": ("case.CaseLinked", {"other_case": str(uuid4()), "other_pupil_role": "offending"}),
    "an employee of another school": ("case.MeasureAdded", {"executor": str(person("rektor-b")), "title": "Vakt"}),
}


@pytest.mark.parametrize("name", REFERENCES)
def test_a07_a_form_takes_nobody_and_nothing_that_it_does_not_offer(town: Town, name: str):
    topic, fact = REFERENCES[name]
    visitor, path, before = town.comes("rektor"), skjema(CASE, topic), len(town.events(CASE))
    answer = sends(visitor, path, opened(visitor, path), **fact)
    assert answer.status_code == 422
    assert any(f'id="f-{field}-error"' in answer.text for field in ("pupil", "other_case", "executor"))
    assert len(town.events(CASE)) == before


@pytest.mark.parametrize("name", REFERENCES)
def test_a07_a_fact_names_nobody_and_nothing_that_its_form_would_not_offer(town: Town, name: str):
    topic, fact = REFERENCES[name]
    fact = {"measure": str(uuid4()), **fact} if topic == "case.MeasureAdded" else fact
    answer = Program.of(town, "rektor").record(CASE, topic, fact)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"].startswith("/fact/")
