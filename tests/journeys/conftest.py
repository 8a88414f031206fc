"""The whole of Varde as `make run` starts it, with the demo municipality, for those who walk through it from end to end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import PHONE, WIDE, reader
from made_demo import demo_for
from playwright.sync_api import Browser
from walker import Walker

from tests.browser.running_varde import started
from varde.settings import Settings, read_settings


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Settings]]:
    """The address of a running demo, and its settings."""
    folder = tmp_path_factory.mktemp("demo")
    settings = read_settings({**os.environ, "VARDE_DATA": str(folder / "data"), "VARDE_TENANT": "demo"})
    demo_for(settings, tmp_path_factory)
    with started(settings, folder / "log", "up", "--demo", ready="/readyz") as address:
        yield address, settings


@pytest.fixture
def walk(browser: Browser, demo: tuple[str, Settings]) -> Iterator[type[Walker]]:
    """Lets somebody in: ``walk("rektor")`` is a person who is logged in, in a window of her own; on a phone if that is said."""
    address, _ = demo
    contexts = []

    def let_in(login: str | None = None, *, phone: bool = False) -> Walker:
        more = {"has_touch": True, "is_mobile": True} if phone else {}
        context = reader(browser, base_url=address, viewport=PHONE if phone else WIDE, **more)
        contexts.append(context)
        return Walker(context.new_page(), login)

    yield let_in
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def home(demo: tuple[str, Settings]) -> Path:
    """Where the running demo keeps its files."""
    return demo[1].home
