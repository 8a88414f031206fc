"""A picture of what stood on a screen goes with what a child tells, and with a report at the school's own device."""

import io
import re

import pytest
from attachments.test_inspection import picture
from reporters.test_kiosk import issued
from town import A, Town, Visitor
from web_server import CSRF, PAGE

KEY = re.compile(r'name="idempotency_key" value="([^"]*)"')
MARK = re.compile(r'name="kept_file"[^>]*value="([^"]+)"')
TELL, TELL_FORM = "/si-fra/kvittering", "/si-fra"


def sent(visitor, *contents, to=TELL, form=TELL_FORM, **fields):
    page = visitor.get(form).text
    least = {
        "csrf_token": CSRF.search(page).group(1),
        "idempotency_key": KEY.search(page).group(1),
        "school": A,
        "words": "Se hva de skriver om meg.",
    }
    files = [(io.BytesIO(content), "Screenshot.jpg") for content in contents]
    return visitor.client.post(to, data={**least, **fields, "files": files}, headers=PAGE, content_type="multipart/form-data")


def concern_of(town: Town):
    return next(one for one in reversed(town.log()) if one.topic in {"case.ConcernReceived", "heightened.HeightenedReportReceived"})


def lies_there(town: Town, photo: bytes) -> bool:
    told = concern_of(town)
    [file] = told.envelope.attachments
    return town.server.desk.vault.open(file, subject=told.envelope.case_id) == photo


@pytest.mark.parametrize("doer", ["pupils", "adult", "leader"])
def test_a_childs_picture_lies_in_the_matter_that_its_words_begin(town: Town, nobody: Visitor, doer: str):
    photo = picture(size=(400, 300))

    assert sent(nobody, photo, doer=doer).status_code == 200
    assert lies_there(town, photo)


def test_a_form_that_comes_back_has_kept_the_picture(town: Town, nobody: Visitor):
    photo = picture(size=(400, 300))
    back = sent(nobody, photo, words="")
    assert back.status_code == 422
    mark, key = MARK.search(back.text).group(1), KEY.search(back.text).group(1)

    assert sent(nobody, idempotency_key=key, kept_file=mark).status_code == 200
    assert lies_there(town, photo)


def test_the_mark_of_one_form_opens_nothing_in_another(town: Town, nobody: Visitor):
    back = sent(nobody, picture(size=(400, 300)), words="")
    mark = MARK.search(back.text).group(1)

    other = sent(nobody, kept_file=mark)

    assert other.status_code == 200 or "Velg den på nytt" in other.text
    assert town.log()[-1].envelope.attachments == ()


def test_what_is_no_picture_is_told_and_the_words_are_kept(town: Town, nobody: Visitor):
    before = len(town.log())

    answer = sent(nobody, b"MZ this is a program")

    assert answer.status_code == 422
    assert "Fil 1: Denne typen fil kan ikke legges ved" in answer.text
    assert "Se hva de skriver om meg." in answer.text
    assert len(town.log()) == before


def test_files_that_are_never_reported_are_a_flood_too(nobody: Visitor):
    photo = picture(size=(40, 30))
    answers = [sent(nobody, photo, words="").status_code for _ in range(21)]

    assert answers[0] == 422
    assert answers[-1] == 429


def test_a_report_at_the_schools_device_takes_pictures(town: Town, nobody: Visitor):
    address, photo = issued(town), picture(size=(400, 300))
    fields = {"reporter_name": "Renholder Bø", "described": "En gutt i tredje", "own_words": "Han viste meg telefonen."}

    answer = sent(nobody, photo, to=address, form=address, **fields)

    assert answer.status_code == 200
    assert lies_there(town, photo)
