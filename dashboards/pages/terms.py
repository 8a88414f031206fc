"""The page of definitions: what every figure shows, how it is counted and what it cannot tell."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards.asking import Asking
from dashboards.dashboard import DashboardPage
from dashboards.kit.panel import TERMS
from texts import Language, catalogue, text

PREFIX = "dashboard.define."
SAID = ("how", "limits")


def names(language: Language) -> list[str]:
    """Every figure that is defined, by its title."""
    found = [key.removeprefix(PREFIX).removesuffix(".title") for key in catalogue() if _is_title(key)]
    return sorted(found, key=lambda name: text(f"{PREFIX}{name}.title", language).casefold())


def _is_title(key: str) -> bool:
    return key.startswith(PREFIX) and key.endswith(".title")


def _answer(asking: Asking) -> list[Component]:
    return [html.Div([_term(name, asking.language) for name in names(asking.language)], className="terms")]


def _term(name: str, language: Language) -> Component:
    return html.Section(
        [
            html.H2(text(f"{PREFIX}{name}.title", language), id=name),
            html.P(text(f"{PREFIX}{name}.what", language)),
            html.Dl(
                [
                    html.Div([html.Dt(text(f"dashboard.{part}", language)), html.Dd(text(f"{PREFIX}{name}.{part}", language))])
                    for part in SAID
                ]
            ),
        ],
        className="term",
    )


PAGE = DashboardPage(
    name="terms",
    path=TERMS,
    filters=frozenset(),
    answer=_answer,
    tables=lambda _: (),
    needs_exact=False,
    needs_warehouse=False,
)
