"""The small municipality on a real address, so that a real browser can come to it as somebody."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from chromium import reader
from playwright.sync_api import Browser, BrowserContext
from town import Town
from werkzeug.serving import make_server

from services.case_service.http.identity import SESSION_KEY
from services.case_service.http.sessions import Proof


@dataclass
class ServedTown:
    town: Town
    address: str

    def comes(self, browser: Browser, login: str, **options: object) -> BrowserContext:
        """A browser context in which somebody has logged in."""
        context = reader(browser, base_url=self.address, **options)
        app = self.town.server.app
        account = self.town.server.accounts.get(login)
        assert account is not None
        now = self.town.server.clock.now
        token = app.extensions["varde.web"].sessions.start(
            account, now, Proof(method="password", second_factor=True, stepped_up_at=now)
        )
        client = app.test_client()
        with client.session_transaction() as session:
            session[SESSION_KEY] = token
        cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
        assert cookie is not None
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.address}])
        return context


@contextmanager
def served(town: Town) -> Iterator[ServedTown]:
    server = make_server("127.0.0.1", 0, town.server.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield ServedTown(town, f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
