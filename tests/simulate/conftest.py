"""A small invented nation, made once."""

from datetime import date

import pytest

from varde.simulate.simulating import ONE_TENANT, Simulation, Wanted

SMALL = Wanted(schools=14, municipalities=4, years=3, events=12_000, seed=7, until=date(2026, 10, 30))


@pytest.fixture(scope="session")
def nation():
    return Simulation(SMALL)


@pytest.fixture(scope="session")
def rows(nation):
    return list(nation.rows(nation.municipalities, ONE_TENANT))
