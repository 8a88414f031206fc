"""What the demo lays for its page of counties and nation: figures of invented municipalities, as the cubes are counted now."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.reporting.nation import writing
from services.reporting.nation.combining import NATION
from services.reporting.publishing.cubes import CUBES
from varde.demo.nation import lay_nation
from varde.simulate.nation import FIRST_COUNTY


@pytest.fixture(scope="module")
def laid(tmp_path_factory):
    home: Path = tmp_path_factory.mktemp("tenant")
    lay_nation(home)
    return writing.read(home / writing.NAME)


def test_every_cube_is_in_it_as_it_is_counted_now(laid):
    _, rows = laid
    counted = {(cube.name, cube.version, measure.name) for cube in CUBES for measure in cube.measures}
    assert set(rows.select("cube", "cube_version", "measure").unique().iter_rows()) == counted


def test_nobody_real_is_in_it(laid):
    said, rows = laid
    assert all(int(one.municipality.removeprefix("m")[:2]) >= FIRST_COUNTY for one in said.municipalities)
    assert all(int(area) >= FIRST_COUNTY for area in set(rows["area"]) - {NATION})
    assert len({one.name for one in said.municipalities}) == len(said.municipalities)
    assert all(one.name.endswith(" kommune") for one in said.municipalities)
