"""A process that carries out what two people have decided, in a town's folder: python carrying.py FOLDER."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from services.case_service.desk import make_desk
from services.case_service.disposal import Disposals
from services.case_service.store import SQLiteFile, StoreSettings, open_store
from services.compliance.calendar import Calendar
from services.compliance.loading import load_rulebooks

LATER = datetime(2028, 6, 1, 9, 0, tzinfo=UTC)


def main(home: Path) -> None:
    settings = StoreSettings(
        tenant="lyngfjord",
        events=SQLiteFile(path=home / "events.sqlite"),
        keys=SQLiteFile(path=home / "keys.sqlite"),
        kek=b"s" * 32,
    )
    with open_store(settings) as store:
        desk = make_desk(
            store,
            home=home,
            rules=load_rulebooks(),
            calendar=Calendar(),
            clock=lambda: LATER,
            new_id=uuid4,
            marking_key=b"m" * 32,
        )
        Disposals(desk).carry_out_decided()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
