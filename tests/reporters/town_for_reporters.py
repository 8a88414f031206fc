"""The town on a real server, for a real browser; and somebody's login given to the browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

from chromium import reader
from playwright.sync_api import Browser, Page
from town import Town
from werkzeug.serving import make_server

COOKIE = "varde"


@contextmanager
def served(town: Town) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, town.server.app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def browsing(browser: Browser, town: Town, address: str, login: str | None = None, **given: Any) -> Iterator[Page]:
    """A page at the address, logged in as somebody of the town or as nobody."""
    context = reader(browser, base_url=address, **given)
    if login is not None:
        cookie = town.comes(login).client.get_cookie(COOKIE)
        assert cookie is not None
        context.add_cookies([{"name": COOKIE, "value": cookie.value, "url": address}])
    yield context.new_page()
    context.close()
