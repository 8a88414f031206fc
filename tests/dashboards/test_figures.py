from __future__ import annotations

import ast
from pathlib import Path

import pytest
from dash_server import components
from work_pages import asking, queries

import dashboards
from dashboards.kit import KeyFigure, Part, Series, chart, columns, key_figures, lines, stacked_shares, steps
from dashboards.numbers import kroner
from dashboards.pages import PAGES
from texts import Language

NB = Language.BOKMAL


@pytest.fixture(scope="module")
def many():
    with queries("many") as found:
        yield found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_chart_on_every_page_keeps_its_figures_to_itself_and_has_words(many, page):
    content = [json_of(one) for one in page.answer(asking(many))]
    for one in components(content):
        if one["type"] == "Graph":
            assert one["props"]["config"]["showSendToCloud"] is False
            assert one["props"]["config"]["plotlyServerURL"] == ""
    frames = [one["props"] for one in components(content) if "chart-frame" in str(one["props"].get("className"))]
    assert len(frames) == sum(one["type"] == "Graph" for one in components(content))
    assert all(frame["role"] == "img" and frame["aria-label"] for frame in frames)


def test_charts_are_made_in_one_place_only():
    folder = Path(dashboards.__file__).parent
    made_in = {
        file.relative_to(folder).as_posix()
        for file in folder.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute | ast.Name) and (getattr(node, "attr", None) or getattr(node, "id", None)) == "Graph"
    }
    assert made_in == {"kit/figures.py"}


def json_of(component):
    """As it goes over the wire."""
    if isinstance(component, list | tuple):
        return [json_of(one) for one in component]
    if isinstance(component, dict):
        return {name: json_of(value) for name, value in component.items()}
    if hasattr(component, "to_plotly_json"):
        return json_of(component.to_plotly_json())
    return component


def test_a_figure_is_plain_data_with_a_bar_per_label_and_a_colour_per_part():
    figure = stacked_shares(
        ["A", "B"], [Part("kept", "#111", "#fff", [3, 4], ["3", "4"]), Part("late", "#222", "#fff", [1, 0], ["1", ""])]
    )
    assert [(one["name"], one["x"], one["text"]) for one in figure["data"]] == [
        ("kept", [3, 4], ["3", "4"]),
        ("late", [1, 0], ["1", ""]),
    ]
    drawn = chart("c", figure, language=NB, alt="x", height=100)
    assert drawn.children.config["plotlyServerURL"] == ""


def test_numbers_in_a_chart_are_written_as_the_language_writes_them():
    figure = lines(["aug. 25"], [Series(name="a", values=[1234.0])], NB)
    assert figure["data"][0]["text"] == ["1\u202f234"]
    assert chart("c", figure, language=NB, alt="x").children.figure["layout"]["separators"] == ",\u202f"
    assert chart("c", figure, language=Language.ENGLISH, alt="x").children.figure["layout"]["separators"] == ".,"


def test_series_differ_by_more_than_colour():
    drawn = lines(["a", "b"], [Series(name=name, values=[1, 2]) for name in "xyz"], NB)["data"]
    assert len({one["line"]["dash"] for one in drawn}) == len({one["marker"]["symbol"] for one in drawn}) == 3


def test_a_curve_has_its_band_and_ends_where_nobody_was_watched():
    one = Series(name="x", values=[1, 0.5, None], low=[1, 0.2, None], high=[1, 0.8, None])
    figure = steps([0, 1, 2], [one], NB, x_title="days")
    assert [part["y"] for part in figure["data"]] == [[1, 0.2, None], [1, 0.8, None], [1, 0.5, None]]
    assert {part["line"]["shape"] for part in figure["data"]} == {"hv"}


def test_many_labels_are_thinned_out_and_stand_on_two_lines():
    axis = columns([f"m {number}" for number in range(40)], [Series(name="x", values=[1] * 40)], NB)["layout"]["xaxis"]
    assert axis["tickvals"][:2] == ["m 0", "m 4"]
    assert axis["ticktext"][1] == "m<br>4"


@pytest.mark.parametrize(("amount", "names"), [(80_000, "figure"), (3_320_000, "figure long")])
def test_an_amount_that_has_no_room_in_full_size_is_written_smaller(amount: int, names: str):
    shown = key_figures([KeyFigure(label="Tvangsmulkt", cell=amount, write=kroner)], NB)
    assert [one["props"]["className"] for one in components(json_of(shown)) if one["type"] == "Div"] == [names]
