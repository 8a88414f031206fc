"""A small invented nation, made once."""

import pytest
from simulate.small_nation import SMALL

from varde.simulate.simulating import ONE_TENANT, Simulation


@pytest.fixture(scope="session")
def nation():
    return Simulation(SMALL)


@pytest.fixture(scope="session")
def rows(nation):
    return list(nation.rows(nation.municipalities, ONE_TENANT))
