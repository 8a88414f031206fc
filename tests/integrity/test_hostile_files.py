"""A file that somebody made to make the verifier fail, or say what is not so, is refused with a reason."""

import io
import zipfile

import pytest
from integrity.package_making import ordinary_log, package
from integrity.remaking import codes, remade, verify

from services.integrity.package.canonical import canonical, parse
from services.integrity.verifier import varde_verify


@pytest.fixture(scope="module")
def good():
    return package(ordinary_log())


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"[" * 100_000, "not_json"),
        (b'{"a":' * 2000 + b"1" + b"}" * 2000, "not_json"),
        (b"1" * 5000, "not_json"),
        (b'{"a":1,"a":1}', "not_json"),
        (b'{"a":NaN}', "not_json"),
        (b'{"a":1e999}', "not_canonical"),
        (b'{"a": 1}', "not_canonical"),
        (b'{"b":1,"a":1}', "not_canonical"),
        (b'{"a":"\\u0041"}', "not_canonical"),
        (b'{"a":"\\ud800"}', "not_canonical"),
        (b"\xff\xfe{\x00}\x00", "not_json"),
        (b"\xef\xbb\xbf{}", "not_json"),
        (b"[]", "bad_fields"),
        (b"", "not_json"),
    ],
)
def test_hostile_json_is_refused_with_a_reason(good, content, code):
    def hostile(files):
        files["events.jsonl"] = content + b"\n" + files["events.jsonl"]

    assert code in codes(verify(remade(good, hostile)), "fails")


def zipped(compression=zipfile.ZIP_STORED, names=("manifest.json",), content=b"{}"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, compression)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_a_package"),
        (b"%PDF-1.7", "not_a_package"),
        (b"PK\x05\x06" + bytes(18), "not_a_package"),
        (zipped(zipfile.ZIP_DEFLATED, content=bytes(10_000_000)), "broken_header"),
        (zipped(names=("../../etc/passwd",)), "bad_name"),
        (zipped(names=("/etc/passwd",)), "bad_name"),
        (zipped(names=("a\\b",)), "bad_name"),
        (zipped(names=("a/b/c/d",)), "bad_name"),
        (zipped(names=("A.txt", "a.txt")), "misplaced_name"),
        (zipped(names=("aaaa", "bbbb")).replace(b"bbbb", b"aaaa"), "misplaced_name"),
        (zipped(names=("b", "a")), "misplaced_name"),
        (zipped(), "broken_directory"),
    ],
)
def test_another_zip_is_refused_with_a_reason(data, code):
    report = verify(data)
    assert codes(report, "fails") == [code]
    assert report.verdict != varde_verify.ALL_WELL


def test_a_package_of_a_later_format_asks_for_a_newer_verifier(good):
    def later(files):
        files["manifest.json"] = canonical(parse(files["manifest.json"]) | {"format": "varde-package/2"})

    report = verify(remade(good, later))
    assert (report.verdict, codes(report, "fails")) == (varde_verify.UNCHECKED, ["unknown_format"])


def test_what_the_file_says_of_itself_cannot_move_the_cursor():
    data = package(ordinary_log(), recipient="\x1b[2J\u202egnp.exe\nStemmer: ja")
    said = varde_verify.as_text(verify(data), "x.zip", "nb")
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert "\nStemmer" not in said
