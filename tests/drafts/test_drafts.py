"""A draft is sealed, belongs to its writer alone, and goes when it is recorded or after two weeks."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace

from services.case_service.drafts import KEPT, DraftKeys, DraftPlace, Drafts, DraftTooLargeError

NOW = datetime(2026, 11, 3, 9, 42, tzinfo=UTC)
CANARY = "Kanarifugl æøå: ho græt i garderoben"
PLACE = DraftPlace(writer=UUID(int=1), matter=UUID(int=2), form="case.ConversationHeld")


@pytest.fixture
def drafts(tmp_path):
    return Drafts(tmp_path / "drafts.sqlite", DraftKeys(b"k" * 32))


def test_a_draft_comes_back_letter_for_letter(drafts):
    posted = {"own_words": (CANARY,), "methods": ("conversation", "observation"), "empty": ("",)}
    drafts.save(PLACE, posted, NOW)
    found = drafts.find(PLACE, NOW)
    assert found is not None
    assert (found.posted, found.saved_at, found.place) == (posted, NOW, PLACE)


def test_a_newer_draft_takes_the_place_of_the_older(drafts):
    drafts.save(PLACE, {"own_words": ("one",)}, NOW)
    drafts.save(PLACE, {"own_words": ("two",)}, NOW + timedelta(minutes=1))
    assert drafts.find(PLACE, NOW + timedelta(minutes=2)).posted == {"own_words": ("two",)}
    assert len(drafts.drafts_of(PLACE.writer, NOW)) == 1


@pytest.mark.parametrize("change", [{"writer": UUID(int=9)}, {"matter": UUID(int=9)}, {"form": "case.CaseClosed"}])
def test_a_draft_is_found_only_by_its_writer_in_its_matter_and_form(drafts, change):
    drafts.save(PLACE, {"own_words": (CANARY,)}, NOW)
    assert drafts.find(replace(PLACE, **change), NOW) is None


def test_a_draft_that_was_thrown_away_is_gone(drafts):
    drafts.save(PLACE, {"own_words": (CANARY,)}, NOW)
    drafts.drop(PLACE)
    assert drafts.find(PLACE, NOW) is None


def test_after_two_weeks_a_draft_is_gone_from_the_file_too(drafts, tmp_path):
    drafts.save(PLACE, {"own_words": (CANARY,)}, NOW)
    later = NOW + KEPT + timedelta(seconds=1)
    assert drafts.find(PLACE, later) is None
    drafts.save(replace(PLACE, form="case.PupilHeard"), {}, later)
    with closing(sqlite3.connect(tmp_path / "drafts.sqlite")) as db:
        assert db.execute("SELECT count(*) FROM drafts").fetchone() == (1,)


def test_nobody_reads_the_text_or_whom_it_is_about_in_the_file(drafts, tmp_path):
    drafts.save(PLACE, {"own_words": (CANARY,)}, NOW)
    content = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    for told in (CANARY.encode(), CANARY[:10].encode(), PLACE.form.encode(), PLACE.matter.bytes, str(PLACE.matter).encode()):
        assert told not in content


def test_a_draft_cannot_be_moved_to_another_place_or_read_with_another_key(drafts, tmp_path):
    drafts.save(PLACE, {"own_words": (CANARY,)}, NOW)
    other = replace(PLACE, matter=UUID(int=7))
    drafts.save(other, {}, NOW)
    with closing(sqlite3.connect(tmp_path / "drafts.sqlite")) as db, db:
        sealed = [row[0] for row in db.execute("SELECT sealed FROM drafts ORDER BY length(sealed) DESC")]
        db.execute("UPDATE drafts SET sealed = ?", [sealed[0]])
    assert drafts.find(other, NOW) is None
    assert Drafts(tmp_path / "drafts.sqlite", DraftKeys(b"x" * 32)).find(PLACE, NOW) is None


def test_the_file_is_its_owners_alone(drafts, tmp_path):
    drafts.save(PLACE, {}, NOW)
    assert (tmp_path / "drafts.sqlite").stat().st_mode & 0o777 == 0o600


def test_more_than_a_form_can_hold_is_refused(drafts):
    with pytest.raises(DraftTooLargeError):
        drafts.save(PLACE, {"own_words": ("x" * 1024 * 1024,)}, NOW)
