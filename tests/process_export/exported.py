"""A small municipality's log, built once, and the files that are made of it."""

from __future__ import annotations

from pathlib import Path

from town import Town

from services.case_service.process_export import ProcessLog, Pseudonyms, Wanted, build_log

KEY = bytes(range(32))


def log_of(town: Town, wanted: Wanted | None = None) -> ProcessLog:
    return build_log(town.server.desk.store, wanted or Wanted(heightened=True), Pseudonyms(KEY))


def log_in(folder: Path) -> ProcessLog:
    return log_of(Town(folder))
