"""A figure with its heading, one sentence of what it shows, how it is counted, what it cannot tell, and its numbers as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import html
from dash.development.base_component import Component

from dashboards.kit.data_table import export_table
from dashboards.kit.links import link, page_address
from texts import Language, text

if TYPE_CHECKING:
    from dashboards.dashboard import ExportTable

PICTURES = ("png", "svg")
TERMS = "begreper"
"""The page of definitions."""
SECONDARY: Any = {"data-variant": "tertiary"}


def panel(
    name: str,
    language: Language,
    *body: Component,
    table: ExportTable | None = None,
    chart_id: str = "",
    wide: bool = False,
    in_section: bool = False,
    remark: str = "",
) -> Component:
    """A figure under the texts ``dashboard.define.<name>.title``, ``.what``, ``.how`` and ``.limits``.

    ``table``: its numbers, for who cannot see it. ``chart_id``: the chart in it, which can be taken as a picture.
    ``in_section``: it stands under the heading of a section. ``remark`` is a sentence that holds for what the reader has chosen.
    """
    heading = html.H3 if in_section else html.H2
    below: list[Component] = [explained(name, language)]
    if table is not None and table.rows:
        summary = html.Summary(text("dashboard.as_table", language))
        below.append(html.Details([summary, export_table(table, language)], className="as-table"))
    if chart_id:
        below.append(_pictures(chart_id, name, language))
    return html.Section(
        [
            heading(text(f"dashboard.define.{name}.title", language), id=f"panel-{name.replace('.', '-')}"),
            html.P(text(f"dashboard.define.{name}.what", language), className="what"),
            *([html.P(remark, className="remark")] if remark else []),
            *body,
            html.Div(below, className="panel-foot"),
        ],
        className="panel wide" if wide else "panel",
        **{"aria-labelledby": f"panel-{name.replace('.', '-')}"},  # type: ignore[arg-type]
    )


def explained(name: str, language: Language) -> Component:
    """How it is counted and what it cannot tell, unfolded on wish, with a link to all definitions."""
    return html.Details(
        [
            html.Summary(text("dashboard.how", language)),
            html.P(text(f"dashboard.define.{name}.how", language)),
            html.P([html.Strong(text("dashboard.limits", language)), " ", text(f"dashboard.define.{name}.limits", language)]),
            html.P(link(text("dashboard.all_terms", language), f"{page_address(TERMS)}#{name}")),
        ],
        className="explained",
    )


def box(kind: str, language: Language, *more: Component) -> Component:
    """A box in place of numbers: texts ``dashboard.<kind>.title`` and ``.text``."""
    return html.Div(
        [html.H2(text(f"dashboard.{kind}.title", language)), html.P(text(f"dashboard.{kind}.text", language)), *more],
        className=f"message {kind}",
        role="status",
    )


def grid(*panels: Component) -> Component:
    """Panels side by side where there is room."""
    return html.Div(list(panels), className="panels")


def _pictures(chart_id: str, name: str, language: Language) -> Component:
    # assets/pictures.js draws the file in the browser; nothing leaves it.
    return html.P(
        [
            html.Button(
                text("dashboard.picture", language, format=kind.upper()),
                type="button",
                className="ds-button picture",
                **{"data-chart": chart_id, "data-format": kind, "data-name": name.replace(".", "-"), **SECONDARY},
            )
            for kind in PICTURES
        ],
        className="pictures",
    )
