"""An installation on either database with all places in which something could be left: its files, the server's, logs, backups."""

from __future__ import annotations

import logging
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict
from town import NOW, Town, built

from events.sealing import RetentionClass
from services.case_service.backup import Kind, Places, Taken, take_backup
from services.case_service.backup.manifest import read_manifest
from services.case_service.backup.postgres_part import load
from services.case_service.store import KeyId, PostgresDatabase
from services.case_service.store.postgres_schema import KEYS
from services.case_service.store.wrapping import KeyRow
from tests.store.insider import Insider
from tests.store.postgres_server import OwnPostgres, new_database
from varde.composition import backup_sources, store_settings
from varde.settings import Settings, read_settings
from varde.warehousing import open_warehouse, projector

TALKATIVE = {
    "log_statement": "all",
    "log_min_duration_statement": "0",
    "log_parameter_max_length": "-1",
    "log_parameter_max_length_on_error": "-1",
    "log_lock_waits": "on",
}
"""A server that writes every statement with its values into its log: the worst that somebody who runs it can set."""


@dataclass
class Installation:
    """A municipality on its machines. ``dsn`` is None where all lies in files of its own, ``server`` also where it is shared."""

    town: Town
    settings: Settings
    environment: dict[str, str]
    temporary: Path
    shelf: Path
    dsn: str | None
    server: OwnPostgres | None

    @property
    def folders(self) -> list[Path]:
        """Everything that a disposal should have reached: not the backups, which are somewhere else."""
        return [self.town.home, self.temporary, *([] if self.server is None else [self.server.folder])]

    def key_rows(self) -> dict[KeyId, KeyRow]:
        """The keys as they lie in the key store."""
        keys = Insider(self.town.server.store_settings.keys, "lyngfjord", "keys")
        found = keys.run("SELECT subject, retention, wrapped, commitment, kek_id FROM {table}", triggers=True)
        return {KeyId(UUID(str(subject)), RetentionClass(kind)): KeyRow(*row) for subject, kind, *row in found}

    def backed_up(self) -> Taken:
        """A backup as ``varde backup`` takes it."""
        places = Places(data=self.shelf / "data", keys=self.shelf / "keys", secrets=self.shelf / "secrets")
        return take_backup(backup_sources(self.settings), places, at=NOW, backup=uuid4())

    def follows(self) -> None:
        """A warehouse follows the whole log."""
        with open_warehouse(self.settings) as warehouse, projector(self.settings, warehouse) as following:
            following.once()

    def writes_down(self, word: str) -> None:
        """Somebody writes a word into the server, past Varde."""
        if self.server is not None:
            with psycopg.connect(self.server.dsn, autocommit=True) as connection:
                connection.execute("CREATE TABLE control (word text)")
                connection.execute("INSERT INTO control VALUES (%s)", (word,))

    def settles(self) -> None:
        """The server writes all that it holds into its files."""
        if self.server is not None:
            with psycopg.connect(self.server.dsn, autocommit=True) as connection:
                connection.execute("CHECKPOINT")
                connection.execute("SELECT pg_switch_wal()")
                connection.execute("CHECKPOINT")


@contextmanager
def installed(folder: Path, *, server: OwnPostgres | None = None, dsn: str | None = None) -> Iterator[Installation]:
    """A municipality in a folder, its events and keys there too or on a server, of its own or with a ``dsn``; its log signed."""
    dsn = dsn if server is None else server.dsn
    home, temporary = folder / "data" / "lyngfjord", folder / "temporary"
    home.mkdir(parents=True)
    temporary.mkdir()
    for name, secret in (("kek", b"s"), ("pseudonym_key", b"m"), ("secret_key", b"k")):
        (home / name).write_text((secret * 32).hex(), encoding="ascii")
    given = {"VARDE_DATA": str(folder / "data"), "VARDE_TENANT": "lyngfjord"}
    if dsn is not None:
        given |= {"VARDE_DATABASE": new_database(dsn), "VARDE_KEY_DATABASE": new_database(dsn)}
    settings = read_settings(given)
    built()
    with pytest.MonkeyPatch.context() as patch, _logged(temporary / "varde.log"):
        patch.setenv("TMPDIR", str(temporary))
        patch.setattr(tempfile, "tempdir", str(temporary))
        places = None
        if dsn is not None:
            of_store = store_settings(settings)
            assert isinstance(of_store.events, PostgresDatabase)
            assert isinstance(of_store.keys, PostgresDatabase)
            places = (of_store.events, of_store.keys)
        town = Town(home, places=places)
        desk = town.server.desk
        desk.integrity.begin("localhost/lyngfjord", NOW)
        yield Installation(
            town=town, settings=settings, environment=given, temporary=temporary, shelf=folder / "shelf", dsn=dsn, server=server
        )
        desk.read_model.close()
        desk.store.close()


@contextmanager
def older_keys_put_back(installation: Installation, taken: Taken) -> Iterator[Settings]:
    """The same municipality on another machine, whose keys are those of a backup."""
    of, home = installation.settings, installation.shelf / "machine" / "lyngfjord"
    shutil.copytree(of.home, home)
    named = {"data": home.parent, "kek_file": home / "kek", "kek_next_file": home / "kek.next"}
    settings = msgspec.structs.replace(of, **named)
    if installation.dsn is None:
        for beside in ("", "-wal", "-shm"):
            Path(f"{settings.keys_file}{beside}").unlink(missing_ok=True)
        shutil.copy(taken.keys / "keys.sqlite", settings.keys_file)
        with closing(sqlite3.connect(settings.keys_file)) as keys:
            keys.execute("PRAGMA journal_mode = WAL")
        yield settings
    else:
        older = PostgresDatabase(dsn=new_database(installation.dsn))
        load(older, KEYS, taken.keys, read_manifest(taken.keys, Kind.KEYS))
        yield msgspec.structs.replace(settings, key_database=older.dsn)
        with psycopg.connect(installation.dsn, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {conninfo_to_dict(older.dsn)['dbname']} WITH (FORCE)".encode())
    shutil.rmtree(home.parent)


def make_talkative(server: OwnPostgres) -> None:
    """Let the server write down whatever it is asked."""
    with psycopg.connect(server.dsn, autocommit=True) as connection:
        for name, value in TALKATIVE.items():
            connection.execute(f"ALTER SYSTEM SET {name} = '{value}'".encode())
        connection.execute("SELECT pg_reload_conf()")


@contextmanager
def _logged(file: Path) -> Iterator[None]:
    """Everything that the process logs, from the smallest upwards, in a file."""
    handler, root = logging.FileHandler(file), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield
    root.setLevel(level)
    root.removeHandler(handler)
    handler.close()
