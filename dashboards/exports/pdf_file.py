"""A page as a PDF that a screen reader can read and an archive can keep (PDF/A-2a and PDF/UA-1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from importlib.resources import files

import msgspec
import typst

from dashboards.asking import Asking
from dashboards.cells import Missing, is_missing, written
from dashboards.dashboard import DashboardPage, ExportTable
from dashboards.frame.head import lead, title, what_is_shown, where_from
from dashboards.numbers import OSLO, moment
from texts import Language, text

WORDS = ("page", "of", "made", "how", "limits", "none")


def pdf_file(page: DashboardPage, tables: Sequence[ExportTable], asking: Asking, made_at: datetime) -> bytes:
    """The page's tables with their sentences. The same numbers at the same moment always give the same bytes."""
    language = asking.language
    local = made_at.astimezone(OSLO)
    data = {
        "lang": language.value,
        "title": title(page, asking.viewer, language),
        "lead": lead(page, asking.viewer, asking.schools),
        "shown": what_is_shown(page, asking),
        "source": where_from(asking),
        "made": moment(made_at, language),
        "date": {"year": local.year, "month": local.month, "day": local.day},
        "note": text("dashboard.formal.note", language),
        "words": {word: text(f"dashboard.print.{word}", language) for word in WORDS},
        "tables": [_table(table, language) for table in tables],
    }
    return typst.compile(
        _template(),
        sys_inputs={"page": msgspec.json.encode(data).decode()},
        format="pdf",
        pdf_standards=["a-2a", "ua-1"],
        ignore_system_fonts=True,
        timestamp=int(made_at.timestamp()),
    )


def _table(table: ExportTable, language: Language) -> dict[str, object]:
    said = {part: text(f"dashboard.define.{table.define}.{part}", language) for part in ("what", "how", "limits") if table.define}
    numbers = [
        not any(isinstance(row[place], str) and not isinstance(row[place], Missing) for row in table.rows)
        for place in range(len(table.columns))
    ]
    return {
        "begins": table.begins,
        "title": table.title,
        **{part: said.get(part, "") for part in ("what", "how", "limits")},
        "columns": list(table.columns),
        "numbers": [is_number and place > 0 for place, is_number in enumerate(numbers)],
        "rows": [
            [
                written(Missing.NONE if is_missing(cell) and cell is None else cell, table.write(place), language)
                for place, cell in enumerate(row)
            ]
            for row in table.rows
        ],
    }


@cache
def _template() -> bytes:
    return (files("dashboards") / "print" / "page.typ").read_bytes()
