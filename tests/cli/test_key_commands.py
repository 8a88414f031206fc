"""varde keys rewrap and varde dispose, over a tenant's own files: the old key is gone, whoever runs meanwhile goes on."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from uuid import uuid4

import pytest
from store.sample_events import stored_case
from typer.testing import CliRunner

from events.municipality import TenantKeyReplaced
from services.case_service.disposal import OlderKeyStoreError
from services.case_service.store import KeyId, open_key_store, open_store
from services.case_service.streams import municipality_stream
from varde.cli.app import app
from varde.composition import account_keys, event_store, make_read_model, prepare, store_settings
from varde.kek import replace_kek
from varde.settings import Settings, read_settings


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A tenant's settings, in the environment too, with its tables made."""
    monkeypatch.setenv("VARDE_DATA", str(tmp_path))
    monkeypatch.setenv("VARDE_TENANT", "lyngfjord")
    monkeypatch.setenv("VARDE_LANGUAGE", "en")
    found = read_settings({"VARDE_DATA": str(tmp_path), "VARDE_TENANT": "lyngfjord"})
    prepare(found)
    return found


def test_all_text_opens_with_the_new_key_and_the_old_one_is_gone_from_every_file(settings: Settings) -> None:
    old = settings.kek()
    with event_store(settings) as store:
        case = stored_case(store)
        before = store.read(case)
        sealed = account_keys(settings).seal(b"a second factor", "somebody")

        done = replace_kek(settings)

        assert store.read(case) == before
    assert (done.keys, done.old_is_gone) == (1, True)
    assert settings.kek() != old
    assert not settings.kek_next_file.exists()
    assert account_keys(settings).open(sealed, "somebody") == b"a second factor"
    files = [one for one in settings.data.rglob("*") if one.is_file()]
    assert [one for one in files if old.hex().encode() in one.read_bytes() or old in one.read_bytes()] == []
    with event_store(settings) as store:
        assert store.read(case) == before
        noted = [one.event for one in store.read(municipality_stream("lyngfjord"))]
    assert [one.epoch for one in noted if isinstance(one, TenantKeyReplaced)] == [done.epoch]


@pytest.mark.parametrize("died", ["before the keys were wrapped", "before the new key was put in place"])
def test_after_a_crash_everything_opens_and_the_next_one_goes_on(settings: Settings, died: str) -> None:
    with event_store(settings) as store:
        case = stored_case(store)
    new = bytes(range(32))
    settings.kek_next_file.write_text(new.hex() + "\n", encoding="ascii")
    if died != "before the keys were wrapped":
        with open_key_store(store_settings(settings)) as keys:
            keys.rewrap(new)

    with event_store(settings) as store:
        assert store.read(case)
    replace_kek(settings)

    assert settings.kek() == new
    with event_store(settings) as store:
        assert store.read(case)


def test_a_key_that_is_mounted_elsewhere_is_left_for_a_person_to_exchange(settings: Settings, tmp_path: Path) -> None:
    with event_store(settings) as store:
        case = stored_case(store)
    mounted = tmp_path / "mounted"
    shutil.move(settings.kek_file, mounted)
    settings.kek_file.symlink_to(mounted)

    done = replace_kek(settings)

    assert not done.old_is_gone
    with event_store(settings) as store:
        assert store.read(case)


def test_an_older_copy_of_the_key_store_does_not_start(settings: Settings) -> None:
    with event_store(settings) as store:
        stored_case(store)
    kek = settings.kek_file.read_bytes()
    older = settings.keys_file.read_bytes()
    make_read_model(settings)
    replace_kek(settings)
    settings.kek_file.write_bytes(kek)
    for beside in ("-wal", "-shm"):
        settings.keys_file.with_name(settings.keys_file.name + beside).unlink(missing_ok=True)
    settings.keys_file.write_bytes(older)

    with pytest.raises(OlderKeyStoreError):
        make_read_model(settings)


def test_the_commands_say_what_they_did(settings: Settings) -> None:
    with event_store(settings) as store:
        case = stored_case(store)
    run = CliRunner()

    assert json.loads(run.invoke(app, ["keys", "rewrap", "--json"]).stdout)["keys"] == 1
    assert "wrapped anew" in run.invoke(app, ["keys", "rewrap"]).stdout
    assert json.loads(run.invoke(app, ["dispose", "list", "--json"]).stdout) == []
    assert "0 have lapsed" in run.invoke(app, ["dispose", "list"]).stdout
    assert json.loads(run.invoke(app, ["dispose", "carry-out", "--json"]).stdout) == []
    assert "Nothing was disposed of" in run.invoke(app, ["dispose", "carry-out"]).stdout
    assert run.invoke(app, ["dispose", "certificate", str(uuid4()), str(settings.data / "c.pdf")]).exit_code == 1
    with open_store(store_settings(settings)) as store:
        assert store.tombstone(KeyId(case)) is None
