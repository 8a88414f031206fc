"""A OneRoster bundle from outside is read whole, or not at all."""

from __future__ import annotations

import io
import zipfile

import pytest

from services.case_service.roster import bundle
from services.case_service.roster.bundle import BundleError, BundleFault, tables

MANIFEST = "propertyName,value\noneroster.version,1.2\nfile.users,bulk\nfile.orgs,absent\n"
USERS = "sourcedId,givenName,familyName\nu1,Áile,Sjøgård\n"


def zipped(*files: tuple[str, str | bytes]) -> bytes:
    """A zip of these files, in this order."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return made.getvalue()


def test_names_are_read_letter_by_letter() -> None:
    read = tables(zipped(("manifest.csv", MANIFEST), ("users.csv", b"\xef\xbb\xbf" + USERS.encode())))

    assert read == {"users": ({"sourcedId": "u1", "givenName": "Áile", "familyName": "Sjøgård"},)}


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"%PDF-1.7", BundleFault.NOT_A_ZIP),
        (zipped(("manifest.csv", MANIFEST), ("users.csv", USERS))[:-40], BundleFault.NOT_A_ZIP),
        (zipped(("users.csv", USERS)), BundleFault.NO_MANIFEST),
        (zipped(("manifest.csv", MANIFEST)), BundleFault.FILE_MISSING),
        (zipped(("manifest.csv", MANIFEST.replace("1.2", "1.1"))), BundleFault.OTHER_VERSION),
        (zipped(("manifest.csv", MANIFEST.replace("bulk", "delta")), ("users.csv", USERS)), BundleFault.ONLY_CHANGES),
        (zipped(("manifest.csv", MANIFEST), ("../users.csv", USERS)), BundleFault.FOREIGN_PATH),
        (zipped(("manifest.csv", MANIFEST), ("..\\users.csv", USERS)), BundleFault.FOREIGN_PATH),
        (zipped(("manifest.csv", MANIFEST), ("more.zip", zipped(("users.csv", USERS)))), BundleFault.FOREIGN_PATH),
        (zipped(*((f"{n}.csv", "") for n in range(41))), BundleFault.TOO_MANY_FILES),
        (zipped(("manifest.csv", MANIFEST), ("users.csv", USERS.encode("latin-1", "replace"))), BundleFault.NOT_UTF8),
    ],
)
def test_a_bundle_that_cannot_be_trusted_is_not_read(content: bytes, fault: BundleFault) -> None:
    with pytest.raises(BundleError) as refused:
        tables(content)

    assert refused.value.fault is fault


def test_two_files_of_one_name_are_refused() -> None:
    twice = zipped(("manifest.csv", MANIFEST), ("users.csv", USERS), ("uzers.csv", USERS)).replace(b"uzers.csv", b"users.csv")

    with pytest.raises(BundleError) as refused:
        tables(twice)

    assert refused.value.fault is BundleFault.FILE_TWICE


def test_a_zip_bomb_is_stopped_while_it_is_unpacked() -> None:
    bomb = zipped(("manifest.csv", MANIFEST), ("users.csv", b"0" * (bundle.LARGEST_FILE + 1)))

    with pytest.raises(BundleError) as refused:
        tables(bomb)

    assert refused.value.fault is BundleFault.TOO_LARGE


@pytest.mark.parametrize(("row", "line"), [("u2,Ola", 3), ("u2,Ola,Nes,more", 3), ("u2,O\x00la,Nes", 3)])
def test_a_broken_row_is_named_by_file_and_line(row: str, line: int) -> None:
    with pytest.raises(BundleError) as refused:
        tables(zipped(("manifest.csv", MANIFEST), ("users.csv", USERS + row + "\n")))

    assert (refused.value.fault, refused.value.file, refused.value.line) == (BundleFault.BROKEN_TABLE, "users.csv", line)
