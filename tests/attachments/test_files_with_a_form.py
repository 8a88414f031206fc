"""Files are laid beside whatever is recorded; a form that comes back has lost none of them."""

import io

from attachments.test_inspection import picture
from record.forms_by_hand import in_form, opened, skjema
from town import matter

from services.case_service.attachments.inspection import EICAR

CASE = matter("sak")
HEARD = skjema(CASE, "case.PupilHeard")
ANSWERS = {"form": "conversation", "outcome": "stated_view", "view": "Ho viste meg ein tegning.", "weight": "heavy"}


def sends(visitor, form, /, *contents, **changed):
    files = [(io.BytesIO(content), f"{number}.bin") for number, content in enumerate(contents)]
    filled = {**form, **{name: value if isinstance(value, list) else [value] for name, value in changed.items()}}
    return visitor.client.post(
        HEARD, data={**filled, "files": files}, headers={"Accept": "text/html"}, content_type="multipart/form-data"
    )


def test_a_drawing_is_laid_beside_what_the_pupil_said(town):
    rektor, drawing = town.comes("rektor"), picture(size=(300, 200))

    answer = sends(rektor, opened(rektor, HEARD), drawing, **ANSWERS)

    assert answer.status_code == 303
    [file] = town.events(CASE)[-1].envelope.attachments
    assert rektor.get(f"/vedlegg/{CASE}/{file.id}").data == drawing


def test_a_form_that_comes_back_has_kept_the_files(town):
    rektor, drawing = town.comes("rektor"), picture(size=(300, 200))
    wrong = sends(rektor, opened(rektor, HEARD), drawing, **{**ANSWERS, "weight": "tonnes"})
    assert wrong.status_code == 422
    assert "Fil 1: JP" in wrong.text

    answer = sends(rektor, in_form(wrong), picture(size=(20, 20)), weight="heavy")

    assert answer.status_code == 303
    assert len(town.events(CASE)[-1].envelope.attachments) == 2


def test_a_file_that_was_kept_can_be_left_out_again(town):
    rektor = town.comes("rektor")
    form = in_form(sends(rektor, opened(rektor, HEARD), picture(), **{**ANSWERS, "weight": "tonnes"}))

    sends(rektor, form, weight="heavy", kept_file=[])

    assert town.events(CASE)[-1].envelope.attachments == ()


def test_a_harmful_file_stops_the_form_and_takes_no_other_along(town):
    rektor, before = town.comes("rektor"), len(town.events(CASE))

    answer = sends(rektor, opened(rektor, HEARD), EICAR, picture(), **ANSWERS)

    assert answer.status_code == 422
    assert "Fil 1: Filen er kjent som skadelig" in answer.text
    assert len(in_form(answer)["kept_file"]) == 1
    assert in_form(answer)["view"] == [ANSWERS["view"]]
    assert len(town.events(CASE)) == before


def test_files_stand_in_the_draft(town):
    rektor = town.comes("rektor")
    saved = sends(rektor, opened(rektor, HEARD), picture(), **ANSWERS, save_draft="1")
    form = opened(rektor, saved.headers["Location"])

    sends(rektor, form)

    assert len(town.events(CASE)[-1].envelope.attachments) == 1


def test_a47_nobody_brings_another_persons_file_into_a_form(town):
    rektor, handler = town.comes("rektor"), town.comes("saksbehandler")
    mark = in_form(sends(rektor, opened(rektor, HEARD), picture(), **{**ANSWERS, "weight": "tonnes"}))["kept_file"]

    for forged in (mark, ["eyJhIjoxfQ.abc"], [mark[0][:-1]]):
        answer = sends(handler, opened(handler, HEARD), **ANSWERS, kept_file=forged)
        assert answer.status_code == 422
        assert "Velg den på nytt" in answer.text


def test_a_double_click_lays_down_one_file(town):
    rektor = town.comes("rektor")
    form, drawing = opened(rektor, HEARD), picture()
    before = len(town.events(CASE))

    assert [sends(rektor, form, drawing, **ANSWERS).status_code for _ in range(2)] == [303, 303]

    assert len(town.events(CASE)) == before + 1
    assert len(list((town.home / "attachments").glob("*/*.sealed"))) == 1
