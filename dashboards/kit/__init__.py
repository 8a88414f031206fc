"""What pages are built of: key figures, tables, heat tables, charts, and a panel that explains each of them."""

from dashboards.kit.data_table import Column, Linked, Row, data_table, export_table, leading, led
from dashboards.kit.figures import Part, Series, chart, columns, height_of, lines, stacked_shares, steps, wrapped
from dashboards.kit.heat_table import Heat, HeatRow, heat_table
from dashboards.kit.key_figures import KeyFigure, Tone, key_figures
from dashboards.kit.links import case_address, link, page_address
from dashboards.kit.panel import box, explained, grid, panel
from dashboards.kit.sections import Section, sectioned

__all__ = [
    "Column",
    "Heat",
    "HeatRow",
    "KeyFigure",
    "Linked",
    "Part",
    "Row",
    "Section",
    "Series",
    "Tone",
    "box",
    "case_address",
    "chart",
    "columns",
    "data_table",
    "explained",
    "export_table",
    "grid",
    "heat_table",
    "height_of",
    "key_figures",
    "leading",
    "led",
    "lines",
    "link",
    "page_address",
    "panel",
    "sectioned",
    "stacked_shares",
    "steps",
    "wrapped",
]
