import io
import re

import pytest
from attachments.test_inspection import picture
from town import A, B, person
from web_server import CSRF, PAGE

from events.organisation import SchoolMapPublished
from services.case_service.streams import school_stream

HIDDEN = re.compile(r'name="(idempotency_key|version)" value="([^"]*)"')
PATH = f"/skolekart/{A}"
NO_PICTURE = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def publish(visitor, content, **given):
    shown = visitor.get(PATH).text
    data = {**dict(HIDDEN.findall(shown)), "csrf_token": CSRF.search(shown).group(1), **given}
    if content:
        data["files"] = (io.BytesIO(content), "kart.png")
    return visitor.client.post(PATH, data=data, headers=PAGE, content_type="multipart/form-data")


def maps(town):
    return [one for one in town.events(school_stream("lyngfjord", A)) if isinstance(one.event, SchoolMapPublished)]


def test_a_map_is_published_by_whoever_leads_the_school_and_seen_by_all_who_work_there(town):
    answer = publish(town.comes("rektor"), picture())

    assert answer.status_code == 303
    [told] = maps(town)
    assert (told.event.map_version, told.envelope.actor.ref) == (1, person("rektor"))
    seen = town.comes("laerer").get(f"{PATH}/1/bilde")
    assert (seen.status_code, seen.mimetype) == (200, "image/jpeg")
    assert town.comes("laerer").get("/skolekart").headers["Location"] == PATH


def test_a_new_map_stands_beside_the_old_one(town):
    rektor = town.comes("rektor")
    publish(rektor, picture())

    publish(rektor, picture(size=(50, 40)))

    assert [one.event.map_version for one in maps(town)] == [1, 2]
    page = rektor.get(PATH).text
    assert f"{PATH}/1/bilde" in page
    assert f"{PATH}/2/bilde" in page


@pytest.mark.parametrize("content", [None, NO_PICTURE, b"MZ a program"])
def test_what_is_no_picture_is_refused(town, content):
    answer = publish(town.comes("rektor"), content)

    assert answer.status_code == 422
    assert "ds-error-summary" in answer.text
    assert maps(town) == []


def test_a_form_that_is_sent_twice_publishes_one_map(town):
    rektor = town.comes("rektor")
    shown = dict(HIDDEN.findall(rektor.get(PATH).text))

    for _ in range(2):
        assert publish(rektor, picture(), **shown).status_code == 303
    assert len(maps(town)) == 1


def test_nobody_else_publishes_or_sees_it(town):
    publish(town.comes("rektor"), picture())

    for who in ("laerer", "skoleeier"):
        assert town.comes(who).post(PATH, {"version": "2"}).status_code == 403
    for who in ("rektor-b", "elev", "mor"):
        assert town.comes(who).get(f"{PATH}/1/bilde").status_code in {403, 404}
    assert town.comes("rektor-b").get(f"/skolekart/{B}").status_code == 200
