"""A photo of a message on a screen goes with the report, into each case that it begins."""

import io
import re
from uuid import UUID

from attachments.test_inspection import picture
from town import Town, person
from web_server import CSRF, PAGE

FORM = "/meld/bekymring"
KEY = re.compile(r'name="idempotency_key" value="([^"]*)"')


def sent(visitor, *contents, to=FORM, **form):
    page = visitor.get(to).text
    least = {
        "csrf_token": CSRF.search(page).group(1),
        "idempotency_key": KEY.search(page).group(1),
        "pupil": str(person("elev")),
        "own_words": "Hun viste meg meldingen.",
        "arena": "school",
    }
    files = [(io.BytesIO(content), "IMG_0001.jpg") for content in contents]
    return visitor.client.post(to, data={**least, **form, "files": files}, headers=PAGE, content_type="multipart/form-data")


def test_the_photo_lies_in_the_case_of_every_pupil_that_the_report_is_about(town: Town):
    photo = picture(size=(400, 300))

    answer = sent(town.comes("laerer"), photo, pupil=[str(person("elev")), str(person("annen-elev"))])

    assert answer.status_code == 303
    for stream in re.findall(r"[0-9a-f-]{36}", answer.location):
        concern = town.events(UUID(stream))[0]
        [file] = concern.envelope.attachments
        assert town.server.desk.vault.open(file, subject=concern.envelope.case_id) == photo


def test_a_report_that_comes_back_has_kept_the_photo(town: Town):
    laerer, photo = town.comes("laerer"), picture(size=(400, 300))
    back = sent(laerer, photo, own_words="")
    assert back.status_code == 422
    assert "Fil 1: JP" in back.text
    mark = re.search(r'name="kept_file"[^>]*value="([^"]+)"', back.text).group(1)

    answer = sent(laerer, idempotency_key=KEY.search(back.text).group(1), kept_file=mark)

    assert answer.status_code == 303
    concern = town.events(UUID(answer.location[-36:]))[0]
    assert len(concern.envelope.attachments) == 1


def test_what_is_no_photo_is_told_and_nothing_is_reported(town: Town):
    before = len(town.log())

    answer = sent(town.comes("laerer"), b"MZ this is a program")

    assert answer.status_code == 422
    assert "Fil 1: Denne typen fil kan ikke legges ved" in answer.text
    assert "Hun viste meg meldingen." in answer.text
    assert len(town.log()) == before


def test_a_physical_intervention_takes_photos_too(town: Town):
    form = {"what_happened": "Kastet en stol.", "intervention": "Holdt armene.", "conditions": "a", "milder_means_tried": "yes"}

    answer = sent(town.comes("laerer"), picture(), to="/meld/fysisk-inngrep", arena="classroom", **form)

    assert answer.status_code == 303
    assert len(town.events(UUID(answer.location.split("melding=")[1]))[0].envelope.attachments) == 1
