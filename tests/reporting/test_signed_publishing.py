"""What ``varde publish`` writes is signed with the log's key, so that whoever takes it in knows whose it is."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from published_town import TENANT, Publishing, Town
from varde_command import varde_says

from services.reporting.nation.delivered import read
from services.reporting.nation.senders import known_senders, proven
from services.reporting.open_data.signature import NOTE
from services.reporting.serving.server import serve
from varde.composition import prepare
from varde.settings import Settings, read_settings


@pytest.fixture(scope="module")
def publishing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Publishing]:
    made = Publishing(tmp_path_factory.mktemp("signed"), Town(6, (40, 150, 210, 300), years=1).recorded())
    yield made
    made.close()


class Office:
    """A municipality's machine, with a warehouse process that answers."""

    def __init__(self, folder: Path) -> None:
        told = {"VARDE_DATA": str(folder / "data"), "VARDE_TENANT": TENANT, "VARDE_LANGUAGE": "en"}
        self.environment = {**os.environ, **told}
        self.settings: Settings = read_settings(told)
        prepare(self.settings)

    def says(self, *words: object) -> str:
        done = varde_says(*words, env=self.environment)
        assert done.returncode == 0, done.stderr
        return done.stdout


def test_published_files_are_signed_and_known_by_the_keys_that_the_municipality_prints(publishing: Publishing, tmp_path: Path):
    office = Office(tmp_path)
    published, keys = tmp_path / "published", tmp_path / "keys"
    with serve(publishing.warehouse, office.settings.warehouse_socket):
        told = json.loads(office.says("publish", "--json", published))
    assert told["signed_by"] == office.settings.origin
    keys.mkdir()
    (keys / f"{TENANT}.keys").write_text(office.says("integrity", "keys"), encoding="utf-8")
    assert proven(read(published), known_senders(keys)).sender is not None


def test_files_that_cannot_be_signed_are_published_without_a_signature_and_it_is_said(publishing: Publishing, tmp_path: Path):
    office = Office(tmp_path)
    published = tmp_path / "published"
    with serve(publishing.warehouse, office.settings.warehouse_socket):
        office.says("publish", published)
        assert (published / NOTE).exists()
        office.settings.integrity.signing_key.unlink()
        assert "not signed" in office.says("publish", published)
    assert not (published / NOTE).exists()
