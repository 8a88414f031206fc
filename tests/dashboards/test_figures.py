from __future__ import annotations

import ast
from pathlib import Path

from dash_server import DashServer, components

import dashboards
from dashboards.figures import Part, chart, stacked_shares


def test_every_chart_on_the_page_keeps_its_figures_to_itself():
    charts = [one["props"] for one in components(DashServer().call().json) if one["type"] == "Graph"]
    assert len(charts) == 1
    for one in charts:
        assert one["config"]["showSendToCloud"] is False
        assert one["config"]["plotlyServerURL"] == ""


def test_charts_are_made_in_one_place_only():
    made_in = [
        file.name
        for file in Path(dashboards.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute | ast.Name) and (getattr(node, "attr", None) or getattr(node, "id", None)) == "Graph"
    ]
    assert set(made_in) == {"figures.py"}


def test_a_figure_is_plain_data_with_a_bar_per_label_and_a_colour_per_part():
    figure = stacked_shares(
        ["A", "B"], [Part("kept", "#111", "#fff", [3, 4], ["3", "4"]), Part("late", "#222", "#fff", [1, 0], ["1", ""])]
    )
    assert [(one["name"], one["x"], one["text"]) for one in figure["data"]] == [
        ("kept", [3, 4], ["3", "4"]),
        ("late", [1, 0], ["1", ""]),
    ]
    assert chart("c", figure, height=100).config["plotlyServerURL"] == ""
