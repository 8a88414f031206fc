"""The combination that lies beside a warehouse, for whoever asks."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Final

import polars as pl

from services.reporting.nation.combining import COMBINED
from services.reporting.nation.writing import DESCRIPTION, NAME, NotACombinationError, read

log = logging.getLogger(__name__)

FOLDER: Final = NAME
"""Where ``varde nation combine --into`` is to write, in the tenant's own folder."""


def beside(warehouse: Path) -> pl.DataFrame:
    """The combined figures in the folder of a warehouse; none where there are none, or where they were altered."""
    folder = warehouse.parent / FOLDER
    if not (folder / DESCRIPTION).exists():
        return COMBINED.to_frame()
    try:
        return read(folder)[1]
    except NotACombinationError:
        log.exception("the combination beside the warehouse is not shown")
        return COMBINED.to_frame()
