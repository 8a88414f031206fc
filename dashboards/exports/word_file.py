"""A page as a document that Word opens and people go on writing in: the same tables and sentences as in the PDF."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from dashboards.asking import Asking
from dashboards.cells import Cell, Missing, written
from dashboards.dashboard import DashboardPage, ExportTable
from dashboards.frame.head import lead, title, what_is_shown, where_from
from dashboards.numbers import OSLO
from texts import Language, text

NOT_IN_XML: Final = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LANGUAGES: Final = {Language.BOKMAL: "nb-NO", Language.NYNORSK: "nn-NO", Language.ENGLISH: "en-GB"}
BROAD: Final = 7
"""Columns beyond which the paper lies down."""
FIRST_MOMENT: Final = (1980, 1, 1, 0, 0, 0)
"""In the archive that a document is: when the parts were written says nothing, and the same numbers give the same bytes."""


def word_file(page: DashboardPage, tables: Sequence[ExportTable], asking: Asking, made_at: datetime) -> bytes:
    """The document (.docx). ``made_at`` stands in its properties."""
    language = asking.language
    document = Document()
    _set_up(document, title(page, asking.viewer, language), language, made_at)
    if any(len(table.columns) > BROAD for table in tables):
        section = document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    document.add_heading(_clean(title(page, asking.viewer, language)), level=1)
    for line in (lead(page, asking.viewer, asking.schools), what_is_shown(page, asking)):
        if line:
            document.add_paragraph(_clean(line))
    for table in tables:
        if table.begins is not None:
            document.add_heading(_clean(table.begins.title), level=2)
            document.add_paragraph(_clean(table.begins.text))
        _add(document, table, language)
    for line in (text("dashboard.formal.note", language), where_from(asking)):
        document.add_paragraph(_clean(line))
    return _same_bytes(document)


def _set_up(document: Any, heading: str, language: Language, made_at: datetime) -> None:
    document.core_properties.title = _clean(heading)
    document.core_properties.author = document.core_properties.last_modified_by = "Varde"
    document.core_properties.comments = ""
    document.core_properties.language = LANGUAGES[language]
    document.core_properties.created = document.core_properties.modified = made_at.astimezone(OSLO).replace(tzinfo=None)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), LANGUAGES[language])
    document.styles["Normal"].element.get_or_add_rPr().append(spoken)
    document.styles["Normal"].font.size = Pt(10)


def _add(document: Any, table: ExportTable, language: Language) -> None:
    document.add_heading(_clean(table.title), level=2)
    said = {part: text(f"dashboard.define.{table.define}.{part}", language) for part in ("what", "how", "limits") if table.define}
    if said:
        document.add_paragraph(_clean(said["what"]))
    grid = document.add_table(rows=1, cols=len(table.columns), style="Light Grid Accent 1")
    _repeated(grid.rows[0])
    for cell, name in zip(grid.rows[0].cells, table.columns, strict=True):
        cell.text = _clean(name)
    for row in table.rows:
        for place, (cell, value) in enumerate(zip(grid.add_row().cells, row, strict=True)):
            cell.text = _clean(written(value, table.write(place), language))
            if _is_number(value):
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if said:
        document.add_paragraph()
        for part in ("how", "limits"):
            paragraph = document.add_paragraph()
            paragraph.add_run(_clean(text(f"dashboard.print.{part}", language)) + " ").italic = True
            paragraph.add_run(_clean(said[part]))


def _repeated(row: Any) -> None:
    """The row is the table's heading, also on the next page and for whoever listens."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001  (python-docx has no other way)


def _is_number(cell: Cell) -> bool:
    return cell is None or isinstance(cell, int | float | Missing)


def _clean(value: str) -> str:
    """What XML can hold."""
    return NOT_IN_XML.sub("", value)


def _same_bytes(document: Any) -> bytes:
    written_once, out = io.BytesIO(), io.BytesIO()
    document.save(written_once)
    with ZipFile(written_once) as made, ZipFile(out, "w", ZIP_DEFLATED) as kept:
        for name in made.namelist():
            kept.writestr(ZipInfo(name, FIRST_MOMENT), made.read(name), ZIP_DEFLATED)
    return out.getvalue()
