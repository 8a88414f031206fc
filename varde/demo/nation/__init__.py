"""What some invented municipalities published, put together, for the demo's page of counties and nation.

The files beside this one are made by tools/demo_nation.py from the simulated nation: sizes and structure are as in the real one,
names and numbers are invented.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from services.reporting.nation import writing

FOLDER: Final = Path(__file__).parent


def lay_nation(home: Path) -> None:
    """Lay the combination into a tenant's folder, where the page of counties and nation finds it. The page needs no CSV."""
    own = home / writing.NAME
    own.mkdir(exist_ok=True)
    # The description last: a folder with a description is whole.
    for name in (f"{writing.NAME}.parquet", writing.DESCRIPTION):
        (own / name).write_bytes((FOLDER / name).read_bytes())
