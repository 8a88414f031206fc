"""A60, A62, A76, A77: what was disposed of is nowhere, an older key store is refused, and one person destroys nothing."""

from __future__ import annotations

import logging
import shutil
import tempfile
from pathlib import Path
from uuid import uuid4

import pytest
from disposal.canary import CASE, WORD, disposed, hits, planted, spellings, wrapped_keys
from disposal_steps import lapsed
from town import CANARY, Town, matter, person

from events.access import Disposed
from events.base import Stream
from events.envelope import Actor
from events.lists.access import DisposalBasis, ErasureOutcome
from events.lists.people import Role
from events.sealing import UNREADABLE, RetentionClass
from services.case_service.application import Request
from services.case_service.case_number import case_number
from services.case_service.disposal import OlderKeyStoreError, disposal_stream, refuse_older_keys
from services.case_service.domain.access.commands import Dispose
from services.case_service.domain.command import Refused
from services.case_service.store import KeyId, open_store

KEPT, NOTES = RetentionClass.PRESERVED, RetentionClass.WORKING_NOTE


@pytest.fixture
def temporary(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where everything that is written for a while goes."""
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def log_file(temporary: Path) -> Path:
    """The log of the process, with everything that it says."""
    file = temporary / "varde.log"
    handler = logging.FileHandler(file)
    logging.getLogger().addHandler(handler)
    return file


def test_a60_what_was_disposed_of_is_in_no_database_cache_file_log_or_temporary_file(
    town: Town, temporary: Path, log_file: Path
) -> None:
    before = planted(town, town.home)
    wrapped = wrapped_keys(before, CASE)
    others = {name: town.events(matter(name)) for name in ("annen-sak", "sak-b", "varslet")}
    assert len(wrapped) == 2
    assert hits([town.home], wrapped, but=before)
    (temporary / "control").write_text(WORD, encoding="utf-8")
    assert hits([town.home, temporary], spellings(), but=before) == {str(temporary / "control"): 1}
    (temporary / "control").unlink()

    archivist = disposed(town)

    for path in (f"/saker/{CASE}", "/admin/kassasjon", "/saker"):
        assert WORD not in archivist.get(path).text
    assert WORD not in town.comes("rektor").get(f"/saker/{CASE}").text
    town.server.desk.read_model.close()
    assert hits([town.home, temporary], [*spellings(), *wrapped], but=before) == {}
    assert log_file.exists()
    assert WORD not in str([repr(one.event) for one in town.events(CASE)])
    assert {name: town.events(matter(name)) for name in others} == others
    assert not list((town.home / "attachments").rglob("*.sealed"))


def test_a60_the_log_is_the_same_bytes_before_and_after(town: Town) -> None:
    planted(town, town.home)
    before = [(one.position, one.envelope.event_id) for one in town.log()]
    stored = town.server.desk.store.last_position()

    disposed(town)

    assert [(one.position, one.envelope.event_id) for one in town.log()][:stored] == before


def test_a62_an_older_copy_of_the_key_store_is_refused_after_a_disposal(town: Town) -> None:
    before = planted(town, town.home)
    disposed(town)
    desk = town.server.desk
    refuse_older_keys(desk.store, desk.read_model.disposed())
    gone = desk.read_model.disposed()
    desk.read_model.close()
    desk.store.close()
    for beside in ("-wal", "-shm"):
        (town.home / f"keys.sqlite{beside}").unlink(missing_ok=True)
    shutil.copy(before, town.home / "keys.sqlite")

    with open_store(town.server.store_settings) as restored:
        assert WORD in str([getattr(one.event, "own_words", "") for one in restored.read(CASE)])
        with pytest.raises(OlderKeyStoreError):
            refuse_older_keys(restored, gone)


def test_a76_a_request_for_erasure_of_a_preserved_case_gets_a_letter_and_destroys_nothing(town: Town) -> None:
    archivist, page = town.comes("arkivar"), "/admin/kassasjon/sletting"
    form = {"number": case_number(CASE), "requester": "Kari Mor", "came": "2027-03-01", "about": "Slett alt"}
    asked = archivist.post(page, form).headers["Location"]

    assert archivist.post(asked, {"sprak": "nn"}, page=asked).status_code == 303

    assert town.of("access.ErasureAnswered")[0].outcome is ErasureOutcome.REFUSED_PRESERVED
    assert all(town.server.desk.store.tombstone(KeyId(CASE, one)) is None for one in RetentionClass)
    assert CANARY in str([getattr(one.event, "own_words", "") for one in town.events(CASE)])


def test_a77_one_person_alone_destroys_nothing_by_page_or_command(town: Town) -> None:
    case = lapsed(town, "sak")
    archivist, page = town.comes("arkivar"), "/admin/kassasjon/foresla"
    form = {"number": case_number(case), "retention": NOTES.value, "basis": "retention_lapsed", "provision": "§ 3"}
    own = archivist.post(page, form).headers["Location"]

    assert archivist.post(f"{own}/godkjenn", {"confirm": "1"}, page=own).status_code == 422
    claimed = {"confirm": "1", "approved_by": str(person("skoleeier"))}
    assert archivist.post(f"{own}/godkjenn", claimed, page=own).status_code == 422
    for approvers in ((), (person("arkivar"),), (person("arkivar"), person("skoleeier"))):
        with pytest.raises(Refused):
            town.server.desk.application.handle(_alone(town, approvers))

    assert town.server.desk.store.tombstone(KeyId(case, NOTES)) is None
    assert UNREADABLE not in str([getattr(one.event, "note", "") for one in town.events(case)])


def _alone(town: Town, approvers: tuple[object, ...]) -> Request:
    fact = Disposed(
        of_subject=CASE,
        retention=NOTES,
        basis=DisposalBasis.RETENTION_LAPSED,
        approvers=approvers,  # type: ignore[arg-type]
        receipt=str(uuid4()),
    )
    now = town.server.clock()
    actor = Actor(ref=person("arkivar"), role=Role.ARCHIVIST)
    return Request(
        stream=Stream.ACCESS,
        stream_id=disposal_stream(CASE),
        command=Dispose(fact=fact),
        actor=actor,
        occurred_at=now,
        known_at=now,
        case_id=CASE,
    )
