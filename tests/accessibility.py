"""What axe-core finds on a page, wide and on a phone; and whether a phone must scroll sideways."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from chromium import PHONE, WIDE
from playwright.sync_api import Page

AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]

CHECK = """rules => axe
    .run(document, {runOnly: {type: "tag", values: rules}, resultTypes: ["violations"]})
    .then(found => found.violations)"""


@cache
def axe() -> str:
    assert AXE.is_file(), "axe-core comes with tools/frontend.sh"
    return AXE.read_text(encoding="utf-8")


def assert_accessible(page: Page) -> None:
    """No violation of WCAG 2.2 A/AA or of best practice, at both widths; one h1; nothing wider than the screen."""
    before = page.viewport_size
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        found = violations(page)
        assert not found, f"{page.url} at {size['width']}: {found}"
        assert page.locator("h1").count() == 1, page.url
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], f"{page.url} at {size['width']}"
    if before is not None:
        page.set_viewport_size(before)


def violations(page: Page) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe())
    found: list[dict[str, Any]] = page.evaluate(CHECK, RULES)
    return [f"{each['id']}: {each['help']}: {node['html'][:200]}" for each in found for node in each["nodes"]]
