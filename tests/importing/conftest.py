from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from services.case_service.application import Application
from services.case_service.refs import Refs
from services.case_service.store import EventStore, SQLiteFile, StoreSettings, migrate, open_store
from texts import Language
from varde.clock import new_id, system_clock
from varde.importing.importer import Importer
from varde.importing.report import Report

Import = Callable[..., Report]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EventStore]:
    """An empty store for imports."""
    settings = StoreSettings(
        tenant="imports",
        events=SQLiteFile(path=tmp_path / "events.sqlite"),
        keys=SQLiteFile(path=tmp_path / "keys.sqlite"),
        kek=bytes(range(32)),
    )
    migrate(settings)
    with open_store(settings) as opened:
        yield opened


@pytest.fixture
def refs(store: EventStore) -> Refs:
    return Refs(store.tenant, bytes(range(32)))


@pytest.fixture
def application(store: EventStore) -> Application:
    return Application(store, clock=system_clock, new_id=new_id, fingerprint_key=bytes(32))


@pytest.fixture
def run(store: EventStore, application: Application, refs: Refs, tmp_path: Path) -> Import:
    """Import lines (objects or raw text) from a file, and give the report."""

    def import_lines(*lines: dict[str, Any] | str, language: Language = Language.ENGLISH) -> Report:
        file = tmp_path / "cases.jsonl"
        file.write_text("".join((line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)) + "\n" for line in lines))
        return Importer(application, store, refs, language=language, clock=system_clock).run([file])

    return import_lines
