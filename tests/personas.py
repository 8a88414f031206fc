"""Logging in as one of the demo's people."""

from __future__ import annotations

from playwright.sync_api import Page

from varde.demo.accounts import PASSWORD


def log_in(page: Page, login: str, password: str = PASSWORD) -> None:
    page.goto("/logg-inn")
    page.locator("#login").fill(login)
    page.locator("#password").fill(password)
    page.locator("#password").press("Enter")
    page.wait_for_url(lambda url: "/logg-inn" not in url)
