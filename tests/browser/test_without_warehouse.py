"""What people meet while the warehouse process is not there."""

from __future__ import annotations

import urllib.error
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest
from chromium import reader
from playwright.sync_api import Browser, expect
from running_varde import started
from told_municipality import tell
from watched_page import Watch


def test_the_page_says_that_the_numbers_are_away_and_that_nothing_is_lost(browser: Browser, tmp_path: Path):
    settings = tell(tmp_path / "data", datetime.now(UTC))
    with started(settings, tmp_path / "log", "serve", "all", ready="/healthz") as address:
        with pytest.raises(urllib.error.HTTPError, match="503") as refused:
            urllib.request.urlopen(f"{address}/readyz", timeout=5)
        assert b'"warehouse":false' in refused.value.read()
        refused.value.close()
        with reader(browser, base_url=address) as context:
            watched = Watch(context.new_page())
            watched.page.goto("/")
            watched.page.get_by_role("button", name="Solveig Kvitsand").click()
            expect(watched.page.get_by_role("heading", name="Tallene er ikke tilgjengelige nå")).to_be_visible()
            assert watched.is_clean()
