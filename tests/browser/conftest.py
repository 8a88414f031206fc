from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from running_varde import running
from told_municipality import tell
from watched_page import Watch

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("varde")
    settings = tell(folder / "data", datetime.now(UTC))
    with running(settings, folder / "log") as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield started
        started.close()


@pytest.fixture
def watch(browser: Browser, address: str) -> Iterator[Watch]:
    context = browser.new_context(base_url=address, viewport={"width": 1440, "height": 900}, locale="nb-NO")
    watched = Watch(context.new_page())
    yield watched
    assert watched.is_clean()
    context.close()


@pytest.fixture
def page(watch: Watch) -> Page:
    return watch.page
