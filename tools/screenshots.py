"""Takes pictures of the pages of a running demo, wide and on a phone, for docs/screenshots.

    varde up --demo                                             # in another window
    .venv/bin/python tools/screenshots.py http://127.0.0.1:8000 [name ...]

The pages stand in tools/screenshots.toml.
"""

from __future__ import annotations

import io
import shutil
import sys
import tomllib
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from varde.demo.accounts import PASSWORD

LIST = Path(__file__).with_suffix(".toml")
FOLDER = Path(__file__).parents[1] / "docs" / "screenshots"
COLOURS = 192
HEIGHTS = {1440: 900, 390: 844}
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")


def main(address: str, names: list[str]) -> None:
    """Every page of the list, or those that are named."""
    pages = [page for page in tomllib.loads(LIST.read_text(encoding="utf-8"))["page"] if not names or page["name"] in names]
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        for width in HEIGHTS:
            for persona in dict.fromkeys(page["persona"] for page in pages):
                _take(browser, address, persona, width, [page for page in pages if page["persona"] == persona])
        browser.close()


UNDRAWN = ".chart:visible:not(:has(.main-svg))"
"""Charts in sight that are not there yet: on a busy machine they come seconds after the numbers."""


def _take(browser: Browser, address: str, persona: str, width: int, pages: list[dict[str, Any]]) -> None:
    context = browser.new_context(base_url=address, viewport={"width": width, "height": HEIGHTS[width]}, locale="nb-NO")
    view = context.new_page()
    if persona:
        _log_in(view, persona)
    for page in pages:
        view.goto(page["url"])
        for selector in page.get("follow", ()):
            _click(view, selector)
        for selector, words in page.get("write", ()):
            view.locator(selector).fill(words)
        for selector in page.get("then", ()):
            _click(view, selector)
        view.locator(page.get("wait", "h1")).first.wait_for()
        expect(view.locator(UNDRAWN)).to_have_count(0, timeout=30_000)
        taken = view.screenshot(full_page=True)
        with Image.open(io.BytesIO(taken)) as picture:
            # A palette keeps what a page shows in a third of the bytes.
            picture.convert("RGB").quantize(COLOURS).save(FOLDER / f"{page['name']}-{width}.png", optimize=True)
    context.close()


def _click(view: Page, selector: str) -> None:
    view.locator(selector).first.click()
    view.wait_for_load_state()


def _log_in(view: Page, persona: str) -> None:
    view.goto("/logg-inn")
    view.locator("#login").fill(persona)
    view.locator("#password").fill(PASSWORD)
    view.locator("#password").press("Enter")
    view.wait_for_url(lambda url: "/logg-inn" not in url)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
