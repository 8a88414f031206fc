import io
import re
from uuid import uuid4

import pytest
from attachments.test_inspection import picture
from town import matter
from web_server import CSRF, PAGE

from services.case_service.attachments.inspection import EICAR
from services.case_service.http.attachments.blueprint import LARGEST_FORM, MOST_FILES

HIDDEN = re.compile(r'name="(idempotency_key|seen_version)" value="([^"]*)"')
LINK = re.compile(r"/vedlegg/[0-9a-f-]{36}/[0-9a-f-]{36}")
OTHER_EACH_TIME = re.compile(r'nonce="[^"]+"|csrf_token" value="[^"]+"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}')
CASE = f"/saker/{matter('sak')}"
PAGE_OF_FORM = f"{CASE}/legg-ved"


def form_of(visitor):
    page = visitor.get(PAGE_OF_FORM).text
    return {**dict(HIDDEN.findall(page)), "csrf_token": CSRF.search(page).group(1)}


def attach(visitor, *contents, form=None, **given):
    files = [(io.BytesIO(content), f"../../<script>alert({number})</script>.jpg") for number, content in enumerate(contents)]
    data = {**(form or form_of(visitor)), "kind": "photo", "title": "Bilde av sekken", **given, "files": files}
    return visitor.client.post(PAGE_OF_FORM, data=data, headers=PAGE, content_type="multipart/form-data")


def attached(town):
    return [one for one in town.events(matter("sak")) if one.topic == "case.DocumentAdded"]


def link_of(visitor):
    return LINK.search(visitor.get(f"{CASE}/dokumenter").text).group(0)


def test_a_photo_is_attached_and_handed_out_as_it_was(town):
    rektor, photo = town.comes("rektor"), picture(size=(300, 200))

    answer = attach(rektor, photo)

    assert answer.status_code == 303
    [told] = attached(town)
    assert told.event.title == "Bilde av sekken"
    got = rektor.get(link_of(rektor))
    assert got.data == photo
    assert got.mimetype == "image/jpeg"


def test_a45_a_file_is_handed_out_to_be_saved_and_never_to_be_run(town):
    rektor = town.comes("rektor")
    attach(rektor, picture())

    got = rektor.get(link_of(rektor))

    assert got.headers["Content-Disposition"].startswith("attachment;")
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in got.headers["Content-Security-Policy"]
    assert got.headers["Cache-Control"] == "no-store"


def test_a28_a43_what_somebody_called_the_file_goes_nowhere(town):
    rektor = town.comes("rektor")
    attach(rektor, picture())

    got = rektor.get(link_of(rektor))

    assert "script" not in got.headers["Content-Disposition"]
    assert ".." not in got.headers["Content-Disposition"]
    assert "alert(0)" not in rektor.get(f"{CASE}/dokumenter").text


def test_the_picture_on_the_page_is_a_copy_that_was_made_anew(town):
    rektor, photo = town.comes("rektor"), picture(size=(3000, 1000))
    attach(rektor, photo)

    got = rektor.get(f"{link_of(rektor)}/bilde")

    assert got.mimetype == "image/jpeg"
    assert got.data != photo
    assert len(got.data) < len(photo) or got.data[:3] == b"\xff\xd8\xff"


def test_every_time_a_file_is_handed_out_is_logged_as_a_reading_of_its_event(town):
    rektor = town.comes("rektor")
    attach(rektor, picture())
    [told] = attached(town)
    link = link_of(rektor)
    before = len(town.of("access.ContentRead"))

    rektor.get(link)

    [*_, last] = town.of("access.ContentRead")
    assert len(town.of("access.ContentRead")) == before + 1
    assert last.of_events == (told.envelope.event_id,)


@pytest.mark.parametrize("login", ["rektor-b", "fremmed", "melder", "annen-mor", "far-uten-ansvar"])
def test_a02_whoever_may_not_read_the_case_gets_the_answer_of_a_file_that_does_not_exist(town, login):
    attach(town.comes("rektor"), picture())
    link = link_of(town.comes("rektor"))
    visitor = town.comes(login)

    paths = (link, f"/vedlegg/{matter('sak')}/{uuid4()}", f"/vedlegg/{uuid4()}/{uuid4()}")
    files = {OTHER_EACH_TIME.sub("", visitor.get(path).text) for path in paths}
    pictures = {OTHER_EACH_TIME.sub("", visitor.get(f"{path}/bilde").text) for path in paths}

    assert (len(files), len(pictures)) == (1, 1)
    assert visitor.get(link).status_code in {303, 404}


def test_a_file_of_one_case_is_not_found_through_another(town):
    rektor = town.comes("rektor")
    attach(rektor, picture())
    [attachment] = attached(town)[0].envelope.attachments

    assert rektor.get(f"/vedlegg/{matter('annen-sak')}/{attachment.id}").status_code == 404


def test_the_form_sent_twice_attaches_once(town):
    rektor = town.comes("rektor")
    form, photo = form_of(rektor), picture()

    first, second = attach(rektor, photo, form=form), attach(rektor, photo, form=form)

    assert (first.status_code, second.status_code) == (303, 303)
    assert len(attached(town)) == 1


def test_another_file_under_the_same_form_never_takes_the_place_of_what_was_recorded(town):
    rektor = town.comes("rektor")
    form, photo = form_of(rektor), picture()
    attach(rektor, photo, form=form)

    again = attach(rektor, picture(size=(90, 90)), form=form)

    assert again.status_code == 422
    assert rektor.get(link_of(rektor)).data == photo


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"<svg onload=alert(1)>", "Denne typen fil"), (b"\xff\xd8\xff" + EICAR, "kjent som skadelig"), (b"", "Filen er tom")],
)
def test_a_file_that_is_not_accepted_is_told_with_its_reason_and_nothing_is_recorded(town, content, said):
    answer = attach(town.comes("rektor"), content)

    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="Bilde av sekken"' in answer.text
    assert attached(town) == []


def test_what_is_missing_is_told_at_once_with_links_to_the_fields(town):
    rektor = town.comes("rektor")

    answer = attach(rektor, title=" ", kind="")

    assert answer.status_code == 422
    assert all(f'href="#{name}"' in answer.text for name in ("files", "title", "kind"))


def test_more_files_than_the_form_takes_are_refused(town):
    answer = attach(town.comes("rektor"), *[picture()] * (MOST_FILES + 1))

    assert answer.status_code == 422
    assert attached(town) == []


def test_a44_a_form_larger_than_any_file_is_refused_before_it_is_read(town):
    rektor = town.comes("rektor")

    answer = rektor.client.post(PAGE_OF_FORM, headers=PAGE, environ_overrides={"CONTENT_LENGTH": str(LARGEST_FORM + 1)})

    assert answer.status_code == 413
    assert attached(town) == []


@pytest.mark.parametrize("login", ["fremmed", "melder", "mor", "rektor-b"])
def test_whoever_may_not_record_in_the_case_cannot_attach(town, login):
    assert town.comes(login).get(PAGE_OF_FORM).status_code in {303, 404}


def test_a_recording_is_played_on_the_page_and_given_in_the_parts_that_a_player_asks_for(town):
    rektor, recording = town.comes("rektor"), b"\x00\x00\x00\x20ftypM4A " + bytes(range(100))
    attach(rektor, recording, kind="recording")

    assert "<audio controls" in rektor.get(f"{CASE}/dokumenter").text
    part = rektor.client.get(link_of(rektor), headers={**PAGE, "Range": "bytes=4-11"})
    assert (part.status_code, part.data) == (206, recording[4:12])
