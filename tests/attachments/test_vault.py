import io
import os
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from msgspec.structs import replace
from PIL import Image

from services.case_service.attachments.vault import AttachmentChangedError, AttachmentLostError, Vault
from services.case_service.drafts import KEPT
from services.case_service.store import SQLiteFile, StoreSettings, migrate, open_store
from services.case_service.store.errors import TamperedError

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    settings = StoreSettings(
        tenant="lyngfjord",
        events=SQLiteFile(path=tmp_path / "events.sqlite"),
        keys=SQLiteFile(path=tmp_path / "keys.sqlite"),
        kek=bytes(32),
    )
    migrate(settings)
    with open_store(settings) as opened:
        yield opened


@pytest.fixture
def vault(tmp_path, store):
    return Vault(tmp_path / "attachments", store)


def photo():
    out = io.BytesIO()
    Image.effect_noise((60, 60), 50).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def files(tmp_path):
    return [file for file in (tmp_path / "attachments").rglob("*") if file.is_file()]


def test_a_file_that_was_laid_down_is_the_same_when_it_is_taken_out(vault):
    case, content = uuid4(), photo()

    kept = vault.keep(content, subject=case)

    assert vault.open(kept, subject=case) == content
    assert (kept.media_type, kept.size) == ("image/jpeg", len(content))


def test_nothing_of_the_file_can_be_read_on_the_disk(vault, tmp_path):
    content = photo()
    vault.keep(content, subject=uuid4())
    [file] = files(tmp_path)

    assert content[200:232] not in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0


def test_a59_a_file_of_another_case_cannot_be_put_in_its_place(vault):
    case, other = uuid4(), uuid4()
    mine, theirs = vault.keep(photo(), subject=case), vault.keep(photo(), subject=other)
    vault._place(mine.id).write_bytes(vault._place(theirs.id).read_bytes())

    with pytest.raises(TamperedError):
        vault.open(mine, subject=case)


def test_a_file_that_is_not_the_one_the_event_tells_of_is_refused(vault):
    case = uuid4()
    kept = vault.keep(photo(), subject=case)

    with pytest.raises(AttachmentChangedError):
        vault.open(replace(kept, sha256="0" * 64), subject=case)


def test_a_file_that_is_gone_is_told_as_lost(vault):
    case = uuid4()
    kept = vault.keep(photo(), subject=case)
    vault._place(kept.id).unlink()

    with pytest.raises(AttachmentLostError):
        vault.open(kept, subject=case)


def test_a_file_that_no_event_tells_of_is_swept_away_when_no_draft_can_hold_it_any_more(vault, tmp_path):
    case = uuid4()
    told, left = vault.keep(photo(), subject=case), vault.keep(photo(), subject=case)
    for one in (told, left):
        os.utime(vault._place(one.id), (NOW.timestamp(), NOW.timestamp()))

    assert vault.sweep({told.id}, NOW + KEPT) == 0
    assert vault.sweep({told.id}, NOW + KEPT + timedelta(days=2)) == 1
    assert vault.open(told, subject=case) is not None
    assert len(files(tmp_path)) == 1


def test_what_was_half_written_when_the_machine_stopped_goes_too_and_the_whole_file_stays(vault):
    case = uuid4()
    kept = vault.keep(photo(), subject=case)
    place = vault._place(kept.id)
    half = place.with_name(f".{place.name}.0123456789abcdef.new")
    half.write_bytes(b"half")
    os.utime(half, (NOW.timestamp(), NOW.timestamp()))

    assert vault.sweep({kept.id}, NOW + KEPT + timedelta(days=2)) == 1
    assert not half.exists()
    assert vault.open(kept, subject=case) is not None
