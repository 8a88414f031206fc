"""A chart is taken home as a picture: a real file, with what the chart shows and nothing that is hidden."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from chromium import WIDE, reader
from known_numbers import NAMES, KnownNumbers, school_row
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from dashboards import Viewer
from services.reporting.questions import Scope
from tests.dashboards.dash_server import DashServer

SHOWN, HIDING = NAMES[0], NAMES[1]
PROTECTED = Viewer(scope=Scope(tenant="demo"))
READ = """(svg) => {
    const root = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
    return [`${root.namespaceURI} ${root.localName}`, root.textContent];
}"""
"""What a picture is and what it says, read by the browser."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The pages of a reader of protected figures: one school has one hidden number, the other has none."""
    hiding = school_row(1, duties_due=1037, duties_kept=1019, late=18, overdue=None, overdue_hidden=True)
    served = DashServer(KnownNumbers([school_row(0), hiding]), PROTECTED)
    server = make_server("127.0.0.1", 0, served.server, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = reader(browser, base_url=address, viewport=WIDE)
    found = context.new_page()
    found.goto("/eier/")
    expect(found.locator(".chart .main-svg").first).to_be_visible()
    yield found
    context.close()


def taken(page: Page, kind: str) -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name=f"Last ned {kind}").first.click()
    assert download.value.suggested_filename == f"varde-duties.{kind.lower()}"
    return download.value.path()


def test_a_png_is_a_picture_twice_as_sharp_as_the_screen(page: Page):
    width = page.locator(".js-plotly-plot").first.evaluate("(chart) => Math.round(chart.getBoundingClientRect().width)")
    with Image.open(taken(page, "PNG")) as picture:
        assert picture.format == "PNG"
        assert picture.width == 2 * width
        colours = picture.convert("RGB").getcolors(maxcolors=1_000_000)
    assert colours is not None
    assert len(colours) > 4


def test_an_svg_holds_the_shown_numbers_and_none_of_a_school_that_hides_one(page: Page):
    tag, told = page.evaluate(READ, taken(page, "SVG").read_text(encoding="utf-8"))
    assert tag == "http://www.w3.org/2000/svg svg"
    assert SHOWN in told
    assert "1\u202f000" in told
    assert HIDING not in told
    assert not any(number in told for number in ("1\u202f019", "1019", "1\u202f037", "1037"))
