from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from chromium import PHONE, WIDE, reader
from owner_page import log_in
from playwright.sync_api import Browser, BrowserContext, Page
from running_varde import running
from told_municipality import tell
from watched_page import Watch


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("varde")
    settings = tell(folder / "data", datetime.now(UTC))
    with running(settings, folder / "log") as found:
        yield found


@pytest.fixture
def watch(browser: Browser, address: str) -> Iterator[Watch]:
    context = reader(browser, base_url=address, viewport=WIDE)
    watched = Watch(context.new_page())
    yield watched
    assert watched.is_clean()
    context.close()


@pytest.fixture
def page(watch: Watch) -> Page:
    return watch.page


@pytest.fixture(scope="session")
def used(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """The school owner's own browser: she is logged in, and it has met the pages before."""
    context = reader(browser, base_url=address, viewport=WIDE)
    log_in(context.new_page())
    yield context
    context.close()


@pytest.fixture
def owner(used: BrowserContext) -> Iterator[Page]:
    """A new window in the owner's browser, under watch; what language she asks for in it is forgotten afterwards."""
    watched = Watch(used.new_page())
    yield watched.page
    assert watched.is_clean()
    watched.page.close()
    used.clear_cookies(name="varde_language")


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Page]:
    """A page on a phone, under the same watch."""
    context = reader(browser, base_url=address, viewport=PHONE, has_touch=True, is_mobile=True)
    watched = Watch(context.new_page())
    yield watched.page
    assert watched.is_clean()
    context.close()


@pytest.fixture
def without_scripts(browser: Browser, address: str) -> Iterator[Page]:
    """A page in a browser that runs no JavaScript."""
    context = reader(browser, base_url=address, viewport=WIDE, java_script_enabled=False)
    yield context.new_page()
    context.close()
