from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from chromium import WIDE, reader
from playwright.sync_api import Browser, Page
from style_server import StylePage, add_style_page, enter
from watched_page import Watch
from web_server import WebServer
from werkzeug.serving import make_server


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StylePage]:
    pages = WebServer(tmp_path_factory.mktemp("style"))
    style = StylePage()
    add_style_page(pages.app, style)
    server = make_server("127.0.0.1", 0, pages.app, threaded=True)
    style.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield style
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def style(served: StylePage) -> StylePage:
    served.forget()
    return served


@pytest.fixture
def watch(browser: Browser, style: StylePage) -> Iterator[Watch]:
    context = reader(browser, base_url=style.address, viewport=WIDE)
    watched = Watch(context.new_page())
    enter(watched.page)
    yield watched
    assert watched.is_clean()
    context.close()


@pytest.fixture
def page(watch: Watch) -> Page:
    return watch.page


@pytest.fixture
def without_scripts(browser: Browser, style: StylePage) -> Iterator[Page]:
    context = reader(browser, base_url=style.address, viewport=WIDE, java_script_enabled=False)
    plain = context.new_page()
    enter(plain)
    yield plain
    context.close()
