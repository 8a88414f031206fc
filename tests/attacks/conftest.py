from __future__ import annotations

from collections.abc import Iterator

import pytest
from attacks.dashboard_probe import Probe, Recording
from reporting.told_log import Told
from rights.probes import serve_probe
from town import Town
from work_pages import TODAY, many


@pytest.fixture
def town(town: Town) -> Town:
    return serve_probe(town)


@pytest.fixture(scope="session")
def dashboards(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Probe]:
    told = Told()
    many(told)
    with told.asked_on(tmp_path_factory.mktemp("warehouse"), TODAY.isoformat()) as queries:
        yield Probe(tmp_path_factory.mktemp("server"), Recording(queries))


@pytest.fixture
def probe(dashboards: Probe) -> Probe:
    """The dashboards' server, of which nobody has asked anything yet."""
    dashboards.queries.answers.clear()
    return dashboards
