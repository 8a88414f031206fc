"""Places are marked on the school's own map, and written by name where there is none."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect
from record.forms_by_hand import opened, sends, skjema
from record.town_in_browser import ServedTown
from town import A, Town, matter

from events.base import Stream
from events.organisation import SchoolMapPublished
from services.case_service.streams import school_stream

CASE = matter("sak")
FORM = skjema(CASE, "case.SchoolyardMapCollected")
COUNTED = {"maps": "1", "unsafe_places": "1", "sent_to_principal": "yes", "summary": "Utrygt ved boden."}


def publish(town: Town) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (400, 200), "white").save(picture, "PNG")
    school = school_stream("lyngfjord", A)
    file = town.server.desk.vault.keep(picture.getvalue(), subject=school)
    town.happens(Stream.SCHOOL, school, SchoolMapPublished(map_version=1), attachments=(file,))


def test_without_a_map_places_are_written_by_name(town):
    rektor = town.comes("rektor")
    assert "data-school-map" not in rektor.get(FORM).text
    answer = sends(rektor, FORM, opened(rektor, FORM), **COUNTED, **{"marked.0.unsafe": "Bak boden"})
    assert answer.status_code == 303
    assert [one.unsafe for one in town.events(CASE)[-1].event.marked] == ["Bak boden"]


@pytest.mark.parametrize("login", ["fremmed", "mor", "rektor-b"])
def test_the_map_is_for_those_who_record_in_the_case(town, login):
    publish(town)
    assert town.comes("rektor").get(f"/skolekart/{CASE}").mimetype == "image/jpeg"
    assert town.comes(login).get(f"/skolekart/{CASE}").status_code in {303, 404}


def test_a_click_on_the_map_writes_the_place_into_the_field(place: ServedTown, browser: Browser):
    publish(place.town)
    context = place.comes(browser, "rektor")
    page = context.new_page()
    page.goto(FORM)
    page.locator("[name='marked.0.unsafe']").focus()
    picture = page.locator("[data-school-map] img")
    box = picture.bounding_box()
    picture.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.5})
    expect(page.locator("[name='marked.0.unsafe']")).to_have_value("(25, 50)")
    expect(page.locator(".map-mark")).to_have_count(1)
    context.close()
