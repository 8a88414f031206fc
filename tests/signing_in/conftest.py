from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from provider_steps import let_vouch
from wayward_provider import WaywardProvider, running
from web_server import StandingClock, WebServer

from services.case_service.rights import Kind


@pytest.fixture
def server(tmp_path: Path) -> WebServer:
    return WebServer(tmp_path)


@pytest.fixture
def provider() -> Iterator[WaywardProvider]:
    with running(StandingClock()) as found:
        yield found


@pytest.fixture
def feide(tmp_path: Path, provider: WaywardProvider) -> WebServer:
    """A server whose staff log in through the provider: it vouches for the teacher, and for the principal."""
    server = WebServer(tmp_path, clock=provider.clock, given={"providers": (provider.configured(),)})
    let_vouch(server, "teacher", "subject-of-teacher")
    let_vouch(server, "principal", "subject-of-principal")
    server.accounts.add(login="mother", name="Mother", kind=Kind.GUARDIAN)
    let_vouch(server, "mother", "subject-of-mother")
    return server
