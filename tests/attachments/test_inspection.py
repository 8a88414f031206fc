import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from services.case_service.attachments.inspection import EICAR, Fault, NotAcceptedError, inspect
from services.case_service.attachments.kinds import JPEG, KINDS, M4A, PDF, PNG, WEBP
from services.case_service.attachments.preview import preview
from texts import Language, text


def picture(form="JPEG", size=(40, 30), **more):
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, form, **more)
    return out.getvalue()


def pdf(change=None):
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if change is not None:
        change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def fault_of(content):
    with pytest.raises(NotAcceptedError) as refused:
        inspect(content)
    return refused.value.fault


@pytest.mark.parametrize(("form", "kind"), [("JPEG", JPEG), ("PNG", PNG), ("WEBP", WEBP)])
def test_a_photo_is_known_by_its_content(form, kind):
    assert inspect(picture(form)) is kind


def test_a_plain_pdf_is_accepted():
    assert inspect(pdf()) is PDF


def test_a_recording_from_a_phone_is_accepted():
    assert inspect(b"\x00\x00\x00\x20ftypM4A " + bytes(100)) is M4A


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><script>alert(1)</script>",
        b"MZ" + bytes(100),
        b"PK\x03\x04" + bytes(100),
        b"GIF89a<script>alert(1)</script>",
        b"#!/bin/sh\nrm -rf /\n",
    ],
)
def test_a45_what_is_no_photo_pdf_or_recording_is_refused(content):
    assert fault_of(content) is Fault.UNKNOWN_KIND


def test_a45_a_file_that_only_begins_like_a_photo_is_refused():
    assert fault_of(b"\xff\xd8\xff\xe0" + b"<script>alert(1)</script>" * 20) is Fault.DAMAGED


def test_a45_a_photo_with_an_archive_hidden_behind_it_is_refused():
    hidden = io.BytesIO()
    with zipfile.ZipFile(hidden, "w") as archive:
        archive.writestr("a.html", "<script>")

    assert fault_of(picture() + hidden.getvalue()) is Fault.TWO_IN_ONE


def test_a44_a_picture_bomb_is_refused_before_it_is_unpacked():
    assert fault_of(picture("PNG", (12000, 12000), compress_level=9)) is Fault.TOO_MANY_PIXELS


def test_a44_a_file_over_its_kinds_limit_is_refused():
    assert fault_of(b"\xff\xd8\xff\xe0" + bytes(JPEG.largest)) is Fault.TOO_LARGE


def with_script(writer):
    action = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x")})
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(action)


def with_file(writer):
    writer.add_attachment("a.txt", b"hidden")


def with_launch(writer):
    action = DictionaryObject({NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("calc.exe")})
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(action)


def with_script_deep_down(writer):
    action = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x")})
    note = DictionaryObject({NameObject("/Subtype"): NameObject("/Link"), NameObject("/A"): writer._add_object(action)})
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])


@pytest.mark.parametrize("harm", [with_script, with_file, with_launch, with_script_deep_down])
def test_a44_a_pdf_that_runs_opens_or_carries_something_is_refused(harm):
    assert fault_of(pdf(harm)) is Fault.ACTIVE_CONTENT


def test_a_pdf_behind_a_password_is_refused():
    assert fault_of(pdf(lambda writer: writer.encrypt("secret", algorithm="AES-256"))) is Fault.ENCRYPTED


def test_a50_the_virus_test_file_is_refused_wherever_it_stands():
    assert fault_of(EICAR) is Fault.VIRUS
    assert fault_of(picture() + EICAR) is Fault.VIRUS


def test_an_empty_file_is_refused():
    assert fault_of(b"") is Fault.EMPTY


@pytest.mark.filterwarnings("ignore")
@given(st.binary(max_size=400), st.sampled_from([b"%PDF-1.7\n", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b""]))
def test_whatever_comes_is_accepted_or_refused_with_a_reason(content, beginning):
    with suppress(NotAcceptedError):
        assert inspect(beginning + content) in KINDS


@pytest.mark.parametrize("fault", Fault)
def test_every_reason_is_told_in_every_language(fault):
    assert all(text(f"attachment.fault.{fault.value}", language) for language in Language)


def test_the_copy_that_is_shown_does_not_tell_where_the_photo_was_taken():
    place = Image.Exif()
    place[0x010F] = "Kamera"
    place.get_ifd(0x8825)[1] = "N"
    taken = picture(size=(3000, 2000), exif=place)

    with Image.open(io.BytesIO(preview(taken))) as shown:
        assert not dict(shown.getexif())
        assert shown.size == (1600, 1067)
