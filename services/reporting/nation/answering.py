"""The combination that lies beside a warehouse, for whoever asks."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Final

import msgspec
import polars as pl

from services.reporting.nation.combining import COMBINED, COUNTY
from services.reporting.nation.writing import DESCRIPTION, NAME, Combination, NotACombinationError, read
from services.reporting.questions.nation import NationFigures, NationMembers, NationWithheld

WITHHELD: Final = dict.fromkeys(("cube", "period", "municipality", "name"), pl.String)

log = logging.getLogger(__name__)

FOLDER: Final = NAME
"""Where ``varde nation combine --into`` is to write, in the tenant's own folder."""


def answer(question: NationFigures | NationMembers | NationWithheld, warehouse: Path) -> pl.DataFrame:
    """What the combination in the folder of a warehouse says; nothing where there is none, or where it was altered."""
    said, figures = _beside(warehouse)
    if isinstance(question, NationFigures):
        return figures
    if isinstance(question, NationWithheld):
        withheld = [msgspec.structs.asdict(one) for one in (said.withheld if said is not None else ())]
        return pl.DataFrame(withheld, schema=WITHHELD)
    members = [(one.municipality, one.name) for one in said.municipalities] if said is not None else []
    return pl.DataFrame(members, schema={"municipality": pl.String, "name": pl.String}, orient="row").with_columns(area=COUNTY)


def _beside(warehouse: Path) -> tuple[Combination | None, pl.DataFrame]:
    folder = warehouse.parent / FOLDER
    if not (folder / DESCRIPTION).exists():
        return None, COMBINED.to_frame()
    try:
        return read(folder)
    except NotACombinationError:
        log.exception("the combination beside the warehouse is not shown")
        return None, COMBINED.to_frame()
